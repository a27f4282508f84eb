"""The page of GB/T 9704-2012, measured on what comes out."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bihuan.documents import blocks as b
from bihuan.documents.kinds import kinds
from bihuan.documents.writers.pdf import write_pdf
from bihuan.documents.writers.word import write_word
from tests.documents import cast
from tests.documents.conftest import all_printed, full_page, measured

if TYPE_CHECKING:
    from pathlib import Path

    from bihuan.documents.fonts import FontBook
    from tests.documents.conftest import Sheet

TITLE = "中共鹿溪市文化和旅游局党组关于落实市委第五巡察组反馈意见集中整改进展情况的报告"


def report(lines: int = 70) -> b.Document:
    """A title, a body of so many full lines, attachments, a signature."""
    return b.Document(
        "报告",
        (
            b.Title(TITLE),
            b.Addressee("中共鹿溪市委巡察工作领导小组办公室"),
            b.Heading(1, "一、组织领导情况"),
            b.Paragraph((b.Span("国" * 28 * lines),)),
            b.Attachments(("整改问题清单", "整改任务清单")),
            b.Signature("中共鹿溪市文化和旅游局党组", date(2026, 5, 8)),
            b.Note("此件公开发布"),
        ),
        day=date(2026, 5, 8),
    )


@pytest.fixture(scope="module")
def sheets(fonts: FontBook) -> list[Sheet]:
    return measured(write_pdf(report(), fonts))


def test_paper_is_a4_and_margins_are_those_of_the_standard(sheets: list[Sheet]) -> None:
    page = sheets[1]
    lines = full_page(page)
    assert (page.width, page.height) == pytest.approx((210, 297), abs=0.1)
    assert min(line[0].left for line in lines) == pytest.approx(28, abs=1)
    assert 210 - max(line[-1].right for line in lines) == pytest.approx(26, abs=1)
    assert lines[0][0].y - 16 / 2 * 25.4 / 72 == pytest.approx(37, abs=1)
    assert 297 - lines[-1][0].y - 16 / 2 * 25.4 / 72 >= 34


def test_a_page_has_22_lines_of_28_characters(sheets: list[Sheet]) -> None:
    lines = full_page(sheets[1])
    assert [len(line) for line in lines] == [28] * 22
    steps = [after[0].y - before[0].y for before, after in pairwise(lines)]
    assert steps == pytest.approx([225 / 22] * 21, abs=0.05)


def test_the_first_line_of_a_paragraph_stands_in_by_two_characters(sheets: list[Sheet]) -> None:
    first = next(line for line in sheets[0].lines if line[0].char == "国")
    assert first[0].left == pytest.approx(28 + 2 * 156 / 28, abs=0.4)
    assert len(first) == 26


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(sheets: list[Sheet]) -> None:
    odd, even = sheets[0].lines[-1], sheets[1].lines[-1]
    assert (sheets[0].texts[-1], sheets[1].texts[-1]) == ("—1—", "—2—")
    char = 156 / 28
    assert 210 - 26 - odd[-1].right == pytest.approx(char, abs=0.6)
    assert even[0].left - 28 == pytest.approx(char, abs=0.6)
    assert odd[0].y - (297 - 35) == pytest.approx(7, abs=0.6)


def test_the_title_is_2_hao_and_broken_evenly(sheets: list[Sheet]) -> None:
    title = [line for line in sheets[0].lines[:4] if line[0].char != "中" or len(line) > 10][:3]
    told = "".join(glyph.char for line in title for glyph in line)
    assert told.startswith(TITLE[:30])
    for line in title:
        assert (line[0].left + line[-1].right) / 2 == pytest.approx(28 + 78, abs=1.5)
        step = (line[-1].x - line[0].x) / (len(line) - 1)
        assert step * 72 / 25.4 == pytest.approx(22, abs=0.3)


def test_signature_and_date_stand_where_no_seal_is_set(sheets: list[Sheet]) -> None:
    """署名右空二字；成文日期首字比署名首字右移二字 (7.3.5.2)."""
    last = sheets[-1]
    signed = next(
        line for line in last.lines if "".join(g.char for g in line) == "中共鹿溪市文化和旅游局党组"
    )
    dated = next(line for line in last.lines if "".join(g.char for g in line) == "2026年5月8日")
    char = 156 / 28
    assert 210 - 26 - signed[-1].right == pytest.approx(2 * char, abs=0.6)
    assert dated[0].left - signed[0].left == pytest.approx(2 * char, abs=1.2)


def test_the_same_facts_are_the_same_bytes(fonts: FontBook) -> None:
    assert write_pdf(report(2), fonts) == write_pdf(report(2), fonts)
    assert write_word(report(2)) == write_word(report(2))


def test_word_names_the_real_fonts_and_their_other_names() -> None:
    with zipfile.ZipFile(io.BytesIO(write_word(report(2)))) as archive:
        styles, fonts = (archive.read(f"word/{name}.xml").decode() for name in ("styles", "fontTable"))
    for name in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"):
        assert name in styles
        assert name in fonts


def printed(document: b.Document, folder: Path) -> list[Sheet]:
    """As LibreOffice prints the Word file; it stands for Word here, and its fonts are the machine's."""
    return all_printed([write_word(document)], folder)[0]


