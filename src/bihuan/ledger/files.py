"""Files of ledgers as sheets: .xlsx, .xls and .et through calamine, .csv through the standard library.

The content decides what a file is; the name only lends its suffix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.ledger import guard
from bihuan.ledger.formulas import find_unreckoned
from bihuan.ledger.grid import Sheet
from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import DEFAULT_LIMITS, Limits, megabytes

if TYPE_CHECKING:
    from bihuan.ledger.calamine import Cells

EMPTY = "文件是空的，请确认交的是写好并已保存的表格。"
WEB_PAGE = "这个文件名为表格，内容却是网页，请用 Excel 或 WPS 打开后另存为 xlsx 再交。"
XML_SHEET = "这是 XML 格式的表格，请用 Excel 或 WPS 打开后另存为 xlsx 再交。"
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
_STREAMS = {"EncryptedPackage": guard.ENCRYPTED, "_VBA_PROJECT": guard.MACROS}


def read_sheets(data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS) -> list[Sheet]:
    """All work sheets in their order; UnreadableDocument, which says what to do, where there are none."""
    if not data.strip(b"\0 \r\n\t"):
        raise UnreadableDocument(EMPTY)
    if len(data) > limits.file_bytes:
        most = megabytes(limits.file_bytes)
        raise UnreadableDocument(f"文件太大（{megabytes(len(data))}，最多 {most}），请拆成几个文件后再交。")
    if data.startswith(_ZIP):
        from bihuan.ledger.calamine import read_cells

        package = guard.safe_package(data, limits)
        return _with_formulas(_sheets(read_cells(package)), package)
    if data.startswith(_OLE):
        _refuse_streams(data)
        from bihuan.ledger.old_format import read_old_cells

        return _sheets(read_old_cells(data, limits.office_seconds))
    _refuse_foreign(data)
    from bihuan.ledger.separated import read_separated

    return [read_separated(data, name, limits)]


def _refuse_streams(data: bytes) -> None:
    """An OLE file that is encrypted, has macros, or is no workbook; stream names are in UTF-16."""
    for stream, sentence in _STREAMS.items():
        if stream.encode("utf-16-le") in data:
            raise UnreadableDocument(sentence)
    if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "WORKBOOK", "Book", "BOOK")):
        raise UnreadableDocument(guard.OTHER if "WordDocument".encode("utf-16-le") in data else guard.BROKEN)


def _refuse_foreign(data: bytes) -> None:
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    lowered = head.lower()
    if head.startswith(_FOREIGN):
        raise UnreadableDocument(guard.OTHER)
    if lowered.startswith(b"<?xml") or b"urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        raise UnreadableDocument(XML_SHEET)
    if lowered.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<style")):
        raise UnreadableDocument(WEB_PAGE)


def _with_formulas(sheets: list[Sheet], package: bytes) -> list[Sheet]:
    found = find_unreckoned(package)
    for sheet in sheets:
        sheet.unreckoned = found.get(sheet.name, {})
    return sheets


def _sheets(found: list[Cells]) -> list[Sheet]:
    return [Sheet(cells.name, cells.values, cells.areas, hidden=cells.hidden) for cells in found]
