"""Diagnostics as real Word comments at their places: in the user's own .docx, or in one made of a text.

Of the user's document nothing changes but what a comment needs: marks around the quoted words, the comments
themselves, and a run parted in two with the same properties where a quote begins or ends inside it.
"""

from __future__ import annotations

import copy
import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from bihuan.checks.api import Severity
from bihuan.documents.wordxml import (
    COMMENTS_TYPE,
    RELATIONSHIPS,
    SPACE,
    TYPES,
    W,
    blank_package,
    element,
    serialized,
)
from bihuan.report.formats.docx import walk
from bihuan.report.formats.package import Package
from bihuan.report.formats.runs import TEXT, Runs
from bihuan.report.formats.styles import Styles
from bihuan.report.formats.xml import parse_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

    from bihuan.checks.api import Diagnostic
    from bihuan.report.limits import Limits

AUTHOR = "闭环体检"
WORDS = {Severity.ERROR: "错误", Severity.WARNING: "须说明", Severity.INFO: "提示"}
PROPERTIES = {W + "pPr", W + "rPr"}


def annotate_docx(data: bytes, found: Iterable[Diagnostic], titles: dict[str, str], limits: Limits) -> bytes:
    """The document with a comment for each diagnostic; ``titles`` leads from a code to its rule's title.

    UnreadableDocument where the document cannot be read. Lines count as in ``report.formats.docx``.
    """
    package = Package(data, limits)
    root, reader = walk(package, limits, traced=True)
    comments, first = _comments_of(package)
    origins = reader.origins or []
    for index, one in enumerate(found, first):
        node, start = origins[one.line - 1] if one.line <= len(origins) else (None, 0)
        if node is not None:
            begin = start + one.column - 1
            _mark(node, begin, begin + len(one.quote), index, limits.xml_depth)
            comments.append(_comment(index, one, titles.get(one.code, "")))
    return _rewritten(data, package, root, comments)


def annotate_text(
    lines: Sequence[str], found: Iterable[Diagnostic], titles: dict[str, str], limits: Limits
) -> bytes:
    """A Word document of the lines, one a paragraph, with a comment for each diagnostic."""
    return annotate_docx(blank_package(lines), found, titles, limits)


class _Spans(Runs):
    """Remembers which run gave which characters of a paragraph's text."""

    __slots__ = ("at", "spans")

    def __init__(self, depth: int) -> None:
        super().__init__(Styles({}), depth, hides=False, boxes=False)
        self.at = 0
        self.spans: list[tuple[int, int, _Element]] = []

    def _run(self, run: _Element, out: list[str], depth: int) -> None:
        before = len(out)
        super()._run(run, out, depth)
        start = self.at
        self.at += sum(map(len, out[before:])) if start == sum(map(len, out[:before])) else 0
        self.spans.append((start, self.at, run))


def _mark(paragraph: _Element, begin: int, end: int, index: int, depth: int) -> None:
    """Put the marks of comment ``index`` around characters ``begin … end`` of the paragraph's text."""
    first = _run_from(paragraph, max(begin, 0), depth)
    last = _run_to(paragraph, end, depth)
    opening = element("commentRangeStart", id=str(index))
    closing = element("commentRangeEnd", id=str(index))
    reference = element("r")
    reference.append(element("commentReference", id=str(index)))
    if first is None or last is None:
        head = 1 if len(paragraph) and paragraph[0].tag in PROPERTIES else 0
        paragraph.insert(head, opening)
        paragraph.extend((closing, reference))
        return
    first.addprevious(opening)
    last.addnext(closing)
    closing.addnext(reference)


def _run_from(paragraph: _Element, begin: int, depth: int) -> _Element | None:
    """The run that begins at this place, parted from what stands before it where it can be."""
    for start, end, run in _spans(paragraph, depth):
        if start <= begin < end:
            return _part(run, begin - start)[1]
    return None


def _run_to(paragraph: _Element, end: int, depth: int) -> _Element | None:
    """The run that ends at this place."""
    for start, stop, run in _spans(paragraph, depth):
        if start < end <= stop:
            return _part(run, end - start)[0]
    return None


def _spans(paragraph: _Element, depth: int) -> list[tuple[int, int, _Element]]:
    reader = _Spans(depth)
    reader.text_of(paragraph)
    return reader.spans


def _part(run: _Element, offset: int) -> tuple[_Element, _Element]:
    """The run parted at the offset in two of the same properties; itself twice where not plain text."""
    content = [child for child in run if child.tag not in PROPERTIES]
    if len(content) != 1 or content[0].tag != TEXT or not content[0].text:
        return run, run
    text = content[0].text
    if not 0 < offset < len(text):
        return run, run
    rest = copy.deepcopy(run)
    for owner, piece in ((run, text[:offset]), (rest, text[offset:])):
        held = next(owner.iterchildren(TEXT))
        held.text = piece
        held.set(SPACE, "preserve")
    run.addnext(rest)
    return run, rest


def _comment(index: int, one: Diagnostic, title: str) -> _Element:
    """What the margin says."""
    comment = element("comment", id=str(index), author=AUTHOR, initials="检")
    told = [f"〔{WORDS[one.severity]}〕{one.code} {title}", one.message]
    if one.basis:
        told.append(f"依据：{one.basis}")
    if one.fix is not None:
        told.append(f"可改为：{one.fix}")
    for text in told:
        paragraph, run, held = element("p"), element("r"), element("t")
        held.text = "".join(char for char in text if char.isprintable() or char == "\t")
        run.append(held)
        paragraph.append(run)
        comment.append(paragraph)
    return comment


def _comments_of(package: Package) -> tuple[_Element, int]:
    """The comments that the document has already, and the first free number."""
    part = package.beside_main("comments")
    comments = parse_part(part) if part else element("comments")
    numbers = [int(one.get(W + "id", "")) for one in comments if one.get(W + "id", "").isdecimal()]
    return comments, max(numbers, default=-1) + 1


def _rewritten(data: bytes, package: Package, root: _Element, comments: _Element) -> bytes:
    """The same archive with the main part and the comments replaced, everything else byte for byte."""
    folder, _, name = package.main.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    target = next(
        (one for one in ("comments.xml", "comments1.xml") if package.part(prefix + one)), "comments.xml"
    )
    changed = {package.main: serialized(root), prefix + target: serialized(comments)}
    relations = f"{prefix}_rels/{name}.rels"
    if package.part(prefix + target) is None:
        changed[relations] = _related(package.part(relations), target)
        changed["[Content_Types].xml"] = _typed(package.part("[Content_Types].xml"), f"/{prefix}{target}")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():  # every part stays in its place: some readers want the types first
            new.writestr(info, changed.pop(info.filename) if info.filename in changed else old.read(info))
        for part, content in changed.items():
            new.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _related(part: bytes | None, target: str) -> bytes:
    """The relations of the main part with one to the comments."""
    root = parse_part(part) if part else etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')
    taken = {one.get("Id") for one in root}
    number = next(number for number in range(1, len(taken) + 2) if f"rIdBihuan{number}" not in taken)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    etree.SubElement(
        root, f"{{{RELATIONSHIPS}}}Relationship", Id=f"rIdBihuan{number}", Type=kind, Target=target
    )
    return serialized(root)


def _typed(part: bytes | None, name: str) -> bytes:
    """The content types with that of the comments."""
    root = parse_part(part) if part else etree.fromstring(f'<Types xmlns="{TYPES}"/>')
    etree.SubElement(root, f"{{{TYPES}}}Override", PartName=name, ContentType=COMMENTS_TYPE)
    return serialized(root)
