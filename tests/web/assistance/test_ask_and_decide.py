"""The house's side: asking, following, accepting, sending back, and what ends a request."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.services import hand_over, holdings_of
from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services import (
    assistance_accept,
    assistance_ask,
    assistance_extend,
    assistance_return,
    assistance_revoke,
)
from bihuan.web.assistance.services.deciding import Taken
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.evidence.models import Evidence
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.notices.desk import piles
from bihuan.web.notices.duties import late_and_soon
from bihuan.web.rectification.models import Measure, MeasureState, Progress
from bihuan.web.rectification.services import measure_settle, measures_change, progress_add
from bihuan.web.rectification.services.judging import Wanted
from bihuan.web.rectification.workflow import Step
from tests.web.assistance.conftest import Stranger, expire, question, today
from tests.web.rectification import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.assistance.services.asking import Issued
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

SHEET = ("签到表.txt", "培训签到：42人".encode())


def ask(actor: User, measure: Measure, **more: Any) -> AssistanceRequest:
    return assistance_ask(actor=actor, now=timezone.now(), measure=measure, asked=question(**more)).request


def state() -> str:
    return AssistanceRequest.objects.get().state


@pytest.fixture
def answered(issue: Callable[..., Issued]) -> AssistanceRequest:
    """A request to which an answer with a file has come."""
    made = issue()
    Stranger(made).send(SHEET, text="到场42人。")
    return AssistanceRequest.objects.get()


def accept(actor: User, request: AssistanceRequest, **more: Any) -> AssistanceRequest:
    taken = Taken(today(), "第二中学答复：到场42人。", Facts("培训签到表", "training"))
    return assistance_accept(actor=actor, now=timezone.now(), request=request, taken=taken, **more)


# --- asking


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to_unit": " "}, "哪个单位"),
        ({"to_name": ""}, "请谁填报"),
        ({"question": "x"}, "办什么"),
        ({"question": "问" * 2001}, "最多2000字"),
        ({"due": -1}, "已经过去"),
        ({"until": 0}, "不能早于答复期限"),
        ({"until": 181}, "最长有效180天"),
    ],
)
def test_a_request_that_says_too_little(
    world: World, measure: Measure, change: dict[str, Any], sentence: str
) -> None:
    days = {name: today() + timedelta(n) for name, n in change.items() if isinstance(n, int)}
    with pytest.raises(ServiceError, match=sentence):
        ask(world.liaison, measure, **{**change, **days})
    assert not AssistanceRequest.objects.exists()


@pytest.mark.parametrize("who", ["reader", "leader", "first_person", "officer", "stranger", "system_admin"])
def test_only_who_records_and_proves_may_ask(world: World, measure: Measure, who: str) -> None:
    with pytest.raises(PermissionDenied):
        ask(world.everybody()[who], measure)


def test_plans_come_before_requests(world: World, case: Feedback) -> None:
    other = Measure.objects.filter(feedback=case, response__state="draft").order_by("position")[0]
    with pytest.raises(ServiceError, match="不能请外部协办"):
        ask(world.liaison, other)


def test_both_histories_tell_of_it(world: World, measure: Measure, liaison: Client) -> None:
    made = ask(world.liaison, measure)
    entry = JournalEntry.objects.get(action="assistance_ask")
    assert (entry.object_id, entry.changes["rows"][0][1]) == (made.pk, measure.pk)
    page = liaison.get(reverse("accounts:history", args=["measure", measure.pk])).content.decode()
    assert "发起外部协办" in page


def test_the_link_is_shown_once(liaison: Client, measure: Measure) -> None:
    told = {
        "to_unit": "第二中学", "to_name": "陈老师", "question": "请提供签到表。", "shown": "",
        "due": today().isoformat(), "until": today().isoformat(), "with_code": "1",
    }  # fmt: skip
    page = liaison.post(reverse("assistance:new", args=[measure.pk]), told).content.decode()
    assert "/a/" in page
    assert "口令" in page
    one = AssistanceRequest.objects.get()
    assert "/a/" not in liaison.get(reverse("assistance:request", args=[one.pk])).content.decode()


# --- accepting and sending back


def test_an_accepted_answer_becomes_progress_and_evidence(world: World, answered: AssistanceRequest) -> None:
    accept(world.handler, answered)
    progress, proof = Progress.objects.get(), Evidence.objects.get()
    assert (progress.measure_id, progress.done) == (answered.measure_id, "第二中学答复：到场42人。")
    assert (proof.told_by, proof.created_by) == ("鹿溪市第二中学 陈老师", world.handler)
    assert proof.links.get().target == answered.measure_id
    assert proof.versions.get().files.get().name == "签到表.txt"
    found = AssistanceRequest.objects.get()
    assert (found.state, found.progress, found.evidence) == ("accepted", progress, proof)
    assert JournalEntry.objects.filter(action="assistance_accept").count() == 1


def test_evidence_says_where_it_came_from(world: World, answered: AssistanceRequest, liaison: Client) -> None:
    accept(world.liaison, answered)
    pk = Evidence.objects.get().pk
    page = liaison.get(reverse("evidence:entry", args=[pk])).content.decode()
    assert "外部提交" in page
    assert "鹿溪市第二中学 陈老师" in page
    assert "外部提交" in liaison.get(reverse("evidence:list")).content.decode()


def test_nothing_is_half_accepted(world: World, answered: AssistanceRequest) -> None:
    taken = Taken(today() + timedelta(1), "明天的事", Facts("", "other"))
    with pytest.raises(ServiceError, match="今天以后"):
        assistance_accept(actor=world.liaison, now=timezone.now(), request=answered, taken=taken)
    assert not Progress.objects.exists()
    assert not Evidence.objects.exists()
    assert state() == "answered"


def test_two_people_decide_and_one_is_told(world: World, answered: AssistanceRequest) -> None:
    accept(world.liaison, answered)
    with pytest.raises(StaleError):
        accept(world.handler, answered, version=answered.version)
    with pytest.raises(ServiceError, match="已采纳"):
        accept(world.handler, answered)


def test_sent_back_the_same_link_goes_on(issue: Callable[..., Issued], world: World) -> None:
    made = issue()
    other = Stranger(made)
    other.send(SHEET, text="到场42人。")
    assistance_return(
        actor=world.liaison, now=timezone.now(), request=made.request, reason="请补盖公章",
        due=today() + timedelta(7), until=today() + timedelta(14),
    )  # fmt: skip
    page = other.look()
    assert "请补盖公章" in page
    assert "到场42人。" in page
    assert "签到表.txt" in page
    kept = made.request.answers.get().files.get().pk
    assert "答复已送达" in other.send(("盖章.txt", b"x"), text="已补。", kept=str(kept))
    files = made.request.answers.get(number=2).files.order_by("position")
    assert [one.name for one in files] == ["签到表.txt", "盖章.txt"]


def test_sending_back_needs_a_reason_and_days_to_come(world: World, answered: AssistanceRequest) -> None:
    expire(answered)
    told: dict[str, Any] = {"actor": world.liaison, "now": timezone.now(), "request": answered}
    with pytest.raises(ServiceError, match="补正什么"):
        assistance_return(**told, reason=" ", due=today(), until=today())
    yesterday = today() - timedelta(2)
    with pytest.raises(ServiceError, match="已经过去"):
        assistance_return(**told, reason="请补", due=yesterday, until=yesterday)


def test_the_pages_of_deciding(answered: AssistanceRequest, liaison: Client) -> None:
    page = liaison.get(reverse("assistance:accept", args=[answered.pk])).content.decode()
    assert "鹿溪市第二中学 陈老师答复：到场42人。" in page
    told = {"on": today().isoformat(), "done": "到场42人。", "kind": "training", "version": answered.version}
    answer = liaison.post(reverse("assistance:accept", args=[answered.pk]), told, follow=True)
    assert "已采纳：答复登记为进展，文件成为佐证。" in answer.content.decode()


def test_files_are_handed_out_as_files(answered: AssistanceRequest, liaison: Client) -> None:
    pk = answered.answers.get().files.get().pk
    answer = liaison.get(reverse("assistance:file", args=[pk]))
    assert b"".join(answer.streaming_content) == SHEET[1]  # type: ignore[attr-defined]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


# --- what waits for whom


@pytest.mark.usefixtures("answered")
def test_the_asker_finds_the_answer_on_the_desk(world: World) -> None:
    words = [one.word for one in piles(world.liaison, today())]
    assert "外部答复待采纳" in words
    assert "外部答复待采纳" not in [one.word for one in piles(world.handler, today())]


def test_an_overdue_answer_stands_in_the_daily_letter(issue: Callable[..., Issued], world: World) -> None:
    made = issue()
    expire(made.request)
    late, _ = late_and_soon(world.liaison, day=today(), last=today() + timedelta(7), limit=20)
    assert [one.uid for one in late.rows if "assistance" in one.uid] == [f"assistance-{made.request.pk}"]


# --- what ends a request


def test_a_settled_measure_closes_what_was_asked_for_it(
    issue: Callable[..., Issued], world: World, measure: Measure
) -> None:
    made = issue()
    measure_settle(
        actor=world.liaison, now=timezone.now(), measure=measure, state=MeasureState.DONE, done_on=today(),
        result="已办",
    )  # fmt: skip
    assert state() == "closed"
    assert "已经办结或归档" in Stranger(made).look()
    assert JournalEntry.objects.filter(action="assistance_close").count() == 1


def test_an_answer_that_has_come_outlives_its_measure(
    world: World, measure: Measure, answered: AssistanceRequest
) -> None:
    measure_settle(
        actor=world.liaison, now=timezone.now(), measure=measure, state=MeasureState.DONE, done_on=today(),
        result="已办",
    )  # fmt: skip
    assert state() == "answered"
    accept(world.liaison, answered)


def test_many_measures_at_once_close_theirs(
    issue: Callable[..., Issued], world: World, measure: Measure
) -> None:
    issue()
    begun = {"measure": measure, "on": today(), "done": "已经开始"}
    progress_add(actor=world.liaison, now=timezone.now(), **begun)
    measure.refresh_from_db()
    wanted = Wanted({"state": "done", "done_on": today(), "result": "已办"})
    chosen = [(measure.pk, measure.version)]
    measures_change(actor=world.liaison, now=timezone.now(), chosen=chosen, wanted=wanted)
    assert state() == "closed"


def test_an_ended_response_closes_answers_too(case: Feedback, world: World) -> None:
    response = loop.first(case)
    measure = Measure.objects.filter(response=response).order_by("position")[0]
    made = assistance_ask(actor=world.liaison, now=timezone.now(), measure=measure, asked=question())
    Stranger(made).send(text="到场42人。")
    ended = loop.assess(world, loop.work(world, response))
    assert state() == "answered"
    for who, way in ((world.leader, Step.ENDORSE), (world.first_person, Step.APPROVE)):
        ended = loop.step(who, ended, way)
    ended = loop.step(world.officer, ended, Step.TAKE_UP)
    loop.step(world.discipline, loop.step(world.officer, ended, Step.AGREE), Step.AGREE)
    assert state() == "closed"


def test_an_archived_round_closes_everything(
    issue: Callable[..., Issued], world: World, case: Feedback
) -> None:
    made = issue()
    round_archive(actor=world.officer, now=timezone.now(), round=case.round, reason="到此为止")
    assert state() == "closed"
    assert "已经办结或归档" in Stranger(made).look()
    with pytest.raises(ServiceError, match="归档"):
        assistance_revoke(actor=world.liaison, now=timezone.now(), request=made.request, reason="不用了")


def test_whoever_leaves_hands_their_requests_over(issue: Callable[..., Issued], world: World) -> None:
    made = issue()
    assert ("协办请求", "项", 1) in holdings_of(world.liaison.person)
    hand_over(actor=None, now=timezone.now(), person=world.liaison.person, to=world.handler.person)
    assert AssistanceRequest.objects.get().person == world.handler.person
    assert world.handler.person.name in Stranger(made).look()


def test_what_has_ended_is_not_extended(world: World, answered: AssistanceRequest) -> None:
    accept(world.liaison, answered)
    with pytest.raises(ServiceError, match="不能延长"):
        assistance_extend(
            actor=world.liaison, now=timezone.now(), request=answered, due=today(), until=today()
        )


def test_a_case_with_requests_is_not_undone(issue: Callable[..., Issued], case: Feedback) -> None:
    before = case.version
    issue()
    case.refresh_from_db()
    assert case.version > before


@pytest.mark.parametrize(("view", "most"), [("list", 8), ("measure", 9), ("request", 12)])
def test_pages_need_few_queries(
    view: str, most: int, issue: Callable[..., Issued], world: World, measure: Measure,
    sign_in: Callable[[User], Client], django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for at in range(6):
        Stranger(issue(to_name=f"第{at}位")).send(SHEET, text=f"第{at}次。")
    pk = {"measure": [measure.pk], "request": [AssistanceRequest.objects.earliest("id").pk]}.get(view, [])
    client = sign_in(world.liaison)
    path = reverse(f"assistance:{view}", args=pk)
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize("query", ["which=x", "which=late&page=x", "page=%00", "which[]=1"])
@pytest.mark.usefixtures("answered")
def test_strange_addresses_are_answered(query: str, liaison: Client) -> None:
    assert liaison.get(f"{reverse('assistance:list')}?{query}").status_code in (200, 302, 400)
