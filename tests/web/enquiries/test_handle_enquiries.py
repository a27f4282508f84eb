"""The office's side: who may do what in which state, what is told, what pages show in how many queries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.enquiries import dues
from bihuan.web.enquiries.models import Enquiry, EnquiryState
from bihuan.web.enquiries.queries import enquiry_for, seen_by
from bihuan.web.enquiries.services import (
    enquiry_answer,
    enquiry_assign,
    enquiry_close,
    enquiry_draft,
    enquiry_release,
    enquiry_reopen,
)
from bihuan.web.inspections.models import Feedback
from bihuan.web.notices.models import Notification
from tests.web.enquiries.conftest import TEXT
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World


def last_action() -> str:
    return JournalEntry.objects.filter(object_type="enquiries.enquiry").order_by("-pk")[0].action


def test_a_held_one_is_let_in(received: Callable[..., Enquiry], world: World) -> None:
    one = received(proven=False)
    with pytest.raises(ServiceError, match="待核看"):
        enquiry_answer(actor=world.liaison, now=NOW, enquiry=one, answer="谢谢您的意见。")
    for user in (world.reader, world.handler, world.stranger):
        with pytest.raises(PermissionDenied):
            enquiry_release(actor=user, now=NOW, enquiry=one)
    assert enquiry_release(actor=world.officer, now=NOW, enquiry=one).state == EnquiryState.OPEN
    assert last_action() == "enquiry_release"
    with pytest.raises(ServiceError, match="不能转入办理"):
        enquiry_release(actor=world.liaison, now=NOW, enquiry=one)


def test_somebody_prepares_and_another_answers(received: Callable[..., Enquiry], world: World) -> None:
    one = received()
    with pytest.raises(PermissionDenied):
        enquiry_draft(actor=world.handler, now=NOW, enquiry=one, draft="拟请告知整改情况。")
    one = enquiry_assign(actor=world.liaison, now=NOW, enquiry=one, person=world.handler.person_id)
    assert Notification.objects.filter(person=world.handler.person_id, kind="enquiry").count() == 1
    one = enquiry_draft(actor=world.handler, now=NOW, enquiry=one, draft="拟请告知整改情况。")
    with pytest.raises(PermissionDenied):
        enquiry_answer(actor=world.handler, now=NOW, enquiry=one, answer="拟请告知整改情况。")
    one = enquiry_answer(actor=world.liaison, now=NOW, enquiry=one, answer="整改情况如下，请监督。")
    assert (one.state, one.draft, one.done_by) == (EnquiryState.ANSWERED, "", world.liaison)
    entry = JournalEntry.objects.filter(action="enquiry_answer").get()
    assert entry.changes["answer"] == ["", "11字"]
    with pytest.raises(ServiceError, match="不能答复"):
        enquiry_answer(actor=world.liaison, now=NOW, enquiry=one, answer="再答一次，请监督。")


def test_only_people_of_the_unit_are_asked(received: Callable[..., Enquiry], world: World) -> None:
    with pytest.raises(ServiceError, match="从名单中选择"):
        enquiry_assign(actor=world.liaison, now=NOW, enquiry=received(), person=world.stranger.person_id)


@pytest.mark.parametrize("answer", ["", "   ", "好的", "长" * 3001])
def test_an_answer_says_something(received: Callable[..., Enquiry], world: World, answer: str) -> None:
    with pytest.raises(ServiceError):
        enquiry_answer(actor=world.liaison, now=NOW, enquiry=received(), answer=answer)


def test_closing_needs_a_reason_and_the_office_may_reopen(
    received: Callable[..., Enquiry], world: World
) -> None:
    one = received()
    with pytest.raises(ServiceError, match="写明不予答复的理由"):
        enquiry_close(actor=world.liaison, now=NOW, enquiry=one, reason=" ")
    one = enquiry_close(actor=world.liaison, now=NOW, enquiry=one, reason="与公开稿无关。")
    with pytest.raises(PermissionDenied):
        enquiry_reopen(actor=world.liaison, now=NOW, enquiry=one, reason="应当答复")
    one = enquiry_reopen(actor=world.officer, now=NOW, enquiry=one, reason="说的正是整改，应当答复。")
    assert (one.state, one.reason, one.keep_until) == (EnquiryState.OPEN, "", None)
    assert last_action() == "enquiry_reopen"


def test_what_went_on_meanwhile_is_told(received: Callable[..., Enquiry], world: World) -> None:
    one = received()
    enquiry_assign(actor=world.liaison, now=NOW, enquiry=one, person=world.handler.person_id)
    with pytest.raises(StaleError):
        enquiry_answer(actor=world.liaison, now=NOW, enquiry=one, answer="整改情况如下。", version=1)


def test_an_archived_round_does_not_stop_answers(received: Callable[..., Enquiry], world: World) -> None:
    one = received()
    Feedback.objects.update(archived_at=NOW)
    enquiry_answer(actor=world.liaison, now=NOW, enquiry=one, answer="整改情况如下，请监督。")


def test_held_ones_are_seen_by_those_who_let_them_in(
    received: Callable[..., Enquiry], world: World, sign_in: Callable[[User], Client]
) -> None:
    held, open_ = received(proven=False), received("另一条意见：请说明整改进展。")
    seen = {
        user.username: set(seen_by(user.scope()).values_list("pk", flat=True))
        for user in (world.liaison, world.officer, world.reader, world.stranger, world.system_admin)
    }
    both, one = {held.pk, open_.pk}, {open_.pk}
    assert list(seen.values()) == [both, both, one, set(), set()]
    assert sign_in(world.reader).get(f"/enquiries/{held.pk}/").status_code == 404


def test_contacts_are_shown_to_those_who_deal_with_it(
    received: Callable[..., Enquiry], world: World, sign_in: Callable[[User], Client]
) -> None:
    one = received(name="赵大海", contact="13800000000")
    path = f"/enquiries/{one.pk}/"
    shown = {
        who: "13800000000" in sign_in(user).get(path).text
        for who, user in (("liaison", world.liaison), ("officer", world.officer), ("reader", world.reader))
    }
    assert shown == {"liaison": True, "officer": True, "reader": False}
    assert "13800000000" not in sign_in(world.handler).get(path).text
    enquiry_assign(actor=world.liaison, now=NOW, enquiry=one, person=world.handler.person_id)
    assert "13800000000" in sign_in(world.handler).get(path).text


def test_pages_do_it_all(
    received: Callable[..., Enquiry], world: World, sign_in: Callable[[User], Client]
) -> None:
    one, client = received(), sign_in(world.liaison)
    base = f"/enquiries/{one.pk}"
    assert (
        client.post(f"{base}/assign/", {"person": world.handler.person_id, "version": 1}).status_code == 302
    )
    assert sign_in(world.handler).get(f"{base}/draft/").status_code == 200
    answer = sign_in(world.handler).post(f"{base}/draft/", {"draft": "拟请告知整改情况。", "version": 2})
    assert answer.headers["Location"] == f"{base}/"
    assert "拟请告知整改情况。" in client.get(f"{base}/answer/").text
    client.post(f"{base}/answer/", {"answer": "整改情况如下，请监督。", "version": 3})
    page = client.get(f"{base}/").text
    assert "整改情况如下，请监督。" in page
    assert "收到群众意见" in page
    assert client.get("/enquiries/?which=answered").text.count(f'href="{base}/"') == 1
    assert "没有群众意见" in client.get("/enquiries/?which=open").text


@pytest.mark.parametrize("query", ["?which=x", "?page=x", "?page=" + "A" * 3000, "?which=late&page=W10"])
@pytest.mark.usefixtures("world")
def test_any_query_is_a_page(world: World, sign_in: Callable[[User], Client], query: str) -> None:
    assert sign_in(world.liaison).get(f"/enquiries/{query}").status_code in (200, 302)


def test_the_desk_and_the_daily_letter_know_of_them(
    received: Callable[..., Enquiry], world: World, sign_in: Callable[[User], Client]
) -> None:
    one = received()
    received("被扣下的一条意见，请先核看。", proven=False)
    page = sign_in(world.liaison).get("/").text
    assert "群众意见待答复" in page
    assert "群众意见待核看" in page
    assert "群众意见待" not in sign_in(world.handler).get("/").text
    told = dues.ENQUIRIES_DUE(world.liaison, first=None, last=date(2030, 1, 1), limit=9)
    assert told.rows[0].uid == f"enquiry-{one.pk}"
    enquiry_assign(actor=world.liaison, now=NOW, enquiry=one, person=world.handler.person_id)
    assert dues.ENQUIRIES_DUE(world.handler, first=None, last=date(2030, 1, 1), limit=9).total == 1


def test_lists_and_pages_ask_few_queries(
    received: Callable[..., Enquiry],
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertMaxNumQueries,
) -> None:
    one, client = received(), sign_in(world.liaison)
    client.get("/enquiries/")
    with django_assert_max_num_queries(8) as few:
        client.get("/enquiries/")
    Enquiry.objects.bulk_create(
        Enquiry(
            announcement=one.announcement, edition=1, unit=one.unit, office=one.office, text=TEXT,
            code_hash=str(number), received_at=NOW, due=one.due, state="open", person=world.handler.person,
        )
        for number in range(80)
    )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        page = client.get("/enquiries/").text
    assert page.count("<tr>") == 51
    assert "较早的" in page
    with django_assert_max_num_queries(12):
        client.get(f"/enquiries/{one.pk}/")
    assert enquiry_for(world.liaison, one.pk) == one
