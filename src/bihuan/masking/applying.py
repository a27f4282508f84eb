"""The masked text with every replacement in it; from both the text comes back.

One scan from left to right, the longest original at each place. A mask may, with the characters beside it,
spell an original that was not there before (某甲 before 乙, where 甲乙 is an original): such a mask gives way
to ``×`` signs, which no original may hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.zh.wordlist import WordList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.masking.kinds import Term

BLANK = "×"
SHORTEST = 2


class Replacement(NamedTuple):
    """One place: 0-based in the text, and where its mask stands in the masked text."""

    start: int
    end: int
    at: int
    mask: str
    term: Term

    @property
    def original(self) -> str:
        """What stood there."""
        return self.term.original


class Masked(NamedTuple):
    """The text as it may be shown."""

    text: str
    replacements: tuple[Replacement, ...]


def problem_of(original: str) -> str:
    """Why an original cannot be masked everywhere, as one sentence; empty where it can."""
    if len(original.strip()) < SHORTEST:
        return f"要隐去的文字至少写{SHORTEST}个字，一个字会在全文到处出现。"
    if BLANK in original or "\n" in original or original != original.strip():
        return f"要隐去的文字里不能有“{BLANK}”、换行和首尾的空格，请只写要隐去的词。"
    return ""


def mask(text: str, terms: Iterable[Term]) -> Masked:
    """Every original of the terms gives way to its mask: none of them stands in the result.

    Raises ValueError for an original that ``problem_of`` refuses.
    """
    known = {term.original: term for term in terms}
    if any(problem_of(original) for original in known):
        raise ValueError("an original that cannot be masked")
    found = WordList(known)
    places = found.find_all(text)
    blanked: set[int] = set()
    while True:
        made = _joined(text, places, known, blanked)
        leaks = _leaking(made, found) - blanked
        if not leaks:
            return made
        blanked |= leaks


def unmask(masked: Masked) -> str:
    """The text before."""
    parts, last = [], 0
    for one in masked.replacements:
        parts += [masked.text[last : one.at], one.original]
        last = one.at + len(one.mask)
    return "".join([*parts, masked.text[last:]])


def _joined(
    text: str, places: Sequence[tuple[int, str]], known: dict[str, Term], blanked: set[int]
) -> Masked:
    parts: list[str] = []
    made: list[Replacement] = []
    last = length = 0
    for number, (start, original) in enumerate(places):
        term = known[original]
        sign = BLANK * max(SHORTEST, len(term.mask)) if number in blanked else term.mask
        parts += [text[last:start], sign]
        length += start - last
        made.append(Replacement(start, start + len(original), length, sign, term))
        length += len(sign)
        last = start + len(original)
    return Masked("".join([*parts, text[last:]]), tuple(made))


def _leaking(made: Masked, found: WordList) -> set[int]:
    """Numbers of the masks that take part in an original of the masked text."""
    leaks: set[int] = set()
    for at, original in found.find_all(made.text):
        end = at + len(original)
        leaks |= {
            number
            for number, one in enumerate(made.replacements)
            if one.at < end and one.at + len(one.mask) > at
        }
    return leaks


def positions(masked: Masked, offsets: Iterable[int]) -> list[int]:
    """Where these places of the text (in rising order) are in the masked text; a place inside an original is
    that behind its mask.
    """
    found, at, shift = [], 0, 0
    last = 0
    for offset in offsets:
        while at < len(masked.replacements) and masked.replacements[at].start < offset:
            one = masked.replacements[at]
            last, shift = one.at + len(one.mask), one.at + len(one.mask) - one.end
            at += 1
        found.append(max(last, offset + shift))
    return found
