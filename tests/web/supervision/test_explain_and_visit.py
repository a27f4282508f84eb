"""The unit's explanation of a month, and what the office saw on the spot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.supervision.models import Explanation, Sheet, Supervision, Visit
from bihuan.web.supervision.services import month_explain, visit_record
from tests.web.rectification import loop
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

SEEN: dict[str, Any] = {
    "on": date(2024, 6, 1), "way": "site", "place": "执法科档案室", "people": "严守正", "seen": "记录齐全。",
    "result": "true",
}  # fmt: skip


@pytest.fixture
def sheet(make: Callable[..., Supervision]) -> Sheet:
    record = make("2024-09", date(2024, 10, 1))
    found: Sheet = Sheet.objects.get(supervision=record)
    return found


def test_a_month_is_explained_once(sheet: Sheet, world: World, make: Callable[..., Supervision]) -> None:
    made = month_explain(actor=world.liaison, now=NOW, sheet=sheet, text="  汛期停工。 ")
    assert (made.text, made.month) == ("汛期停工。", date(2024, 9, 1))
    assert JournalEntry.objects.filter(action="month_explain").count() == 1
    again = Sheet.objects.get(supervision=make("2024-09", date(2024, 10, 2)))
    with pytest.raises(ServiceError, match="已经说明过一次"):
        month_explain(actor=world.first_person, now=NOW, sheet=again, text="又说")
    assert Explanation.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "字" * 2001])
def test_an_explanation_says_something_short(sheet: Sheet, world: World, text: str) -> None:
    with pytest.raises(ServiceError):
        month_explain(actor=world.liaison, now=NOW, sheet=sheet, text=text)


@pytest.mark.parametrize("who", ["reader", "handler", "officer", "stranger", "audit_admin"])
def test_only_the_unit_explains(sheet: Sheet, world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        month_explain(actor=world.everybody()[who], now=NOW, sheet=sheet, text="说明")


def test_a_visit_is_written_down(world: World, case: Feedback) -> None:
    made = visit_record(actor=world.discipline, now=NOW, case=case, response_id=loop.first(case).pk, **SEEN)
    assert (made.by, made.result, made.unit) == (world.discipline, "true", world.bureau)
    assert JournalEntry.objects.filter(action="visit_record").count() == 1
    with pytest.raises(ServiceError, match="不必重复"):
        visit_record(actor=world.officer, now=NOW, case=case, **SEEN)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on": date(2024, 6, 4)}, "今天以后"),
        ({"way": "x"}, "请选择方式"),
        ({"result": ""}, "请选择结论"),
        ({"place": " "}, "去了哪里"),
        ({"people": ""}, "参加人员"),
        ({"seen": " "}, "看到的情况"),
        ({"response_id": 987654321}, "从本单位这份台账中选择"),
    ],
)
def test_a_visit_that_says_too_little(
    world: World, case: Feedback, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ServiceError, match=sentence):
        visit_record(actor=world.officer, now=NOW, case=case, **{**SEEN, **change})
    assert not Visit.objects.exists()


def test_units_do_not_write_their_own_visits(world: World, case: Feedback) -> None:
    with pytest.raises(PermissionDenied):
        visit_record(actor=world.liaison, now=NOW, case=case, **SEEN)


def test_an_archived_case_is_only_read(sheet: Sheet, world: World, case: Feedback) -> None:
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="到此为止")
    with pytest.raises(ServiceError, match="已经归档"):
        month_explain(actor=world.liaison, now=NOW, sheet=sheet, text="说明")
    with pytest.raises(ServiceError, match="已经归档"):
        visit_record(actor=world.officer, now=NOW, case=case, **SEEN)
