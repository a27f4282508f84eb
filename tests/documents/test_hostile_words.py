"""Bad input for the writers: hostile words, rare characters, endless titles, tables over pages, nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest
from lxml import etree

from bihuan.documents import blocks as b
from bihuan.documents import glyphs
from bihuan.documents.page import title_lines, width_of
from bihuan.documents.writers.excel import write_excel
from bihuan.documents.writers.html import write_html
from bihuan.documents.writers.pdf import write_pdf
from bihuan.documents.writers.text import write_text
from bihuan.documents.writers.word import write_word
from bihuan.report import read
from tests.documents.conftest import measured

if TYPE_CHECKING:
    from pathlib import Path

    from bihuan.documents.fonts import FontBook

HOSTILE = (
    '#import "@preview/x:1.0.0": *',
    '#read("/etc/passwd")*粗*_斜_`码`$x^2$\\ // 注 /* 注 */ @引 <签> = 题',
    "</w:t></w:r><w:p>&amp;<script>alert(1)</script>]]>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "\x00\x08\x1b\ud800\ufffe控制符",
    "🎉🇨🇳👨‍👩‍👧表情",
    "䶮翀喆𠮷𬭚生僻字",
    "a\u202eb\u200b\ufeff方向",
    "\t制表\n换行\r\n",
    "",
)


def everywhere(word: str) -> b.Document:
    """The word in every place that a document has."""
    cells = (b.label(word), b.Cell(word))
    return b.Document(
        word,
        (
            b.Letterhead(word, word),
            b.Title(word),
            b.Subtitle(word),
            b.Addressee(word),
            *(b.Heading(level, word) for level in (1, 2, 3, 4)),
            b.Paragraph((b.Span(word, b.Face.KAI, mark=word), b.Span(word))),
            b.Table((b.Column(1), b.Column(2, b.Align.CENTRE)), (cells, cells), name=word),
            b.Attachments((word, word)),
            b.Signature(word, date(2026, 5, 8)),
            b.Note(word),
            b.Attachment(1, word),
        ),
    )


@pytest.mark.parametrize("word", HOSTILE)
def test_words_are_words_in_every_writer(word: str, fonts: FontBook) -> None:
    document = everywhere(word)
    pdf, docx, xlsx = write_pdf(document, fonts), write_word(document), write_excel(document)
    assert pdf.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    for sheet in openpyxl.load_workbook(io.BytesIO(xlsx)):
        assert all(cell.data_type in ("s", "n") for row in sheet for cell in row)
    assert "<script" not in write_html(document)
    assert write_text(document).endswith("\n")


def test_hostile_words_stand_in_the_pdf_as_they_were_written(fonts: FontBook) -> None:
    words = HOSTILE[1]
    made = write_pdf(b.Document("名", (b.paragraph(words),), numbered=False), fonts)
    with pypdfium2.PdfDocument(made) as opened:
        told = opened[0].get_textpage().get_text_bounded()
    assert "".join(told.split()) == "".join(words.split())


def test_characters_that_no_font_has_are_named_and_no_others(fonts: FontBook) -> None:
    assert fonts.unshown("巡察整改 2026年，“甲”—\u200d\ufe0f\u3000\n①②𠮷") == ""
    told = fonts.unshown("甲\ue002乙\ue001\ue001")
    assert told.startswith("本机的字体里没有“\ue001”（U+E001）、“\ue002”（U+E002），在 PDF 里显示为空框")
    many = fonts.unshown("".join(map(chr, range(0xE000, 0xE100))))
    assert "等256个字" in many
    assert many.count("U+") == 12
    assert fonts.notice("甲") == fonts.notice()
    assert fonts.notice("\ue001").endswith(fonts.unshown("\ue001"))


def test_what_is_named_is_what_the_pdf_shows_as_boxes(fonts: FontBook) -> None:
    """Held against the typesetter: a character without a shape gets the font's box, the same for each."""
    for char, lacking in (("\ue001", True), ("\ue0ff", True), ("鹿", False), ("𠮷", False), ("Ω", False)):
        pictures = [_drawn(one, fonts) for one in (char, "\ue0a5")]
        assert (pictures[0] == pictures[1]) is lacking
        assert bool(fonts.unshown(char)) is lacking


