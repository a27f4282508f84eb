"""Chains: dates that hang together (3月30日、4月3日; 6月28日至7月2日) and share one role."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bihuan.zh.dates import grammar as g
from bihuan.zh.dates.atoms import read_atom
from bihuan.zh.dates.kinds import Precision
from bihuan.zh.dates.pieces import joined

if TYPE_CHECKING:
    from re import Match

    from bihuan.zh.dates.pieces import Piece

_BLANKS = " \xa0\u3000"
_MARKS = frozenset(g.RANGE_MARKS + g.LIST_MARKS)
_DOUBLE_MARKS = frozenset(mark * 2 for mark in "-－–—―~～")


def read_chain(text: str, match: Match[str]) -> tuple[list[Piece], int]:
    """The dates that begin with *match*, and where the text behind them starts.

    No pieces where the match is no date.
    """
    pieces = read_atom(text, match)
    end = match.end()
    while pieces:
        mark = _connector(text, pieces[-1].end)
        more = None if mark is None else _connected(text, mark, pieces)
        if more is None:
            break
        pieces, end = more, more[-1].end
    return pieces, end


def _connector(text: str, at: int) -> int | None:
    """Where a mark stands that may connect another date; a blank or a day of the week may come before it."""
    if text[at : at + 1] in ("（", "("):
        found = g.weekday().match(text, at)
        at = found.end() if found else at
    if text[at : at + 1] in _BLANKS:
        at += 1
    return at if text[at : at + 1] in _MARKS else None


def _connected(text: str, mark: int, pieces: list[Piece]) -> list[Piece] | None:
    """The chain with what the connector at *mark* adds to it; None when no date follows."""
    at = mark + (2 if text[mark : mark + 2] in _DOUBLE_MARKS else 1)
    if text[at : at + 1] in _BLANKS:
        at += 1
    match = g.atom().match(text, at)
    following = read_atom(text, match, inside=True) if match else []
    if not following:
        return None
    if text[mark] in g.LIST_MARKS:
        following = _with_month(following, pieces[-1])
        return [*pieces, *following] if following else None
    range_ = joined(pieces[-1], following[0])
    return None if range_ is None else [*pieces[:-1], range_, *_with_month(following[1:], range_)]


def _with_month(pieces: list[Piece], before: Piece) -> list[Piece]:
    """Days alone get the month of the date before them; where that has no day they are nothing."""
    if before.precision is not Precision.DAY:
        return [piece for piece in pieces if piece.month]
    month, year = before.last_month, before.last_year or before.year
    return [
        piece if piece.month else replace(piece, month=month, last_month=month, year=year) for piece in pieces
    ]
