"""导入表格: what was carried out comes in by the rules of its page; what no sheet decides is named, row by
row, with the way that leads there. Nothing that was changed in Excel is passed over.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.models import Measure, MeasureState, Workbook
from bihuan.web.rectification.services import progress_add
from tests.web.pages.conftest import case, liaison
from tests.web.rectification import loop
from tests.web.rectification.sheets import book, take
from tests.web.rectification.test_give_sheets import _read_here, columns, given, saved, taken
from tests.web.world import NOW

if TYPE_CHECKING:
    from django.test import Client

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["_read_here", "case", "liaison"]


@pytest.fixture
def working(world: World, case: Feedback) -> Feedback:
    """The case, its first response being worked on: two open measures."""
    response = loop.bring(world, loop.first(case), "planned")
    progress_add(
        actor=world.liaison, now=NOW, measure=measures(case)[0], on=date(2024, 6, 1), done="已经开始。"
    )
    response.refresh_from_db()
    return case


def measures(case: Feedback) -> list[Measure]:
    return list(Measure.objects.filter(response=loop.first(case)).order_by("position"))


def changed(client: Client, case: Feedback, text: str, file: str = "measures.xlsx", **cells: Any) -> bytes:
    """The exported workbook with cells changed in the row that holds the text."""
    found = book(take(client, file, case))
    for sheet in found.worksheets:
        for row in sheet.iter_rows():
            if any(isinstance(cell.value, str) and text in cell.value for cell in row):
                for title, value in cells.items():
                    sheet.cell(row[0].row, columns(sheet)[title]).value = value
                return saved(found)
    raise AssertionError(text)


def told(draft: Workbook) -> list[tuple[str, list[list[str]], str]]:
    """What becomes of every row with a change."""
    return [(one["what"], one["fields"], one["why"]) for one in draft.results if one["what"] != "same"]


def test_what_was_carried_out_comes_in(world: World, working: Feedback, liaison: Client) -> None:
    one = measures(working)[0]
    cells = {"落实情况": "已落实", "落实日期": "2024年5月30日", "落实结果": "两人到场，记录齐全。"}
    draft = given(world, working, changed(liaison, working, one.text[:12], **cells))
    assert told(draft) == [
        (
            "change",
            [
                ["落实情况", "未落实", "已落实"],
                ["落实日期", "", "2024年5月30日"],
                ["落实结果", "", "两人到场，记录齐全。"],
            ],
            "",
        )
    ]
    taken(world, draft)
    one.refresh_from_db()
    assert (one.state, one.done_on, one.result) == ("done", date(2024, 5, 30), "两人到场，记录齐全。")
    rows = JournalEntry.objects.get(action="sheet_confirm").changes["rows"]
    assert rows[0][3]["state"] == ["open", "done"]


def test_plan_and_result_of_one_row_both_come_in(world: World, working: Feedback, liaison: Client) -> None:
    one = measures(working)[0]
    cells = {"责任人": "何书言", "落实情况": "已落实", "落实日期": "2024-05-30", "落实结果": "齐全。"}
    draft = given(world, working, changed(liaison, working, one.text[:12], **cells))
    assert [what for what, _, _ in told(draft)] == ["change", "change"]
    taken(world, draft)
    one.refresh_from_db()
    assert (one.person, one.state) == (world.reader.person, "done")
    again = given(world, working, changed(liaison, working, one.text[:12]))
    assert told(again) == []


def test_what_was_said_can_be_taken_back(world: World, working: Feedback, liaison: Client) -> None:
    one = measures(working)[0]
    Measure.objects.filter(pk=one.pk).update(state=MeasureState.DONE, done_on=date(2024, 5, 1), result="好")
    taken(world, given(world, working, changed(liaison, working, one.text[:12], 落实情况="未落实")))
    one.refresh_from_db()
    assert (one.state, one.done_on) == ("open", None)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"落实情况": "基本落实"}, "请写未落实、已落实、转为定期任务中的一个"),
        ({"落实情况": "已落实", "落实结果": "好"}, "请填写落实的日期"),
        ({"落实情况": "已落实", "落实日期": "去年", "落实结果": "好"}, "落实日期“去年”看不懂"),
        ({"落实情况": "已落实", "落实日期": "2030-01-01", "落实结果": "好"}, "今天以后"),
        ({"落实情况": "已落实", "落实日期": "2024-05-30"}, "请写明落实的结果"),
        ({"落实情况": "转为定期任务"}, "请先设定期任务"),
        ({"备注": "请领导阅示"}, "备注由系统填写，不导入"),
        ({"办理环节": "已销号"}, "办理环节随办理过程走"),
        ({"原定日期": "2025-01-01"}, "原定日期一经批准不再改动"),
        ({"问题": "改写的问题"}, "出自反馈材料"),
    ],
)
def test_what_cannot_be_taken_says_why(
    world: World, working: Feedback, liaison: Client, cells: dict[str, str], sentence: str
) -> None:
    one = measures(working)[1]
    draft = given(world, working, changed(liaison, working, one.text[:12], **cells))
    assert [(what, sentence in why) for what, _, why in told(draft)] == [("error", True)], told(draft)
    before = Measure.objects.values().get(pk=one.pk)
    taken(world, draft)
    assert Measure.objects.values().get(pk=one.pk) == before


def test_work_that_has_not_begun_has_no_results(world: World, case: Feedback, liaison: Client) -> None:
    loop.bring(world, loop.first(case), "planned")
    one = measures(case)[0]
    cells = {"落实情况": "已落实", "落实日期": "2024-05-30", "落实结果": "好"}
    draft = given(world, case, changed(liaison, case, one.text[:12], **cells))
    assert [what for what, _, _ in told(draft)] == ["error"]
    assert "还没有开始" in told(draft)[0][2]


def test_sums_of_a_list_of_problems_decide_nothing(world: World, working: Feedback, liaison: Client) -> None:
    draft = given(
        world, working, changed(liaison, working, "数据质量核查走过场", "lists.xlsx", 责任领导="张三")
    )
    assert [(what, fields) for what, fields, _ in told(draft)] == [
        ("error", [["责任领导", "顾云舟", "张三"]])
    ]
    assert "由各项措施汇总而来" in told(draft)[0][2]


def test_whoever_chose_to_stop_is_stopped_by_an_idle_edit(
    world: World, working: Feedback, liaison: Client
) -> None:
    from bihuan.web.base.errors import ServiceError

    data = changed(liaison, working, measures(working)[0].text[:12], 备注="请领导阅示")
    with pytest.raises(ServiceError, match="备注由系统填写"):
        taken(world, given(world, working, data), "stop")
