""".pdf with a text layer: the lines on its pages, joined into paragraphs.

PDFium must not be called from two threads at once; callers run it in a process or a thread of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.pdf_paragraphs import Line, join_lines
from bihuan.report.formats.pdf_quotes import QUOTES, Char, in_order
from bihuan.report.formats.shapes import Extract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.report.limits import Limits

BROKEN = "这个 PDF 已损坏或没有下载完整，请重新取得原文件。"
LOCKED = "这个 PDF 有密码保护，请去掉密码后再交。"
SCAN = "这是扫描件，没有可复制的文字，请提供可复制文字的版本，或先做文字识别再交。"
GARBLED = "这个 PDF 里的文字没有编码，复制出来是乱码，请提供 docx 版本，或先做文字识别再交。"
FEWEST = 8  # characters a page; stamps and page numbers on scans stay below
PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD

_PAGE_NUMBER = re.compile(r"[-—–－·.\s]*\d{1,4}[-—–－·.\s]*|第\s*\d+\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}")
# What PDFium puts where a hyphen ended the line, and characters that are no text.
_NOISE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# Editors part Chinese from figures and Latin letters by a thin gap, which PDFium takes for a blank.
_GAP = re.compile("(?<=[\u3400-\u9fff]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[\u3400-\u9fff])")
_UNCODED = re.compile("[\ue000-\uf8ff\ufffd]")


def read_pdf(data: bytes, limits: Limits) -> Extract:
    """Paragraphs of a .pdf; UnreadableDocument for a scan, a locked or a broken file."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == PASSWORD_ERROR or "password" in str(error).lower()
        raise UnreadableDocument(LOCKED if locked else BROKEN) from None
    try:
        if len(document) > limits.pdf_pages:
            raise UnreadableDocument(
                f"PDF 页数太多（{len(document)} 页，最多 {limits.pdf_pages} 页），请拆成几个文件后分别交。"
            )
        pages = _read_pages(document, limits)
    except (pypdfium2.PdfiumError, ValueError):
        raise UnreadableDocument(BROKEN) from None
    finally:
        document.close()
    _refuse_textless(pages)
    blank = sum(1 for page in pages if not page)
    notes = (f"有 {blank} 页没有可复制的文字，请核对是否为扫描页。",) if blank else ()
    return Extract(tuple(join_lines(_without_running_heads(pages))), notes=notes)


def _read_pages(document: Any, limits: Limits) -> list[list[Line]]:
    pages: list[list[Line]] = []
    left = limits.text_chars
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        left -= text_page.count_chars()
        if left < 0:
            raise UnreadableDocument(f"PDF 文字太多（最多 {limits.text_chars} 字），请拆成几个文件后分别交。")
        pages.append(list(_lines_of(text_page, number)))
        text_page.close()
        page.close()
    return pages


def _lines_of(text_page: Any, page: int) -> Iterator[Line]:
    """Lines with where they begin and end on the page, from the boxes of their first and last characters."""
    at = 0
    for written in text_page.get_text_range().split("\n"):
        bare = written.strip()
        if bare:
            first = at + len(written) - len(written.lstrip())
            last = at + len(written.rstrip()) - 1
            if not QUOTES.isdisjoint(bare):
                bare, first, last = _mend(text_page, bare, first)
            if text := _GAP.sub("", _NOISE.sub("", bare).strip()):
                box, end = _box(text_page, first), _box(text_page, last)
                yield Line(text, page, box[0], end[2], max(end[3] - end[1], box[3] - box[1]))
        at += len(written) + 1


def _mend(text_page: Any, text: str, at: int) -> tuple[str, int, int]:
    """A line with its quotation marks in place, and which characters of the text it begins and ends with."""
    from pypdfium2 import raw

    chars = []
    for place, char in enumerate(text, at):
        left, _, right, _ = _box(text_page, place)
        index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, place)
        chars.append(Char(char, left, right, raw.FPDFText_IsGenerated(text_page, index) == 1, place))
    chars = in_order(chars)
    return "".join([one.char for one in chars]), chars[0].place, chars[-1].place


def _box(text_page: Any, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the character at a place in the text; zeros where it has none."""
    from pypdfium2 import PdfiumError, raw

    try:
        index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, at)
        left, bottom, right, top = text_page.get_charbox(max(index, 0), loose=True)
    except PdfiumError:
        return (0.0, 0.0, 0.0, 0.0)
    return (left, bottom, right, top)


def _refuse_textless(pages: list[list[Line]]) -> None:
    text = "".join(line.text for page in pages for line in page)
    if len(text) < FEWEST * len(pages):
        raise UnreadableDocument(SCAN)
    if len(_UNCODED.findall(text)) * 3 > len(text):
        raise UnreadableDocument(GARBLED)


def _without_running_heads(pages: list[list[Line]]) -> list[Line]:
    """All lines but page numbers, and first and last lines that come again on most pages."""
    edges: dict[str, int] = {}
    for page in pages:
        for text in {line.text for line in (*page[:1], *page[-1:])}:
            edges[text] = edges.get(text, 0) + 1
    running = {text for text, times in edges.items() if times >= 3 and times * 2 > len(pages)}
    kept: list[Line] = []
    for page in pages:
        last = len(page) - 1
        for at, line in enumerate(page):
            is_edge = at <= 1 or at >= last - 1
            if is_edge and (_PAGE_NUMBER.fullmatch(line.text) or line.text in running):
                continue
            kept.append(line)
    return kept
