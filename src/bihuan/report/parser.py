"""The reader: text → leaves → tree, in five passes that each look at every line once.

``markers`` takes lines apart, ``head`` and ``closing`` claim both ends, ``outline`` judges the headings
between them, ``leaves`` tiles the text, ``assemble`` forms the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.assemble import Assembler
from bihuan.report.closing import read_closing
from bihuan.report.head import read_head
from bihuan.report.leaves import LeafMaker
from bihuan.report.markers import Rank, take_apart
from bihuan.report.nodes import DocumentKind, LeafKind, Report
from bihuan.report.outline import build, classify
from bihuan.report.preface import document_kind, read_facts
from bihuan.report.source import split_lines
from bihuan.zh.dates import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bihuan.report.formats.shapes import Table
    from bihuan.report.head import Head
    from bihuan.report.markers import Token
    from bihuan.report.nodes import Leaf, SectionRole
    from bihuan.report.preface import Facts
    from bihuan.report.tables import Cell
    from bihuan.report.wrapped import Unwrapped

    _TakenIn = tuple[tuple[Leaf, ...], str, dict[int, SectionRole], Facts, Head]

_LONGEST_PRINTED = 64
"""Characters in a printed line, at most."""
_NUMBER_COLUMNS = frozenset({"序号", "编号"})
_UNFORCED = frozenset({DocumentKind.PLAN, DocumentKind.NOTICE, DocumentKind.OTHER})
_ANSWERING = (
    LeafKind.FINDING, LeafKind.SUBFINDING, LeafKind.HEADING, LeafKind.GROUP, LeafKind.MEASURE,
    LeafKind.OUTCOME,
)  # fmt: skip
_PLAIN = dict.fromkeys(_ANSWERING, LeafKind.PASSAGE)
"""Plans, notices and news are never forced into findings; their numbered lines stay text."""


def read_text(text: str, as_of: date | None = None, tables: Sequence[Table] = ()) -> Report:
    """Tree of a report text; ``as_of`` stands in for a missing report date when years are worked out.

    ``tables`` tell which lines are cells.
    """
    pieces = split_lines(text)
    unwrapped = _unwrap(pieces) if not tables and _may_be_wrapped(pieces) else None
    if unwrapped is None:
        numbered = ((number, line, end) for number, (line, end) in enumerate(pieces, 1))
        leaves, tail, roles, facts, head = _take_in(numbered, tables)
    else:
        leaves, tail, roles, facts, head = _take_in_wrapped(unwrapped, pieces)
    lines = tuple([line for line, _ in pieces])
    del pieces  # the tree owns its strings; a text of 10 MB is held once, not three times
    return assemble(leaves, tail, lines, roles, facts, head, as_of)


def _may_be_wrapped(pieces: Sequence[tuple[str, str]]) -> bool:
    """False for nearly every text whose lines are not those of a printed page."""
    return len(pieces) >= 12 and sum([len(line) > _LONGEST_PRINTED for line, _ in pieces]) * 50 <= len(pieces)


def _unwrap(pieces: Sequence[tuple[str, str]]) -> Unwrapped | None:
    from bihuan.report.wrapped import unwrap  # few texts come so far

    return unwrap(pieces)


def _take_in_wrapped(unwrapped: Unwrapped, pieces: Sequence[tuple[str, str]]) -> _TakenIn:
    """A text with its lines joined, and what was left out for that put back into its leaves."""
    from bihuan.report.wrapped import put_back

    leaves, tail, roles, facts, head = _take_in(unwrapped.lines, ())
    tiled = put_back(leaves, tail, unwrapped, pieces)
    moved = {
        made.line: roles[leaf.line]
        for leaf, made in zip(leaves, tiled.leaves, strict=True)
        if leaf.kind is LeafKind.SECTION and leaf.line in roles
    }
    return tuple(tiled.leaves), tiled.tail, moved, facts, head


def _take_in(lines: Iterable[tuple[int, str, str]], tables: Sequence[Table]) -> _TakenIn:
    """Leaves, tail, roles of the sections, and what the head tells."""
    tokens = _tokens(lines)
    cells = _cells(tokens, tables) if tables or _may_hold_table(tokens) else {}
    bare, first, last = tokens, len(tokens), -1
    if cells:
        from bihuan.report.tables import for_outline

        bare = for_outline(tokens, cells)
        inside = [index for index, token in enumerate(tokens) if token.line in cells]
        first, last = inside[0], inside[-1]
    head = read_head(tokens[:first] if cells else tokens)
    stop, closing = read_closing(tokens, max(head.body, last + 1))
    root = build(bare, head.body, stop)
    classify(root)
    headings = {heading.index: heading for heading in root.walk()}
    fixed = {**head.kinds, **closing}
    out = LeafMaker(tokens, fixed, headings, cells).make()
    kind = document_kind(head.title, out.leaves)
    if kind is DocumentKind.FEEDBACK:
        from bihuan.report.feedback import FeedbackMaker, feedback_role  # of no use to reports

        out = FeedbackMaker(tokens, fixed, headings, tables).make()
        for top in root.children:
            top.role = feedback_role(top)
    elif head.title and kind in _UNFORCED:
        plain = _PLAIN if kind is DocumentKind.PLAN else {**_PLAIN, LeafKind.SECTION: LeafKind.PASSAGE}
        out.leaves[:] = [leaf._replace(kind=plain.get(leaf.kind, leaf.kind)) for leaf in out.leaves]
    roles = {tokens[top.index].line: top.role for top in root.children if top.role is not None}
    return tuple(out.leaves), "".join(out.pending), roles, read_facts(out.leaves, head, kind), head


def _may_hold_table(tokens: Sequence[Token]) -> bool:
    """True where a line is parted by tabs or bars, or is the name of a column of numbers."""
    return any(
        "\t" in token.body or token.body[:1] == "|" or token.body[:2] in _NUMBER_COLUMNS for token in tokens
    )


def _cells(tokens: Sequence[Token], tables: Sequence[Table]) -> Mapping[int, Sequence[Cell]]:
    from bihuan.report.tables import find_cells

    return find_cells(tokens, tables, answered=True)


def _tokens(lines: Iterable[tuple[int, str, str]]) -> list[Token]:
    """Every line taken apart; a heading is awaited after the one before it."""
    tokens = []
    awaited = 0
    for number, line, end in lines:
        token = take_apart(number, line, end, awaited)
        if token.rank is Rank.ARABIC and token.number and token.number.isdecimal():
            awaited = int(token.number) + 1
        tokens.append(token)
    return tokens


def assemble(
    leaves: Sequence[Leaf],
    tail: str,
    lines: tuple[str, ...],
    roles: dict[int, SectionRole],
    facts: Facts,
    head: Head,
    as_of: date | None,
) -> Report:
    """Report over leaves that are settled; also used after a person corrected them."""
    anchor = facts.feedback_on or facts.inspection.end or facts.issued_on or as_of or facts.inspection.start
    timeline = Timeline(anchor, earliest=facts.inspection.start, latest=facts.issued_on or as_of)
    told = Assembler(leaves, roles, timeline).run()
    return Report(
        kind=facts.kind,
        title=head.title,
        title_line=head.title_line,
        issuer=facts.issuer,
        issued_on=facts.issued_on,
        inspection=facts.inspection,
        feedback_on=facts.feedback_on,
        feedback_line=facts.feedback_line,
        sections=told.sections,
        totals=told.totals,
        commitments=told.commitments,
        contact=told.contact,
        unread=told.unread,
        lines=lines,
        leaves=tuple(leaves),
        tail=tail,
    )


__all__ = ["assemble", "read_text"]
