"""A published announcement, and somebody of the public with a browser that does its work."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.test import Client

from bihuan.web.enquiries import effort
from bihuan.web.enquiries.models import Enquiry
from bihuan.web.enquiries.services import enquiry_answer, enquiry_receive
from tests.web.disclosure.conftest import _own_store, announcement, begin, bring, case, published
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.disclosure.models import Edition
    from tests.web.world import World

__all__ = ["_own_store", "announcement", "begin", "bring", "case", "published"]

TEXT = "台账上写的整改时间和我们村里看到的不一样，请说明。"
URLENCODED = "application/x-www-form-urlencoded"
CODE = re.compile(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}")


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work, less of it; and no pages of another test's database."""
    from bihuan.web.disclosure.public import entries, views

    monkeypatch.setattr(effort, "LEAST", 1)
    monkeypatch.setattr(effort, "MOST", 4)
    views._KEPT.clear()
    entries._KEPT.clear()


def task_in(page: str) -> dict[str, Any]:
    """The task that a form carries."""
    found = re.search(r'data-work="([^"]+)"', page)
    assert found, page
    told: dict[str, Any] = json.loads(unescape(found.group(1)))
    return told


def solved(task: dict[str, Any]) -> str:
    """What the browser puts into the form."""
    asked = Challenge.from_dict(task)
    found = solve_challenge(asked)
    assert found
    return Payload(asked, found).to_base64()


class Citizen:
    """Somebody with a browser."""

    def __init__(self, announcement: int, address: str = "203.0.113.7") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
        self.path = f"/public/a/{announcement}/respond/"
        self.page = ""

    def open(self) -> str:
        """The form."""
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    def send(self, text: str = TEXT, *, proof: str | None = None, **more: str) -> Any:
        """Fill it in and send it; with ``proof`` as told, else with the work done."""
        if not self.page:
            self.open()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        assert token
        told = {
            "csrfmiddlewaretoken": token.group(1),
            "text": text,
            "proof": solved(task_in(self.page)) if proof is None else proof,
            "homepage": "",
            **more,
        }
        from urllib.parse import urlencode

        return self.client.post(self.path, urlencode(told), content_type=URLENCODED)


@pytest.fixture
def citizen(published: Edition) -> Callable[..., Citizen]:
    """Makes people."""

    def make(address: str = "203.0.113.7") -> Citizen:
        return Citizen(published.announcement_id, address)

    return make


@pytest.fixture
def received(published: Edition) -> Callable[..., Enquiry]:
    """Enquiries by the service; ``proven`` ones are open at once."""
    made: list[int] = []

    def make(text: str = TEXT, *, proven: bool = True, **more: Any) -> Enquiry:
        made.append(1)
        proof = effort.Proof(f"{len(made):064}", NOW) if proven else None
        told = {"address": f"203.0.113.{len(made)}", "now": NOW, "proof": proof, **more}
        return enquiry_receive(announcement=published.announcement_id, text=text, **told).enquiry

    return make


@pytest.fixture
def answered(received: Callable[..., Enquiry], world: World) -> Enquiry:
    """One that has its answer; both texts name people and places."""
    made = received(
        "陈曦局长来过大榆村，电话13912345678没人接，请问为什么？", name="赵大海", contact="13800000000"
    )
    answer = "赵大海同志：陈曦同志7月25日到大榆村走访，云顶宏远建材有限公司已经立案。"
    return enquiry_answer(actor=world.liaison, now=NOW, enquiry=made, answer=answer)
