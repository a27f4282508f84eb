"""Rows of csv, a piece at a time: column by column, which is a tenth of the calls that row by row takes; and
what stands above several measures is written out once for all of them.
"""

from __future__ import annotations

import csv
import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from bihuan.web.rectification.sheets.columns import Take
from bihuan.web.rectification.sheets.lines import AT, MEASURE, NOTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bihuan.ledger.layouts import Cell, Column
    from bihuan.web.rectification.sheets.lines import Group

    class Writes(Protocol):
        """What csv needs of a file."""

        def write(self, text: str, /) -> object: ...


_VERSION = AT["version"] - MEASURE
_ROW = AT["finding"], AT["response"], AT["response_version"]


_SPECIAL = '",\r'
"""Beside line breaks, what a cell may hold only in quotes."""
_NEEDS_QUOTES = re.compile(f"[{_SPECIAL}\n]")

END = "\r\n"
"""Behind each row; with another one csv would not quote line breaks inside a cell."""


def rows(cells: Iterable[Iterable[Cell]]) -> list[str]:
    """Each row as csv, ``END`` behind it."""
    found: list[str] = []
    csv.writer(_Pieces(found), lineterminator=END).writerows(cells)
    return found


class _Pieces:
    """A file for the writer, which hands over one row at a time."""

    def __init__(self, found: list[str]) -> None:
        self.write = found.append


def of_rows(some: Sequence[Any], columns: Sequence[Column], identifier: Callable[[Any], str] | None) -> str:
    """Of rows of any kind."""
    cells = [_column(one, some) for one in columns]
    if identifier:
        cells.append(map(identifier, some))
    return "".join(rows(zip(*cells, strict=True)))


def _column(column: Column, some: Sequence[Any]) -> Iterable[Any]:
    taker = column.cell
    return taker.many(map(taker.get, some)) if isinstance(taker, Take) else map(taker, some)


class Parts(NamedTuple):
    """The columns of a layout of measures: those of the finding and response in front, those of the measure,
    and again those of finding and response.
    """

    head: list[Take]
    middle: list[Take]
    tail: list[Take]

    @classmethod
    def of(cls, columns: Sequence[Column]) -> Parts:
        """``ValueError`` where a column of the finding stands between two of the measure."""
        takers = [cast("Take", one.cell) for one in columns]
        deeds = [at for at, one in enumerate(takers) if MEASURE <= one.at < NOTE]
        first, last = deeds[0], deeds[-1] + 1
        if any(one.at < 0 for one in takers) or len(deeds) != last - first:
            raise ValueError([one.title for one in columns])
        return cls(takers[:first], takers[first:last], takers[last:])


def of_groups(groups: Sequence[Group], parts: Parts) -> str:
    """Of measures, with the hidden column that leads back to them (``columns.identifier``)."""
    above = [(*one.above, *[None] * (NOTE - MEASURE), one.note) for one in groups]
    heads, tails = (_written(takers, above, 0) for takers in (parts.head, parts.tail))
    deeds = list(chain.from_iterable(one.deeds for one in groups))
    middles = iter(_written(parts.middle, deeds, MEASURE))
    found: list[str] = []
    for group, head, tail in zip(groups, heads, tails, strict=True):
        finding, response, version = (group.above[at] for at in _ROW)
        before = f"{head}," if head else ""
        behind = f",{tail},b{finding}-{response}-" if tail else f",b{finding}-{response}-"
        found += [
            f"{before}{next(middles)}{behind}{deed[0]}-{version}-{deed[_VERSION]}{END}"
            for deed in group.deeds
        ]
    return "".join(found)


def _written(takers: Sequence[Take], values: Sequence[tuple[Any, ...]], begin: int) -> list[str]:
    """These columns of each row, with commas between them; nothing where there are none of them."""
    if not takers or not values:
        return [""] * len(values)
    columns = list(zip(*values, strict=False))  # some measures have more behind what is shown
    return list(map(",".join, zip(*(_cells(one, columns[one.at - begin]) for one in takers), strict=True)))


def _cells(taker: Take, values: Sequence[Any]) -> Sequence[str]:
    """A column of texts, days and codes (no numbers) as csv writes it. One look at all of it together tells
    of most columns that nothing in them needs quotes.
    """
    if not any(values):
        return [""] * len(values)
    found: list[Any] = list(taker.many(values))
    try:
        whole = "\n".join(found)
    except TypeError:
        found = ["" if one is None else str(one) for one in found]
        whole = "\n".join(found)
    if whole.count("\n") < len(found) and not any(one in whole for one in _SPECIAL):
        return found
    return [_quoted(one) if _NEEDS_QUOTES.search(one) else one for one in found]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
