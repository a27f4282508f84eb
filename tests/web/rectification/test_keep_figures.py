"""The figures of boards equal a recount from the rows, whatever was done and in whatever order."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.inspections.models import OPEN, Feedback, Finding, Round
from bihuan.web.rectification import figures
from bihuan.web.rectification.models import (
    CaseFigure,
    Decision,
    Measure,
    Response,
    ReviewSeat,
    RoundFigure,
)
from bihuan.web.rectification.services import (
    feedback_replace,
    import_undo,
    measure_add,
    measure_remove,
    outcome_edit,
    response_join,
    response_mark,
    response_split,
    response_step,
)
from bihuan.web.rectification.workflow import ENDED, Step
from tests.web.rectification.loop import EVALUATION, bring, first, plan, step, work
from tests.web.world import NOW, REPORT, import_text, make_draft

if TYPE_CHECKING:
    from tests.web.world import World

FEEDBACK = """中共鹿溪市委第三巡察组关于巡察市统计局的反馈意见
2023年6月27日，巡察组向市统计局党组反馈了意见。
一、落实上级决策部署有差距
1.数据质量核查走过场
3.执法人员力量薄弱
"""


def recounted(case: Feedback) -> Counter[tuple[str, int]]:
    """Every figure from findings, responses, decisions and seats, without what the product keeps of them."""
    found: Counter[tuple[str, int]] = Counter()
    findings = Finding.objects.filter(feedback=case, withdrawn_at=None)
    left = [one for one in findings if one.status in OPEN]
    found["findings", 0] = findings.count()
    found["open_given", case.given_on.toordinal() if case.given_on else 0] = len(left)
    found["rank", -len(left)] = 1
    found.update(("open_due", (one.due or date(9999, 12, 31)).toordinal()) for one in left)
    for one in Response.objects.filter(feedback=case, withdrawn_at=None):
        found.update(_keys(case, one))
    return Counter({key: n for key, n in found.items() if n})


def _keys(case: Feedback, one: Response) -> list[tuple[str, int]]:
    steps = list(Decision.objects.filter(response=one).values_list("step", flat=True))
    keys = [("assessed", 0)] * ("assess" in steps) + [("returned", 0)] * ("return" in steps)
    dues = [f.due for f in one.findings.filter(withdrawn_at=None) if f.due]
    due = min(dues, default=None)
    since = timezone.localdate(one.state_since or case.created_at).toordinal()
    if one.state in ENDED and one.ended_at:
        ended = timezone.localdate(one.ended_at)
        keys += [(f"ended:{one.state}", 0)]
        keys += [("undated" if due is None else "in_time" if ended <= due else "late", 0)]
        return keys + ([("ended_days", (ended - case.given_on).days)] if case.given_on else [])
    keys += [("running_due", (due or date(9999, 12, 31)).toordinal())]
    if one.state == "under_review":
        seats = ReviewSeat.objects.filter(response=one, submission=one.submission)
        return keys + [(f"party:{s.title}", since) for s in seats if s.agreed < s.needed]
    return [*keys, (f"held:{one.state}", since)]


def check() -> None:
    """Every case against its recount, every round against its cases."""
    for case in Feedback.objects.all():
        kept = CaseFigure.objects.filter(feedback=case)
        assert Counter({(f, k): n for f, k, n in kept.values_list("figure", "key", "n")}) == recounted(case)
    for round_ in Round.objects.all():
        assert sums(CaseFigure, round_) == sums(RoundFigure, round_)


def sums(model: type[CaseFigure] | type[RoundFigure], round_: Round) -> dict[tuple[str, int], int]:
    """Of a round, by figure and key."""
    rows = model._default_manager.filter(round=round_).values_list("figure", "key").annotate(Sum("n"))
    return {(figure, key): n for figure, key, n in rows if n}


class Hands:
    """Somebody who does things at random; what the product refuses is tried all the same."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice, self.now = world, random.Random(seed), NOW

    def once(self) -> None:
        """One thing."""
        self.now += timedelta(hours=self.dice.randint(1, 60))
        response = self.dice.choice(list(Response.objects.filter(withdrawn_at=None).order_by("pk")))
        deed = self.dice.choice(
            (self._bring, self._step, self._step, self._outcome, self._measures, self._form, self._mark)
        )
        try:
            with transaction.atomic():
                deed(response)
        except (ServiceError, PermissionDenied):
            pass

    def _bring(self, response: Response) -> None:
        goals = ("plan_submitted", "in_progress", "returned", "under_review", "closed", "not_achieved")
        if response.state == "draft" and not response.severe:  # severe ones have more seats to fill
            bring(self.world, response, self.dice.choice(goals))

    def _step(self, response: Response) -> None:
        if self.dice.random() < 0.4 and response.state == "draft":
            plan(self.world, response)
        elif self.dice.random() < 0.5 and response.state in ("planned", "in_progress", "returned"):
            work(self.world, response)
        told = {"opinion": "请补正。", "defect": "unproved", "evaluation": EVALUATION, "aim": "closed"}
        people = list(self.world.everybody().values())
        for which in self.dice.sample(list(Step), len(Step)):
            for actor in self.dice.sample(people, len(people)):
                try:
                    with transaction.atomic():
                        response_step(actor=actor, now=self.now, response=response, step=which, **told)
                    return
                except (ServiceError, PermissionDenied):
                    continue

    def _outcome(self, response: Response) -> None:
        value = self.dice.choice(("完成整改。", "正在整改。", "长期坚持。", ""))
        outcome_edit(actor=self.world.liaison, now=self.now, response=response, value=value)

    def _measures(self, response: Response) -> None:
        liaison = self.world.liaison
        rows = list(Measure.objects.filter(response=response).order_by("pk"))
        if rows and self.dice.random() < 0.5:
            measure_remove(actor=liaison, now=self.now, measure=self.dice.choice(rows))
        else:
            measure_add(actor=liaison, now=self.now, response=response, value=f"召开会议{self.now}。")

    def _form(self, response: Response) -> None:
        liaison, findings = self.world.liaison, list(response.findings.order_by("position"))
        if len(findings) > 1:
            response_split(actor=liaison, now=self.now, response=response, finding=findings[-1])
        else:
            response_join(actor=liaison, now=self.now, response=response)

    def _mark(self, response: Response) -> None:
        told = {"severe": not response.severe, "reason": "影响面大"}
        response_mark(actor=self.world.officer, now=self.now, response=response, **told)


