"""The rows of a table under their findings, and what has to be rejected on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.ledger import numbers
from bihuan.ledger.cells import CellReader
from bihuan.ledger.entries import Entry, Finding
from bihuan.ledger.heads import Role
from bihuan.ledger.shapes import Reason, Reject

if TYPE_CHECKING:
    from bihuan.ledger.lines import Line, Table

_LONGEST_TEXT = 200


class Reading:
    """Findings of one table, built row by row."""

    def __init__(self, table: Table, rejects: list[Reject]) -> None:
        self.table = table
        self.sheet = table.sheet
        self.rejects = rejects
        self.findings: list[Finding] = []
        self.cells = CellReader(table)
        self._seen: dict[tuple[str, str], Finding] = {}
        self._scope = ""
        self._current: Finding | None = None
        self._line: Line | None = None
        self._dropped: Line | None = None
        self._inherited: Entry | None = None

    def take(self, line: Line) -> None:
        """Put a row under its finding, or reject it."""
        if self._dropped is not None and _same(line, self._dropped):
            return
        if line.finding:
            self._take_finding(line)
        elif self._continues(line):
            self._add(line)
        else:
            self._line, self._current, self._dropped = None, None, line
            self.reject(line.row, Reason.MISSING_FINDING, "")

    def _take_finding(self, line: Line) -> None:
        goes_on = self._line is not None and self._current is not None and _same(line, self._line)
        if not goes_on and not self._begin(line):
            self._line, self._current, self._dropped = None, None, line
            return
        self._dropped = None
        self._line = line
        self._add(line)

    def reject(self, row: int, reason: Reason, text: str) -> None:
        """Note a row that is not taken; ``text`` falls back to the beginning of the row."""
        shown = text or " ".join(text for _, text in self.sheet.anchors(row))
        self.rejects.append(Reject(self.sheet.name, row + 1, reason, shown[:_LONGEST_TEXT]))

    def _begin(self, line: Line) -> bool:
        """Start a finding or go on with one that has this number and text; False for a number used before."""
        self._inherited = None
        key = numbers.canonical(line.number) if line.number else ""
        if key:
            if line.restarts:
                self._scope = f"{line.section}|{line.row}"
            known = self._seen.get((self._scope, key))
            if known is not None and not (known.text != line.finding and self.identified(line)):
                if known.text != line.finding or self._says_nothing_new(line):
                    self.reject(line.row, Reason.DUPLICATE_NO, line.number)
                    return False
                self._current = known
                return True
        self._current = Finding(line.number or None, line.finding, self.sheet.name, line.row + 1, [], [])
        self.findings.append(self._current)
        if key:
            self._seen[self._scope, key] = self._current
        return True

    def identified(self, line: Line) -> bool:
        """True for a row of ours that came back: it tells who it is, so nothing about it is guessed."""
        return any(self.sheet.text(line.row, column.at) for column in self.cells.ids)

    def _says_nothing_new(self, line: Line) -> bool:
        """True where a list of problems has the same line twice."""
        return not self.identified(line) and not any(
            self.sheet.text(line.row, column.at) for column in self.table.head.of(Role.MEASURE, Role.DUE)
        )

    def _continues(self, line: Line) -> bool:
        """True for a row without a finding of its own that belongs to the finding above it."""
        if self._line is None or self._current is None:
            return False
        if line.number:
            return numbers.canonical(line.number) == numbers.canonical(self._line.number or "")
        if not self.sheet.merges:
            return True
        if self._line.anchor and self.sheet.area(*self._line.anchor).bottom > self._line.anchor[0]:
            return False  # the merged region of the finding above has ended
        if any(self._begins_here(line.row, column.at) for column in self.table.head.of(Role.CATEGORY)):
            return False  # a category of its own, so a finding of its own
        if self.table.head.of(Role.NUMBER, Role.REFERENCE):
            return bool(self._line.number)
        people = self.table.head.of(Role.LEADER, Role.DEPARTMENT, Role.PERSON, Role.MIXED)
        return not any(self.sheet.text(line.row, column.at) for column in people)

    def _begins_here(self, row: int, column: int) -> bool:
        return bool(self.sheet.text(row, column)) and self.sheet.area(row, column).top == row

    def _add(self, line: Line) -> None:
        """The entry of a row; a due date that cannot be read is rejected, once for a merged cell."""
        if self._current is None:
            return
        due = self.cells.due(line.row)
        if isinstance(due, Reason):
            place = self.cells.due_place(line.row)
            if place not in self._current.rejected:
                self._current.rejected.append(place)
                self.reject(line.row, due, self.cells.due_text(line.row))
            return
        entry = self.cells.entry(line.row, due)
        entry = entry if entry.id else _inherit(entry, self._inherited)
        self._inherited = entry
        self._current.entries.append(entry)


def _inherit(entry: Entry, above: Entry | None) -> Entry:
    """What is written once for several rows of a finding holds for those below too."""
    if above is None:
        return entry
    same_due = not entry.due.text
    return entry._replace(
        leader=entry.leader or above.leader,
        department=entry.department or above.department,
        person=entry.person or above.person,
        due=above.due if same_due else entry.due,
        status=above.status if same_due and entry.status is None else entry.status,
    )


def _same(line: Line, other: Line) -> bool:
    """True where two rows stand under the same finding: one merged cell, or the same number and text."""
    if line.anchor is not None and line.anchor == other.anchor:
        return True
    if not line.finding and not line.number:
        return False
    return line.finding == other.finding and numbers.canonical(line.number) == numbers.canonical(other.number)
