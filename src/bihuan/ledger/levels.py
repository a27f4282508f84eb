"""Which of several columns of problems is the finding: 类别, 一级, 二级, 三级问题, 具体表现.

The column of numbers tells: what is numbered is the finding. Where it does not, the lowest level is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.ledger.heads import Role

if TYPE_CHECKING:
    from bihuan.ledger.grid import Sheet
    from bihuan.ledger.heads import Column, Head


_ALIKE = 0.7
"""Share of rows in which a level and the numbers must begin together."""


def finding_columns(sheet: Sheet, head: Head, rows: range) -> list[Column]:
    """The finding's column first, then the levels above it, nearest first; nothing for a table without
    findings.
    """
    levels = head.of(Role.FINDING, Role.ASPECT)
    if not levels:
        return []
    chosen = levels[0] if len(levels) == 1 else _chosen(sheet, head, levels, rows)
    above = [level for level in levels if level.at < chosen.at]
    return [chosen, *reversed(above)]


def _chosen(sheet: Sheet, head: Head, levels: list[Column], rows: range) -> Column:
    numbers = head.of(Role.REFERENCE) or head.of(Role.NUMBER)
    if numbers:
        counted = _starts(sheet, numbers[0].at, rows)
        alike = {level: _likeness(_starts(sheet, level.at, rows), counted) for level in levels}
        near = [level for level in levels if alike[level] >= max(_ALIKE, max(alike.values()) - 0.05)]
        preferred = [level for level in near if level.role is Role.FINDING and "一级" not in level.title]
        if preferred:
            return preferred[-1]
        if near and all(level.role is Role.ASPECT for level in near):
            return near[-1]
    problems = [level for level in levels if level.role is Role.FINDING] or levels
    used = [level for level in problems if _starts(sheet, level.at, rows)]
    return (used or problems)[-1]


def _likeness(some: set[int], others: set[int]) -> float:
    return len(some & others) / len(some | others) if some and others else 0.0


def _starts(sheet: Sheet, column: int, rows: range) -> set[int]:
    """Rows in which a cell with text begins; full-width rows (headings of sections, notes) do not count."""
    found = set()
    for row in rows:
        if sheet.text(row, column):
            area = sheet.area(row, column)
            if area.top == row and area.right - area.left < 3:
                found.add(row)
    return found
