"""Comments in Word: at their words, in the user's own document, with nothing else changed."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.shared import Pt
from lxml import etree

from bihuan.checks.engine import check
from bihuan.documents.annotate import annotate_docx, annotate_text
from bihuan.report import read
from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import DEFAULT_LIMITS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINES = (
    "一、业务工作有短板",
    "1.窗口排队时间长",
    "3月以来，多次走访群众，截止目前增设两个窗口。",
    "整改情况：完成整改。",
)
TITLES = {"SB03": "措施里的数量含糊"}


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def words_of(root: etree._Element, number: str) -> str:
    """The text between the two marks of a comment."""
    found, inside = [], False
    for node in root.iter():
        if node.tag == W + "commentRangeStart" and node.get(W + "id") == number:
            inside = True
        elif node.tag == W + "commentRangeEnd" and node.get(W + "id") == number:
            inside = False
        elif inside and node.tag == W + "t":
            found.append(node.text or "")
    return "".join(found)


def text_of(root: etree._Element) -> str:
    return "".join(node.text or "" for node in root.iter(W + "t"))


def in_word(*, bold: str = "") -> bytes:
    """The lines as a document of Word, one word of the third in bold, an automatic style, a table below."""
    made = docx.Document()
    for line in LINES:
        paragraph = made.add_paragraph()
        head, mark, rest = line.partition(bold) if bold else (line, "", "")
        for piece, is_bold in ((head, False), (mark, True), (rest, False)):
            run = paragraph.add_run(piece)
            run.bold = is_bold
            run.font.size = Pt(16)
    made.add_table(1, 2).cell(0, 1).text = "附表"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def annotated(data: bytes) -> tuple[bytes, list[str]]:
    report = read(data)
    found = check(report).diagnostics
    return annotate_docx(data, found, TITLES, DEFAULT_LIMITS), [one.quote for one in found]


@pytest.mark.parametrize("bold", ["", "多次走", "访群"])
def test_each_comment_stands_around_its_quote(bold: str) -> None:
    data = in_word(bold=bold)
    written, quotes = annotated(data)
    root, comments = part(written, "word/document.xml"), part(written, "word/comments.xml")
    assert quotes
    assert [words_of(root, str(number)) for number in range(len(quotes))] == quotes
    assert len(comments) == len(quotes)
    assert "〔须说明〕SB03 措施里的数量含糊" in text_of(comments)


def test_nothing_else_changes() -> None:
    data = in_word(bold="多次走")
    written, _ = annotated(data)
    assert text_of(part(written, "word/document.xml")) == text_of(part(data, "word/document.xml"))
    before, after = docx.Document(io.BytesIO(data)), docx.Document(io.BytesIO(written))
    bold = ["".join(run.text for run in one.paragraphs[2].runs if run.bold) for one in (before, after)]
    assert bold == ["多次走", "多次走"]
    assert {run.font.size for run in after.paragraphs[2].runs if run.text} == {Pt(16)}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(written)) as new:
        same = {name for name in old.namelist() if old.read(name) == new.read(name)}
        changed = set(old.namelist()) - same
    assert changed <= {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


def test_comments_of_others_stay() -> None:
    once, quotes = annotated(in_word())
    twice, _ = annotated(once)
    comments = part(twice, "word/comments.xml")
    assert [one.get(W + "id") for one in comments] == [str(number) for number in range(2 * len(quotes))]
    assert len(read(twice).lines) == len(read(once).lines)


def test_a_text_becomes_a_document() -> None:
    text = "\n".join(LINES).encode()
    report = read(text)
    found = check(report).diagnostics
    written = annotate_text(report.lines, found, TITLES, DEFAULT_LIMITS)
    root = part(written, "word/document.xml")
    assert [words_of(root, str(number)) for number in range(len(found))] == [one.quote for one in found]
    assert read(written).lines == report.lines


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        annotate_docx(b"text", (), {}, DEFAULT_LIMITS)
