"""沿革: who, when, what, old → new, for every kind of object, and to nobody who may not read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.accounts.services import hand_over
from bihuan.web.base.models import JournalAlso, JournalEntry
from bihuan.web.base.queries import events, journal_verify, key_of
from bihuan.web.evidence.services import evidence_link
from bihuan.web.evidence.targets import find
from bihuan.web.rectification.models import Measure, RegularDuty
from bihuan.web.rectification.services import duty_create, measure_edit, measure_remove
from tests.web.rectification import loop
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def page(client: Client, thing: str, pk: int, **query: object) -> str:
    answer = client.get(reverse("accounts:history", args=[thing, pk]), query)
    assert answer.status_code == 200, (thing, answer.status_code)
    return answer.content.decode()


def first_measure(case: Feedback) -> Measure:
    return Measure.objects.filter(feedback=case).order_by("position")[0]


def test_a_plan_is_told_on_each_measure_with_names_and_words(
    case: Feedback, world: World, liaison: Client
) -> None:
    loop.plan(world, loop.first(case))
    told = page(liaison, "measure", first_measure(case).pk)
    for word in (
        "填写方案",
        "林知夏",
        "牵头领导",
        "顾云舟",
        "责任科室",
        "执法科",
        "限期整改",
        "2024年9月30日",
    ):
        assert word in told, word
    for code in ("leader", "limited", "plan_write", "2024-09-30</"):
        assert code not in told, code


def test_a_changed_text_shows_what_changed_in_it(case: Feedback, world: World, liaison: Client) -> None:
    measure = first_measure(case)
    measure_edit(
        actor=world.liaison, now=NOW, measure=measure, value=measure.text.replace("两人到场", "三人到场")
    )
    told = page(liaison, "measure", measure.pk)
    assert '<del><span class="away">删去：</span>两</del>' in told
    assert '<ins><span class="away">增加：</span>三</ins>' in told


def test_a_removed_measure_stays_in_the_history_of_its_response(
    case: Feedback, world: World, liaison: Client
) -> None:
    response, measure = loop.first(case), first_measure(case)
    measure_remove(actor=world.liaison, now=NOW, measure=measure)
    told = page(liaison, "response", response.pk)
    assert "删除措施" in told
    assert "研究核查办法" in told


def test_evidence_is_told_on_both_sides(case: Feedback, world: World, liaison: Client) -> None:
    measure = first_measure(case)
    entry = loop.prove(world, measure)
    other = Measure.objects.filter(feedback=case).order_by("position")[1]
    evidence_link(
        actor=world.liaison, now=NOW, evidence=entry, targets=[find(world.liaison, f"measure:{other.pk}")]
    )
    assert "关联佐证" in page(liaison, "measure", other.pk)
    assert "核查记录" in page(liaison, "measure", other.pk)
    told = page(liaison, "evidence", entry.pk)
    assert "问题1" in told
    assert other.text[:20] in told


def test_what_goes_to_a_successor_says_so_itself(case: Feedback, world: World, liaison: Client) -> None:
    loop.plan(world, loop.first(case))
    hand_over(actor=world.liaison, now=NOW, person=world.leader.person, to=world.head.person)
    told = page(liaison, "measure", first_measure(case).pk)
    assert "移交工作" in told
    assert "顾云舟" in told
    assert "唐既明" in told


def test_every_kind_has_a_page_and_strangers_learn_of_nothing(
    case: Feedback, world: World, sign_in: Callable[[User], Client], liaison: Client
) -> None:
    response = loop.bring(world, loop.first(case), "in_progress")
    duty = duty_create(
        actor=world.liaison, now=NOW, response=response, title="每月抽查", every="month", starts_on=NOW.date()
    )
    things = {
        "finding": case.findings.order_by("position")[0].pk,
        "response": response.pk,
        "measure": first_measure(case).pk,
        "duty": duty.pk,
        "commitment": case.commitments.first().pk,  # type: ignore[union-attr]
        "case": case.pk,
    }
    stranger = sign_in(world.stranger)
    for thing, pk in things.items():
        page(liaison, thing, pk)
        assert stranger.get(reverse("accounts:history", args=[thing, pk])).status_code == 404, thing
    assert "设立定期任务" in page(liaison, "duty", RegularDuty.objects.get().pk)
    assert liaison.get("/history/nothing/1/").status_code == 404


def test_the_history_of_a_person_is_for_those_who_keep_it(
    world: World, sign_in: Callable[[User], Client]
) -> None:
    pk = world.handler.person_id
    told = page(sign_in(world.security_admin), "person", pk)
    assert "建立账户" in told
    assert "授予角色" in told
    assert "科室经办人" in told
    page(sign_in(world.handler), "person", pk)
    for user in (world.liaison, world.officer, world.stranger):
        assert sign_in(user).get(reverse("accounts:history", args=["person", pk])).status_code == 404


def test_older_entries_are_one_click_away(case: Feedback, world: World, liaison: Client) -> None:
    measure = first_measure(case)
    for number in range(55):
        measure_edit(actor=world.liaison, now=NOW, measure=measure, value=f"第{number}稿。")
    first = page(liaison, "measure", measure.pk)
    assert "第54稿" in first
    assert "第3稿" not in first
    _, onward = events([key_of(measure)])
    assert "第3稿" in page(liaison, "measure", measure.pk, before=onward)
    for hostile in ("x", "-1", "9" * 30, "１"):
        page(liaison, "measure", measure.pk, before=hostile)


def test_queries_do_not_grow(
    case: Feedback, world: World, liaison: Client, django_assert_max_num_queries: DjangoAssertMaxNumQueries
) -> None:
    loop.bring(world, loop.first(case), "closed")
    with django_assert_max_num_queries(12):
        page(liaison, "finding", case.findings.order_by("position")[0].pk)


def test_what_leads_to_an_entry_is_no_second_truth(case: Feedback, world: World) -> None:
    loop.plan(world, loop.first(case))
    assert journal_verify() == []
    entry = JournalEntry.objects.filter(action="plan_write").get()
    also = JournalAlso.objects.filter(entry=entry).values_list("object_type", "object_id")
    assert {(row[0], row[1]) for row in entry.changes["rows"]} == set(also)
    with pytest.raises(TypeError):
        JournalAlso.objects.all().delete()
