"""Tables in documents: a row is a finding with its measures and its outcome."""

from __future__ import annotations

import pytest
from tests.report.test_layouts import skeleton
from tests.report.test_lossless import assert_tiles

from bihuan.report import read_text
from bihuan.report.formats.shapes import Table

TITLE = "云塘县水务局关于巡察反馈意见整改情况的通报"


def text_of(rows: list[list[str]], *, before: list[str], after: list[str]) -> tuple[str, Table]:
    """Lines and the table in them; ``^`` continues the cell above."""
    lines = list(before)
    cells: list[tuple[tuple[int, ...], ...]] = []
    for row in rows:
        made: list[tuple[int, ...]] = []
        for column, cell in enumerate(row):
            if cell == "^":
                made.append(cells[-1][column])
                continue
            start = len(lines)
            lines += cell.split("\n")
            made.append(tuple(range(start + 1, len(lines) + 1)))
        cells.append(tuple(made))
    return "\n".join([*lines, *after]), Table(tuple(cells))


def test_merged_answer_answers_both_rows() -> None:
    rows = [
        ["序号", "问题", "整改措施", "完成情况"],
        ["1", "用水计划编制粗放", "5月8日，重编用水计划。\n5月9日，公开计划。", "已完成"],
        ["2", "取水许可把关不严", "^", "^"],
        ["3", "水表抽检不落实", "5月30日，抽检水表40只。", "已完成"],
    ]
    text, table = text_of(rows, before=[TITLE, "一、整改进展"], after=["欢迎监督。"])
    report = read_text(text, tables=[table])
    assert skeleton(report) == (
        f"T {TITLE}\n§ 一 findings 整改进展\n"
        "? 1 用水计划编制粗放\n? 2 取水许可把关不严\n"
        "· 5月8日，重编用水计\n· 5月9日，公开计划。\n= completed\n"
        "? 3 水表抽检不落实\n· 5月30日，抽检水表\n= completed\n"
    )
    assert_tiles(report, text)


def test_numbered_lines_in_a_cell_are_aspects_or_measures() -> None:
    rows = [
        ["序号", "反馈问题", "整改措施", "整改状态"],
        [
            "1",
            "项目监管不力\n（1）隐蔽工程无旁站\n（2）变更签证滞后",
            "1.补签证3份。\n2.处罚监理单位1家。",
            "基本完成",
        ],
        ["2", "应急演练不足", "", ""],
    ]
    text, table = text_of(rows, before=[TITLE], after=[])
    report = read_text(text, tables=[table])
    assert skeleton(report) == (
        f"T {TITLE}\n§ - findings\n? 1 项目监管不力\n- （1） 隐蔽工程无旁站\n- （2） 变更签证滞后\n"
        "· 1.补签证3份。\n· 2.处罚监理单位1家\n= mostly_completed\n? 2 应急演练不足\n"
    )
    assert_tiles(report, text)


def test_text_around_the_table_reads_as_without_it() -> None:
    rows = [["问题", "整改措施"], ["堤防隐患排查不细", "6月7日，排查堤防12公里。"]]
    text, table = text_of(
        rows,
        before=[
            TITLE,
            "2023年3月1日至4月1日，县委巡察组对县水务局开展了巡察，5月4日反馈了意见。",
            "一、组织领导情况",
            "成立专班。",
            "二、整改落实情况",
        ],
        after=["三、下一步打算", "继续整改。", "联系电话：0000-7654321", "云塘县水务局", "2023年9月1日"],
    )
    report = read_text(text, tables=[table])
    assert [(one.number, one.role.value) for one in report.sections] == [
        ("一", "leadership"),
        ("二", "findings"),
        ("三", "next_steps"),
    ]
    assert report.contact is not None
    assert report.issued_on is not None
    assert report.sections[1].responses[0].findings[0].title == "堤防隐患排查不细"
    assert report.unread == ()


def test_next_table_counts_from_one_again() -> None:
    head = ["序号", "问题", "整改情况"]
    rows = ["1", "甲不到位", "已完成", "2", "乙不及时", "正在整改"]
    text = "\n".join([TITLE, "一、党建", *head, *rows, "二、业务", *head, *rows, "3", "丙不规范", "已完成"])
    report = read_text(text)
    assert [len(section.responses) for section in report.sections] == [2, 3]
    assert [
        response.outcome is not None for section in report.sections for response in section.responses
    ] == [True] * 5
    assert_tiles(report, text)


@pytest.mark.parametrize("mark", ["\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_odd_rows_come_back(mark: str, end: str) -> None:
    rows = [
        ["序号", "问题", "整改措施"],
        ["1", "甲不到位"],
        ["", "", "", "多一格", ""],
        ["2", " 乙不及时 ", "已办结"],
    ]
    text = end.join([TITLE, *(mark.join(row) for row in rows), "欢迎监督"])
    assert_tiles(read_text(text), text)
