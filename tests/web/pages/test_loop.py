"""Pages of the loop: plan, work, review, after closure."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.models import Department, Person
from bihuan.web.base.models import JournalEntry
from bihuan.web.diagnosis.models import Diagnostic, Waiver
from bihuan.web.notices.models import Notification
from bihuan.web.rectification.models import (
    Commitment,
    Extension,
    Measure,
    RecheckItem,
    RegularDuty,
    Response,
)
from bihuan.web.rectification.services import measure_add, measure_edit, measure_remove
from tests.web.rectification import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries, DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


@pytest.fixture
def response(case: Feedback) -> Response:
    """The first response of the case."""
    return loop.first(case)


def text(client: Client, view: str, *args: object) -> str:
    """The page, which must be there."""
    answer = client.get(reverse(view, args=args))
    assert answer.status_code == 200, (view, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def test_the_page_of_a_response_says_what_is_missing(response: Response, liaison: Client) -> None:
    page = text(liaison, "loop:response", response.pk)
    assert "还没有写整改目标" in page
    assert "还没有填类型、完成时限、完成标准、牵头领导、责任科室或责任人" in page
    assert "报批方案" in page


def test_a_plan_is_filled_in_and_kept(response: Response, liaison: Client, world: World) -> None:
    measure = response.measures.order_by("position")[0]
    form = {
        "target": "核查留痕。",
        f"m{measure.pk}-kind": "immediate",
        f"m{measure.pk}-criteria": "记录齐全。",
        f"m{measure.pk}-due": "2024-09-30",
        f"m{measure.pk}-leader": world.leader.person_id,
    }
    answer = liaison.post(reverse("loop:plan", args=[response.pk]), form)
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert (measure.kind, str(measure.due)) == ("immediate", "2024-09-30")
    assert JournalEntry.objects.filter(action="plan_write").count() == 1
    assert 'value="2024-09-30"' in text(liaison, "loop:plan", response.pk)


def test_a_hollow_measure_has_its_note_where_it_is_planned(
    response: Response, liaison: Client, django_assert_max_num_queries: DjangoAssertMaxNumQueries
) -> None:
    here = reverse("loop:plan", args=[response.pk])
    hollow = "提高政治站位，强化责任担当，切实抓好核查各项工作落实。"
    liaison.post(here, {"target": "核查留痕。", "new": f"{hollow}\n7月20日，先后回访10余次。"})
    with django_assert_max_num_queries(16):
        page = liaison.get(here).content.decode()
    last = page[page.index(hollow) :]
    stands = last[: last.index("</fieldset>")]
    assert "SB05" in stands
    assert f"/cases/{response.feedback_id}/checks/#rule-SB05-warning" in stands
    assert "SB03" in last
    first = page[page.index('<fieldset class="sheet" id="m') :]
    assert "SB05" not in first[: first.index("</fieldset>")]
    refused = liaison.post(here, {"target": "核查留痕。", "all-due": "2月30日", "new": "再做一件。"})
    assert "SB05" in refused.content.decode()


def test_a_refused_plan_keeps_what_was_typed(response: Response, liaison: Client) -> None:
    measure = response.measures.order_by("position")[0]
    form = {"target": "写了一半的目标", f"m{measure.pk}-due": "2月30日"}
    page = liaison.post(reverse("loop:plan", args=[response.pk]), form).content.decode()
    assert "不是日期" in page
    assert "写了一半的目标" in page


def test_a_step_refused_by_a_gate_says_the_sentence(response: Response, liaison: Client) -> None:
    page = liaison.post(reverse("loop:step", args=[response.pk, "submit_plan"]), follow=True).content.decode()
    assert "还不能报批方案：还没有写整改目标" in page
    response.refresh_from_db()
    assert response.state == "draft"


def test_the_whole_case_is_submitted_with_a_result_a_row(
    case: Feedback, world: World, liaison: Client, response: Response
) -> None:
    loop.plan(world, response)
    ids = list(case.responses.values_list("pk", flat=True))
    page = liaison.post(reverse("loop:case_plan", args=[case.pk]), {"response": ids}).content.decode()
    assert page.count("已办理") == 1
    assert "还不能报批方案" in page


@pytest.mark.parametrize("kind", ["problems", "tasks", "duties"])
def test_lists_are_made_for_paper(kind: str, case: Feedback, world: World, liaison: Client) -> None:
    loop.plan(world, loop.first(case))
    page = text(liaison, "loop:lists", case.pk, kind)
    assert "顾云舟" in page or kind == "tasks"
    assert "landscape" in page


def test_an_unknown_list_is_not_there(case: Feedback, liaison: Client) -> None:
    assert liaison.get(f"/cases/{case.pk}/lists/x/").status_code == 404


def test_progress_settling_and_extension(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "planned")
    measure = response.measures.order_by("position")[0]
    handler, boss = sign_in(world.handler), sign_in(world.first_person)
    form = {"on": "2024-06-03", "done": "核查了6家企业。", "next": "再查6家。", "obstacle": "人手不够。"}
    page = handler.post(reverse("loop:progress", args=[measure.pk]), form, follow=True).content.decode()
    assert "困难：人手不够。" in page
    response.refresh_from_db()
    assert response.state == "in_progress"
    form = {"new_due": "2024-12-31", "reason": "企业集中停产检修，核查要等复工以后。"}
    handler.post(reverse("loop:extend", args=[measure.pk]), form)
    asked = Extension.objects.get()
    assert handler.post(reverse("loop:extension", args=[asked.pk]), {}).status_code == 403
    boss.post(reverse("loop:extension", args=[asked.pk]), {"decision": "grant"})
    page = text(handler, "loop:response", response.pk)
    assert "原定" in page
    form = {"state": "done", "done_on": "2024-06-03", "result": "台账补齐。", "version": measure.version + 1}
    handler.post(reverse("loop:settle", args=[measure.pk]), form)
    measure.refresh_from_db()
    assert (measure.state, str(measure.due), measure.original_due) == ("done", "2024-12-31", loop.DUE)


def test_the_review_page_has_statement_evidence_gates_and_two_buttons(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "self_assessed")
    leader = sign_in(world.leader)
    assert "等我办理 <b>1" in text(leader, "loop:queue")
    page = text(leader, "loop:review", response.pk)
    for word in ("书面自评", "核查记录", "都已具备", "同意</button>", "退回并说明", "口头式整改"):
        assert word in page
    form = {"opinion": "佐证只有一份。", "defect": ""}
    address = reverse("loop:step", args=[response.pk, "return"])
    assert "请选择缺陷类型" in leader.post(address, form).content.decode()
    page = leader.post(address, {**form, "defect": "unproved"}, follow=True).content.decode()
    assert "佐证不足" in page
    assert "退回给我单位的" in text(sign_in(world.liaison), "loop:queue")


def test_two_at_once_one_is_told(response: Response, world: World, sign_in: Callable[[User], Client]) -> None:
    loop.bring(world, response, "self_assessed")
    leader = sign_in(world.leader)
    stamp = f"{response.version}"
    page = leader.post(
        reverse("loop:step", args=[response.pk, "endorse"]), {"stamp": f"{stamp}.0.0"}, follow=True
    ).content.decode()
    assert "刚刚被别人改过" in page
    response.refresh_from_db()
    assert response.state == "self_assessed"


def test_a_review_is_claimed_and_others_wait(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "under_review")
    page = sign_in(world.officer).post(reverse("loop:claim", args=[response.pk]), follow=True)
    assert "已由您承办巡察办的审核" in page.content.decode()


def test_the_certificate_carries_every_signature(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "closed")
    page = text(sign_in(world.liaison), "loop:certificate", response.pk)
    for name in ("林知夏", "顾云舟", "周衡远", "严守正", "纪平", "纪检监察机关", f"XH-2024-{response.pk:06}"):
        assert name in page


def test_a_draw_is_repeated_and_what_fails_is_reopened(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "closed")
    officer = sign_in(world.officer)
    form = {"office": world.office.pk, "title": "六月回头看", "size": 1, "seed": "当众摇号0603"}
    page = officer.post(reverse("loop:rechecks"), form, follow=True).content.decode()
    assert "已抽取1项" in page
    assert "怎样抽的" in page
    assert "当众摇号0603" in text(officer, "loop:rechecks")
    item = RecheckItem.objects.get()
    assert "复算，结果一致" in text(officer, "loop:recheck", item.recheck_id)
    officer.post(reverse("loop:judge", args=[item.pk]), {"decision": "fails", "remark": "抽查两家又缺记录。"})
    item.refresh_from_db()
    assert item.reopened is not None
    assert item.reopened.reopens_id == response.pk
    page = text(sign_in(world.liaison), "loop:response", item.reopened.pk)
    assert "复查后重新整改" in page
    assert "重新整改" in text(officer, "loop:response", response.pk)


def test_duties_show_whether_it_happened(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    liaison = sign_in(world.liaison)
    form = {"title": "每月核查两家企业", "every": "month", "starts_on": "2024-01-10"}
    liaison.post(reverse("loop:duty_new", args=[response.pk]), form)
    duty = RegularDuty.objects.get()
    form = {"period": "2024-01-01", "done_on": "2024-01-20", "note": "核查了甲、乙两家。"}
    liaison.post(reverse("loop:duty", args=[duty.pk]), form)
    page = text(liaison, "loop:duty", duty.pk)
    assert "heat__done" in page
    assert "2024年1月：按期完成" in page
    assert "heat__missed" in page
    assert "没有做" in text(liaison, "loop:duties")
    assert sign_in(world.reader).post(reverse("loop:duty", args=[duty.pk]), form).status_code == 403


def test_promises_are_followed_after_closure(case: Feedback, liaison: Client) -> None:
    promise = Commitment.objects.filter(feedback=case).first()
    assert promise is not None
    assert promise.text in text(liaison, "loop:commitments")
    form = {"kept_on": "2024-06-01", "note": "五月已检查一家。"}
    liaison.post(reverse("loop:commitment", args=[promise.pk]), form)
    assert "五月已检查一家" in liaison.get(f"{reverse('loop:commitments')}?kept=1").content.decode()


def test_a_comment_mentions_and_is_resolved(
    response: Response, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("loop:comment", args=[response.pk])
    liaison.post(address, {"text": "@顾云舟 请看第一项措施的时限。"})
    page = text(sign_in(world.leader), "loop:response", response.pk)
    assert "请看第一项措施的时限" in page
    assert Notification.objects.filter(person=world.leader.person, kind="mention").count() == 1
    comment = response.comments.get()
    liaison.post(reverse("loop:resolve", args=[comment.pk]), {"resolved": "1"})
    assert "标为已解决" in text(liaison, "loop:response", response.pk)
    assert sign_in(world.reader).post(address, {"text": "我也说一句"}).status_code == 403


def test_parties_of_a_round_are_set_by_its_office(
    case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("loop:parties", args=[case.round_id])
    form = {"title-0": "巡察办", "role-0": "inspection_office", "approvals-0": "1", "severe-0": "2"}
    officer = sign_in(world.officer)
    assert "会审方已保存" in officer.post(address, form, follow=True).content.decode()
    assert (
        "至少要有巡察办"
        in officer.post(address, {**form, "role-0": "supervisor_discipline"}, follow=True).content.decode()
    )
    assert sign_in(world.liaison).get(address).status_code == 403


def test_a_waiver_needs_a_reason_and_another_person(
    case: Feedback, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    one = Diagnostic.objects.filter(feedback=case).first()
    assert one is not None
    form = {"reason": "这一数字以当月会议纪要为准，可以核对。", "until": "2999-01-01"}
    address = reverse("diagnosis:waive", args=[one.pk])
    assert "一年以内" in liaison.post(address, form).content.decode()
    form["until"] = (timezone.localdate() + timedelta(days=90)).isoformat()
    liaison.post(address, form)
    made = Waiver.objects.get()
    assert liaison.get(reverse("diagnosis:answer", args=[made.pk])).status_code == 403
    asked = text(liaison, "diagnosis:waivers", case.pk)
    assert asked.count("待批准") == 2, "in the head and in the row, by one word"
    assert "待审核" not in asked
    boss = sign_in(world.first_person)
    assert "审批" in text(boss, "diagnosis:waivers", case.pk)
    boss.post(reverse("diagnosis:answer", args=[made.pk]), {"decision": "grant", "opinion": ""})
    made.refresh_from_db()
    assert made.state == "granted"


@pytest.mark.parametrize("state", ["draft", "under_review"])
def test_queries_stay_within_their_bar(
    state: str,
    response: Response,
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    loop.bring(world, response, state)
    client = sign_in(world.officer)
    with django_assert_max_num_queries(12):
        client.get(reverse("loop:response", args=[response.pk]))
    with django_assert_max_num_queries(10):
        client.get(reverse("loop:queue"))


def test_queries_of_lists_do_not_grow_with_the_case(
    case: Feedback, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):
        liaison.get(reverse("loop:lists", args=[case.pk, "tasks"]))
    with django_assert_max_num_queries(9):
        liaison.get(reverse("loop:case_plan", args=[case.pk]))


SHOWN = ("response", "certificate")
ASKED = ("plan", "duty_new", "mark")
POSTED = ("claim", "settle_told", "comment")


def test_strangers_learn_of_nothing(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    stranger = sign_in(world.stranger)
    for name in (*SHOWN, *ASKED):
        assert stranger.get(reverse(f"loop:{name}", args=[response.pk])).status_code == 404, name
    for name in POSTED:
        assert stranger.post(reverse(f"loop:{name}", args=[response.pk])).status_code == 404, name
    measure = Measure.objects.filter(response=response).first()
    assert measure is not None
    for name in ("progress", "settle", "extend"):
        assert stranger.get(reverse(f"loop:{name}", args=[measure.pk])).status_code == 404, name
    assert stranger.post(reverse("loop:step", args=[response.pk, "submit_plan"])).status_code == 404


def test_readers_read_and_change_nothing(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    reader = sign_in(world.reader)
    for name in SHOWN:
        assert reader.get(reverse(f"loop:{name}", args=[response.pk])).status_code == 200, name
    for name in ASKED:
        assert reader.get(reverse(f"loop:{name}", args=[response.pk])).status_code == 403, name
    for name in POSTED:
        assert reader.get(reverse(f"loop:{name}", args=[response.pk])).status_code == 405, name
        assert reader.post(reverse(f"loop:{name}", args=[response.pk])).status_code == 403, name
    assert reader.post(reverse("loop:step", args=[response.pk, "submit_plan"])).status_code == 403
    assert reader.get(reverse("loop:rechecks")).status_code == 403


def test_the_page_of_a_finding_offers_no_edits_while_somebody_looks(
    response: Response, world: World, liaison: Client
) -> None:
    page = reverse("rectification:finding", args=[response.findings.order_by("position")[0].pk])
    assert "修改<span" in liaison.get(page).content.decode()
    loop.bring(world, response, "self_assessed")
    shown = liaison.get(page).content.decode()
    assert "修改<span" not in shown
    assert "待分管审核" in shown


def test_a_refusal_links_to_where_it_is_put_right(response: Response, liaison: Client) -> None:
    answer = liaison.post(reverse("loop:step", args=[response.pk, "submit_plan"]), follow=True)
    page = answer.content.decode()
    said = page[page.index('id="said"') :]
    assert "还不能报批方案：" in said
    assert f'<a href="/responses/{response.pk}/#gates">去办理</a>' in said[: said.index("</div>")]
    assert 'id="gates"' in page


def test_only_who_may_put_it_right_is_sent_there(
    response: Response, world: World, sign_in: Callable[[User], Client], liaison: Client
) -> None:
    page, plan = reverse("loop:response", args=[response.pk]), reverse("loop:plan", args=[response.pk])
    case_plan = reverse("loop:case_plan", args=[response.feedback_id])
    boss, reader = sign_in(world.first_person), sign_in(world.reader)
    for client, sent in ((liaison, True), (boss, False), (reader, False)):
        shown = client.get(page).text
        assert "还没有写整改目标" in shown
        assert (f'href="{plan}' in shown) is sent
        assert (f'href="{plan}' in client.get(case_plan).text) is sent


def test_a_refusal_quotes_what_people_wrote_harmlessly(
    response: Response, liaison: Client, world: World
) -> None:
    loop.plan(world, response)
    Measure.objects.filter(response=response).update(criteria="", text="<script>alert(1)</script>")
    page = liaison.post(reverse("loop:step", args=[response.pk, "submit_plan"]), follow=True).content.decode()
    assert "&lt;script&gt;" in page[page.index('id="said"') :]
    assert "<script>alert" not in page


def test_whoever_writes_a_self_assessment_sees_first_what_is_missing(
    response: Response, liaison: Client, world: World
) -> None:
    loop.bring(world, response, "planned")
    loop.step(world.handler, response, loop.Step.START)
    page = text(liaison, "loop:step", response.pk, "assess")
    assert "先办妥这2处" in page
    assert "还没有书面自评" not in page


def test_a_whole_plan_is_written_on_one_page(response: Response, liaison: Client, world: World) -> None:
    response.measures.all().delete()
    form = {
        "target": "核查留痕。",
        "new": "8月1日前，建立一企一册。\r\n\r\n每月核对一次名录。",
        "all-kind": "limited",
        "all-due": "2024-09-30",
        "all-leader": str(world.leader.person_id),
        "all-person": str(world.handler.person_id),
        "all-criteria": "名录无差错。",
        "next": "1",
    }
    answer = liaison.post(reverse("loop:plan", args=[response.pk]), form)
    following = Response.objects.filter(feedback=response.feedback).order_by("position")[1]
    assert answer.headers["Location"] == reverse("loop:plan", args=[following.pk])
    assert [one.text for one in response.measures.order_by("position")] == [
        "8月1日前，建立一企一册。",
        "每月核对一次名录。",
    ]
    page = text(liaison, "loop:case_plan", response.feedback_id)
    assert page.count(" checked>") == 1
    done = liaison.post(reverse("loop:step", args=[response.pk, "submit_plan"]), follow=True)
    assert "方案已报批" in done.content.decode()


def test_a_plan_that_somebody_looks_at_is_not_opened(
    response: Response, liaison: Client, world: World
) -> None:
    loop.bring(world, response, "plan_submitted")
    answer = liaison.get(reverse("loop:plan", args=[response.pk]))
    assert answer.headers["Location"] == reverse("loop:response", args=[response.pk])
    page = liaison.get(answer.headers["Location"]).content.decode()
    assert "方案不能改动" in page
    assert reverse("loop:plan", args=[response.pk]) not in page


def test_new_measures_that_are_refused_are_not_lost(response: Response, liaison: Client) -> None:
    first = response.measures.order_by("position")[0].text
    page = liaison.post(reverse("loop:plan", args=[response.pk]), {"new": f"{first}\n另一项措施。"})
    assert "一模一样" in page.content.decode()
    assert "另一项措施。</textarea>" in page.content.decode()


def test_whoever_approves_a_changed_plan_sees_what_changed(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "planned")
    loop.step(world.liaison, response, loop.Step.REVISE, opinion="改由第三方核查。")
    gone = response.measures.order_by("position")[0]
    measure_remove(actor=world.liaison, now=timezone.now(), measure=gone)
    measure_add(actor=world.liaison, now=timezone.now(), response=response, value="委托第三方核查。")
    kept = response.measures.order_by("position")[0]
    old = kept.text
    measure_edit(actor=world.liaison, now=timezone.now(), measure=kept, value="7月18日，对31家企业核查。")
    response.refresh_from_db()
    loop.step(world.liaison, loop.plan(world, response), loop.Step.SUBMIT_PLAN)
    page = text(sign_in(world.first_person), "loop:review", response.pk)
    assert f"拟删去</span> <del>{gone.text}</del>" in page
    assert "新增</span> 委托第三方核查。" in page
    assert "有改动</span> 7月18日，对31家企业核查。" in page
    assert f"原批准的措施：<del>{old}</del>" in page
    assert "改由第三方核查。" in page


def test_the_plan_of_approved_measures_asks_for_people_alone(
    response: Response, world: World, liaison: Client
) -> None:
    loop.bring(world, response, "planned")
    measure = response.measures.order_by("position")[0]
    page = text(liaison, "loop:plan", response.pk)
    fields = [f'name="m{measure.pk}-{name}"' for name in ("kind", "category", "due", "criteria")]
    assert all(re.search(f"<[^>]*{field}[^>]* disabled", page) for field in fields)
    assert not re.search(f'<[^>]*name="m{measure.pk}-person"[^>]* disabled', page)
    assert reverse("loop:step", args=[response.pk, "revise"]) in page
    loop.step(world.liaison, response, loop.Step.REVISE, opinion="改由第三方核查。")
    page = text(liaison, "loop:plan", response.pk)
    assert [bool(re.search(f"<[^>]*{field}[^>]* disabled", page)) for field in fields] == [
        False, False, True, False,
    ]  # fmt: skip
    assert reverse("rectification:measure", args=[measure.pk]) in page


def test_later_days_and_answers_wait_in_the_queue_of_who_decides(
    response: Response, case: Feedback, world: World, sign_in: Callable[[User], Client], liaison: Client
) -> None:
    loop.bring(world, response, "planned")
    measure = response.measures.order_by("position")[0]
    form = {"new_due": "2025-01-31", "reason": "核查须等统计年报出来以后才能做完。"}
    liaison.post(reverse("loop:extend", args=[measure.pk]), form)
    asked = Extension.objects.get()
    said = Diagnostic.objects.create(
        feedback=case, code="CL01", rule="closed", severity="error", line=1, column=1, message="还有待办。"
    )
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"reason": "台账另附，可逐条核对。", "until": until}
    liaison.post(reverse("diagnosis:waive", args=[said.pk]), form)
    waiver = Waiver.objects.get()

    told = Notification.objects.filter(person=world.first_person.person, kind="waiver").get()
    assert told.link == reverse("diagnosis:answer", args=[waiver.pk])
    page = text(sign_in(world.first_person), "loop:queue")
    assert "等我办理 <b>2</b>" in page
    for address in (told.link, reverse("loop:extension", args=[asked.pk])):
        assert f'href="{address}"' in page
    assert "请我审批" not in text(liaison, "loop:queue")
    assert f'href="{told.link}"' in text(sign_in(world.officer), "loop:queue")

    mine = text(liaison, "loop:extension", asked.pk)
    assert "延期申请：待批准" in mine
    assert "提交审批" not in mine

    answer = {"decision": "refuse", "opinion": "请改正措辞。"}
    sign_in(world.first_person).post(told.link, answer)
    told = Notification.objects.filter(person=world.liaison.person, kind="waiver").get()
    assert "请改正措辞" in told.text


def test_who_has_left_and_what_was_dissolved_is_not_chosen_any_more(
    response: Response, liaison: Client, world: World
) -> None:
    gone = Department.objects.create(unit=world.bureau, name="普查科", closed_on="2024-01-31")
    person = Person.objects.create(unit=world.bureau, name="祁连", left_on="2024-01-31")
    measure = response.measures.order_by("position")[0]
    for field, value, words in (("department", gone.pk, "现有科室"), ("person", person.pk, "在职人员")):
        page = liaison.get(reverse("loop:plan", args=[response.pk])).content.decode()
        assert "普查科" not in page
        assert "祁连" not in page
        page = liaison.post(reverse("loop:plan", args=[response.pk]), {f"m{measure.pk}-{field}": value})
        assert words in page.content.decode()
    assert "普查科" not in text(liaison, "loop:duty_new", response.pk)
    Measure.objects.filter(pk=measure.pk).update(department=gone, leader=person)
    page = text(liaison, "loop:plan", response.pk)
    assert f'<option value="{gone.pk}" selected>普查科' in page
    form = {"target": "留痕。", f"m{measure.pk}-department": gone.pk, f"m{measure.pk}-leader": person.pk}
    assert liaison.post(reverse("loop:plan", args=[response.pk]), form).status_code == 302


def test_whoever_answers_for_a_measure_finds_it_in_one_step(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "planned")
    measure = response.measures.order_by("position")[0]
    handler = sign_in(world.handler)
    page = text(handler, "loop:queue")
    assert page.count("turn--mine") == 2
    assert reverse("loop:progress", args=[measure.pk]) in page
    assert "我负责的措施" not in text(sign_in(world.liaison), "loop:queue")
    form = {"on": "2024-06-03", "done": "核对三家。"}
    said = handler.post(reverse("loop:progress", args=[measure.pk]), form, follow=True).content.decode()
    proof = (
        f"/evidence/new/?for=measure:{measure.pk}&amp;back=/responses/{response.pk}/%23measure-{measure.pk}"
    )
    assert f'接着<a href="{proof}">上传佐证</a>' in said


@pytest.mark.parametrize("view", ["desk:matrix", "desk:kanban", "desk:printed", "loop:lists"])
def test_wide_tables_are_printed_across(view: str, case: Feedback, liaison: Client) -> None:
    """A named page is not enough: browsers take the size of the first page from the sheet of all pages."""
    args: tuple[object, ...] = (case.pk, "tasks") if view == "loop:lists" else (case.pk,)
    assert re.search(r'landscape[^"]*\.css" media="print"', text(liaison, view, *args))


def test_the_queue_offers_only_what_its_reader_may_do(
    response: Response, world: World, sign_in: Callable[[User], Client]
) -> None:
    loop.bring(world, response, "planned")
    Measure.objects.filter(response=response).update(leader=world.leader.person, person=world.handler.person)
    for user, may in ((world.handler, True), (world.leader, False)):
        page = text(sign_in(user), "loop:queue")
        assert "登记进展</a>" in page
        assert ("上传佐证" in page) is may
