"""Words of docx, xlsx, pptx and ofd: ZIP archives of XML, each part read as a stream within bounds."""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from bihuan.report.zips import ZIP_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN = "文件已损坏或没有传完整，请用 Word 或 WPS 打开确认后另存一份再交。"
LOCKED = "文件有密码保护，审核的人打不开，请去掉密码后再交。"
MACROS = "文件带有宏，为安全起见不收，请另存为不带宏的格式后再交。"
BOMB = "文件展开后异常地大，为安全起见不收，请用 Word 或 WPS 另存一份再交。"
ARCHIVE = "这是压缩包，里面的内容无法核查，请解压后把文件一份一份地交。"
MOST_ENTRIES, MOST_PART, MOST_RATIO = 10_000, 64 * 1024 * 1024, 300
_RATIO_FROM = 4 * 1024 * 1024
_KINDS = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"))
_NUMBER = re.compile(r"\d+")
_MARGINS = frozenset(
    ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
)  # of a sheet


class Refused(Exception):  # noqa: N818 - the file was refused, nothing went wrong
    """The file is not taken; the text is one Chinese sentence that says what to do."""


class Words(NamedTuple):
    """What a file says."""

    pages: list[str]
    margins: list[str]
    """Headers and footers."""


class Bounded:
    """A part that gives no more than it promised: one that lies is broken."""

    def __init__(self, part: IO[bytes], most: int) -> None:
        self._part, self._left = part, most

    def read(self, size: int = 65_536) -> bytes:
        """The next bytes."""
        block = self._part.read(min(size, 65_536) if size >= 0 else 65_536)
        self._left -= len(block)
        if self._left < 0:
            raise Refused(BOMB)
        return block


def open_office(path: str) -> tuple[zipfile.ZipFile, str]:
    """The archive and what it is; Refused for other archives, macros, bombs and passwords."""
    try:
        archive = zipfile.ZipFile(path)
    except ZIP_ERRORS as error:
        raise Refused(BROKEN) from error
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise Refused(BOMB)
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise Refused(LOCKED)
    if any(info.file_size > MOST_PART and _swells(info) for info in infos):  # a part that nobody here reads
        raise Refused(BOMB)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(MACROS)
    kind = next((code for part, code in _KINDS if part in names), "")
    if not kind and "OFD.xml" in names:
        kind = "ofd"
    if not kind:
        raise Refused(ARCHIVE)
    return archive, kind


def read_office(archive: zipfile.ZipFile, kind: str, chars: int) -> Words:
    """The words, at most ``chars`` of them; Refused where the archive is broken or a bomb."""
    readers = {"docx": _docx, "xlsx": _xlsx, "pptx": _slides, "ofd": _ofd}
    try:
        return readers[kind](archive, chars)
    except ZIP_ERRORS as error:
        raise Refused(BROKEN) from error


def _docx(archive: zipfile.ZipFile, chars: int) -> Words:
    body = _paragraphs(archive, "word/document.xml", "p", "t", chars)
    margins = [
        _paragraphs(archive, name, "p", "t", chars)
        for name in _named(archive, r"word/(?:header|footer)\d*\.xml")
    ]
    notes = [
        _paragraphs(archive, name, "p", "t", chars)
        for name in _named(archive, r"word/(?:footnotes|endnotes)\.xml")
    ]
    return Words([body, *(note for note in notes if note)], margins)


def _slides(archive: zipfile.ZipFile, chars: int) -> Words:
    names = _named(archive, r"ppt/slides/slide\d+\.xml")
    return Words([_paragraphs(archive, name, "p", "t", chars) for name in names], [])


def _ofd(archive: zipfile.ZipFile, chars: int) -> Words:
    names = _named(archive, r"(?:.*/)?Pages/Page_\d+/Content\.xml")
    return Words([_paragraphs(archive, name, "TextObject", "TextCode", chars) for name in names], [])


def _paragraphs(archive: zipfile.ZipFile, name: str, block: str, run: str, chars: int) -> str:
    """Text of the ``run`` elements, a line for each ``block``."""
    lines: list[str] = []
    line: list[str] = []
    left = chars
    for tag, node in _elements(archive, name):
        if tag == run:
            line.append(node.text or "")
        elif tag in {"tab", "br"}:
            line.append(" ")
        elif tag == block:
            lines.append("".join(line))
            left -= len(lines[-1])
            line = []
            if left < 0:
                break
    return "\n".join([*lines, "".join(line)]).strip("\n")


def _xlsx(archive: zipfile.ZipFile, chars: int) -> Words:
    shared = _shared(archive, chars)
    pages, margins = [], []
    for name in _named(archive, r"xl/worksheets/sheet\d+\.xml"):
        page, edge = _sheet(archive, name, shared, chars)
        pages.append(page)
        margins += edge
    return Words(pages, margins)


def _shared(archive: zipfile.ZipFile, chars: int) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    found: list[str] = []
    words: list[str] = []
    left = chars * 2
    for tag, node in _elements(archive, "xl/sharedStrings.xml"):
        if tag == "t":
            words.append(node.text or "")
        elif tag == "si":
            found.append("".join(words))
            left -= len(found[-1]) + 1
            words = []
            if left < 0:
                break
    return found


def _sheet(archive: zipfile.ZipFile, name: str, shared: list[str], chars: int) -> tuple[str, list[str]]:
    lines: list[str] = []
    row: list[str] = []
    value = ""
    edge, left = [], chars
    for tag, node in _elements(archive, name):
        if tag in {"v", "t"}:
            value = node.text or ""
        elif tag == "c":
            row.append(_cell(value, node.get("t"), shared))
            value = ""
        elif tag == "row":
            lines.append("\t".join(row).rstrip("\t"))
            left -= len(lines[-1]) + 1
            row = []
            if left < 0:
                break
        elif tag in _MARGINS and node.text:
            edge.append(re.sub(r"&(?:[LCRBIUES]|\"[^\"]*\"|\d+)", "\n", node.text))
    return "\n".join(line for line in lines if line), edge


def _cell(value: str, kind: str | None, shared: list[str]) -> str:
    if kind != "s":
        return value
    at = int(value) if value.isdigit() else -1
    return shared[at] if 0 <= at < len(shared) else ""


def _named(archive: zipfile.ZipFile, pattern: str) -> list[str]:
    """Parts whose names fit, in the order of their numbers."""
    found = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    return sorted(found, key=lambda name: [int(one) for one in _NUMBER.findall(name)])


def _swells(info: zipfile.ZipInfo) -> bool:
    """Whether a part becomes so much larger than it is packed as no picture and no text does."""
    return info.file_size > MOST_RATIO * max(1, info.compress_size)


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Any]]:
    """(local name, element) at the end of each element of a part; what was seen is let go."""
    from lxml import etree

    info = archive.getinfo(name)
    if info.file_size > MOST_PART or (info.file_size > _RATIO_FROM and _swells(info)):
        raise Refused(BOMB)
    with archive.open(info) as part:
        events = etree.iterparse(
            Bounded(part, info.file_size),
            events=("end",),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        )
        try:
            for _, node in events:
                yield str(node.tag).rpartition("}")[2], node
                if len(node) > 50 or node.tag.endswith(("}p", "}row", "}si", "}TextObject")):
                    node.clear()
        except etree.LxmlError as error:
            raise Refused(BROKEN) from error
