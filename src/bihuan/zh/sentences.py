"""Sentences, and the clauses that 一是…；二是… or （1）…（2）… divide a paragraph into.

Every split is made outside matched “”, 《》, （） only, and in linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from bihuan.zh.brackets import outer_spans

# A half-width ! or ? ends a sentence as well; never a half-width full stop: it stands in numbers, in file
# names and after list numbers.
_STOP = re.compile("[。！？!?\n]+[”’》」』]*")
_STOP_OR_SEMICOLON = re.compile("[。！？!?；;\n]+[”’》」』]*")
_BEFORE_MARKER = frozenset("。；;：:，,、！？!? \t\u3000\n）)】")
_DIGITS = "零一二三四五六七八九"
_LONGEST_LIST = 30
_SHORTEST_CLAUSE = 3


def split_sentences(text: str, *, semicolons: bool = False) -> list[tuple[int, str]]:
    """(offset, sentence) with its closing marks; blanks around a sentence are left out.

    A sentence ends at 。！？ or a line end; at ； too when ``semicolons`` is set. An empty text gives [].
    """
    return [(start, text[start:end]) for start, end in sentence_spans(text, semicolons=semicolons)]


def sentence_spans(text: str, *, semicolons: bool = False) -> list[tuple[int, int]]:
    """(start, end) of every sentence, in order; see ``split_sentences``."""
    pattern = _STOP_OR_SEMICOLON if semicolons else _STOP
    stops = [match.span() for match in pattern.finditer(text)]
    found: list[tuple[int, int]] = []
    start = 0
    if stops and (len(stops) > 1 or stops[0][1] < len(text)):
        for _, end in _outside(stops, outer_spans(text)):
            _add(found, text, start, end)
            start = end
    _add(found, text, start, len(text))
    return found


def _outside(stops: list[tuple[int, int]], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those stops that stand in no pair of marks."""
    kept = []
    index = 0
    for begin, end in stops:
        while index < len(spans) and spans[index][1] <= begin:
            index += 1
        if index == len(spans) or begin < spans[index][0]:
            kept.append((begin, end))
    return kept


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Append the span without the blanks at its ends, unless nothing is left."""
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        found.append((start, start + len(stripped)))


def chinese_number(number: int) -> str:
    """一 … 九十九 for 1 … 99."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")


def _family(pattern: str, *, chinese: bool = False) -> tuple[str, ...]:
    """All markers of one way of counting."""
    numbers = range(1, _LONGEST_LIST + 1)
    return tuple(pattern.format(chinese_number(n) if chinese else n) for n in numbers)


_FAMILIES: tuple[tuple[str, ...], ...] = (
    _family("{}是", chinese=True),
    _family("（{}）"),
    _family("({})"),
    tuple(chr(0x2460 + n) for n in range(20)),
    tuple(chr(0x2474 + n) for n in range(20)),
    _family("{}."),
    _family("{}、"),
    _family("{}．"),
    _family("（{}）", chinese=True),
    _family("({})", chinese=True),
    _family("{}）"),
    _family("{})"),
    _family("第{}，", chinese=True),
)


def split_clauses(text: str) -> list[tuple[int, str]] | None:
    """(offset, clause) of the parts that a counted list divides the text into; None where there is no such
    list.

    A list starts at its first marker (一是, （1）, (1), ①, 1., 1、, （一）, 第一，) and has two parts or
    more. What stands before it is no clause; nor is the lead-in of a second list that starts anew. The last
    clause runs on to the end of the text. Where lists are nested the outer one divides.
    """
    best: list[int] = []
    spans: list[tuple[int, int]] | None = None
    for family in _FAMILIES:
        if family[1] not in text or family[0] not in text:
            continue
        if spans is None:
            spans = outer_spans(text)
        found = _marker_places(text, family, spans)
        if found and (not best or found[0] < best[0]):
            best = found
    return _cut(text, best) if best else None


def _marker_places(text: str, family: tuple[str, ...], spans: list[tuple[int, int]]) -> list[int]:
    """Places of all markers in lists of this family, ascending; a new list is told by a minus sign in
    front.
    """
    places: list[int] = []
    finder = _Finder(text, spans)
    start = finder.find(family[0], 0, len(text))
    while start >= 0:
        restart = finder.find(family[0], start + 1, len(text))
        limit = restart if restart >= 0 else len(text)
        run = _run(finder, family, start, limit)
        if len(run) > 1:
            places += run if not places else [-run[0], *run[1:]]
        start = restart
    return places


def _run(finder: _Finder, family: tuple[str, ...], start: int, limit: int) -> list[int]:
    """Places of one list: each marker after the one before, none left out."""
    run = [start]
    for marker in family[1:]:
        place = finder.find(marker, run[-1] + len(marker) + _SHORTEST_CLAUSE, limit)
        if place < 0:
            break
        run.append(place)
    return run


class _Finder:
    """Finds markers at the start of a clause and outside pairs of marks."""

    __slots__ = ("spans", "text")

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self.text = text
        self.spans = spans

    def find(self, marker: str, start: int, limit: int) -> int:
        """Place of the next marker in ``start … limit``, or -1."""
        place = self.text.find(marker, start, limit)
        while place >= 0 and not self._opens(marker, place):
            place = self.text.find(marker, place + 1, limit)
        return place

    def _opens(self, marker: str, place: int) -> bool:
        text = self.text
        if place and text[place - 1] not in _BEFORE_MARKER and not "②" <= marker <= "⑳":
            return False
        if marker[-1] in ".．" and text[place + len(marker) : place + len(marker) + 1].isdigit():
            return False
        return not self._inside(place)

    def _inside(self, place: int) -> bool:
        index = bisect_left(self.spans, (place,)) - 1
        return index >= 0 and self.spans[index][0] < place < self.spans[index][1]


def _cut(text: str, places: list[int]) -> list[tuple[int, str]]:
    """Clauses between the places; before a list that starts anew, its lead-in sentence is dropped."""
    clauses = []
    ends = [*places[1:], len(text)]
    for place, after in zip(places, ends, strict=True):
        start, end = abs(place), abs(after)
        if after < 0:
            end = _end_of_item(text, start, end)
        clauses.append((start, text[start:end].rstrip()))
    return clauses


def _end_of_item(text: str, start: int, end: int) -> int:
    """End of the last sentence in ``start … end`` that is complete; ``end`` when there is none."""
    last = max(text.rfind(mark, start, end) for mark in "。；;！？")
    return last + 1 if last >= 0 else end
