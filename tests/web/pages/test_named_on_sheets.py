"""Whoever only the sheet names stands wherever somebody is expected, and is taken off once one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from bihuan.web.accounts.models import Department
from bihuan.web.accounts.services import department_add, department_close, hand_over
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import measures_change
from bihuan.web.rectification.services.judging import Wanted
from bihuan.web.supervision.owing import open_until
from tests.web.rectification.loop import DUE, bring, first
from tests.web.world import NOW

if TYPE_CHECKING:
    from django.test import Client

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

NAMED = {"leader": "挂职领导丁", "department": "档案专班", "person": "借调人员甲乙"}


@pytest.fixture
def measure(world: World, case: Feedback) -> Measure:
    """A planned measure that names three whom the system does not know."""
    bring(world, first(case), "planned")
    found = Measure.objects.filter(response=first(case)).order_by("position")[0]
    Measure.objects.filter(pk=found.pk).update(named=NAMED, leader=None, department=None, person=None)
    found.refresh_from_db()
    return found


def pages(one: Measure) -> dict[str, str]:
    case = [one.feedback_id]
    return {
        "response": reverse("loop:response", args=[one.response_id]),
        "plan": reverse("loop:plan", args=[one.response_id]),
        "tasks": reverse("loop:lists", args=[*case, "tasks"]),
        "duties": reverse("loop:lists", args=[*case, "duties"]),
        "matrix": f"{reverse('desk:matrix', args=case)}?by=measures",
        "kanban": reverse("desk:kanban", args=case),
        "printed": reverse("desk:printed", args=case),
        "measures": f"{reverse('desk:measures')}?case={one.feedback_id}",
        "parts": reverse("desk:parts", args=[one.pk]),
    }


PAGES = ("response", "plan", "tasks", "duties", "matrix", "kanban", "printed", "measures", "parts")


@pytest.mark.parametrize("page", PAGES)
def test_pages_say_whom_the_sheet_names(page: str, measure: Measure, liaison: Client) -> None:
    text = liaison.get(pages(measure)[page]).content.decode()
    fields = {"tasks": ("department", "person"), "kanban": ("leader",), "measures": ("leader", "department")}
    assert [NAMED[one] for one in fields.get(page, NAMED) if NAMED[one] not in text] == []


def test_the_response_marks_who_stands_on_the_sheet_only(measure: Measure, liaison: Client) -> None:
    text = liaison.get(pages(measure)["response"]).content.decode()
    assert '借调人员甲乙<span class="soft small">（表上所写）</span>' in text


def test_the_plan_asks_to_choose_somebody_of_the_unit(measure: Measure, liaison: Client) -> None:
    text = liaison.get(pages(measure)["plan"]).content.decode()
    assert "表上写的是“借调人员甲乙”，请在本单位里选定" in text


def test_what_is_owed_names_them_too(case: Feedback, measure: Measure) -> None:
    found = [one for one in open_until([case.pk], DUE) if one.target == measure.pk and one.kind == "measure"]
    assert [one.names for one in found] == [("档案专班", "挂职领导丁", "借调人员甲乙")]


def test_whoever_is_chosen_for_many_takes_their_place(world: World, measure: Measure) -> None:
    told: dict[str, Any] = {"actor": world.liaison, "now": NOW}
    wanted = Wanted({"person_id": world.handler.person_id}, note="定人")
    measures_change(**told, chosen=[(measure.pk, measure.version)], wanted=wanted)
    measure.refresh_from_db()
    assert measure.named == {"leader": "挂职领导丁", "department": "档案专班"}
    assert measure.who("person") == "乔木"


def test_whoever_takes_over_takes_their_place(world: World, measure: Measure) -> None:
    office = department_add(actor=world.system_admin, now=NOW, unit=world.bureau, name="办公室")
    old = Department.objects.get(unit=world.bureau, name="执法科")
    named = {"person": "乔木、新同志", "department": "执法科、档案专班"}
    Measure.objects.filter(pk=measure.pk).update(named=named, person=world.handler.person, department=old)
    hand_over(actor=world.liaison, now=NOW, person=world.handler.person, to=world.head.person)
    department_close(actor=world.system_admin, now=NOW, department=old, successor=office)
    measure.refresh_from_db()
    assert (measure.named, measure.who("person"), measure.who("department")) == ({}, "唐既明", "办公室")
