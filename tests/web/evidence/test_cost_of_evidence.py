"""Pages that show evidence ask few queries, however it is cited: the worst that chips can meet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.evidence.models import Evidence
from bihuan.web.evidence.services import evidence_link
from bihuan.web.evidence.targets import find
from bihuan.web.rectification.models import Response
from tests.web.rectification import loop
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World


@pytest.fixture
def cited(
    world: World, case: Feedback, measures: list[Measure], prove: Callable[..., Evidence]
) -> tuple[Response, Evidence]:
    """The same minutes for measures and responses of several findings, and the sign-in sheet of that day."""
    first = prove(measures[0])
    sheet = prove(measures[4], data="会议签到".encode(), name="签到.txt")
    others = [f"measure:{measures[2].pk}", *(f"response:{one.response_id}" for one in measures)]
    targets = [find(world.liaison, one) for one in dict.fromkeys(others)]
    for entry in (first, sheet):
        evidence_link(actor=world.liaison, now=NOW, evidence=entry, targets=targets)
    Evidence.objects.update(kind="minutes", event_date=date(2023, 7, 3))
    response = loop.bring(world, loop.first(case), "under_review")
    return response, first


@pytest.mark.parametrize("who", ["liaison", "officer"])
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("rectification:finding", 12),
        ("loop:response", 11),
        ("loop:review", 11),
        ("loop:certificate", 11),
        ("loop:plan", 11),
        ("evidence:entry", 10),
    ],
)
def test_pages_of_what_is_cited_everywhere(
    name: str,
    most: int,
    who: str,
    cited: tuple[Response, Evidence],
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    response, entry = cited
    about = {
        "rectification:finding": response.findings.order_by("position")[0].pk,
        "evidence:entry": entry.pk,
    }
    client, address = sign_in(getattr(world, who)), reverse(name, args=[about.get(name, response.pk)])
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)
