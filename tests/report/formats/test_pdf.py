"""A PDF with a text layer reads as paragraphs; one without is told plainly."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from tests.report.formats.build import pdf

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats import Format, load
from bihuan.report.formats.pdf_paragraphs import Line, join_lines
from bihuan.report.formats.pdf_quotes import Char, in_order
from bihuan.report.limits import Limits

FULL = "局党组召开会议研究部署明确责任科室和完成时限逐条对账"
PAGES = [
    [(6, "关于整改情况的通报"), (2, "一、学习方面"), (2, FULL[:-2]), (0, FULL), (0, "销号。"), (11, "— 1 —")],
    [(0, FULL), (0, "到位。"), (2, "二、工作方面"), (11, "— 2 —")],
]


def test_lines_are_joined_and_page_numbers_dropped() -> None:
    loaded = load(pdf(PAGES), "a.pdf")
    assert loaded.format is Format.PDF
    assert loaded.text.split("\n") == [
        "关于整改情况的通报",
        "一、学习方面",
        FULL[:-2] + FULL + "销号。",
        FULL + "到位。",
        "二、工作方面",
    ]


def test_paragraph_goes_on_over_the_page() -> None:
    loaded = load(
        pdf([[(2, FULL[:-2]), (0, FULL), (11, "— 1 —")], [(0, "销号。"), (2, "二、工作"), (2, "三、作风")]])
    )
    assert loaded.text.split("\n") == [FULL[:-2] + FULL + "销号。", "二、工作", "三、作风"]


def test_running_head_is_dropped() -> None:
    pages = [[(0, "某市统计局文件"), (2, FULL[:-2]), (0, f"第{page}件事。")] for page in "一二三"]
    assert "文件" not in load(pdf(pages)).text


def test_blank_between_hanzi_and_figures_is_no_blank() -> None:
    assert load(pdf([[(2, "于 3 月 5 日召开会议。"), (2, FULL)]])).text.startswith("于3月5日召开会议。")


def test_page_without_text_is_told() -> None:
    notes = load(pdf([[(2, FULL), (0, FULL), (0, FULL)], []])).notes
    assert notes == ("有 1 页没有可复制的文字，请核对是否为扫描页。",)


@pytest.mark.parametrize("pages", [[[]], [[], []], [[(11, "— 1 —")]]])
def test_scan_is_told_plainly(pages: list[list[tuple[int, str]]]) -> None:
    with pytest.raises(UnreadableDocument, match=r"扫描件.*请提供可复制文字的版本"):
        load(pdf(pages))


def test_text_without_unicode_is_told_plainly() -> None:
    with pytest.raises(UnreadableDocument, match="乱码"):
        load(pdf([[(0, "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009")]]))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%broken", pdf(PAGES)[:300]])
def test_broken_file_is_told_plainly(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"已损坏.*请"):
        load(data, "a.pdf")


def test_too_many_pages_are_told_plainly() -> None:
    with pytest.raises(UnreadableDocument, match="2 页，最多 1 页"):
        load(pdf(PAGES), limits=Limits(pdf_pages=1))


def test_too_much_text_is_told_plainly() -> None:
    with pytest.raises(UnreadableDocument, match="最多 9 字"):
        load(pdf(PAGES), limits=Limits(text_chars=9))


def flush(*texts: str) -> list[str]:
    """Paragraphs of lines that all begin at the left margin."""
    return join_lines([Line(text, 0, 72, 72 + 16 * len(text), 16) for text in texts])


def test_without_indents_a_full_stop_ends_the_paragraph() -> None:
    assert flush(FULL, FULL[:-1] + "。", FULL, "完。") == [FULL + FULL[:-1] + "。", FULL + "完。"]


def test_without_indents_a_number_begins_a_paragraph() -> None:
    assert flush(FULL, "（一）" + FULL[3:], "2.研究") == [FULL, "（一）" + FULL[3:], "2.研究"]


def test_latin_words_keep_their_blank() -> None:
    assert flush("a" * 30 + "x", "word" + FULL) == ["a" * 30 + "x word" + FULL]


def test_quotation_marks_of_another_font_go_back_to_their_place() -> None:
    """PDFium gave 关于 软任务 “ ”的问题。, the blanks being its own."""
    placed = {"关": 0, "于": 10, "“": 20, "软": 25, "任": 35, "务": 45, "”": 55, "的": 60, "问": 70, "题": 80}
    found = [
        Char(one, placed.get(one, 25.0), placed.get(one, 25.0) + (0 if one == " " else width), one == " ", at)
        for at, one in enumerate("关于 软任务 “ ”的问题")
        for width in [5 if one in "“”" else 10]
    ]
    assert "".join(one.char for one in in_order(found)) == "关于“软任务”的问题"


def test_blank_that_is_on_the_page_stays_beside_quotation_marks() -> None:
    found = [
        Char("甲", 0, 10, False, 0),
        Char(" ", 10, 10, True, 1),
        Char("“", 60, 65, False, 2),
        Char("乙", 65, 75, False, 3),
        Char("”", 75, 80, False, 4),
    ]
    assert "".join(one.char for one in in_order(found)) == "甲 “乙”"


@pytest.mark.slow
def test_what_libreoffice_prints_reads_as_it_was_written(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有安装 LibreOffice，无法打印出引号用另一种字体的 PDF")
    written = [
        "一、“重业务、轻党建”现象突出",
        "（一）关于“三公”经费“‘超预算’列支”的问题",
        "4月8日，清退“吃空饷”人员2名，追回工资3万元；4月15日，在“廉洁清溪”公众号公开处理结果，接受监督。",
    ]
    document = docx.Document()
    for text in written:
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        [
            office,
            home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "a.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert load((tmp_path / "a.pdf").read_bytes()).text.split("\n") == written
