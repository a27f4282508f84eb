"""Ledgers of offices: bytes of a workbook in, rows and rejects out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.ledger import numbers
from bihuan.ledger.entries import Finding, rows_of
from bihuan.ledger.files import read_sheets
from bihuan.ledger.forms import add_table, find_forms, read_form
from bihuan.ledger.heads import Role, find_heads
from bihuan.ledger.joining import Register, is_dependent, list_kind
from bihuan.ledger.lines import IDENTIFIER, Table, lines_of
from bihuan.ledger.shapes import Ledger, Reason, Reject
from bihuan.ledger.surroundings import read_around
from bihuan.ledger.tables import Reading
from bihuan.ledger.vocabulary import words
from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from datetime import date

    from bihuan.ledger.days import Around
    from bihuan.ledger.forms import Form
    from bihuan.ledger.formulas import Unreckoned
    from bihuan.ledger.grid import Sheet
    from bihuan.ledger.heads import Head
    from bihuan.ledger.lines import Line


def read_ledger(
    data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS, as_of: date | None = None
) -> Ledger:
    """All rows of a workbook; ``as_of`` stands in for a filling date that the sheet lacks.

    UnreadableDocument, whose message says what to do, for what is no workbook.
    """
    found = read_findings(data, name, limits=limits, as_of=as_of)
    rows = tuple([row for one in found.findings for row in rows_of(one)])
    unreckoned = (
        (sheet, name) for sheet, at in found.unreckoned.items() for row in sorted(at) for name in at[row]
    )
    return Ledger(rows, tuple(found.rejects), tuple(unreckoned))


class Read(NamedTuple):
    """What a workbook holds, before rows that share a due date are put together."""

    findings: list[Finding]
    rejects: list[Reject]
    ours: bool
    """The rows carry our identifiers: the lists of the workbook are then not joined, each row speaks for
    itself.
    """
    unreckoned: dict[str, Unreckoned]
    """Sheets → cells that read as empty because the file holds a formula and no result."""


class TooManyRows(UnreadableDocument):
    """A sheet has more filled rows than were asked for; ``count`` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"表里有{count}行，太多了，请分成几份再交。")
        self.count = count


def read_findings(
    data: bytes,
    name: str = "",
    *,
    limits: Limits = DEFAULT_LIMITS,
    as_of: date | None = None,
    joined: bool = True,
    most_rows: int | None = None,
) -> Read:
    """All findings with their entries; ``joined`` False leaves lists that carry our identifiers apart.

    UnreadableDocument as ``read_ledger``; TooManyRows before anything is made of a sheet with more than
    ``most_rows`` filled rows.
    """
    sheets = [sheet for sheet in read_sheets(data, name, limits=limits) if sheet.texts]
    _refuse_long(sheets, most_rows)
    shown = [sheet for sheet in sheets if not sheet.hidden and not _is_apart(sheet.name)]
    found = _read(shown, as_of, joined)
    if found.findings or found.rejects or sheets == shown:
        return found
    return _read([sheet for sheet in sheets if not _is_choices(sheet.name)], as_of, joined)


def _refuse_long(sheets: list[Sheet], most_rows: int | None) -> None:
    for sheet in sheets:
        if most_rows is not None and len(sheet.texts) > most_rows:
            filled = sum(1 for row in sheet.texts if any(row))
            if filled > most_rows:
                raise TooManyRows(filled)


def _is_apart(name: str) -> bool:
    """True for the name of an index, an example or a list of choices."""
    plain = "".join(name.split())
    if plain.endswith(words("sheet_index")) or plain == "说明":
        return True
    return _is_choices(name) or any(word in plain for word in words("sheet_sample") if word != "说明")


def _is_choices(name: str) -> bool:
    return any(word in name for word in words("sheet_choices"))


def _read(sheets: list[Sheet], as_of: date | None, joined: bool) -> Read:
    book = _Book(as_of)
    for sheet in sheets:
        book.take(sheet)
    ours = any(
        IDENTIFIER.fullmatch(table.sheet.text(line.row, column.at))
        for table, lines in book.lists
        for column in table.head.of(Role.ID)
        for line in lines[:50]
    )
    if ours and not joined:
        book.list_apart()
    else:
        book.join()
    unreckoned = {sheet.name: sheet.unreckoned for sheet in sheets if sheet.unreckoned}
    return Read(book.findings, book.rejects, ours, unreckoned)


