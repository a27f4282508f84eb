"""A letter is opened, signed for and answered by those to whom it went."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.notices.models import Notification
from bihuan.web.supervision.models import Addressee, Missive, MissiveReply
from bihuan.web.supervision.services import missive_receive, missive_reply, missives_issue, unit_urge
from tests.web.supervision.conftest import at
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


@pytest.fixture
def letter(world: World, case: Feedback) -> Missive:
    """A summons to the first person responsible."""
    day = date(2024, 10, 1)
    [made] = missives_issue(now=at(day), day=day, office=world.office.pk, units=[case.unit_id])
    return made


def mine(letter: Missive) -> Addressee:
    found: Addressee = Addressee.objects.get(missive=letter)
    return found


def test_opening_is_kept_once_and_only_of_addressees(
    letter: Missive, world: World, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("supervision:missive", args=[letter.pk])
    assert sign_in(world.officer).get(address).status_code == 200
    assert sign_in(world.first_person).head(address).status_code == 200
    assert mine(letter).opened_at is None
    sign_in(world.first_person).get(address)
    first = mine(letter).opened_at
    assert first
    sign_in(world.first_person).get(address)
    assert mine(letter).opened_at == first


def test_the_addressee_signs_once(letter: Missive, world: World) -> None:
    missive_receive(actor=world.first_person, now=NOW, missive=letter)
    found = mine(letter)
    assert (found.received_at, found.received_by, found.opened_at) == (NOW, world.first_person, NOW)
    assert JournalEntry.objects.filter(action="missive_receive").count() == 1
    with pytest.raises(ServiceError, match="已经签收过"):
        missive_receive(actor=world.first_person, now=NOW, missive=letter)


def test_nobody_signs_for_others(letter: Missive, world: World) -> None:
    with pytest.raises(ServiceError, match="不是送给您的"):
        missive_receive(actor=world.liaison, now=NOW, missive=letter)
    for who in ("reader", "handler", "officer", "stranger"):
        with pytest.raises(PermissionDenied):
            missive_receive(actor=world.everybody()[who], now=NOW, missive=letter)
    assert mine(letter).received_at is None


def test_the_answer_reaches_the_office(letter: Missive, world: World) -> None:
    missive_reply(actor=world.liaison, now=NOW, missive=letter, text="  月底前办结。 ")
    assert MissiveReply.objects.get().text == "月底前办结。"
    told = Notification.objects.filter(person=world.officer.person_id, kind="missive")
    assert "市统计局回复了约谈通知〔2024〕1号：月底前办结。" in told.get().text
    with pytest.raises(ServiceError, match="同样的回复"):
        missive_reply(actor=world.first_person, now=NOW, missive=letter, text="月底前办结。")
    with pytest.raises(ServiceError, match="请写明"):
        missive_reply(actor=world.first_person, now=NOW, missive=letter, text=" ")


def test_an_archived_round_is_only_read(letter: Missive, world: World, case: Feedback) -> None:
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="到此为止")
    with pytest.raises(ServiceError, match="已经归档"):
        missive_receive(actor=world.first_person, now=NOW, missive=letter)
    with pytest.raises(ServiceError, match="已经归档"):
        missive_reply(actor=world.first_person, now=NOW, missive=letter, text="好")
    with pytest.raises(ServiceError, match="已经归档"):
        unit_urge(actor=world.officer, now=NOW, case=case, rank="liaison", text="请抓紧。")


def test_urging_by_hand_has_the_same_trace(world: World, case: Feedback) -> None:
    now = at(date(2024, 9, 25))
    made = unit_urge(actor=world.officer, now=now, case=case, rank="liaison", text="请本周内补报进展。")
    assert (made.reference, made.made_by) == ("催办函〔2024〕1号", world.officer)
    assert [one["kind"] for one in made.items] == ["finding", "finding", "measure", "measure"]
    missive_receive(actor=world.liaison, now=NOW, missive=made)
    with pytest.raises(ServiceError, match="已经就同样的内容催办过"):
        unit_urge(actor=world.officer, now=now, case=case, rank="liaison", text="请本周内补报进展。")
    # What was urged by hand is still told of by the letters that write themselves.
    day = date(2024, 9, 25)
    assert len(missives_issue(now=now, day=day, office=world.office.pk, units=[case.unit_id])) == 2


@pytest.mark.parametrize(
    ("rank", "text", "sentence"),
    [("liaison", " ", "请写明催办什么"), ("reader", "x", "请选择发给谁"), ("", "x", "请选择发给谁")],
)
def test_urging_needs_a_rank_and_words(
    world: World, case: Feedback, rank: str, text: str, sentence: str
) -> None:
    with pytest.raises(ServiceError, match=sentence):
        unit_urge(actor=world.officer, now=NOW, case=case, rank=rank, text=text)


def test_urging_nobody_is_refused(world: World, case: Feedback) -> None:
    world.leader.memberships.all().delete()
    with pytest.raises(ServiceError, match="还没有分管领导的账户"):
        unit_urge(actor=world.officer, now=NOW, case=case, rank="lead_leader", text="请抓紧。")


@pytest.mark.parametrize("who", ["liaison", "first_person", "discipline", "stranger"])
def test_only_the_office_urges(world: World, case: Feedback, who: str) -> None:
    with pytest.raises(PermissionDenied):
        unit_urge(actor=world.everybody()[who], now=NOW, case=case, rank="liaison", text="请抓紧。")


def test_letters_that_wait_go_along_when_somebody_moves(letter: Missive, world: World) -> None:
    from bihuan.web.supervision.announcing import _letters, _move_letters

    old, new = world.first_person.person, world.leader.person
    assert _letters(old).count() == 1
    assert _move_letters(old, new, None, NOW) == 1
    assert (_letters(old).count(), mine(letter).person, mine(letter).name) == (0, new, "顾云舟")


def test_letters_that_somebody_has_not_signed_for(
    letter: Missive, world: World, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("supervision:missives")
    client = sign_in(world.officer)
    assert letter.reference in client.get(address, {"signed": "open"}).content.decode()
    missive_receive(actor=world.first_person, now=NOW, missive=letter)
    assert letter.reference in client.get(address).content.decode()
    shown = client.get(address, {"signed": "open"}).content.decode()
    assert letter.reference not in shown
    assert "没有符合条件的文书" in shown
