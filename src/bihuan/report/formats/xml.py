"""Parts of a .docx as element trees: no DTD, no entities, no network, no endless depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.package import BROKEN

if TYPE_CHECKING:
    from lxml.etree import _Element

ENTITIES = "文档里含有 DTD 或实体声明，为安全起见不读取，请用 Word 或 WPS 打开后另存为 docx 再交。"
TOO_DEEP = "文档内部嵌套太深，为安全起见不读取，请用 Word 或 WPS 打开后另存为 docx 再交。"

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parse_part(data: bytes) -> _Element:
    """The root element; names of the strict variant of the standard are those of the usual one."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableDocument(ENTITIES)
    if _STRICT in data:
        data = data.replace(_STRICT, _TRANSITIONAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableDocument(BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:  # declared in UTF-16, which the bytes do not show
        raise UnreadableDocument(ENTITIES)
    return root
