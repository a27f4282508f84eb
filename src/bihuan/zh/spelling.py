"""Spellings: words that are always wrong, and coined terms that a text writes in two ways.

A coined term is what stands in “” or is led by numbers (三会一课). Two of one length that differ in one
character are one term when that character sounds or looks like the other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.zh.looks import is_han, places_of
from bihuan.zh.vocab import pairs, words

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERS = "一二三四五六七八九十两双"
_LONGEST = 12
_QUOTED = re.compile("“([^“”]{3,12})”")
_TOLD = 20
"""Other places that are told of."""


class Misspelling(NamedTuple):
    """A place with the wrong (or the rarer) spelling."""

    offset: int
    wrong: str
    right: str
    sure: bool
    """False where the text itself is the only reason to prefer the other spelling."""
    others: tuple[int, ...] = ()
    """Where the other spelling stands."""


def find_misspelled(text: str, chars: frozenset[str] | None = None) -> list[Misspelling]:
    """Every place of a wrong spelling in the order of the text, each place once."""
    listed = _listed(text, chars if chars is not None else frozenset(text))
    found = listed + _coined(text, {one.wrong for one in listed})
    kept: list[Misspelling] = []
    for one in sorted(found, key=lambda one: (one.offset, not one.sure, -len(one.wrong))):
        if not kept or one.offset >= kept[-1].offset + len(kept[-1].wrong):
            kept.append(one)
    return kept


def are_confusable(one: str, other: str) -> bool:
    """True for two characters of the same sound (tones left aside) or of a similar shape."""
    if any(one in group and other in group for group in words("spelling", "distinct")):
        return False
    sounds = _sounds()
    if one in sounds and sounds.get(one) == sounds.get(other):
        return True
    return any(one in group and other in group for group in words("spelling", "look_alike"))


@cache
def _sounds() -> dict[str, int]:
    return {char: index for index, group in enumerate(words("spelling", "same_sound")) for char in group}


def _listed(text: str, chars: frozenset[str]) -> list[Misspelling]:
    """Wrong words of the list; where both spellings are usual, only in a text that has both."""
    found: list[Misspelling] = []
    for name in ("right", "preferred"):
        table = _table(name)
        for wrong in (one for first in _first_characters(name) & chars for one in _beginning(name)[first]):
            if chars.issuperset(wrong) and (places := _wrong_places(text, wrong)):
                right = table[wrong]
                others = places_of(text, right)
                if others or name == "right":
                    found += [Misspelling(at, wrong, right, True, tuple(others[:_TOLD])) for at in places]
    for one, other in _table("mixed").items():
        if chars.issuperset(one + other):
            found += _rarer(one, places_of(text, one), other, places_of(text, other))
    return found


@cache
def _table(name: str) -> Mapping[str, str]:
    return pairs("spelling", name)


@cache
def _beginning(name: str) -> dict[str, list[str]]:
    """The wrong words of a table by their first character."""
    found: dict[str, list[str]] = {}
    for wrong in _table(name):
        found.setdefault(wrong[0], []).append(wrong)
    return found


@cache
def _first_characters(name: str) -> frozenset[str]:
    return frozenset(_beginning(name))


def _wrong_places(text: str, wrong: str) -> list[int]:
    """Its places without those that only look like it (登记薄弱)."""
    not_after = words("spelling", "right_not_after")
    return [at for at in places_of(text, wrong) if not text.startswith(not_after, at + len(wrong))]


def _rarer(one: str, ones: list[int], other: str, others: list[int]) -> list[Misspelling]:
    """Places of the spelling that is rarer; of two equally frequent ones, of the one that comes later."""
    if not ones or not others:
        return []
    if (len(ones), -ones[0]) > (len(others), -others[0]):
        one, ones, other, others = other, others, one, ones
    return [Misspelling(place, one, other, False, tuple(others[:_TOLD])) for place in ones]


def _coined(text: str, listed: set[str]) -> list[Misspelling]:
    """Coined terms against the known ones and against each other; those with a listed fault are done."""
    quoted, led = (
        {term: at for term, at in terms.items() if not any(wrong in term for wrong in listed)}
        for terms in _terms(text)
    )
    known = set(words("spelling", "known"))
    found: list[Misspelling] = []
    for one, other in _near_pairs({*quoted, *led, *known}):
        if one in known and other in known:
            continue
        ones, others = quoted.get(one) or led.get(one), quoted.get(other) or led.get(other)
        if one in known or other in known:
            wrong, right = (other, one) if one in known else (one, other)
            places, rest = (others, ones) if one in known else (ones, others)
            found += [Misspelling(p, wrong, right, True, tuple((rest or [])[:_TOLD])) for p in places or ()]
        elif one in quoted or other in quoted or one[0] == one[2]:  # 一树一档 needs no quotation marks
            found += _rarer(one, ones or [], other, others or [])
    return found


def _terms(text: str) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Terms in “”, and those led by numbers, with their places."""
    quoted: dict[str, list[int]] = {}
    for match in _QUOTED.finditer(text):
        if is_han(match[1]):
            quoted.setdefault(match[1], []).append(match.start(1))
    return quoted, _led(text)


def _led(text: str) -> dict[str, list[int]]:
    """三会一课, 四议两公开: a number, one character, a number, one or two characters.

    Searched by hand: the expression for it takes longer to compile than a report to read.
    """
    numbers = {at for number in _NUMBERS for at in places_of(text, number)}
    led: dict[str, list[int]] = {}
    for at in sorted(numbers):
        if at + 2 in numbers and is_han(text[at + 1 : at + 4]) and at + 4 <= len(text):
            led.setdefault(text[at : at + 4], []).append(at)
            if is_han(text[at + 4 : at + 5]):
                led.setdefault(text[at : at + 5], []).append(at)
    return led


def _near_pairs(terms: set[str]) -> list[tuple[str, str]]:
    """Pairs that differ in one character, which one may take for the other."""
    by_rest: dict[tuple[str, str], list[str]] = {}
    for term in sorted(terms):
        for place, char in enumerate(term):
            if char not in _NUMBERS:
                by_rest.setdefault((term[:place], term[place + 1 :]), []).append(term)
    return [
        (one, other)
        for (head, _), alike in by_rest.items()
        for index, one in enumerate(alike[:_LONGEST])
        for other in alike[index + 1 : _LONGEST]
        if are_confusable(one[len(head)], other[len(head)])
    ]
