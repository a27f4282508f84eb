"""What kind of file some bytes are: by their content first, by the suffix of the name second."""

from __future__ import annotations

import re

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.shapes import Format

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

# First bytes of what people hand in by mistake, and what to say.
IMAGE = "这是图片，读不出文字，请提供可复制文字的版本，或先做文字识别再交。"
ARCHIVE = "这是压缩包，请解压后把里面的文档一份一份地交。"
OFD_OR_OTHER = "这种文件读不了，请交 txt、md、html、docx 或可复制文字的 pdf 文件。"
FOREIGN: dict[bytes, str] = {
    b"\x89PNG": IMAGE,
    b"\xff\xd8\xff": IMAGE,
    b"GIF8": IMAGE,
    b"BM": IMAGE,
    b"II*\0": IMAGE,
    b"MM\0*": IMAGE,
    b"Rar!": ARCHIVE,
    b"7z\xbc\xaf": ARCHIVE,
    b"\x1f\x8b": ARCHIVE,
    b"BZh": ARCHIVE,
    b"\xfd7zXZ": ARCHIVE,
    b"\x7fELF": OFD_OR_OTHER,
    b"MIME-Version:": "这是网页存档（mht），请用浏览器或 Word 打开后另存为 docx 再交。",
}
SHEETS = {".xls", ".xlsx", ".et", ".csv"}
SHEET = "这是表格，不是报告，请到台账导入里交，或另存为 docx 后再交。"
CONTAINERS = {".docx", ".docm", ".dotx", ".pdf", ".ofd", ".odt"}
PRETENDER = (
    "文件扩展名是 {suffix}，内容却不是这种文档（可能没有下载完整，或只改了扩展名），"
    "请重新取得原文件；如果本来就是文本，请把扩展名改为 .txt 再交。"
)
XML = "这是 XML 文件，请用 Word 或 WPS 打开后另存为 docx 再交。"

_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_HTML_TAG = re.compile(
    rb"</?(?:html|head|meta|title|body|p|div|table|span|br|h[1-6]|ul|ol|li|font|section)[\s/>]", re.I
)
HTML_SUFFIXES = {".html", ".htm", ".xhtml", ".shtml", ".doc", ".wps"}


def sniff(data: bytes, suffix: str = "") -> Format:
    """The format of ``data``; UnreadableDocument for what is known to be something else.

    A suffix that promises a container (.docx, .pdf) must be true: what comes instead is mostly a page with an
    error message, or half a download.
    """
    head = data[:HEAD]
    if head.startswith(ZIP):
        return Format.DOCX
    if head.startswith((OLE, b"{\\rtf")):
        return Format.DOC
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    for magic, sentence in FOREIGN.items():
        if head.startswith(magic) and (magic != b"BM" or b"\0" in head[:16]):
            raise UnreadableDocument(sentence)
    return _sniff_text(head, suffix)


def _sniff_text(head: bytes, suffix: str) -> Format:
    ascii_head = _without_bom(head)
    if suffix in SHEETS:
        raise UnreadableDocument(SHEET)
    if suffix in CONTAINERS:
        raise UnreadableDocument(PRETENDER.format(suffix=suffix))
    start = _skip_preamble(ascii_head)
    if _HTML_START.match(start):
        return Format.HTML
    if ascii_head.lstrip().startswith(b"<?xml") or b"<!ENTITY" in ascii_head:
        raise UnreadableDocument(XML)
    if (suffix in HTML_SUFFIXES or (suffix == "" and start.startswith(b"<"))) and _HTML_TAG.search(
        ascii_head
    ):
        return Format.HTML
    return Format.MARKDOWN if suffix in {".md", ".markdown"} else Format.TEXT


def _skip_preamble(head: bytes) -> bytes:
    """What follows blanks, an XML declaration and comments."""
    rest = head.lstrip()
    for opening, closing in ((b"<?xml", b"?>"), *[(b"<!--", b"-->")] * 9):
        if rest.startswith(opening):
            rest = rest.partition(closing)[2].lstrip()
    return rest


def _without_bom(head: bytes) -> bytes:
    """The beginning of a text with one byte a character, as far as marks of HTML go."""
    for bom in BOMS:
        if head.startswith(bom):
            return head[len(bom) :].replace(b"\0", b"")
    return head
