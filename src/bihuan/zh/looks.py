"""Cheap looks: what tells at once that a text has nothing for an expression, and what replaces a small one.

Compiling an expression costs more than it looks: a class of three characters that do not stand in a row takes
60 microseconds, the class of all Chinese characters a millisecond, every time it is written, at each start of
``bihuan check``. So an expression stands in a function with ``@cache`` and is asked only where a string that
every match must have is in the text.
"""

from __future__ import annotations

HAN = r"[^\W\x00-\xff\uff00-\uffef]"
"""A Chinese character in an expression, twenty times as fast to compile as the range of them; of what else it
takes in (kana, 〇) a report has nothing where it is asked.
"""
_NUMERALS = frozenset("0123456789０１２３４５６７８９零〇一二两三四五六七八九十百千万")


def places_of(text: str, word: str) -> list[int]:
    """Offsets of the word, none overlapping another."""
    places, at = [], text.find(word)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + len(word))
    return places


def has_counted(text: str, units: str) -> bool:
    """True where a numeral stands right before one of the characters."""
    return any(text[at - 1] in _NUMERALS for unit in units for at in places_of(text, unit) if at)


def is_han(text: str) -> bool:
    """True for one or more Chinese characters and nothing else."""
    return bool(text) and min(text) >= "\u4e00" and max(text) <= "\u9fff"


def han_before(text: str, end: int, most: int) -> str:
    """The Chinese characters right before a place, at most so many."""
    start = end
    while start > max(0, end - most) and "\u4e00" <= text[start - 1] <= "\u9fff":
        start -= 1
    return text[start:end]


def han_after(text: str, start: int, most: int) -> str:
    """The Chinese characters right behind a place, at most so many."""
    end, last = start, min(len(text), start + most)
    while end < last and "\u4e00" <= text[end] <= "\u9fff":
        end += 1
    return text[start:end]
