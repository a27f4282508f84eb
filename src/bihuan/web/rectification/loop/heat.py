"""The picture of a regular duty: a row a year, a square a period. Pure; drawn as SVG without any style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.web.base.words import day_words
from bihuan.web.rectification.periods import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.rectification.periods import Cell

SIDE, GAP, LEFT, TOP = 22, 3, 32, 16
WORDS = {"done": "按期完成", "late": "逾期补做", "missed": "没有做", "now": "本期尚未登记"}


@dataclass(frozen=True, slots=True)
class Square:
    """One period in the picture."""

    x: int
    y: int
    width: int
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole picture with its words."""

    width: int
    height: int
    squares: tuple[Square, ...]
    years: tuple[tuple[int, int], ...]
    """(year, y of its middle)."""
    heads: tuple[tuple[str, int], ...]
    """(number of a month, x of its middle)."""
    said: str


def heat(found: Sequence[Cell], every: str) -> Heat:
    """Rows are years; a month is one square, a quarter three, a year twelve."""
    length = MONTHS[every]
    years = sorted({one.start.year for one in found})
    rows = {year: TOP + at * (SIDE + GAP) for at, year in enumerate(years)}
    squares = tuple(
        Square(
            LEFT + (one.start.month - 1) * (SIDE + GAP),
            rows[one.start.year],
            length * (SIDE + GAP) - GAP,
            one.state,
            f"{one.label}：{WORDS[one.state]}{f'，{day_words(one.done_on)}' if one.done_on else ''}",
        )
        for one in found
    )
    return Heat(
        LEFT + 12 * (SIDE + GAP) - GAP,
        TOP + len(years) * (SIDE + GAP),
        squares,
        tuple((year, y + 15) for year, y in rows.items()),
        tuple((str(month), LEFT + (month - 1) * (SIDE + GAP) + SIDE // 2) for month in range(1, 13)),
        said(found),
    )


def said(found: Sequence[Cell]) -> str:
    """The picture in words."""
    counts = {state: sum(1 for one in found if one.state == state) for state in WORDS}
    parts = [f"{WORDS[state]}{count}期" for state, count in counts.items() if count]
    return f"共{len(found)}期" + ("，" + "，".join(parts) if parts else "")