@pytest.mark.slow
def test_the_numbers_of_lying_pages_stand_along_the_edge_in_both_files(
    fonts: FontBook, tmp_path: Path
) -> None:
    """Bound with upright pages, the number stands where it stands on those: odd at the lower end."""
    rows = tuple((b.Cell(f"甲{at}"),) for at in range(60))
    told = b.Document("表", (b.Table((b.Column(1),), rows),), landscape=True)
    for sheets in (printed(told, tmp_path), measured(write_pdf(told, fonts))):
        for at, sheet in enumerate(sheets[:2], 1):
            (glyph,) = (one for line in sheet.lines for one in line if one.char == str(at) and one.x < 30)
            assert glyph.x == pytest.approx(26, abs=3)
            assert (glyph.y > 140) is (at == 1)


@pytest.mark.slow
def test_word_keeps_the_signature_with_the_text_before_it(tmp_path: Path) -> None:
    for lines in (17, 18, 19, 20):
        body = tuple(b.paragraph("国" * 20) for _ in range(lines))
        told = b.Document("函", (*body, b.paragraph("特此督办。"), b.Signature("办公室", date(2026, 5, 8))))
        last = printed(told, tmp_path)[-1].texts
        assert "特此督办。" in last


@pytest.mark.slow
def test_word_prints_the_same_page(tmp_path: Path) -> None:
    sheets = printed(report(), tmp_path)
    lines = full_page(sheets[1])
    assert [len(line) for line in lines] == [28] * 22
    assert lines[0][0].left == pytest.approx(28, abs=1)
    assert (sheets[0].texts[-1], sheets[1].texts[-1]) == ("—1—", "—2—")


@pytest.mark.parametrize("lines", range(14, 23))
@pytest.mark.parametrize("last", ["特此报告。", "国" * 28 * 3 + "完"])
def test_the_signature_never_stands_alone_on_a_page(lines: int, last: str, fonts: FontBook) -> None:
    body = tuple(b.paragraph("民" * 20) for _ in range(lines))
    signed = b.Signature("中共鹿溪市文化和旅游局党组", date(2026, 5, 8))
    sheets = measured(write_pdf(b.Document("函", (*body, b.paragraph(last), signed)), fonts))
    end = sheets[-1].texts[:-1]  # without the page number
    assert end[-2:] == ["中共鹿溪市文化和旅游局党组", "2026年5月8日"]
    assert last[-2:] in end[-3]
    assert sheets[-1].lines[-3][0].y - sheets[-1].lines[-4][0].y == pytest.approx(2 * 225 / 22, abs=0.1)


def listed(before: int, rows: int, spans: int = 1) -> b.Document:
    """A report that ends in a table and a signature."""
    body = tuple(b.paragraph("民" * 20) for _ in range(before))
    cells = [tuple(b.Cell(text) for text in (f"措施{at}", "白露")) for at in range(1, rows + 1)]
    if spans > 1:
        cells[-spans] = (cells[-spans][0], b.Cell("白露", rows=spans))
        cells[-spans + 1 :] = [row[:1] for row in cells[-spans + 1 :]]
    head = tuple(map(b.label, ("措施", "责任")))
    table = b.Table((b.Column(3), b.Column(1)), (head, *cells))
    return b.Document("函", (*body, table, b.Signature("中共鹿溪市文化和旅游局党组", date(2026, 5, 8))))


@pytest.mark.parametrize("before", range(12, 22))
@pytest.mark.parametrize(("rows", "spans"), [(1, 1), (5, 1), (5, 3)])
def test_the_signature_after_a_table_stays_with_its_last_row(
    before: int, rows: int, spans: int, fonts: FontBook
) -> None:
    end = measured(write_pdf(listed(before, rows, spans), fonts))[-1].texts[:-1]
    assert end[-2:] == ["中共鹿溪市文化和旅游局党组", "2026年5月8日"]
    assert any(f"措施{rows}" in line for line in end)
    assert any("措施责任" in line for line in end), "the head is repeated"


def test_word_asks_for_the_same_and_keeps_short_rows_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(write_word(listed(3, 2)))) as file:
        written = file.read("word/document.xml").decode()
    *_, row, last = written.split("<w:tr>")
    assert "<w:keepNext/>" not in row
    assert last.partition("</w:tbl>")[0].count("<w:keepNext/>") == 2
    assert written.count("<w:cantSplit/>") == 3


@pytest.mark.slow
def test_lists_behind_an_upright_report_lie_in_both_files(fonts: FontBook, tmp_path: Path) -> None:
    made = kinds()["concentrated-report"].make(cast.case(3))
    for sheets in (measured(write_pdf(made, fonts)), printed(made, tmp_path)):
        lies = [one.width > one.height for one in sheets]
        assert lies == [False] * lies.count(False) + [True] * 3
