"""社会公开稿: the text of the ledger line for line, set as a document. Masking changes its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Kind, Scope
from bihuan.report.nodes import LeafKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.documents import facts

_LEVELS = {
    LeafKind.SECTION: 1,
    LeafKind.GROUP: 2,
    LeafKind.FINDING: 3,
    LeafKind.SUBFINDING: 4,
    LeafKind.HEADING: 3,
}
_SIGNED = (LeafKind.SIGNATURE, LeafKind.ISSUED_ON)


def make(text: facts.Announcement) -> b.Document:
    """The announcement."""
    return b.Document(f"{text.unit}{text.round}整改情况公示稿", tuple(blocks_of(text)), day=text.on)


def blocks_of(text: facts.Announcement) -> Iterator[b.Block]:
    """A block for each line that says something; no word is added or left out."""
    for line in text.lines:
        if not (told := line.text.strip()):
            continue
        if line.kind == LeafKind.TITLE:
            yield b.Title(told)
        elif line.kind in _LEVELS:
            yield b.Heading(_LEVELS[LeafKind(line.kind)], told)
        elif line.kind in _SIGNED:
            yield b.Paragraph((b.Span(told),), indent=False, align=b.Align.RIGHT)
        else:
            yield b.paragraph(told)


def missing(text: facts.Announcement) -> list[str]:
    """What a text for the public cannot do without."""
    kinds = {line.kind for line in text.lines}
    told = [] if LeafKind.TITLE in kinds else ["正文没有标题。"]
    return told if LeafKind.SIGNATURE in kinds else [*told, "正文没有署名。"]


KIND = Kind(
    "announcement",
    "社会公开稿",
    "台账正文逐字排成公文；公开前须经遮盖和审批",
    "《中国共产党巡视工作条例》（2015）第三十二条；《中国共产党党务公开条例（试行）》第十五条",
    Scope.ANNOUNCEMENT,
    make,
    order=91,
    missing=missing,
)
