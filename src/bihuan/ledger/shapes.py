"""What comes out of an office ledger: rows, and what had to be left out."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import NamedTuple

from bihuan.zh.status import Status


class DueKind(StrEnum):
    """What a due date says; ``null`` in JSON where the cell is empty."""

    DATE = "date"
    IMMEDIATE = "immediate"
    LONG_TERM = "long_term"


class Due(NamedTuple):
    """When something has to be done."""

    text: str = ""
    """The cell as it stands; a date cell as 2024-07-31."""
    date: datetime.date | None = None
    """The last day, itself included; None unless ``kind`` is DATE."""
    kind: DueKind | None = None
    keep_on: bool = False
    """True where the text asks to keep it up afterwards (2023年底前，并长期坚持)."""

    @property
    def meaning(self) -> tuple[datetime.date | None, DueKind | None, bool]:
        """All but the wording: what two cells share when they say the same."""
        return self.date, self.kind, self.keep_on


class Reason(StrEnum):
    """Why a row of a sheet is not among the rows."""

    MISSING_FINDING = "missing_finding"
    UNKNOWN_FINDING_NO = "unknown_finding_no"
    BAD_DUE = "bad_due"
    UNCLEAR_DUE = "unclear_due"
    DUPLICATE_NO = "duplicate_no"


REASONS = {
    Reason.MISSING_FINDING: "这一行没有写问题，请补上问题后再导入。",
    Reason.UNKNOWN_FINDING_NO: "问题清单里没有这个编号，请核对编号。",
    Reason.BAD_DUE: "日历上没有这一天，请改正时限。",
    Reason.UNCLEAR_DUE: "看不出具体到哪一天，请写明日期、立行立改或长期坚持。",
    Reason.DUPLICATE_NO: "这个编号前面已经用过，请核对编号。",
}
"""What to tell the person who handed the ledger in."""


class Reject(NamedTuple):
    """A row that could not be taken."""

    sheet: str
    row: int
    """Row number in the sheet, from 1."""
    reason: Reason
    text: str
    """What stands in the cell that is the reason; the beginning of the row where that cell is empty."""


class Row(NamedTuple):
    """A finding, or that part of it whose measures share due date and status."""

    finding_no: str | None
    finding: str
    measures: tuple[str, ...]
    leader: tuple[str, ...]
    department: tuple[str, ...]
    person: tuple[str, ...]
    due: Due
    status: Status | None
    sheet: str
    row: int
    id: str | None = None
    """What the writer put into its hidden column, so that a ledger that comes back is known again."""


class Ledger(NamedTuple):
    """All that a file holds."""

    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...]
    unreckoned: tuple[tuple[str, str], ...] = ()
    """(sheet, cell) of formulas whose result the file does not hold; they were read as empty."""
