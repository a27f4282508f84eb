"""Which finding of one text is which of another: by the very words, by number and likeness, by likeness."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Generic, NamedTuple, Protocol, TypeVar

SAME_NUMBER, OTHER_NUMBER = 0.5, 0.7
"""How alike two titles must be to count as one finding reworded."""
WORK = 30_000_000
"""Pairs of characters that one comparison looks at (a few seconds): a feedback of ten thousand findings must
not stop the house. What is not reached counts as new and gone.
"""
LONGEST = 500
SHORTEST_INSIDE = 6
INSIDE = 0.95
"""How alike a title is to a longer one that has it word for word."""
_AROUND = re.compile(
    r"^(?:反馈(?:的)?问题|问题)?[一二三四五六七八九十\d]*[:：]?(?:关于|针对|对)?[“\"「]?(?P<core>.+?)[”\"」]?"
    r"(?:的?问题)?(?:的?(?:整改|落实)(?:落实)?(?:情况)?)?[。；;：:]?$",
    re.DOTALL,
)


class Titled(Protocol):
    """A finding, of a tree or of a ledger."""

    @property
    def number(self) -> str | None:
        """As written."""

    @property
    def title(self) -> str:
        """As written."""


Old = TypeVar("Old", bound=Titled)
New = TypeVar("New", bound=Titled)


class Matched(NamedTuple, Generic[Old, New]):
    """Everything in the order of the newer text, what is gone in that of the older."""

    pairs: tuple[tuple[Old, New], ...]
    gone: tuple[Old, ...]
    added: tuple[New, ...]


def core_of(title: str) -> str:
    """The title without what only says that it is a problem: 关于“…”问题的整改 gives what stands quoted."""
    found = _AROUND.match(title[:LONGEST].strip())
    return found["core"] if found else title[:LONGEST]


def match_titles(old: Iterable[Old], new: Iterable[New], effort: Effort | None = None) -> Matched[Old, New]:
    """Each of the one at most once with each of the other; ``effort`` is shared by several matchings."""
    matching = _Matching(old, new, effort or Effort())
    matching.by(lambda one: one.title, 1.0)
    matching.by(lambda one: core_of(one.title), 1.0)
    matching.by(lambda one: one.number or None, SAME_NUMBER)
    matching.by_likeness()
    return Matched(
        tuple((matching.old[place], matching.new[at]) for at, place in sorted(matching.pairs.items())),
        tuple(matching.old[place] for place in matching.left),
        tuple(matching.new[at] for at in matching.right),
    )


class Effort:
    """How much comparing may still be done."""

    __slots__ = ("left",)

    def __init__(self, left: int = WORK) -> None:
        self.left = left

    def likeness(self, a: str, b: str, least: float) -> float:
        """0 to 1; 0 for what is surely less than ``least``, and for everything when the effort is spent."""
        if a == b:
            return 1.0
        short, long = sorted((a[:LONGEST], b[:LONGEST]), key=len)
        self.left -= 1000
        if self.left <= 0 or not short:
            return 0.0
        if len(short) >= SHORTEST_INSIDE and short in long:
            return INSIDE
        if 2 * len(short) < least * (len(short) + len(long)):
            return 0.0
        self.left -= len(short) * len(long)
        return SequenceMatcher(None, a[:LONGEST], b[:LONGEST], autojunk=False).ratio()


class _Matching(Generic[Old, New]):
    """What is not matched yet, in the order of the text, and the work that may still be spent."""

    def __init__(self, old: Iterable[Old], new: Iterable[New], effort: Effort) -> None:
        self.old, self.new = list(old), list(new)
        self.left, self.right = dict.fromkeys(range(len(self.old))), dict.fromkeys(range(len(self.new)))
        self.pairs: dict[int, int] = {}
        self._effort = effort
        self._cores = [core_of(one.title) for one in self.old], [core_of(one.title) for one in self.new]

    def by(self, key: Callable[[Titled], str | None], least: float) -> None:
        """Pair what has the same key and is alike enough."""
        waiting: dict[str | None, list[int]] = {}
        for place in self.left:
            waiting.setdefault(key(self.old[place]), []).append(place)
        for at in list(self.right):
            wanted = key(self.new[at])
            places = waiting.get(wanted, []) if wanted is not None else []
            for place in places:
                if self._likeness(place, at, least) >= least:
                    self._pair(place, at)
                    places.remove(place)
                    break

    def by_likeness(self) -> None:
        """Pair what is left with the first that reads nearly the same."""
        for at in list(self.right):
            for place in self.left:
                if self._effort.left <= 0:
                    return
                if self._likeness(place, at, OTHER_NUMBER) >= OTHER_NUMBER:
                    self._pair(place, at)
                    break

    def _pair(self, place: int, at: int) -> None:
        del self.left[place], self.right[at]
        self.pairs[at] = place

    def _likeness(self, place: int, at: int, least: float) -> float:
        old, new = self._cores
        return self._effort.likeness(old[place], new[at], least)
