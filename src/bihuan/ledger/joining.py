"""Three lists on three sheets: 问题清单 with findings, 任务清单 with measures, 责任清单 with people.

They are joined by finding number. A row of the ledger stands where its finding stands in the first list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.ledger import numbers
from bihuan.ledger.cells import CellReader
from bihuan.ledger.entries import Entry, Finding, union
from bihuan.ledger.heads import Role
from bihuan.ledger.shapes import Reason, Reject
from bihuan.ledger.vocabulary import words

if TYPE_CHECKING:
    from bihuan.ledger.grid import Sheet
    from bihuan.ledger.heads import Head
    from bihuan.ledger.lines import Line, Table

_LONGEST_TEXT = 200
_KINDS = ("list_problems", "list_tasks", "list_duties")


class Register:
    """Findings by number and by text, with what the other lists say of them."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.by_number = {
            numbers.canonical(finding.number): finding for finding in reversed(findings) if finding.number
        }
        self.by_text = {finding.text: finding for finding in reversed(findings)}
        self.told: dict[int, list[Entry]] = {id(finding): [] for finding in findings}
        self.failed: set[int] = set()

    def take(self, table: Table, lines: list[Line], rejects: list[Reject]) -> None:
        """Put the rows of a dependent list to their findings."""
        reader = CellReader(table)
        above: list[Finding] = []
        seen: set[int] = set()
        for line in lines:
            found, complete = self._findings(line)
            if not found and complete:
                found = above  # no number: it goes on with the row above
            if not complete:
                self._reject(table, line.row, Reason.UNKNOWN_FINDING_NO, line.number, rejects)
            above = found
            if not found:
                if complete:
                    self._reject(table, line.row, Reason.MISSING_FINDING, "", rejects)
                continue
            due = reader.due(line.row)
            if isinstance(due, Reason):
                self.failed.update(id(finding) for finding in found)
                if reader.due_place(line.row) not in seen:
                    seen.add(reader.due_place(line.row))
                    self._reject(table, line.row, due, reader.due_text(line.row), rejects)
                continue
            entry = reader.entry(line.row, due)
            for finding in found:
                self.told[id(finding)].append(entry)

    def _findings(self, line: Line) -> tuple[list[Finding], bool]:
        """(findings that a row refers to, whether all of them are known)."""
        if not line.number:
            one = self.by_text.get(line.finding) if line.finding else None
            return ([one] if one else []), not line.finding or one is not None
        keys = numbers.references(line.number_value, line.number, self.by_number)
        found = [self.by_number[key] for key in keys if key in self.by_number]
        if len(found) < len(keys) and line.finding in self.by_text:
            return [self.by_text[line.finding]], True
        return found, len(found) == len(keys)

    def _reject(self, table: Table, row: int, reason: Reason, text: str, rejects: list[Reject]) -> None:
        shown = text or " ".join(text for _, text in table.sheet.anchors(row))
        rejects.append(Reject(table.sheet.name, row + 1, reason, shown[:_LONGEST_TEXT]))

    def joined(self) -> list[Finding]:
        """The findings with what all lists say of them."""
        return [self._joined(finding) for finding in self.findings]

    def _joined(self, finding: Finding) -> Finding:
        told = self.told[id(finding)]
        tasks = [entry for entry in told if entry.measures]
        duties = [entry for entry in told if not entry.measures]
        if not tasks:
            tasks = [_merged(duties)] if duties else []
            if not tasks and id(finding) in self.failed:
                return finding._replace(entries=[])  # all that was to be done was rejected
        base = _merged(finding.entries)
        rest = _merged([*duties, base])
        own = base.measures and not tasks
        parts = [base] if own or not tasks else _by_measure(tasks)
        entries = [completed(part, rest)._replace(sheet=finding.sheet, row=finding.row) for part in parts]
        return finding._replace(entries=entries)


def _by_measure(tasks: list[Entry]) -> list[Entry]:
    """Tasks and duties that tell of the same measures are one."""
    found: dict[tuple[str, ...], Entry] = {}
    for entry in tasks:
        known = found.get(entry.measures)
        found[entry.measures] = entry if known is None else completed(known, entry)
    return list(found.values())


def _merged(entries: list[Entry]) -> Entry:
    """All people of several entries, the first due date and status that are told."""
    if not entries:
        return Entry("", 0)
    first = entries[0]
    return first._replace(
        measures=union(entry.measures for entry in entries),
        leader=union(entry.leader for entry in entries),
        department=union(entry.department for entry in entries),
        person=union(entry.person for entry in entries),
        due=next((entry.due for entry in entries if entry.due.text), first.due),
        status=next((entry.status for entry in entries if entry.status), None),
        id=next((entry.id for entry in entries if entry.id), None),
    )


def completed(part: Entry, rest: Entry) -> Entry:
    """A part with what the other lists add to it."""
    return part._replace(
        leader=part.leader or rest.leader,
        department=part.department or rest.department,
        person=part.person or rest.person,
        due=part.due if part.due.text else rest.due,
        status=part.status if part.status is not None else rest.status,
        id=part.id or rest.id,
    )


def list_kind(sheet: Sheet, head: Head) -> str | None:
    """``list_problems``, ``list_tasks`` or ``list_duties`` by the sheet's name or the title above the
    head; None where neither or several are named.
    """
    above = " ".join(text for row in range(max(0, head.top - 4), head.top) for _, text in sheet.anchors(row))
    for told in (sheet.name, above):
        named = [kind for kind in _KINDS if any(word in told for word in words(kind))]
        if len(named) == 1:
            return named[0]
    return None


def is_dependent(table: Table) -> bool:
    """True for a table that tells of findings by their numbers and has no column for them."""
    head = table.head
    if head.of(Role.FINDING, Role.ASPECT) or not head.of(Role.REFERENCE, Role.NUMBER):
        return False
    return bool(head.of(Role.MEASURE, Role.REFERENCE)) or list_kind(table.sheet, head) in _KINDS[1:]
