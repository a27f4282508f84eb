"""Remarks with @ on findings, responses and measures: who may read is told once, nobody else ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.base.models import JournalEntry
from bihuan.web.notices.models import Notification
from bihuan.web.rectification.models import Comment
from tests.web.rectification import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def told(user: User) -> int:
    return Notification.objects.filter(person=user.person, kind="mention").count()


def say(client: Client, address: str, text: str, **more: object) -> str:
    answer = client.post(address, {"text": text, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def address(case: Feedback) -> str:
    """Where a response is talked about."""
    return reverse("loop:comment", args=[loop.first(case).pk])


def test_a_finding_is_talked_about_before_there_is_an_answer(
    case: Feedback, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    finding = case.findings.order_by("position")[0]
    page = say(liaison, reverse("loop:talk", args=[finding.pk]), "@严守正 这个问题的口径请明确。")
    assert "口径请明确" in page
    notice = Notification.objects.get(person=world.officer.person, kind="mention")
    comment = Comment.objects.get()
    assert notice.link == f"/findings/{finding.pk}/talk/#comment-{comment.pk}"
    officer = sign_in(world.officer)
    officer.post(reverse("loop:resolve", args=[comment.pk]), {"resolved": "1"})
    assert "严守正标为已解决" in liaison.get(reverse("loop:talk", args=[finding.pk])).content.decode()
    assert 'talk/">讨论</a>' in liaison.get(f"/findings/{finding.pk}/").content.decode()


def test_people_are_picked_without_typing(address: str, world: World, liaison: Client) -> None:
    say(liaison, address, "请看。", people=[world.leader.person_id, world.officer.person_id])
    assert (told(world.leader), told(world.officer)) == (1, 1)
    entry = JournalEntry.objects.get(action="comment_add")
    assert set(entry.changes["mentions"][1].split("、")) == {"顾云舟", "严守正"}


def test_picked_and_typed_is_told_once(address: str, world: World, liaison: Client) -> None:
    say(liaison, address, "@顾云舟 请看，@顾云舟 务必。", people=[world.leader.person_id])
    assert told(world.leader) == 1
    say(liaison, address, "@林知夏 自己提醒自己。")
    assert told(world.liaison) == 0


@pytest.mark.parametrize("name", ["水清源", "张三丰", "系明"])
def test_who_may_not_read_is_refused_with_a_sentence(name: str, address: str, liaison: Client) -> None:
    """Of another unit, of nowhere, an administrator who sees no ledger."""
    page = say(liaison, address, f"@{name} 请看。")
    assert f"没有找到能看到这份台账的“{name}”，意见还没有发表。" in page
    assert not Comment.objects.exists()


def test_a_stranger_cannot_be_picked(address: str, world: World, liaison: Client) -> None:
    assert "看不到这份台账" in say(liaison, address, "请看。", people=[world.stranger.person_id])
    assert told(world.stranger) == 0


def test_a_mail_address_is_no_mention(address: str, liaison: Client) -> None:
    page = say(liaison, address, "材料发到 tongji@鹿溪.cn 和 a@example.cn。")
    assert "没有找到" not in page
    assert Comment.objects.count() == 1


def test_a_remark_on_one_measure(case: Feedback, address: str, liaison: Client) -> None:
    response = loop.first(case)
    measure = response.measures.order_by("position")[0]
    page = say(liaison, address, "这项的时限太晚。", measure=measure.pk)
    assert "关于一项措施" in page
    assert "意见 1 条" in page
    assert (
        "发表意见" in liaison.get(reverse("accounts:history", args=["measure", measure.pk])).content.decode()
    )
    other = case.responses.order_by("position").last()
    assert other is not None
    foreign = other.measures.order_by("position")[0]
    say(liaison, address, "另一项整改的措施。", measure=foreign.pk)
    assert Comment.objects.latest("id").measure is None


def test_readers_read_and_strangers_learn_of_nothing(
    case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    finding = case.findings.order_by("position")[0]
    talk = reverse("loop:talk", args=[finding.pk])
    reader = sign_in(world.reader)
    assert reader.get(talk).status_code == 200
    assert 'name="text"' not in reader.get(talk).content.decode()
    assert reader.post(talk, {"text": "我说一句"}).status_code == 403
    assert sign_in(world.stranger).get(talk).status_code == 404
    assert sign_in(world.stranger).post(talk, {"text": "我说一句"}).status_code == 404