def _drawn(char: str, fonts: FontBook) -> bytes:
    made = write_pdf(b.Document("名", (b.paragraph(char),), numbered=False), fonts)
    with pypdfium2.PdfDocument(made) as opened:
        return bytes(opened[0].render().to_pil().tobytes())


def test_a_font_file_that_cannot_be_read_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0\0\x09broken")
    faces = [glyphs.Face(str(tmp_path / name), 0) for name in ("broken.ttf", "gone.ttf")]
    assert glyphs.Shown(faces).lacking("甲 乙") == ["乙", "甲"]


def test_the_word_file_reads_back_as_the_same_lines() -> None:
    document = b.Document("名", tuple(b.paragraph(f"第{at}段“话”。") for at in range(40)))
    assert list(read(write_word(document), "a.docx").lines) == write_text(document).splitlines()


def test_a_title_of_300_characters_is_broken_into_lines_that_fit(fonts: FontBook) -> None:
    title = "关于落实巡察反馈意见整改情况的报告" * 18
    lines = title_lines(title)
    assert "".join(lines) == title
    assert max(map(width_of, lines)) <= 20
    sheets = measured(write_pdf(b.Document("长", (b.Title(title), b.paragraph("正文。"))), fonts))
    assert max(glyph.right for sheet in sheets for line in sheet.lines for glyph in line) <= 210 - 25


def test_an_unbroken_latin_title_ends(fonts: FontBook) -> None:
    assert "".join(title_lines("A" * 300)) == "A" * 300
    assert write_pdf(b.Document("长", (b.Title("A" * 300),)), fonts)


def test_a_table_over_pages_repeats_its_head(fonts: FontBook) -> None:
    head = tuple(map(b.label, ("序号", "问题", "状态")))
    rows = tuple((b.Cell(str(at)), b.Cell("问题说明" * 12), b.Cell("已完成")) for at in range(120))
    table = b.Table((b.Column(1), b.Column(6), b.Column(2)), (head, *rows))
    sheets = measured(write_pdf(b.Document("表", (b.Title("问题清单"), table), landscape=True), fonts))
    assert len(sheets) > 5
    assert all(any("序号问题状态" in text for text in sheet.texts) for sheet in sheets)
    assert (sheets[0].width, sheets[0].height) == pytest.approx((297, 210), abs=0.1)


def test_a_cell_over_many_rows_goes_on_over_pages(fonts: FontBook) -> None:
    rows = [(b.Cell("合并", rows=100), b.Cell("0"))] + [(b.Cell(str(at)),) for at in range(1, 100)]
    table = b.Table((b.Column(1), b.Column(3)), tuple(rows), head=0)
    document = b.Document("表", (table,))
    told = [text for sheet in measured(write_pdf(document, fonts)) for text in sheet.texts]
    assert "99" in told
    assert list(read(write_word(document), "a.docx").lines).count("") >= 99


@pytest.mark.parametrize(
    "block",
    [
        b.Signature("", None),
        b.Signature("党组", None),
        b.Signature("", date(2026, 1, 2)),
        b.Table((b.Column(1),), (), head=0),
        b.Attachments(()),
    ],
)
def test_what_is_missing_is_left_out(block: b.Block, fonts: FontBook) -> None:
    document = b.Document("缺", (b.Title("题"), block))
    assert write_pdf(document, fonts).startswith(b"%PDF")
    assert write_word(document)
    assert "None" not in write_text(document)


def test_every_text_goes_through_mapped() -> None:
    document = everywhere("陈某")
    masked = b.mapped(document, lambda text: text.replace("陈某", "×"))
    for made in (write_word(masked), write_excel(masked)):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert all("陈某".encode() not in archive.read(name) for name in archive.namelist())
    assert "陈某" in "".join(b.texts(document))
    assert not [text for text in b.texts(masked) if "陈某" in text]
