"""What one row of a table (or one form) says, and how entries of a finding become rows of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.ledger.shapes import Due, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bihuan.zh.status import Status


class Entry(NamedTuple):
    """One sheet row's part in a finding; empty where the row says nothing."""

    sheet: str
    row: int
    """From 1."""
    measures: tuple[str, ...] = ()
    leader: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    due: Due = Due()
    status: Status | None = None
    id: str | None = None
    cells: Mapping[str, str] = {}
    """Title of a column → what the row shows there, for whoever wants more than the contract."""


class Finding(NamedTuple):
    """A finding with the entries that stand under it."""

    number: str | None
    text: str
    sheet: str
    row: int
    entries: list[Entry]
    rejected: list[int]
    """Rows of entries that were rejected."""


def rows_of(finding: Finding) -> list[Row]:
    """One row for each due date and status among the entries; none where all entries were rejected."""
    groups: dict[object, list[Entry]] = {}
    for entry in finding.entries:
        groups.setdefault((entry.due.meaning, entry.status), []).append(entry)
    return [_row(finding, entries) for entries in groups.values()]


def _row(finding: Finding, entries: list[Entry]) -> Row:
    first = entries[0]
    if len(entries) == 1:
        lists = first.measures, first.leader, first.department, first.person
    else:
        lists = (
            union(entry.measures for entry in entries),
            union(entry.leader for entry in entries),
            union(entry.department for entry in entries),
            union(entry.person for entry in entries),
        )
    return Row(
        finding.number,
        finding.text,
        *lists,
        first.due,
        first.status,
        first.sheet,
        first.row,
        next((entry.id for entry in entries if entry.id), None),
    )


def union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All items in their order, each once."""
    found: dict[str, None] = {}
    for items in lists:
        found.update(dict.fromkeys(items))
    return tuple(found)
