"""A planned response of the statistics bureau, and a link to somebody without an account."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services import assistance_ask
from bihuan.web.assistance.services.asking import Issued, Question
from bihuan.web.rectification.models import Measure
from tests.web.evidence.conftest import _look_here, _own_store
from tests.web.pages.conftest import liaison
from tests.web.rectification import loop
from tests.web.world import import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["_look_here", "_own_store", "liaison"]

SECRET = "鹿溪河治理的内部分工"


@pytest.fixture
def case(world: World) -> Feedback:
    """The report, imported, the plan of its first response approved."""
    found = import_text(world)
    loop.bring(world, loop.first(found), "planned")
    found.refresh_from_db()
    return found


@pytest.fixture
def measure(case: Feedback) -> Measure:
    """The first measure of that plan."""
    return Measure.objects.filter(response=loop.first(case)).order_by("position")[0]


def question(**more: Any) -> Question:
    """What is asked, by default of a school, for the next week."""
    day = timezone.localdate()
    told: dict[str, Any] = {
        "to_unit": "鹿溪市第二中学", "to_name": "陈老师", "question": "请提供7月以来的培训签到表。",
        "shown": "组织培训。", "due": day + timedelta(7), "until": day + timedelta(14),
    }  # fmt: skip
    return Question(**{**told, **more})


@pytest.fixture
def issue(world: World, measure: Measure) -> Callable[..., Issued]:
    """Ask by the services."""

    def run(*, with_code: bool = False, **more: Any) -> Issued:
        return assistance_ask(
            actor=world.liaison, now=timezone.now(), measure=measure, asked=question(**more),
            with_code=with_code,
        )  # fmt: skip

    return run


class Stranger:
    """Somebody with a link and a browser that keeps no cookies and runs no script."""

    def __init__(self, issued: Issued) -> None:
        self.path = f"/a/{issued.token}/"
        self.passed = ""

    def look(self) -> str:
        """The page of the link."""
        return self.read(Client().get(self.path))

    def send(self, *files: tuple[str, bytes], do: str = "send", **told: Any) -> str:
        """What the form posts."""
        return self.read(self.post(*files, do=do, **told))

    def post(self, *files: tuple[str, bytes], **told: Any) -> HttpResponse:
        """The same, as it is answered."""
        sent = [SimpleUploadedFile(name, data) for name, data in files]
        told = {"pass": self.passed, "whole": "1", **told, **({"file": sent} if sent else {})}
        return Client().post(self.path, told)  # type: ignore[return-value]

    def read(self, answer: Any) -> str:
        """Its words; the pass for the next form is kept like the page keeps it."""
        text: str = answer.content.decode()
        found = re.search(r'name="pass" value="([^"]*)"', text)
        self.passed = found[1] if found else self.passed
        return text


def expire(request: AssistanceRequest, days: int = 1) -> None:
    """The link's last day was so many days ago."""
    day = timezone.localdate() - timedelta(days)
    AssistanceRequest.objects.filter(pk=request.pk).update(due=day, until=day)


def today() -> date:
    """The day of the office."""
    return timezone.localdate()
