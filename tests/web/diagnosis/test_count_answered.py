"""Boards count the errors that nothing answers: an answer counts while it is in force, through edits, and no
longer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.board import queries, round_queries
from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.waiving import answers_expire, waiver_ask, waiver_decide
from bihuan.web.inspections.models import Round
from bihuan.web.notices.queue.registry import WORKS, Task
from bihuan.web.notices.queue.rhythms import RHYTHMS
from bihuan.web.rectification.services import measure_edit
from tests.web.world import NOW, REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.diagnosis.models import Waiver
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

TODAY = NOW.date()
UNTIL = TODAY + timedelta(30)
BLANKS = REPORT.replace("7月18日，对12家", "X月X日，对12家").replace("7月25日，修订", "X月X日，修订")


@pytest.fixture
def case(world: World) -> Feedback:
    """A case with two places that were never filled in."""
    found = import_text(world, BLANKS)
    assert (found.errors, found.answered) == (2, 0)
    return found


def _answer(world: World, case: Feedback, *, granted: bool = True) -> Waiver:
    rows = Diagnostic.objects.filter(feedback=case, severity="error").order_by("line")
    one = rows.exclude(finding__in=case.waivers.filter(state="granted").values("finding"))[0]
    asked = waiver_ask(
        actor=world.liaison, now=NOW, diagnostic=one, reason="原文如此，日期由企业保密。", until=UNTIL
    )
    return waiver_decide(actor=world.officer, now=NOW, waiver=asked, granted=granted, opinion="已核。")


def _numbers(case: Feedback) -> tuple[int, int, int]:
    case.refresh_from_db()
    return case.errors, case.answered, case.open_errors


def test_an_answer_counts_once_it_is_agreed_to(world: World, case: Feedback) -> None:
    _answer(world, case, granted=False)
    assert _numbers(case) == (2, 0, 2)
    _answer(world, case)
    assert _numbers(case) == (2, 1, 1)


def test_it_goes_on_counting_when_the_text_is_checked_anew(world: World, case: Feedback) -> None:
    _answer(world, case)
    other = case.responses.order_by("position")[1].measures.order_by("position")[0]
    measure_edit(actor=world.liaison, now=NOW, measure=other, value="7月10日，选派5名同志参加培训。")
    assert _numbers(case) == (2, 1, 1)
    mended = case.responses.order_by("position")[0].measures.order_by("position")[1]
    measure_edit(actor=world.liaison, now=NOW, measure=mended, value="7月18日，对12家企业重新核查。")
    assert _numbers(case) == (1, 0, 1)


def test_it_ends_with_its_term(world: World, case: Feedback) -> None:
    _answer(world, case)
    answers_expire(UNTIL)
    assert _numbers(case) == (2, 1, 1)
    assert "answers_expire" in RHYTHMS
    WORKS["answers_expire"].run(Task(1, {}, NOW + timedelta(31), 1, taken_over=False))
    assert _numbers(case) == (2, 0, 2)


def test_home_puts_first_what_is_open(world: World, case: Feedback) -> None:
    beside = import_text(
        world, REPORT.replace("7月18日，", "X月X日，"), unit=world.stranger_unit, actor=world.stranger,
        round=case.round,
    )  # fmt: skip
    assert queries.worst_cases(world.officer)[0].pk == case.pk
    _answer(world, case)
    _answer(world, case)
    assert [(one.pk, one.errors, one.answered) for one in queries.worst_cases(world.officer)] == [
        (beside.pk, 1, 0),
        (case.pk, 0, 2),
    ]


def test_the_board_says_both_numbers_of_the_round_and_of_the_unit(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    import_text(
        world, REPORT.replace("7月18日，", "X月X日，"), unit=world.stranger_unit, actor=world.stranger,
        round=case.round,
    )  # fmt: skip
    _answer(world, case)
    told = round_queries.examined(world.officer, case.round)
    assert (told.errors, told.answered, told.cases) == (2, 1, 2)
    assert round_queries.examined(world.liaison, case.round)[:2] == (1, 1)
    page = sign_in(world.officer).get(reverse("board:round", args=[case.round_id])).content.decode()
    assert "涉及" in page
    assert "另有 1 处已说明" in page
    assert "体检 1 处不能成立，另 1 处已说明" in page
    assert f'href="{reverse("diagnosis:checks")}?round={case.round_id}"' in page
    home = sign_in(world.liaison).get("/").content.decode()
    assert "体检不能成立 <b>1</b>" in home
    assert "（另已说明 1）" in home


def test_the_row_of_a_finding_says_what_the_head_says(world: World, case: Feedback) -> None:
    def rows() -> int:
        return sum(case.findings.values_list("error_count", flat=True))

    assert rows() == 2
    answered = _answer(world, case)
    assert rows() == 1
    assert answered.finding is not None
    answered.finding.refresh_from_db()
    assert answered.finding.error_count == 0
    other = case.responses.order_by("position")[1].measures.order_by("position")[0]
    measure_edit(actor=world.liaison, now=NOW, measure=other, value="7月10日，选派5名同志参加培训。")
    assert rows() == 1
    answers_expire(UNTIL + timedelta(1))
    assert rows() == 2


def test_the_list_of_a_board_holds_only_its_round(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    for unit, actor in ((world.stranger_unit, world.stranger), (world.bureau, world.liaison)):
        import_text(world, REPORT, unit=unit, actor=actor, round=_another(case))
    officer = sign_in(world.officer)
    assert officer.get(reverse("diagnosis:checks"), {"round": str(case.round_id)}).status_code == 302
    page = officer.get(reverse("diagnosis:checks"), {"round": str(case.round_id), "q": "统计"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("diagnosis:diagnostics", args=[case.pk])
    whole = officer.get(reverse("diagnosis:checks")).content.decode()
    assert whole.count('class="lead"') == 3
    for odd in ("x", "-1", "9" * 30, "１"):
        assert officer.get(reverse("diagnosis:checks"), {"round": odd}).status_code == 200


def _another(case: Feedback) -> Round:
    return Round.objects.get_or_create(office=case.round.office, name="六届市委第一轮巡察")[0]
