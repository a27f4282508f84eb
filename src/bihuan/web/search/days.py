"""Days as tokens, so that an inverted index can be read a few days at a time. Pure.

A passage has a token for its day and one each for the cells of 8, 64 and 512 days that its day lies in.
"""

from __future__ import annotations

from bihuan.web.search import grams

LEVELS, SIZE = 4, 8


def cells_of(day: int) -> list[int]:
    """The tokens of a day, as ``rows.day_of`` numbers it."""
    return [_token(level, day // SIZE**level) for level in range(LEVELS)]


def cover(first: int, last: int) -> list[int]:
    """The cells that hold these days, all between them and no other: some dozen, but for centuries."""
    cells, level, begin, end = list[int](), 0, first, last + 1
    while begin < end and level < LEVELS - 1:
        low, high = -(-begin // SIZE) * SIZE, end // SIZE * SIZE
        if low > high:
            low = high = end
        cells += [_token(level, one) for one in (*range(begin, low), *range(high, end))]
        level, begin, end = level + 1, low // SIZE, high // SIZE
    return cells + [_token(level, one) for one in range(begin, end)]


def _token(level: int, cell: int) -> int:
    return grams.fact("day", f"{level}:{cell}")
