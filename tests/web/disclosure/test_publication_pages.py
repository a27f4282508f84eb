"""The pages of announcements: what they show, what they do, in how many queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.disclosure.models import Announcement, Edition, MaskChoice, Omission
from bihuan.web.disclosure.workflow import State
from bihuan.web.inspections.models import Finding
from tests.web.disclosure.conftest import ORIGINALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import Settings

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def test_a_version_is_begun_on_the_announcement(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(world.liaison)
    page = client.get(reverse("disclosure:announcement", args=[case.pk])).text
    assert "社会公开" in page
    address = reverse("disclosure:begin", args=[case.pk, "public"])
    assert address in page
    answer = client.post(address)
    made = Announcement.objects.get()
    assert answer.headers["Location"] == reverse("disclosure:publication", args=[made.pk])
    again = client.post(address)
    assert "已经有一版正在办理" in again.text
    assert client.get(reverse("disclosure:begin", args=[case.pk, "nobody"])).status_code == 404


def test_the_preview_marks_every_replacement(
    announcement: Announcement, world: World, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(world.liaison).get(reverse("disclosure:masking", args=[announcement.pk])).text
    for original in ORIGINALS:
        assert f"原文：{original}" in page
    assert page.count('<mark class="veil" title=') == 7
    assert "放行或改代称" in page
    assert "放行或改代称" not in (
        sign_in(world.head).get(reverse("disclosure:masking", args=[announcement.pk])).text
    )
    assert sign_in(world.reader).get(reverse("disclosure:masking", args=[announcement.pk])).status_code == 403


def test_a_word_is_released_and_taken_back(
    announcement: Announcement, world: World, sign_in: Callable[[User], Client]
) -> None:
    client, address = sign_in(world.liaison), reverse("disclosure:masking", args=[announcement.pk])
    client.post(address, {"original": "陈曦", "kind": "person", "reason": "主要负责人"})
    choice = MaskChoice.objects.get()
    assert not choice.active
    page = client.get(address).text
    assert "局长陈曦同志" in page
    assert "恢复按规则处理" in page
    client.post(reverse("disclosure:forget", args=[choice.pk]))
    assert not MaskChoice.objects.exists()
    assert "请填写这一项" in client.post(address, {"original": "陈曦", "kind": "person"}).text


def test_steps_are_taken_on_their_pages(
    announcement: Announcement, world: World, sign_in: Callable[[User], Client]
) -> None:
    edition = Edition.objects.get()
    client = sign_in(world.liaison)
    page = client.get(reverse("disclosure:publication", args=[announcement.pk])).text
    address = reverse("disclosure:step", args=[edition.pk, "submit"])
    assert address in page
    answer = client.post(address, {"version": edition.version}, follow=True)
    assert "已送审。正等法制、保密审查。" in answer.text
    head = sign_in(world.head)
    clear = reverse("disclosure:step", args=[edition.pk, "clear"])
    assert "审查同意要写明理由" in head.post(clear).text
    head.post(clear, {"opinion": "没有不妥。"})
    assert Edition.objects.get().state == State.VETTED
    assert "没有不妥。" in client.get(reverse("disclosure:publication", args=[announcement.pk])).text


def test_a_published_version_is_verified_on_its_page(
    published: Edition, world: World, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(world.reader).get(reverse("disclosure:edition", args=[published.pk])).text
    assert page.count("与发布时一致") == len(published.files)
    assert "签名有效" in page
    assert [one for one in ORIGINALS if one in page] == []
    assert "云顶宏远建材有限公司" in (
        sign_in(world.liaison).get(reverse("disclosure:edition", args=[published.pk])).text
    )
    answer = sign_in(world.reader).get(reverse("disclosure:package", args=[published.pk]))
    assert answer.content.startswith(b"PK")


def test_findings_are_left_out_by_two_people(
    announcement: Announcement, world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    finding = Finding.objects.get(feedback=case, number="1")
    client = sign_in(world.liaison)
    client.post(
        reverse("disclosure:omission_new", args=[announcement.pk]),
        {"finding": finding.pk, "basis": "case", "reason": "线索正在核实"},
    )
    asked = Omission.objects.get()
    officer = sign_in(world.officer)
    listed = reverse("disclosure:omissions", args=[announcement.pk])
    assert reverse("disclosure:decide", args=[asked.pk]) in officer.get(listed).text
    assert reverse("disclosure:decide", args=[asked.pk]) not in client.get(listed).text
    officer.post(reverse("disclosure:decide", args=[asked.pk]), {"agreed": "no", "opinion": "应当公开"})
    asked.refresh_from_db()
    assert (asked.state, asked.opinion) == ("refused", "应当公开")


@pytest.mark.parametrize(
    ("name", "most"),
    [("disclosure:publication", 12), ("disclosure:masking", 12), ("disclosure:omissions", 5)],
)
def test_pages_ask_little(
    name: str,
    most: int,
    announcement: Announcement,
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """A draft is the whole text of the ledger, whatever its length."""
    client, address = sign_in(world.liaison), reverse(name, args=[announcement.pk])
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


def test_a_frozen_version_is_one_row(
    published: Edition,
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client, address = sign_in(world.liaison), reverse("disclosure:edition", args=[published.pk])
    client.get(address)
    with django_assert_max_num_queries(5):
        client.get(address)


def test_a_sheet_for_the_notice_board(
    published: Edition, world: World, sign_in: Callable[[User], Client], settings: Settings
) -> None:
    path = reverse("disclosure:poster", args=[published.announcement_id])
    page = sign_in(world.reader).get(path).text
    assert f"http://testserver/public/a/{published.announcement_id}/" in page
    assert "还没有设 BIHUAN_ADDRESS" in page
    assert '<svg class="qr"' in page
    settings.ENV = {**settings.ENV, "BIHUAN_ADDRESS": "https://zg.example.cn/"}
    page = sign_in(world.reader).get(path).text
    assert f"https://zg.example.cn/public/a/{published.announcement_id}/" in page
    assert "还没有设 BIHUAN_ADDRESS" not in page
    Edition.objects.update(state=State.WITHDRAWN, ended_reason="有误")
    answer = sign_in(world.reader).get(path, follow=True)
    assert "请先发布" in answer.text
