"""责任矩阵: findings or measures × people and departments: 牵头, 责任, 配合, 知悉. Shapes are pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bihuan.web.rectification.loop.queries import numbers_of
from bihuan.web.rectification.models import Involvement, Measure, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.web.inspections.models import Feedback

MOST = 400
"""Measures on one page; a longer case is looked at part by part."""
LEAD, ANSWER = "lead", "answer"
WORDS = {LEAD: "牵头", ANSWER: "责任", Part.SUPPORT.value: "配合", Part.INFORMED.value: "知悉"}
MARKS = {LEAD: "牵", ANSWER: "责", Part.SUPPORT.value: "配", Part.INFORMED.value: "知"}
Who = tuple[str, int]
"""``person`` or ``department`` and the id; ``sheet …`` for words of a sheet that are nobody known here."""


@dataclass(frozen=True, slots=True)
class Column:
    """A department or a person."""

    who: Who
    name: str
    post: str = ""


@dataclass(slots=True)
class Line:
    """A finding's answer, or a measure: who does what."""

    number: str
    title: str
    href: tuple[str, int, str]
    """View, id, fragment."""
    measure: int | None
    cells: dict[Who, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, who: Who, part: str) -> None:
        """Once, in the order of the words."""
        if part not in self.cells[who]:
            self.cells[who] = [one for one in WORDS if one in (*self.cells[who], part)]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole picture."""

    columns: list[Column]
    lines: list[Line]
    by_column: list[tuple[Column, list[tuple[str, list[str]]]]]
    """The same for a phone: each person with 牵头 → numbers."""
    cut: bool
    empty: int
    """Lines without anybody."""


def matrix(case: Feedback, *, by_measure: bool, section: int | None) -> Matrix:
    """Three queries, whatever the size of the case."""
    rows = Measure.objects.filter(feedback=case, response__withdrawn_at=None)
    rows = rows.filter(response__section=section) if section else rows
    near = ("leader", "department", "person", "response")
    found = list(rows.select_related(*near).order_by("position")[: MOST + 1])
    measures, cut = found[:MOST], len(found) > MOST
    findings = numbers_of({one.response_id for one in measures})
    involved: dict[int, list[Involvement]] = defaultdict(list)
    ids = [one.pk for one in measures]
    for one in Involvement.objects.filter(measure__in=ids).select_related("person", "department"):
        involved[one.measure_id].append(one)
    columns: dict[Who, Column] = {}
    lines: dict[tuple[int, int], Line] = {}
    for row in measures:
        key = (row.response_id, row.pk if by_measure else 0)
        told = "、".join(one.number for one in findings[row.response_id])
        heads = "；".join(one.title for one in findings[row.response_id])
        title = row.text if by_measure else heads or "整改"
        view = ("loop:response", row.response_id, f"#measure-{row.pk}" if by_measure else "")
        line = lines.setdefault(key, Line(told, title, view, row.pk if by_measure else None))
        for who, name, post, part in _parts(row, involved[row.pk]):
            columns.setdefault(who, Column(who, name, post))
            line.add(who, part)
    listed = list(lines.values())
    order = _ordered(columns, listed)
    return Matrix(
        order, listed, [(one, _said(one, listed)) for one in order], cut, sum(not one.cells for one in listed)
    )


def _parts(row: Measure, involved: Sequence[Involvement]) -> Iterable[tuple[Who, str, str, str]]:
    for name, part in (("leader", LEAD), ("department", ANSWER), ("person", ANSWER)):
        words = row.named.get(name)
        if words and not getattr(row, f"{name}_id"):
            yield (f"sheet {words}", 0), words, "表上所写", part
    if row.leader:
        yield ("person", row.leader.pk), row.leader.name, row.leader.post, LEAD
    if row.department:
        yield ("department", row.department.pk), row.department.name, "", ANSWER
    if row.person:
        yield ("person", row.person.pk), row.person.name, row.person.post, ANSWER
    for one in involved:
        if one.person:
            yield ("person", one.person.pk), one.person.name, one.person.post, one.part
        elif one.department:
            yield ("department", one.department.pk), one.department.name, "", one.part


def _ordered(columns: dict[Who, Column], lines: Sequence[Line]) -> list[Column]:
    """Who leads most stands first, then departments, then everybody else."""

    def weight(one: Column) -> tuple[int, int, str]:
        leads = sum(LEAD in line.cells.get(one.who, ()) for line in lines)
        held = sum(one.who in line.cells for line in lines)
        group = 0 if leads else 1 if one.who[0] == "department" else 2
        return group, -(leads or held), one.name

    return sorted(columns.values(), key=weight)


def _said(column: Column, lines: Sequence[Line]) -> list[tuple[str, list[str]]]:
    held: dict[str, list[str]] = {part: [] for part in WORDS}
    for line in lines:
        for part in line.cells.get(column.who, ()):
            if line.number not in held[part]:
                held[part].append(line.number)
    return [(WORDS[part], numbers) for part, numbers in held.items() if numbers]
