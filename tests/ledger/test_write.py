"""What is written reads back the same, prints as offices expect, and holds no formula."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.ledger import Due, DueKind, Ledger, Row, read_ledger
from bihuan.ledger.layouts import Layout
from bihuan.ledger.row_xml import RowWriter, escape
from bihuan.ledger.safe_text import LONGEST, safe
from bihuan.ledger.write import Heading, workbook
from bihuan.zh.status import Status

ROWS = [
    Row(
        "1",
        "外借登记不全",
        ("修订登记办法", "补齐签字"),
        ("王坤",),
        ("办公室", "保管科"),
        ("赵敏",),
        Due("2024-06-30", date(2024, 6, 30), DueKind.DATE),
        Status.COMPLETED,
        "",
        0,
        "m-1",
    ),
    Row(
        "1",
        "外借登记不全",
        ("每季抽查",),
        ("王坤",),
        ("监察室",),
        ("周杰",),
        Due("长期坚持", None, DueKind.LONG_TERM),
        Status.LONG_TERM,
        "",
        0,
        "m-2",
    ),
    Row(
        "A-3",
        "=HYPERLINK(1)",
        ("+停用", "-清理", "@通知"),
        (),
        ("财务科",),
        (),
        Due("立行立改", None, DueKind.IMMEDIATE),
        None,
        "",
        0,
        None,
    ),
    Row(
        "4",
        "库房记录缺失",
        ("更换记录仪",),
        ("李明",),
        ("保管科",),
        ("吴刚", "钱进"),
        Due("2024年底前，并长期坚持", date(2024, 12, 31), DueKind.DATE, True),
        Status.ONGOING,
        "",
        0,
        "m-4",
    ),
]
HEADING = Heading("临川市档案馆整改台账", "临川市档案馆", date(2024, 5, 6))


def written(rows: list[Row], layout: Layout = Layout.LEDGER, heading: Heading = HEADING) -> bytes:
    out = io.BytesIO()
    assert workbook(rows, layout, to=out, heading=heading) == len(rows)
    return out.getvalue()


def bare(row: Row) -> Row:
    return row._replace(sheet="", row=0)


@pytest.mark.parametrize("layout", [Layout.LEDGER, Layout.LISTS])
def test_rows_come_back(layout: Layout) -> None:
    ledger = read_ledger(written(ROWS, layout))
    assert [bare(row) for row in ledger.rows] == ROWS
    assert ledger.rejects == ()


WORDS = st.text(alphabet="修订登记办法抽查公开培训科室记录=+@<&>'", min_size=4, max_size=12).map("核".__add__)
NAMES = st.lists(st.sampled_from(["王坤", "李明", "赵敏", "欧阳修远"]), max_size=3, unique=True).map(tuple)
DAYS = st.integers(0, 900).map(lambda days: date(2023, 1, 1) + timedelta(days))
DUES = st.one_of(
    DAYS.map(lambda day: Due(day.isoformat(), day, DueKind.DATE)),
    DAYS.map(lambda d: Due(f"{d.year}年{d.month}月{d.day}日前，并长期坚持", d, DueKind.DATE, True)),
    st.just(Due("立行立改", None, DueKind.IMMEDIATE)),
    st.just(Due("长期坚持", None, DueKind.LONG_TERM)),
    st.just(Due()),
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    rows = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        finding = draw(WORDS)
        parts = draw(st.lists(st.tuples(DUES, st.sampled_from(list(Status))), max_size=3, min_size=1))
        unique = {(due.meaning, status): (due, status) for due, status in parts}
        # An empty due date means the one above it, so it stands first or alone.
        for at, (due, status) in enumerate(
            sorted(unique.values(), key=lambda part: part[0].kind is not None)
        ):
            people = [draw(NAMES) or ("钱进",) for _ in range(3)]
            measures = tuple(
                dict.fromkeys(f"{text}{at}" for text in draw(st.lists(WORDS, min_size=1, max_size=3)))
            )
            rows.append(Row(str(number), finding, measures, *people, due, status, "", 0, f"{number}-{at}"))
    return rows


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(ledgers(), st.sampled_from([Layout.LEDGER, Layout.LISTS]))
def test_any_rows_come_back(rows: list[Row], layout: Layout) -> None:
    ledger = read_ledger(written(rows, layout))
    assert [bare(row) for row in ledger.rows] == rows
    assert ledger.rejects == ()


@pytest.mark.parametrize("layout", list(Layout))
def test_sheets_print_on_a4_with_their_head(layout: Layout) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(ROWS, layout)))
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows in {"$3:$3", "$3:$4"}
        assert sheet.freeze_panes is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_head_and_findings_are_merged() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(ROWS))).active
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:H1", "D3:F3", "A3:A4", "A5:A6", "B5:B6"}
    assert (sheet["D3"].value, sheet["D4"].value, sheet["G5"].value.date()) == (
        "责任分工",
        "责任领导",
        date(2024, 6, 30),
    )
    assert sheet.column_dimensions["I"].hidden


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_is_a_formula(begin: str) -> None:
    text = f"{begin}cmd|'/C calc'!A0"
    row = ROWS[0]._replace(finding=text, measures=(text,), department=(text,))
    for sheet in openpyxl.load_workbook(io.BytesIO(written([row], Layout.LISTS))):
        cells = [cell for cells in sheet.iter_rows() for cell in cells if cell.value is not None]
        assert all(cell.data_type != "f" for cell in cells)
        assert not any(str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_markup_in_text_stays_text() -> None:
    texts = ["<r><t>假</t></r>", "a&b<c>", "_x0041_", "竖\x0b线", "半个\ud800字"]
    rows = [ROWS[0]._replace(finding_no=str(at), finding=text) for at, text in enumerate(texts, 1)]
    back = [row.finding for row in read_ledger(written(rows)).rows]
    assert back == [*texts[:3], "竖\x0b线", "半个字"]


def test_due_dates_stand_without_their_sheet() -> None:
    due = Due("6月底前", date(2023, 6, 30), DueKind.DATE)
    (row,) = read_ledger(written([ROWS[0]._replace(due=due)])).rows
    assert (row.due.text, row.due.date) == ("2023年6月30日前", date(2023, 6, 30))


def test_long_texts_are_cut_and_say_so() -> None:
    assert len(safe("长" * 40_000)) == LONGEST
    assert safe("长" * 40_000).endswith("（文字过长，未全部写出）")


def test_row_is_written_as_the_format_wants() -> None:
    row = RowWriter([1, 2, 3, 4], 9).row(7, 18, ["甲&乙", "", 5, date(2024, 6, 30)])
    assert row == (
        '<row r="7" ht="18" customHeight="1">'
        '<c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">甲&amp;乙</t></is></c>'
        '<c r="B7" s="2"/><c r="C7" s="3"><v>5</v></c><c r="D7" s="9"><v>45473</v></c></row>'
    )
    assert escape("a\rb\tc\nd_x000D_") == "a_x000D_b\tc\nd_x005F_x000D_"


def test_same_rows_give_the_same_bytes() -> None:
    assert written(ROWS) == written(ROWS)


def test_empty_ledger_is_a_form_to_fill_in() -> None:
    data = written([])
    assert read_ledger(data) == Ledger((), ())
    assert openpyxl.load_workbook(io.BytesIO(data)).active["B3"].value == "问题"


def test_many_rows_stream() -> None:
    out = io.BytesIO()
    rows = (ROWS[0]._replace(finding_no=str(at), id=f"i{at}") for at in range(1, 3001))
    assert workbook(rows, to=out) == 3000
    assert [row.id for row in read_ledger(out.getvalue()).rows] == [f"i{at}" for at in range(1, 3001)]
