"""Files of every format that reports come in, as text: bytes in, :class:`Loaded` out.

The content decides what a file is; the name only ever lends its suffix, and never names a path. Each format's
module is imported when a file of that format comes.
"""

from __future__ import annotations

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.shapes import Cell, Extract, Format, Loaded, Table
from bihuan.report.formats.sniff import sniff
from bihuan.report.limits import DEFAULT_LIMITS, Limits, megabytes

__all__ = ["Cell", "Format", "Loaded", "Table", "load"]

EMPTY = "文件是空的，请确认交的是写好并已保存的文件。"
BLANK = "文件里没有文字，请确认交的是写好并已保存的文件。"
NO_TEXT = "文档里没有读得出的文字（内容可能都是图片），请提供可复制文字的版本。"
WRONG_SUFFIX = "文件扩展名是 {suffix}，内容却是{kind}：按内容读取。"
CALLED = {Format.DOCX: "Word 文档", Format.PDF: "PDF", Format.DOC: "旧版 Word 文档", Format.HTML: "网页"}


def load(data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """The text of a file; UnreadableDocument, whose message says what to do, when it cannot be read.

    Only .doc, .wps and .rtf start another program (LibreOffice); all else depends on ``data`` alone.
    """
    if not data:
        raise UnreadableDocument(EMPTY)
    if len(data) > limits.file_bytes:
        most = megabytes(limits.file_bytes)
        raise UnreadableDocument(
            f"文件太大（{megabytes(len(data))}，最多 {most}），请去掉图片或拆成几个文件后再交。"
        )
    suffix = suffix_of(name)
    format_ = sniff(data, suffix)
    if format_ in {Format.TEXT, Format.MARKDOWN}:
        return _load_text(data, format_, limits)
    extract = _extract(data, format_, limits)
    text = "\n".join(extract.lines)
    if not text or text.isspace():
        raise UnreadableDocument(NO_TEXT)
    if len(text) > limits.text_chars:
        raise UnreadableDocument(
            f"文字太多（{len(text)} 字，最多 {limits.text_chars} 字），请拆成几个文件后分别交。"
        )
    notes = (*_suffix_note(format_, suffix), *extract.notes)
    return Loaded(text, format_, data, extract.tables, notes)


def suffix_of(name: str) -> str:
    """The suffix of a file name in lower case with its dot (``.docx``), or nothing."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = last.strip().rpartition(".")
    return dot + suffix.lower() if stem and suffix.isalnum() else ""


def _load_text(data: bytes, format_: Format, limits: Limits) -> Loaded:
    from bihuan.report.formats.plain import read_plain

    text = read_plain(data, limits)
    if not text or text.isspace():
        raise UnreadableDocument(BLANK)
    return Loaded(text, format_, data)


def _extract(data: bytes, format_: Format, limits: Limits) -> Extract:
    if format_ is Format.HTML:
        from bihuan.report.formats.html import read_html

        return read_html(data, limits)
    if format_ is Format.DOCX:
        from bihuan.report.formats.docx import read_docx

        return read_docx(data, limits)
    if format_ is Format.PDF:
        from bihuan.report.formats.pdf import read_pdf

        return read_pdf(data, limits)
    from bihuan.report.formats.legacy import read_legacy

    return read_legacy(data, limits)


def _suffix_note(format_: Format, suffix: str) -> tuple[str, ...]:
    """A note where a file says by its suffix that it is plain text and is not."""
    if suffix not in {".txt", ".md", ".markdown"}:
        return ()
    return (WRONG_SUFFIX.format(suffix=suffix, kind=CALLED[format_]),)
