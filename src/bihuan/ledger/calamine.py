"""Workbooks through calamine: bytes in, cells out; every way in which it can fail becomes a sentence."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bihuan.ledger import guard
from bihuan.ledger.grid import Area, Value
from bihuan.report.errors import UnreadableDocument

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

T = TypeVar("T")
MOST_SHEETS = 1_000
MOST_ROWS = 200_000


class Cells(NamedTuple):
    """A sheet as it stands in the file."""

    name: str
    hidden: bool
    values: list[list[Value]]
    areas: list[Area]
    """Its merged regions."""


def read_cells(data: bytes) -> list[Cells]:
    """All work sheets; UnreadableDocument where the workbook is broken or has a password."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    found = []
    for meta in workbook.sheets_metadata[:MOST_SHEETS]:
        if meta.typ == SheetTypeEnum.WorkSheet:
            sheet = _guarded(partial(workbook.get_sheet_by_name, meta.name))
            found.append(_cells(sheet, meta.name, hidden=meta.visible != SheetVisibleEnum.Visible))
    return found


def _guarded(work: Callable[[], T]) -> T:
    """What the library reads; UnreadableDocument for all that it stumbles over, panics included."""
    from python_calamine import CalamineError, PasswordError

    try:
        return work()
    except PasswordError:
        raise UnreadableDocument(guard.ENCRYPTED) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise UnreadableDocument(guard.BROKEN) from None
    except BaseException as error:  # a panic of the library is no Exception
        if type(error).__name__ == "PanicException":
            raise UnreadableDocument(guard.BROKEN) from None
        raise


def _cells(sheet: CalamineSheet, name: str, *, hidden: bool) -> Cells:
    """The cells from the first row and column on, as far as they are filled without a large gap."""
    if sheet.start is None:
        return Cells(name, hidden, [], [])
    left: list[Value] = [""] * sheet.start[1]
    values = _filled_part([*left, *row] for row in sheet.iter_rows())
    return Cells(
        name, hidden, values, [Area(*top, *bottom) for top, bottom in sheet.merged_cell_ranges or ()]
    )


def _filled_part(rows: Iterable[list[Value]]) -> list[list[Value]]:
    """Rows up to the first gap of a thousand empty ones, or the most that are read."""
    found: list[list[Value]] = []
    last = 0
    for row in islice(rows, MOST_ROWS):
        if any(value != "" for value in row):
            last = len(found) + 1
        elif len(found) - last > guard.LARGEST_GAP:
            break
        found.append(row[: guard.MOST_COLUMNS])
    return found[:last]
