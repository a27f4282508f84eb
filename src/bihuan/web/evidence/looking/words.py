"""The words of a file of any type, with its type found on the way."""

from __future__ import annotations

import os

from bihuan.web.evidence.looking import filetypes
from bihuan.web.evidence.looking.office import BROKEN, LOCKED, Refused, Words, open_office, read_office

NOT_ALLOWED = "这种文件不收：只收 {allowed}。请转成 PDF、Word、Excel 或图片后再交。"
WRONG_SUFFIX = "文件名的扩展名是 .{suffix}，内容却是{word}，请核对是不是这份文件，改正文件名后再交。"
EMPTY = "文件是空的，请确认交的是写好并已保存的文件。"
MOST_PAGES = 3_000
PLAIN_BYTES = 16 * 1024 * 1024
PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_BLOCK = 4 * 1024 * 1024
_OLE = (("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"), ("Book", "xls"))


def look(path: str, name: str, allowed: list[str], chars: int) -> tuple[str, Words]:
    """Type and words of a file; Refused with a sentence for what is not taken."""
    with open(path, "rb") as file:
        head = file.read(filetypes.HEAD)
    if not head:
        raise Refused(EMPTY)
    code, words = _look(path, name, head, chars)
    if code not in allowed:
        told = "、".join(filetypes.types()[one].word for one in allowed if one in filetypes.types())
        raise Refused(NOT_ALLOWED.format(allowed=told))
    suffix = name.rpartition(".")[2].lower() if "." in name[1:] else ""
    if not filetypes.fits(code, suffix):
        raise Refused(WRONG_SUFFIX.format(suffix=suffix[:10], word=filetypes.types()[code].word))
    return code, words


def _look(path: str, name: str, head: bytes, chars: int) -> tuple[str, Words]:
    kind = filetypes.container(head)
    if kind == "pdf":
        return "pdf", _pdf(path, chars)
    if kind == "zip":
        archive, code = open_office(path)
        return code, read_office(archive, code, chars)
    if kind == "ole":
        return _ole(path)
    if filetypes.plain(head):
        code = "csv" if name.lower().endswith(".csv") else "txt"
        return code, Words([_plain(path)[:chars]], [])
    return filetypes.pictured(head), Words([], [])


def _plain(path: str) -> str:
    from bihuan.report.source import decode, presentable

    with open(path, "rb") as file:
        return presentable(decode(file.read(PLAIN_BYTES)).text)


def _pdf(path: str, chars: int) -> Words:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == PASSWORD_ERROR or "password" in str(error).lower()
        raise Refused(LOCKED if locked else BROKEN) from None
    pages: list[str] = []
    try:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            text = page.get_textpage()
            pages.append(text.get_text_range().replace("\r\n", "\n")[:chars])
            text.close()
            page.close()
            chars -= len(pages[-1])
            if chars <= 0:
                break
    except (pypdfium2.PdfiumError, ValueError):
        raise Refused(BROKEN) from None
    finally:
        document.close()
    return Words(pages, [])


def _ole(path: str) -> tuple[str, Words]:
    """Old Office files: their type by the names of their streams, a secrecy mark by its bytes."""
    from bihuan.web.evidence.looking.secrecy import grade_words

    names = {word: word.encode("utf-16-le") for word in ("EncryptedPackage", *(one for one, _ in _OLE))}
    marks = {word: word.encode("utf-16-le") for word in grade_words()}
    found = _search(path, {**names, **marks})
    if "EncryptedPackage" in found:
        raise Refused(LOCKED)
    code = next((code for word, code in _OLE if word in found), "")
    return code, Words([], [word for word in marks if word in found])


def _search(path: str, wanted: dict[str, bytes]) -> set[str]:
    """Which of the byte strings occur in the file, read a block at a time."""
    found: set[str] = set()
    overlap = max(map(len, wanted.values()))
    last, size = b"", os.path.getsize(path)
    with open(path, "rb") as file:
        for _ in range(0, size, _BLOCK):
            block = last + file.read(_BLOCK)
            found |= {word for word, data in wanted.items() if word not in found and data in block}
            last = block[-overlap:]
    return found
