"""The preview of a draft: every paragraph in pieces, each replacement marked. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bihuan.web.diagnosis import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.masking import Replacement, Term
    from bihuan.web.disclosure.drafting import Draft


class Piece(NamedTuple):
    """A stretch of a paragraph; ``term`` where it stands for an original."""

    text: str
    term: Term | None = None


class Line(NamedTuple):
    """A paragraph of the preview."""

    kind: str
    pieces: list[Piece]


class Row(NamedTuple):
    """An original in the list beside the preview."""

    term: Term
    places: int


def lines(draft: Draft) -> list[Line]:
    """Paragraphs of the masked text."""
    kinds = {line.no: line.kind for line in tree.lines(draft.report)}
    found, at = [], 0
    replacements = iter(draft.masked.replacements)
    waiting: list[Replacement] = []
    for no, text in enumerate(draft.masked.text.split("\n"), 1):
        here, waiting = _of_line(replacements, waiting, at, at + len(text))
        if text.strip():
            found.append(Line(kinds.get(no, "passage"), list(_pieces(text, at, here))))
        at += len(text) + 1
    return found


def _of_line(
    more: Iterator[Replacement], waiting: list[Replacement], start: int, end: int
) -> tuple[list[Replacement], list[Replacement]]:
    """Replacements that begin in the line, and the first one beyond it."""
    del start
    here: list[Replacement] = []
    while True:
        one = waiting.pop() if waiting else next(more, None)
        if one is None:
            return here, []
        if one.at >= end:
            return here, [one]
        here.append(one)


def _pieces(text: str, at: int, here: list[Replacement]) -> Iterator[Piece]:
    last = 0
    for one in here:
        start = one.at - at
        if start > last:
            yield Piece(text[last:start])
        yield Piece(one.mask, one.term)
        last = start + len(one.mask)
    if last < len(text):
        yield Piece(text[last:])


def rows(draft: Draft) -> list[Row]:
    """What is masked, with how often, in the order of the text."""
    places = Counter(one.original for one in draft.masked.replacements)
    return [Row(term, places[term.original]) for term in draft.terms]