MORE = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6)]


@pytest.mark.parametrize("seed", [1, *MORE])
def test_figures_equal_a_recount_after_anything(
    world: World, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "FOLD_EVERY", 16)
    import_text(world)
    import_text(world, REPORT.replace("2023", "2024"))
    check()
    hands = Hands(world, seed)
    for _ in range(40):
        hands.once()
        check()
    assert Response.objects.values("state").distinct().count() > 2, "没有办成几步，等于没有试"


def test_a_reopened_response_is_counted_beside_the_old_one(world: World) -> None:
    case = import_text(world)
    closed = bring(world, first(case), "closed")
    step(world.officer, closed, Step.REOPEN, opinion="回访发现反弹。")
    check()
    assert CaseFigure.objects.get(feedback=case, figure="ended:closed").n == 1


def test_an_import_that_is_undone_leaves_nothing_in_the_round(world: World) -> None:
    case = import_text(world)
    round_ = case.round
    import_undo(actor=world.liaison, now=NOW, feedback=case)
    assert sums(RoundFigure, round_) == {}


def test_a_replaced_feedback_is_counted_anew(world: World) -> None:
    case = import_text(world)
    draft = make_draft(world, FEEDBACK, replaces=case)
    feedback_replace(actor=world.liaison, now=NOW, draft=draft)
    check()
    given = CaseFigure.objects.get(feedback=case, figure="open_given")
    assert date.fromordinal(given.key) == date(2023, 6, 27)


def test_a_change_of_words_adds_no_row(world: World) -> None:
    case = import_text(world)
    before = RoundFigure.objects.count()
    measure = Measure.objects.filter(feedback=case)[0]
    measure_add(actor=world.liaison, now=NOW, response=measure.response, value="再次召开会议。")
    assert RoundFigure.objects.count() == before


def test_rows_are_joined_now_and_then(world: World) -> None:
    case = import_text(world)
    bring(world, first(case), "closed")
    before = sums(RoundFigure, case.round)
    figures.fold(case.round)
    assert RoundFigure.objects.count() == len(before)
    assert sums(RoundFigure, case.round) == before


def test_the_command_mends_what_is_wrong_and_says_how_much(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    case = import_text(world)
    CaseFigure.objects.filter(feedback=case, figure="open_due").update(n=77)
    RoundFigure.objects.filter(round=case.round, figure="findings").delete()
    call_command("board_recount")
    check()
    assert "改正了" in capsys.readouterr().out
    call_command("board_recount")
    assert "没有差错" in capsys.readouterr().out


def test_ledgers_from_before_the_figures_get_theirs(world: World) -> None:
    case = import_text(world)
    bring(world, first(case), "returned")
    bring(world, case.responses.order_by("position")[1], "under_review")
    bring(world, case.responses.order_by("position")[2], "closed")
    CaseFigure.objects.all().delete()
    RoundFigure.objects.all().delete()
    wiped: dict[str, None] = dict.fromkeys(("round", "due", "since_on", "days", "in_time", "assessed_at"))
    Response.objects.update(**wiped, returned_times=0)
    import_module("bihuan.web.rectification.migrations.0004_fill_figures").fill(apps, None)
    check()
    figures.figures_write(case)
    check()


def test_figures_are_no_entry_of_the_journal(world: World) -> None:
    """They follow from writes that have theirs."""
    import_text(world)
    before = JournalEntry.objects.count()
    figures.figures_recount()
    assert JournalEntry.objects.count() == before
