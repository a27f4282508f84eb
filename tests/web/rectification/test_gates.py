"""What must be in order, and that every refusal says what is missing and links to where it is put right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.waiving import waiver_ask, waiver_decide
from bihuan.web.evidence.models import Evidence, EvidenceLink
from bihuan.web.rectification import gates
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.rectification.services import (
    commitment_keep,
    extension_ask,
    extension_decide,
    measure_add,
    measure_edit,
    measure_settle,
    measures_settle_as_told,
    outcome_edit,
    plan_write,
    plans_of,
    response_join,
)
from bihuan.web.rectification.workflow import Aim, Gates, Step
from tests.web.rectification import loop
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoAssertNumQueries

    from tests.web.world import World

TODAY = NOW.date()


@pytest.fixture
def response(world: World) -> Response:
    """A response on which everything is done; only the self-assessment is missing."""
    return loop.bring(world, loop.first(import_text(world)), "in_progress")


def lacks(response: Response, aim: str = "closed", evaluation: str = loop.EVALUATION) -> list[gates.Missing]:
    facts = gates.facts_of(response, TODAY, aim=aim, evaluation=evaluation)
    return [one for judged in gates.judge(Gates.END, facts) for one in judged.missing]


def test_nothing_is_missing_when_all_is_done(response: Response) -> None:
    assert lacks(response) == []


def break_in_turn(world: World, response: Response) -> Iterator[tuple[str, str, str]]:
    """(what was broken, words of the sentence, where it leads), one at a time, each put right again."""
    measure = response.measures.order_by("position")[0]
    Measure.objects.filter(pk=measure.pk).update(state=MeasureState.OPEN)
    yield "open", "还没有落实", f"/responses/{response.pk}/#measure-{measure.pk}"
    Measure.objects.filter(pk=measure.pk).update(state=MeasureState.LASTING)
    yield "lasting", "已转为定期任务", f"/responses/{response.pk}/#measure-{measure.pk}"
    Measure.objects.filter(pk=measure.pk).update(state=MeasureState.DONE)
    link = EvidenceLink.objects.filter(kind="measure", target=measure.pk)
    Evidence.objects.filter(links__in=link).update(state="rejected")
    yield "rejected", "都未被认可", f"/responses/{response.pk}/#measure-{measure.pk}"
    link.delete()
    yield "unproved", "没有佐证", f"/responses/{response.pk}/#measure-{measure.pk}"
    loop.prove(world, measure)


def test_every_lack_is_told_and_leads_to_its_place(world: World, response: Response) -> None:
    for what, words, href in break_in_turn(world, response):
        found = lacks(response)
        assert [(words in one.text, one.href) for one in found] == [(True, href)], what
        with pytest.raises(ServiceError, match=f"还不能提交自评：.*{words}"):
            loop.assess(world, response)
        response.refresh_from_db()
        assert response.state == "in_progress"
    assert loop.assess(world, response).state == "self_assessed"


def test_the_evaluation_says_something(world: World, response: Response) -> None:
    with pytest.raises(ServiceError, match="请写书面自评"):
        loop.assess(world, response, evaluation="已整改。")
    assert "至少" in lacks(response, evaluation="")[0].text


def test_long_term_needs_a_duty_and_not_achieved_only_words(response: Response) -> None:
    assert ["先设定期任务" in one.text for one in lacks(response, "long_term")] == [True]
    Measure.objects.filter(response=response).update(state=MeasureState.OPEN)
    assert lacks(response, "not_achieved") == []


def test_an_error_of_the_examination_is_answered_by_another_person(world: World, response: Response) -> None:
    case = response.feedback
    finding = response.findings.order_by("position")[0]
    one = Diagnostic.objects.create(
        feedback=case, finding=finding, code="CL01", rule="x", severity="error", line=1, column=1,
        quote="暂未启动", message="还没有做。",
    )  # fmt: skip
    assert [one.href for one in lacks(response)] == [f"/diagnostics/{one.pk}/waive/"]
    made = waiver_ask(
        actor=world.liaison, now=NOW, diagnostic=one, reason="引文是去年的说法，附件已经更正。",
        until=TODAY + timedelta(30),
    )  # fmt: skip
    assert lacks(response)
    waiver_decide(actor=world.officer, now=NOW, waiver=made, granted=True)
    assert lacks(response) == []
    facts = gates.facts_of(response, TODAY + timedelta(31), evaluation=loop.EVALUATION)
    assert any(judged.missing for judged in gates.judge(Gates.END, facts))


def test_an_app_may_add_a_condition(response: Response, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "REGISTRY", dict(gates.REGISTRY))
    gates.gate("weather", "天气晴好", Gates.END, (Aim.CLOSED,))(lambda _: [gates.Missing("今天下雨。", "/")])
    assert [one.text for one in lacks(response)] == ["今天下雨。"]
    assert lacks(response, "not_achieved") == []


def test_facts_cost_the_same_whatever_hangs_on_the_response(
    response: Response, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        lacks(response)


@pytest.mark.parametrize("state", ["plan_submitted", "self_assessed", "under_review", "closed"])
def test_words_stand_still_while_somebody_looks(world: World, state: str) -> None:
    response = loop.bring(world, loop.first(import_text(world)), state)
    measure = response.measures.order_by("position")[0]
    told = {"actor": world.liaison, "now": NOW}
    for change in (
        lambda: measure_edit(**told, measure=measure, value="别的说法。"),
        lambda: measure_add(**told, response=response, value="再加一项。"),
        lambda: outcome_edit(**told, response=response, value="完成整改。改。"),
    ):
        with pytest.raises(ServiceError, match="不能改动"):
            change()
    other = response.feedback.responses.order_by("position")[1]
    with pytest.raises(ServiceError, match="不能再合并"):
        response_join(actor=world.liaison, now=NOW, response=other)


def test_approved_dates_move_only_by_extension(world: World) -> None:
    response = loop.bring(world, loop.first(import_text(world)), "planned")
    rows = list(response.measures.order_by("position"))
    later = {pk: type(one)(**{**_dict(one), "due": date(2025, 1, 1)}) for pk, one in plans_of(rows).items()}
    with pytest.raises(ServiceError, match="请申请延期"):
        plan_write(actor=world.liaison, now=NOW, response=response, target=response.target, measures=later)
    people = {pk: type(one)(**{**_dict(one), "person_id": None}) for pk, one in plans_of(rows).items()}
    plan_write(actor=world.liaison, now=NOW, response=response, target=response.target, measures=people)
    asked = extension_ask(
        actor=world.handler,
        now=NOW,
        measure=rows[0],
        new_due=date(2025, 1, 1),
        reason="企业停产检修，复工后才能核查。",
    )
    with pytest.raises(ServiceError, match="已经有一份延期申请"):
        extension_ask(
            actor=world.handler, now=NOW, measure=rows[0], new_due=date(2025, 2, 1),
            reason="企业停产检修，复工后才能核查。",
        )  # fmt: skip
    extension_decide(actor=world.first_person, now=NOW, extension=asked, granted=True)
    rows[0].refresh_from_db()
    assert (rows[0].due, rows[0].original_due) == (date(2025, 1, 1), loop.DUE)
    with pytest.raises(ServiceError, match="已经有人批过"):
        extension_decide(actor=world.first_person, now=NOW, extension=asked, granted=False, opinion="不行。")


def _dict(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}  # type: ignore[attr-defined]


def test_what_the_words_say_is_settled_in_one_step(world: World) -> None:
    response = loop.bring(world, loop.first(import_text(world)), "planned")
    assert measures_settle_as_told(actor=world.handler, now=NOW, response=response) == 2
    response.refresh_from_db()
    assert response.state == "in_progress"
    done = set(Measure.objects.filter(response=response).values_list("done_on", flat=True))
    assert done == {date(2023, 7, 3), date(2023, 7, 18)}


def test_nothing_is_done_tomorrow(world: World, response: Response) -> None:
    measure = response.measures.order_by("position")[0]
    with pytest.raises(ServiceError, match="今天以后"):
        measure_settle(
            actor=world.handler, now=NOW, measure=measure, state=MeasureState.DONE,
            done_on=TODAY + timedelta(1), result="快了。",
        )  # fmt: skip


def test_a_promise_keeps_what_was_recorded_of_it_when_the_text_is_read_anew(world: World) -> None:
    case = import_text(world)
    promise = case.commitments.exclude(every="").get()
    commitment_keep(
        actor=world.handler, now=NOW, commitment=promise, kept_on=TODAY, note="八月以来每月一家。"
    )
    other = loop.first(case).measures.order_by("position")[0]
    measure_edit(actor=world.liaison, now=NOW, measure=other, value="7月3日，召开党组会议，研究核查办法。")
    kept = case.commitments.get(pk=promise.pk)
    assert (kept.kept_on, kept.text) == (TODAY, promise.text)
    assert case.commitments.count() == 1


def test_a_reopened_response_gets_its_own_measures_behind_the_old_ones(world: World) -> None:
    old = loop.bring(world, loop.first(import_text(world)), "closed")
    made = loop.step(world.officer, old, Step.REOPEN, opinion="抽查发现又缺记录。")
    measure_add(actor=world.liaison, now=NOW, response=made, value="6月20日，重新核查两家企业。")
    from bihuan.web.rectification import text

    told = text.load(made.feedback).render()
    assert "整改情况：完成整改。\n6月20日，重新核查两家企业。\n2.统计执法" in told
    finding = made.findings.order_by("position")[0]
    finding.refresh_from_db()
    assert finding.is_open
    with pytest.raises(ServiceError, match="已经重新交办"):
        loop.step(world.officer, old, Step.REOPEN, opinion="再来一次。")
