"""Chains: dates that hang together (3月30日、4月3日; 6月28日至7月2日) and share one role."""

from __future__ import annotations

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
    if not pieces:
        return pieces, _past_recurring(text, match)
    while True:
        mark = _connector(text, pieces[-1].end)
        if mark is None or not _connect(text, mark, pieces):
            return pieces, pieces[-1].end


def _past_recurring(text: str, match: Match[str]) -> int:
    """Where the text goes on after 每年6月、12月 or xx年3月至5月, of which no part is a date."""
    end = match.end()
    if text[match.start() - 1 : match.start()] not in ("年", "每"):
        return end
    while (mark := _connector(text, end)) is not None and (more := g.atom().match(text, mark + 1)):
        if more[g.YEARS] is not None or more[g.ISO_YEAR] is not None:
            break
        end = more.end()
    return end


def _connector(text: str, at: int) -> int | None:
    """Where a mark stands that may connect another date; a blank or a day of the week may come before it."""
    if text[at : at + 1] in ("（", "("):
        found = g.weekday().match(text, at)
        at = found.end() if found else at
    if text[at : at + 1] in _BLANKS:
        at += 1
    return at if text[at : at + 1] in _MARKS else None


def _connect(text: str, mark: int, pieces: list[Piece]) -> bool:
    """Add to *pieces* what the connector at *mark* brings; False when no date follows it."""
    at = mark + (2 if text[mark : mark + 2] in _DOUBLE_MARKS else 1)
    if text[at : at + 1] in _BLANKS:
        at += 1
    match = g.atom().match(text, at)
    following = read_atom(text, match, inside=True) if match else []
    if not following:
        return False
    if text[mark] in g.RANGE_MARKS:
        range_ = joined(pieces[-1], following[0])
        if range_ is None:
            return False
        pieces[-1] = range_
        following = following[1:]
    elif not pieces[-1].month and following[0].month:
        return False
    more = _with_month(following, pieces[-1])
    pieces.extend(more)
    return bool(more) or text[mark] in g.RANGE_MARKS


def _with_month(pieces: list[Piece], before: Piece) -> list[Piece]:
    """Days alone get the month of the date before them; where that has no day they are nothing."""
    if before.precision is not Precision.DAY:
        return [piece for piece in pieces if piece.month]
    month, year = before.last_month, before.last_year or before.year
    return [
        piece if piece.month else piece._replace(month=month, last_month=month, year=year) for piece in pieces
    ]
