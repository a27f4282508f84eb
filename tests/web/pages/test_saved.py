"""Saved filters and columns: a link under a name, one's own or shared; the address stays the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.base.models import JournalEntry
from bihuan.web.saved.models import ListTaste, SavedFilter
from bihuan.web.saved.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

MEASURES = "/measures/"
pytestmark = pytest.mark.usefixtures("case")


def keep(client: Client, name: str = "逾期的", query: str = "late=1&page=x", **more: str) -> SavedFilter:
    form = {"list": "measures", "name": name, "query": query, "back": "/measures/?late=1", **more}
    answer = client.post(reverse("saved:save"), form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/measures/?late=1")
    return SavedFilter.objects.get(name=name)


def change(client: Client, saved: SavedFilter, do: str, **more: str) -> int:
    return client.post(reverse("saved:change", args=[saved.pk]), {"do": do, **more}).status_code


def shown(client: Client, address: str = f"{MEASURES}?all=1") -> str:
    return client.get(address).content.decode()


def test_a_filter_is_kept_and_is_a_link(liaison: Client) -> None:
    assert "存为常用筛选" not in shown(liaison)
    assert "存为常用筛选" in shown(liaison, f"{MEASURES}?late=1")
    saved = keep(liaison)
    assert saved.query == "late=1"
    assert 'href="/measures/?late=1"' in shown(liaison)
    page = shown(liaison, f"{MEASURES}?late=1")
    assert 'href="/measures/?late=1" aria-current="true"' in page
    assert "存为常用筛选" not in page
    entry = JournalEntry.objects.get(action="filter_save")
    assert entry.object_label == "措施清单：逾期的"


def test_the_same_name_again_takes_its_place(liaison: Client) -> None:
    keep(liaison)
    assert keep(liaison, query="returned=1").query == "returned=1"
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"query": "page=3&open=2"}, "没有筛选条件"),
        ({"name": "  "}, "起个名称"),
        ({"name": "长" * 41}, "最多40字"),
    ],
)
def test_what_is_no_filter_is_refused(form: dict[str, str], sentence: str, liaison: Client) -> None:
    told = {"list": "measures", "name": "好", "query": "late=1", "back": MEASURES, **form}
    assert sentence in liaison.post(reverse("saved:save"), told, follow=True).content.decode()
    assert not SavedFilter.objects.exists()


def test_nobody_is_led_elsewhere(liaison: Client) -> None:
    form = {"list": "measures", "name": "好", "query": "late=1", "back": "//evil.example/"}
    assert liaison.post(reverse("saved:save"), form).headers["Location"] == MEASURES
    assert liaison.post(reverse("saved:save"), {**form, "list": "x"}).status_code == 404
    form["back"] = "https://evil.example/"
    assert liaison.post(reverse("saved:columns"), form).headers["Location"] == MEASURES


def test_a_shared_one_is_seen_by_colleagues_and_kept_by_its_keepers(
    world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    saved = keep(liaison, shared="1")
    assert saved.unit == world.bureau
    handler, stranger = sign_in(world.handler), sign_in(world.stranger)
    assert "逾期的" in shown(handler)
    assert "逾期的" not in shown(stranger)
    assert change(handler, saved, "delete") == 403
    assert change(stranger, saved, "delete") == 404
    assert change(handler, saved, "default") == 302
    assert change(liaison, saved, "unshare") == 302
    assert "逾期的" not in shown(handler)
    assert change(handler, saved, "default") == 404


def test_who_keeps_no_common_filters_cannot_share(world: World, sign_in: Callable[[User], Client]) -> None:
    form = {"list": "measures", "name": "好", "query": "late=1", "shared": "1"}
    assert sign_in(world.handler).post(reverse("saved:save"), form).status_code == 403
    officer = sign_in(world.officer)
    officer.post(reverse("saved:save"), form)
    assert SavedFilter.objects.get().unit == world.office
    assert "好" in shown(sign_in(world.discipline))


def test_the_list_opens_with_the_default_and_all_is_one_click_away(liaison: Client) -> None:
    saved = keep(liaison, default="1")
    answer = liaison.get(MEASURES)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/measures/?late=1")
    assert 'href="/measures/?all=1"' in shown(liaison, f"{MEASURES}?late=1")
    assert liaison.get(f"{MEASURES}?all=1").status_code == 200
    assert change(liaison, saved, "usual") == 302
    assert liaison.get(MEASURES).status_code == 200
    change(liaison, saved, "default")
    change(liaison, saved, "delete")
    assert liaison.get(MEASURES).status_code == 200


def test_renaming_onto_another_is_refused(liaison: Client) -> None:
    keep(liaison, "甲")
    other = keep(liaison, "乙", "returned=1")
    told = {"do": "rename", "name": "甲"}
    page = liaison.post(reverse("saved:change", args=[other.pk]), told, follow=True).content.decode()
    assert "已经有同名的常用筛选" in page
    assert change(liaison, other, "rename", name="丙") == 302
    assert "丙" in liaison.get(reverse("saved:list")).content.decode()


def test_columns_are_kept_for_the_person_and_in_the_address(liaison: Client) -> None:
    form = {"list": "measures", "column": ["due", "stage", "x"], "back": "/measures/?late=1", "do": "keep"}
    answer = liaison.post(reverse("saved:columns"), form)
    assert answer.headers["Location"] == "/measures/?late=1&cols=due%2Cstage"
    page = shown(liaison)
    assert "<th>环节</th>" in page
    assert "<th>牵头领导</th>" not in page
    assert "<th>牵头领导</th>" in shown(liaison, f"{MEASURES}?cols=leader")
    liaison.post(reverse("saved:columns"), {**form, "do": "usual"})
    assert ListTaste.objects.get().columns == ""
    assert "<th>牵头领导</th>" in shown(liaison)


def test_columns_of_the_ledger(case: Feedback, liaison: Client) -> None:
    address = reverse("rectification:ledger", args=[case.pk])
    form = {"list": "ledger", "column": ["status"], "back": address}
    answer = liaison.post(reverse("saved:columns"), form)
    page = liaison.get(answer.headers["Location"]).content.decode()
    assert "<th>整改状态</th>" in page
    assert "<th>到期</th>" not in page
    assert "cols=status" in page  # links to other pages of the list keep them


@pytest.mark.parametrize("code", ["ledger", "measures", "cases", "evidence"])
def test_every_list_can_be_saved(code: str, world: World,
                                 sign_in: Callable[[User], Client]) -> None:  # fmt: skip
    page = PAGES[code]
    address, query = reverse(page.view), "q=%E6%A0%B8%E6%9F%A5"
    client = sign_in(world.officer)
    form = {"list": code, "name": "核查", "query": query, "back": f"{address}?{query}"}
    assert client.post(reverse("saved:save"), form).status_code == 302
    told = client.get(f"{address}?{query}", follow=True)
    assert told.status_code == 200
    assert f'href="{address}?{query}"' in told.content.decode() or code in ("ledger", "cases")


def test_without_filters_the_page_says_how_to_begin(liaison: Client) -> None:
    assert "还没有常用筛选" in liaison.get(reverse("saved:list")).content.decode()
