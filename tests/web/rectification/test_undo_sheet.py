"""A whole import of a workbook is taken back, unless somebody has touched anything of it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import history
from bihuan.web.disclosure.queries import announcement_bytes
from bihuan.web.rectification.models import Measure, Workbook
from bihuan.web.rectification.services import comment_add, measure_edit
from bihuan.web.rectification.services.sheets_undo import sheet_undo
from tests.web.pages.conftest import case, liaison
from tests.web.rectification import loop
from tests.web.rectification.sheets import book, take
from tests.web.rectification.test_give_sheets import (
    _read_here,
    columns,
    edited,
    given,
    planned,
    saved,
    state,
    taken,
)
from tests.web.world import NOW

if TYPE_CHECKING:
    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["_read_here", "case", "liaison", "planned"]


def undo(actor: User, draft: Workbook) -> Workbook:
    return sheet_undo(actor=actor, now=NOW, draft=draft)


@pytest.fixture
def imported(world: World, planned: Feedback, liaison: Client) -> Workbook:
    """Two measures changed, one added, an outcome rewritten."""
    data = edited(
        liaison, planned, (5, "完成标准", "随机抽查三家。"), (5, "责任人", "何书言"),
        (6, "整改措施", "7月18日，对15家企业重新核查。"), (5, "整改情况", "基本完成整改。"),
    )  # fmt: skip
    found = book(data)
    sheet = found.active
    sheet.append([""] * sheet.max_column)
    last, at = sheet.max_row, columns(sheet)
    for title, value in (
        ("序号", "1"),
        ("问题", "数据质量核查走过场"),
        ("整改措施", "9月5日，通报核查结果。"),
    ):
        sheet.cell(last, at[title]).value = value
    return taken(world, given(world, planned, saved(found)))


def test_everything_stands_as_before(world: World, planned: Feedback, liaison: Client) -> None:
    before, words = state(planned), announcement_bytes(planned)
    data = edited(
        liaison, planned, (5, "完成标准", "随机抽查三家。"), (6, "整改措施", "7月18日，对15家企业重新核查。"),
        (5, "整改情况", "基本完成整改。"),
    )  # fmt: skip
    draft = taken(world, given(world, planned, data))
    assert state(planned) != before
    undo(world.liaison, draft)
    assert state(planned) == before
    assert announcement_bytes(planned) == words


def test_what_was_added_goes_again(world: World, planned: Feedback, imported: Workbook) -> None:
    assert Measure.objects.filter(feedback=planned, text="9月5日，通报核查结果。").count() == 1
    undo(world.liaison, imported)
    assert not Measure.objects.filter(feedback=planned, text="9月5日，通报核查结果。").exists()
    assert JournalEntry.objects.filter(action="sheet_undo").count() == 1
    measure = Measure.objects.filter(feedback=planned).order_by("position")[0]
    assert "sheet_undo" in [one.action for one in history([measure])]


def test_an_import_is_taken_back_once(world: World, imported: Workbook) -> None:
    undo(world.liaison, imported)
    with pytest.raises(ServiceError, match="已经撤销过"):
        undo(world.liaison, imported)


def test_what_was_touched_since_is_named(world: World, planned: Feedback, imported: Workbook) -> None:
    measure = Measure.objects.filter(feedback=planned).order_by("position")[0]
    measure_edit(actor=world.liaison, now=NOW, measure=measure, value="7月3日，另行研究。")
    before = state(planned)
    with pytest.raises(ServiceError, match="林知夏修改措施“7月3日"):
        undo(world.liaison, imported)
    assert state(planned) == before


def test_talk_touches_nothing(world: World, planned: Feedback, imported: Workbook) -> None:
    comment_add(actor=world.officer, now=NOW, response=loop.first(planned), text="收到。")
    undo(world.liaison, imported)


def test_others_work_beside_it_does_not_matter(world: World, planned: Feedback, imported: Workbook) -> None:
    other = Measure.objects.filter(feedback=planned).order_by("-position")[0]
    measure_edit(actor=world.liaison, now=NOW, measure=other, value="7月25日，再次修订规则。")
    undo(world.liaison, imported)
    other.refresh_from_db()
    assert other.text == "7月25日，再次修订规则。"


def test_only_who_edits_takes_back(world: World, imported: Workbook) -> None:
    for who in (world.reader, world.officer, world.stranger):
        with pytest.raises(PermissionDenied):
            undo(who, imported)


def test_what_changed_nothing_is_not_undone(world: World, planned: Feedback, liaison: Client) -> None:
    draft = taken(world, given(world, planned, take(liaison, "ledger.xlsx", planned)))
    with pytest.raises(ServiceError, match="不用撤销"):
        undo(world.liaison, draft)


def test_the_button_and_the_list(imported: Workbook, planned: Feedback, liaison: Client) -> None:
    page = liaison.get(reverse("sheets:sheet", args=[imported.pk])).content.decode()
    assert "撤销这次导入" in page
    answer = liaison.post(reverse("sheets:undo", args=[imported.pk]), follow=True)
    assert "已撤销整次导入" in answer.content.decode()
    assert "撤销这次导入" not in answer.content.decode()
    assert "已撤销" in liaison.get(reverse("sheets:update", args=[planned.pk])).content.decode()
