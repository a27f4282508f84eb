"""Ledgers as workbooks: rows of the contract in the layouts that offices use."""

from __future__ import annotations

from operator import attrgetter
from typing import IO, TYPE_CHECKING

from bihuan.ledger.book import PLAIN_HEADING, Heading, LedgerTooLongError, write_book
from bihuan.ledger.layouts import Layout, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.ledger.shapes import Row

__all__ = ["PLAIN_HEADING", "Heading", "LedgerTooLongError", "workbook"]

_KEY = attrgetter("finding_no", "finding")


def workbook(
    rows: Iterable[Row], layout: Layout = Layout.LEDGER, *, to: IO[bytes], heading: Heading = PLAIN_HEADING
) -> int:
    """Write an .xlsx into ``to`` and return how many rows it has; LedgerTooLongError beyond a sheet's end.

    Rows of one finding must follow each other.
    """
    return write_book(
        rows,
        plan_of(layout),
        to=to,
        key=lambda row: (_KEY(row),),
        identifier=lambda row: row.id or "",
        heading=heading,
    )