class _Book:
    """Tables and forms of a workbook, sheet by sheet."""

    def __init__(self, as_of: date | None) -> None:
        self.as_of = as_of
        self.lists: list[tuple[Table, list[Line]]] = []
        self.findings: list[Finding] = []
        self.rejects: list[Reject] = []
        self._form_numbers: dict[str, str] = {}

    def take(self, sheet: Sheet) -> None:
        """Note the tables of a sheet, or read its forms."""
        heads = find_heads(sheet)
        tables = [
            (table, lines_of(table)) for table in _tables(sheet, heads) if not table.head.of(Role.INDEX)
        ]
        used = {line.row for _, lines in tables for line in lines}
        for head in heads:
            used.update(range(head.top, head.bottom + 1))
        around = read_around(sheet, (row for row in range(len(sheet.texts)) if row not in used), self.as_of)
        tables = [(table._replace(around=around), lines) for table, lines in tables]
        if not any(lines and table.head.of(Role.FINDING, Role.ASPECT) for table, lines in tables):
            forms = find_forms(sheet, _outside(sheet, tables))
            if forms:
                self._take_forms(sheet, forms, around, tables)
                return
        self.lists += tables

    def _take_forms(
        self, sheet: Sheet, forms: list[Form], around: Around, tables: list[tuple[Table, list[Line]]]
    ) -> None:
        for form in forms:
            finding = read_form(sheet, form, around, self.rejects)
            if finding is None:
                continue
            key = numbers.canonical(finding.number) if finding.number else ""
            if key and self._form_numbers.setdefault(key, finding.text) is not finding.text:
                self.rejects.append(
                    Reject(sheet.name, finding.row, Reason.DUPLICATE_NO, finding.number or "")
                )
                continue
            for table, lines in tables:
                finding = add_table(finding, table, lines, self.rejects)
            self.findings.append(finding)

    def list_apart(self) -> None:
        """The findings of every list, each with what that list says."""
        for table, lines in self.lists:
            self.findings += self._read(table, lines)

    def join(self) -> None:
        """All findings, the lists joined."""
        kinds = {id(table): list_kind(table.sheet, table.head) for table, _ in self.lists}
        problems = [(table, lines) for table, lines in self.lists if table.head.of(Role.FINDING, Role.ASPECT)]
        if any(kinds[id(table)] == "list_problems" for table, _ in problems):
            problems = [
                (t, lines) for t, lines in problems if kinds[id(t)] not in {"list_tasks", "list_duties"}
            ]
        leading = {id(table) for table, _ in problems}
        others = [
            (table, lines)
            for table, lines in self.lists
            if id(table) not in leading and (is_dependent(table) or kinds[id(table)])
        ]
        for table, lines in problems if problems else others:
            self.findings += self._unless_index(self._read(table, lines))
        if problems and others:
            register = Register(self.findings)
            for table, lines in others:
                register.take(table, lines, self.rejects)
            self.findings = register.joined()

    def _unless_index(self, findings: list[Finding]) -> list[Finding]:
        """Without those that only list what has a form of its own."""
        texts = {finding.text for finding in self.findings}
        return [
            finding
            for finding in findings
            if not self._form_numbers
            or any(entry.measures for entry in finding.entries)
            or not (finding.text in texts or numbers.canonical(finding.number or "") in self._form_numbers)
        ]

    def _read(self, table: Table, lines: list[Line]) -> list[Finding]:
        reading = Reading(table, self.rejects)
        for line in lines:
            reading.take(line)
        return reading.findings


def _tables(sheet: Sheet, heads: list[Head]) -> list[Table]:
    """Each head with the rows down to the next one."""
    ends = [*(head.top for head in heads[1:]), *([len(sheet.texts)] if heads else ())]
    return [Table(sheet, head, range(head.bottom + 1, end)) for head, end in zip(heads, ends, strict=True)]


def _outside(sheet: Sheet, tables: list[tuple[Table, list[Line]]]) -> list[int]:
    """Rows in which a form may stand: heads and rows of tables left out."""
    inside = {line.row for _, lines in tables for line in lines}
    for table, _ in tables:
        inside.update(range(table.head.top, table.head.bottom + 1))
    return [row for row in range(len(sheet.texts)) if row not in inside]
