"""What an .xlsx may be before it is unpacked and read: sizes, macros, passwords, and cells far away.

The library that reads sheets lays them out as full rectangles, so that one stray cell in the last row and
column would ask for more memory than any machine has. Sheets that reach too far are cut to their filled part.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import MIB, Limits, megabytes
from bihuan.report.zips import ZIP_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN = "这个表格文件已损坏或没有下载完整，请重新取得原文件，或用 Excel、WPS 打开后另存为 xlsx 再交。"
ENCRYPTED = "表格有密码保护，请去掉密码、另存为 xlsx 后再交。"
BOMB = "表格展开后异常地大（{size}），为安全起见不读取，请删去多余的行列和图片，另存为 xlsx 后再交。"
MACROS = "表格带有宏，为安全起见不读取，请用 Excel 或 WPS 另存为不带宏的 xlsx 后再交。"
OTHER = "这不是能读的表格，请交 xlsx、xls、et 或 csv 文件。"

MOST_CELLS = 4_000_000
MOST_COLUMNS = 256
LARGEST_GAP = 1_000
"""Empty rows after which a sheet is over."""
LONGEST_CELL = 32_767
"""Characters that a cell can have by the format."""
SHEET_BYTES = 256 * MIB
"""One sheet, unpacked: a sheet of 10,000 rows has about 8 MB."""
RATIO_FROM = 32 * MIB

_ENTRY = b"PK\x01\x02"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?(?:/>|>.*?</(?:\w+:)?c>)", re.S)
# The boundary is asked behind the r, so that the search skips from r to r.
_PLACE = re.compile(rb"""r(?<=\br)\s*=\s*["']\s*([A-Za-z]+)([0-9]+)\s*["']""")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_PLACE = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']\s*([0-9]+)""")
_FILLED = (b"<v", b":v", b"<is", b":is", b"<t", b":t")


def safe_package(data: bytes, limits: Limits) -> bytes:
    """``data``, or the same workbook with its sheets cut to what is filled; UnreadableDocument for what is no
    workbook or too large."""
    if data.count(_ENTRY) > limits.zip_entries:
        raise UnreadableDocument(BOMB.format(size=f"超过 {limits.zip_entries} 个内部文件"))
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        infos = package.infolist()
        _refuse_kinds(package, {info.filename for info in infos})
        _refuse_sizes(infos, limits)
        cut = dict(_cut_sheets(package, infos))
        _refuse_texts(package, infos, cut)
        return _rewritten(package, infos, cut) if cut else data
    except ZIP_ERRORS:
        raise UnreadableDocument(BROKEN) from None


def _refuse_kinds(package: zipfile.ZipFile, names: set[str]) -> None:
    lowered = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in lowered):
        raise UnreadableDocument(MACROS)
    if not any(name.startswith("xl/") for name in lowered):
        raise UnreadableDocument(BROKEN if "[Content_Types].xml" in names and len(names) < 3 else OTHER)
    if "xl/workbook.bin" in lowered:
        raise UnreadableDocument(OTHER)
    if "[Content_Types].xml" in names and b"macroEnabled" in _read(
        package, package.getinfo("[Content_Types].xml")
    ):
        raise UnreadableDocument(MACROS)


def _refuse_sizes(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(info.file_size for info in infos)
    if total > limits.zip_total_bytes:
        raise UnreadableDocument(BOMB.format(size=megabytes(total)))
    for info in infos:
        if info.flag_bits & 0x1:
            raise UnreadableDocument(ENCRYPTED)
        size = info.file_size
        if not info.filename.endswith((".xml", ".rels")):
            continue
        # Rows and rows of the same are common in ledgers: text may be packed well as long as it is not much.
        if size > SHEET_BYTES or (size > RATIO_FROM and size > info.compress_size * limits.zip_ratio):
            raise UnreadableDocument(BOMB.format(size=megabytes(size)))


def _cut_sheets(package: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Sheets that reach too far, cut; sheets that do not are left out."""
    for info in infos:
        if not _SHEET.fullmatch(info.filename):
            continue
        text = _read(package, info)
        if _is_large(text):
            yield info.filename, _cut(text)


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with package.open(info) as part:
        # Told how much to read, zipfile unpacks no more; else a part that lies is unpacked whole.
        return part.read(info.file_size + 1)


def _is_large(text: bytes) -> bool:
    places = _PLACE.findall(text)
    last_row = max((_number(row) for row in {row for _, row in places}), default=1)
    last_column = max((_column(letters) for letters in {letters for letters, _ in places}), default=1)
    if len(places) < len(_CELL_TAG.findall(text)):  # cells that do not say where they are
        last_row = max([last_row, *map(_number, set(_ROW_PLACE.findall(text)))])
        last_column = max([last_column, *(len(_CELL_TAG.findall(row)) for row in text.split(b"</row>"))])
    return last_row * last_column > MOST_CELLS or last_column > MOST_COLUMNS


def _number(digits: bytes) -> int:
    return int(digits[:9])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:6].upper():
        number = number * 26 + letter - 64
    return number


def _cut(text: bytes) -> bytes:
    """The sheet without empty cells, columns too far right, and rows behind a large gap."""
    rows: set[int] = set()
    for match in _CELL.finditer(text):
        cell = match.group()
        place = _PLACE.search(cell[:200])
        if place and _column(place[1]) <= MOST_COLUMNS and any(mark in cell for mark in _FILLED):
            rows.add(_number(place[2]))
    last = 0
    for row in sorted(rows):
        if row - last > LARGEST_GAP:
            break
        last = row
    return _CELL.sub(lambda match: _kept(match.group(), last), text)


def _kept(cell: bytes, last: int) -> bytes:
    place = _PLACE.search(cell[:200])
    if place is None or _number(place[2]) > last or _column(place[1]) > MOST_COLUMNS:
        return b""
    return cell if any(mark in cell for mark in _FILLED) else b""


def _refuse_texts(package: zipfile.ZipFile, infos: list[zipfile.ZipInfo], cut: dict[str, bytes]) -> None:
    """UnreadableDocument where shared texts, written out in every cell that shows them, would fill memory."""
    shared = next((info for info in infos if info.filename.lower() == "xl/sharedstrings.xml"), None)
    if shared is None or shared.file_size < MIB:
        return
    text = _read(package, shared)
    lengths = [len(item) for item in re.split(rb"</(?:\w+:)?si>", text)]
    if max(lengths) > LONGEST_CELL * 40:  # markup and three bytes a character
        raise UnreadableDocument(BOMB.format(size=megabytes(max(lengths))))
    total = 0
    for info in infos:
        if _SHEET.fullmatch(info.filename):
            sheet = cut.get(info.filename) or _read(package, info)
            for index in re.findall(rb't="s"[^>]*>\s*<(?:\w+:)?v>([0-9]{1,7})<', sheet):
                total += lengths[int(index)] if int(index) < len(lengths) else 0
    if total > SHEET_BYTES:
        raise UnreadableDocument(BOMB.format(size=megabytes(total)))


def _rewritten(package: zipfile.ZipFile, infos: list[zipfile.ZipInfo], cut: dict[str, bytes]) -> bytes:
    """The package with the cut sheets in place, pictures and the like left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for info in infos:
            if info.filename in cut:
                target.writestr(info.filename, cut[info.filename])
            elif info.filename.endswith((".xml", ".rels")):
                target.writestr(info.filename, _read(package, info))
    return out.getvalue()
