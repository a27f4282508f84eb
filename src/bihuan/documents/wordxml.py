"""The little of WordprocessingML that is written by hand: elements, a bare package of paragraphs."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT = '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1417"'
    ' w:gutter="0"/></w:sectPr>'
)
"""A4 with the margins of GB/T 9704, in twentieths of a point."""


def element(name: str, **attributes: str) -> _Element:
    """``w:name`` with ``w:`` attributes."""
    made = etree.Element(W + name, nsmap={"w": MAIN})
    for key, value in attributes.items():
        made.set(W + key, value)
    return made


def serialized(root: _Element) -> bytes:
    """A part as it stands in the archive."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def blank_package(lines: Sequence[str]) -> bytes:
    """A .docx whose paragraphs are the lines, in the body type of official documents."""
    body = "".join(
        f'<w:p><w:r><w:rPr>{_FONT}</w:rPr><w:t xml:space="preserve">{escape(_clean(line))}</w:t></w:r></w:p>'
        for line in lines
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="{_OFFICE}" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{body}{_PAGE}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), _HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _clean(line: str) -> str:
    """What XML 1.0 can hold, as many characters as before: the rest becomes a blank."""
    return "".join(char if _allowed(ord(char)) else " " for char in line)


def _allowed(code: int) -> bool:
    return code in (9,) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
