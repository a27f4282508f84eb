"""The fixed dates of a case as a line: where they stand, where today is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.web.base.words import day_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

LEFT, RIGHT = 6, 294
NEAR = 64
"""Words closer than this would touch; the later of two then gets none, the list below has it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the line; ``word`` is empty where there is no room."""

    x: int
    tone: str
    word: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing in a box 300 wide."""

    marks: list[Mark]
    now: int
    said: str


def timeline(dates: Sequence[tuple[str, date, str]], today: date) -> Timeline | None:
    """From (word, day, tone) in order of time; None for fewer than two days.

    The line ends a quarter after the last day at most: a today far beyond stands at its end.
    """
    first, last = (dates[0][1], dates[-1][1]) if dates else (today, today)
    if first >= last:
        return None
    end = max(last, min(today, last + (last - first) / 4))
    span = (end - first).days

    def place(day: date) -> int:
        return LEFT + (min(max(day, first), end) - first).days * (RIGHT - LEFT) // span

    marks: list[Mark] = []
    for at, (_, day, tone) in enumerate(dates):
        x = place(day)
        anchor = "start" if at == 0 else "end" if x > RIGHT - NEAR // 2 else "middle"
        room = not marks or x - marks[-1].x >= NEAR or (at == len(dates) - 1 and not marks[-1].word)
        marks.append(Mark(x, tone, f"{day.month}月{day.day}日" if room else "", anchor))
    said = "，".join(f"{day_words(day)}{word}" for word, day, _ in dates)
    return Timeline(marks, place(today), said)
