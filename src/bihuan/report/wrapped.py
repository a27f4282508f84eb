"""Text copied out of a PDF: paragraphs broken into lines of one width, with page numbers between.

Such a text is read as if its lines were joined; afterwards what was left out is put back into the leaves,
which so tile the very text that came.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from bihuan.report.joined import BLANKS, is_page_number
from bihuan.report.markers import Rank, take_apart
from bihuan.report.split import labelled_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.report.nodes import Leaf

Piece = tuple[str, str]

NARROWEST = 36
"""Half-widths of a full line, at least: eighteen Chinese characters."""
REACH = 11
"""Half-widths by which a full line may end short: figures and marks stay together."""
FEWEST_JOINS = 6
LONGEST_PARAGRAPH = 20_000
_CLOSED = frozenset("。！？：:")
_RUNS_ON = frozenset("，、,")
_SIGNS = frozenset("#|>*-")
_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日—\-至]")
_AWAITS_DAY = frozenset("于在至到、，从自年和及与－—-")


class Unwrapped(NamedTuple):
    """The lines as joined, and what was left out of them."""

    lines: tuple[tuple[int, str, str], ...]
    """1-based number of the first line, text, line end."""
    cuts: tuple[tuple[int, str], ...]
    """(offset in the joined text, what stood there)."""


def unwrap(pieces: Sequence[Piece]) -> Unwrapped | None:
    """The text with its paragraphs whole; None where most lines are paragraphs of their own."""
    maker = _Maker(pieces)
    return maker.run() if maker.width >= NARROWEST and maker.is_wrapped() else None


def put_back(leaves: Sequence[Leaf], tail: str, unwrapped: Unwrapped, pieces: Sequence[Piece]) -> _Tiled:
    """Leaves and tail with what was left out; lines and columns as in the text that came."""
    starts = [0]
    for line, end in pieces:
        starts.append(starts[-1] + len(line) + len(end))
    cuts, at, place, surface = unwrapped.cuts, 0, 0, 0
    made: list[Leaf] = []

    def insert(text: str, *, to_end: bool) -> str:
        """``text`` with the cuts that fall into it; those at its end only if ``to_end``."""
        nonlocal at, place
        parts: list[str] = []
        done, end = 0, place + len(text)
        while at < len(cuts) and (cuts[at][0] < end or (to_end and cuts[at][0] == end)):
            parts += [text[done : cuts[at][0] - place], cuts[at][1]]
            done = cuts[at][0] - place
            at += 1
        place = end
        return "".join([*parts, text[done:]]) if parts else text

    for leaf in leaves:
        prefix = insert(leaf.prefix, to_end=True)
        value = insert(leaf.value, to_end=False)
        surface += len(prefix)
        number = bisect_right(starts, surface, hi=len(pieces))
        column = surface - starts[number - 1] + 1
        surface += len(value)
        made.append(leaf._replace(prefix=prefix, value=value, line=number, column=column))
    return _Tiled(made, insert(tail, to_end=True))


class _Tiled(NamedTuple):
    leaves: list[Leaf]
    tail: str


class _Maker:
    """Joins what belongs together; one walk over the lines."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.texts = [line.strip(BLANKS) for line, _ in pieces]
        self.pages = _page_numbers(self.texts)
        self.widths = [_width(line.rstrip(BLANKS)) if text else 0 for (line, _), text in self._pairs()]
        told = sorted(width for n, width in enumerate(self.widths) if width and n not in self.pages)
        self.width = told[-1 - len(told) // 50] if told else 0
        self.told = len(told)
        indented = sum(line[:1] in BLANKS for (line, _), text in self._pairs() if text and line)
        self.indents = indented * 10 >= self.told

    def _pairs(self) -> zip[tuple[Piece, str]]:
        return zip(self.pieces, self.texts, strict=True)

    def is_wrapped(self) -> bool:
        """True where a quarter of the lines go on in the next one, and few full lines precede a heading."""
        joins = stops = 0
        before = -1
        for number, text in enumerate(self.texts):
            if not text or number in self.pages:
                continue
            if before >= 0 and self._is_full(before) and self.texts[before][-1] not in _CLOSED:
                begins = _begins(text)
                joins, stops = joins + (not begins), stops + begins
            before = number
        return joins >= FEWEST_JOINS and joins * 4 >= self.told and joins > stops * 2

    def run(self) -> Unwrapped:
        """Every line joined to the one it goes on, or by itself."""
        lines: list[tuple[int, str, str]] = []
        cuts: list[tuple[int, str]] = []
        offset = 0
        before = -1
        first = 0
        parts: list[str] = []
        size = 0
        waiting: list[int] = []

        def close() -> None:
            nonlocal offset, parts
            if parts:
                end = self.pieces[before][1]
                lines.append((first + 1, "".join(parts), end))
                offset += size + len(end)
                parts = []

        def flush() -> None:
            """Empty lines stay lines; page numbers are left out."""
            nonlocal offset
            for number in waiting:
                line, end = self.pieces[number]
                if number in self.pages:
                    cuts.append((offset, line + end))
                else:
                    lines.append((number + 1, line, end))
                    offset += len(line) + len(end)
            waiting.clear()

        for number, (line, _) in enumerate(self.pieces):
            if not self.texts[number] or number in self.pages:
                waiting.append(number)
                continue
            if parts and size < LONGEST_PARAGRAPH and self._goes_on(before, number, parts[0], waiting):
                bare = parts[-1].rstrip(BLANKS)
                size -= len(parts[-1]) - len(bare)
                lead = line[: len(line) - len(line.lstrip(BLANKS))]
                between = "".join(["".join(self.pieces[at]) for at in waiting])
                cut = parts[-1][len(bare) :] + self.pieces[before][1] + between + lead
                cuts.append((offset + size, cut))
                parts[-1] = bare
                parts.append(line[len(lead) :])
                waiting.clear()
            else:
                close()
                flush()
                first, size = number, 0
                parts = [line]
            size += len(parts[-1])
            before = number
        close()
        flush()
        return Unwrapped(tuple(lines), tuple(cuts))

    def _is_full(self, number: int) -> bool:
        return self.width - self.widths[number] <= REACH

    def _goes_on(self, before: int, number: int, first: str, between: Sequence[int]) -> bool:
        """Whether a line completes the one before; over empty lines only where a page ends there."""
        if between and not any(at in self.pages for at in between):
            return False
        last, text = self.texts[before], self.texts[number]
        if last[-1] in _RUNS_ON:
            return True
        if not self._is_full(before) or _begins(text):
            return False
        if self.indents:
            return self.pieces[number][0][:1] not in BLANKS
        if last[-1] in _CLOSED:
            return last[-1] in "：:" and text[0].isascii() and text[0].isalnum()  # a number after its label
        # A title that just fills its line is followed by the first measure, and that by its day.
        is_day = _DAY.match(text) is not None and last[-1] not in _AWAITS_DAY
        return not (is_day and take_apart(1, first, "").rank is not Rank.NONE)


def _page_numbers(texts: Sequence[str]) -> frozenset[int]:
    """Lines that number pages; bare numbers only where they count on."""
    found: set[int] = set()
    awaited = 0
    for number, text in enumerate(texts):
        if not text or not is_page_number(text):
            continue
        if not text.isdecimal():
            found.add(number)
            awaited = int(next(iter(re.findall(r"\d+", text)))) + 1
        elif int(text) == awaited or (awaited == 0 and text in {"1", "2"}):
            found.add(number)
            awaited = int(text) + 1
    return frozenset(found)


def _begins(text: str) -> bool:
    """True for a line that cannot go on from another: a marker, a label or a Markdown sign leads it."""
    if text[0] in _SIGNS:
        return True
    token = take_apart(1, text, "")
    return token.rank is not Rank.NONE or labelled_parts(token.body)[0][1] is not None


def _width(text: str) -> int:
    """Half-widths: a Chinese character takes two."""
    return len(text.encode("gbk", "replace"))
