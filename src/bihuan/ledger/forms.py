"""Forms: one finding on a sheet, labels beside their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bihuan.ledger import numbers
from bihuan.ledger.cells import CellReader
from bihuan.ledger.entries import Entry, Finding
from bihuan.ledger.grid import Sheet
from bihuan.ledger.heads import CORE, Column, Head, Role, plain_title, role_of
from bihuan.ledger.joining import completed
from bihuan.ledger.lines import Table, tidy
from bihuan.ledger.shapes import Reason, Reject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.ledger.days import Around
    from bihuan.ledger.grid import Area
    from bihuan.ledger.lines import Line

_LONGEST_LABEL = 14
_NAMED_AFTER_NUMBER = re.compile(
    r"(?:问题|序号|编号|第|No\.?)?\s*[（(]?([0-9]{1,3}|[一二三四五六七八九十]{1,3})[）)]?\s*(?:号问题|个问题|号|题|项)?",
    re.I,
)
_NUMBERS = {Role.NUMBER, Role.REFERENCE}
_SUBSTANCE = {Role.MEASURE, Role.DUE, Role.LEADER, Role.DEPARTMENT, Role.PERSON, Role.MIXED}


class Field(NamedTuple):
    """A label with its value."""

    role: Role
    label: str
    row: int
    """From 0."""
    value: object
    text: str


Form = list[Field]


def find_forms(sheet: Sheet, rows: Iterable[int]) -> list[Form]:
    """Forms of these rows: each has a label for the finding and two more; none in a sheet of tables."""
    forms: list[Form] = [[]]
    for row in rows:
        for field in _fields(sheet, row):
            roles = {known.role for known in forms[-1]}
            if field.role in {*_NUMBERS, Role.FINDING} and _begins(field.role, roles):
                forms.append([])
            forms[-1].append(field)
    return [form for form in forms if _is_form(form)]


def _begins(role: Role, roles: set[Role]) -> bool:
    """True where a second number or finding shows that the next form has begun."""
    if role in _NUMBERS:
        return bool(roles & _NUMBERS) and Role.FINDING in roles
    return role in roles and bool(roles & _SUBSTANCE)


def _is_form(form: Form) -> bool:
    roles = {field.role for field in form}
    return bool(roles & {Role.FINDING, Role.ASPECT}) and len(roles & CORE) >= 3


def _fields(sheet: Sheet, row: int) -> list[Field]:
    """Labels that begin in this row, from left to right, each with the cells right of it.

    What stands right beside a label is its value, even if it looks like another label.
    """
    found: list[Field] = []
    taken = -1
    for area, text in sheet.anchors(row):
        if area.top != row or area.left <= taken:
            continue
        label, colon, rest = text.replace(":", "：").partition("：")
        role = _label_role(label)
        if role is None or (not rest.strip() and area.right + 1 >= sheet.width):
            continue  # a title over the whole width has no value
        if colon and rest.strip():
            field = Field(role, label, row, rest.strip(), rest.strip())
        elif _is_group(sheet, area):
            continue
        else:
            taken = sheet.area(row, area.right + 1).right
            field = Field(role, label, row, *_value(sheet, area))
        if role in CORE or role is Role.ID:
            found.append(field)
    return found


def _label_role(label: str) -> Role | None:
    return role_of(label) if 0 < len(plain_title(label)) <= _LONGEST_LABEL else None


def _is_group(sheet: Sheet, label: Area) -> bool:
    """True for a label over other labels (责任分工 beside 责任领导, 责任部门 below each other)."""
    at = label.right + 1
    beside = sheet.area(label.top, at)
    if label.bottom == label.top or beside.bottom >= label.bottom:
        return False
    inner = [sheet.text(row, at) for row in range(label.top, label.bottom + 1)]
    roles = [_label_role(text) for text in inner if text]
    further = any(sheet.text(row, beside.right + 1) for row in range(label.top, label.bottom + 1))
    return further and len(roles) > 1 and None not in roles


def _value(sheet: Sheet, label: Area) -> tuple[object, str]:
    """(value, text) of the cells beside a label; several below each other on a line each."""
    at = label.right + 1
    rows = [
        row
        for row in range(label.top, label.bottom + 1)
        if sheet.text(row, at) and (row == label.top or sheet.area(row, at).top == row)
    ]
    shown = "\n".join(sheet.text(row, at) for row in rows)
    return (sheet.value(rows[0], at) if len(rows) == 1 else shown), shown


def read_form(sheet: Sheet, form: Form, around: Around, rejects: list[Reject]) -> Finding | None:
    """The finding of a form; None for an empty one and for one that had to be rejected."""
    finding = _first(form, Role.FINDING) or _first(form, Role.ASPECT)
    filled = any(field.text for field in form if field.role in _SUBSTANCE)
    if finding is None or not (finding.text or filled):
        return None
    if not finding.text:
        told = " ".join(field.text for field in form if field.text)
        rejects.append(Reject(sheet.name, finding.row + 1, Reason.MISSING_FINDING, told[:200]))
        return None
    number, text = _number(sheet, form), tidy(finding.text)
    leading, rest = numbers.leading_number(text)
    if leading is not None and (not number or numbers.canonical(number) == numbers.canonical(leading)):
        number, text = number or leading, rest
    reader = CellReader(_as_table(sheet, form, around))
    due = reader.due(1)
    found = Finding(number or None, text, sheet.name, finding.row + 1, [], [])
    if isinstance(due, Reason):
        place = next((field.row for field in form if field.role is Role.DUE and field.text), finding.row)
        rejects.append(Reject(sheet.name, place + 1, due, reader.due_text(1)[:200]))
        return None
    found.entries.append(reader.entry(1, due)._replace(row=finding.row + 1))
    return found


def add_table(finding: Finding, table: Table, lines: list[Line], rejects: list[Reject]) -> Finding:
    """The finding with the measures of a table inside its form; the form fills what is empty."""
    reader = CellReader(table)
    base = finding.entries[0]
    entries: list[Entry] = []
    for line in lines:
        due = reader.due(line.row)
        if isinstance(due, Reason):
            rejects.append(Reject(table.sheet.name, line.row + 1, due, reader.due_text(line.row)[:200]))
            continue
        entries.append(completed(reader.entry(line.row, due), base))
    return finding._replace(entries=entries or ([] if lines else [base]))


def _first(form: Form, role: Role) -> Field | None:
    fields = [field for field in form if field.role is role]
    return next((field for field in fields if field.text), fields[0] if fields else None)


def _number(sheet: Sheet, form: Form) -> str:
    """The number by its label, else by the name of the sheet (问题3)."""
    field = next((field for field in form if field.role in _NUMBERS and field.text), None)
    if field is not None:
        return numbers.shown(field.value, field.text)
    match = _NAMED_AFTER_NUMBER.fullmatch(sheet.name.strip())
    return match[1] if match else ""


def _as_table(sheet: Sheet, form: Form, around: Around) -> Table:
    """The form as a table of one row, so that its cells are read as those of tables are."""
    columns = tuple(Column(at, field.role, field.label) for at, field in enumerate(form))
    flat = Sheet(sheet.name, [[field.label for field in form], [field.value for field in form]], [])
    flat.texts[1] = [field.text for field in form]
    return Table(flat, Head(0, 0, columns), range(1, 2), around)
