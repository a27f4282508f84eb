"""Rows of a case in a new order: surfaces and positions are written where they changed, nowhere else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import F

from bihuan.report.nodes import LeafKind
from bihuan.web.diagnosis.models import Filing
from bihuan.web.inspections.models import Finding, Group, Passage, Section, Subfinding
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.text import STEP, closers, resurface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from bihuan.web.rectification.text import CaseText, Row

_TABLES: dict[LeafKind, type[Model]] = {
    LeafKind.SECTION: Section,
    LeafKind.GROUP: Group,
    LeafKind.FINDING: Finding,
    LeafKind.SUBFINDING: Subfinding,
    LeafKind.MEASURE: Measure,
    LeafKind.OUTCOME: Response,
}


def rearrange(case: CaseText, rows: Sequence[Row]) -> None:
    """Store ``rows`` as the new order of the case's text: rows may be new, gone or moved."""
    first = case.rows[0].closer if case.rows else ""
    surfaced, tail = resurface(rows, closers(case.rows, case.tail), first, case.tail)
    write_order(case, surfaced, _positions(rows), tail)


def write_order(case: CaseText, rows: Sequence[Row], places: Sequence[int], tail: str) -> None:
    """Store surfaces and positions of those rows that differ from what ``case`` holds."""
    before = {row.key: row for row in case.rows}
    changed: dict[type[Model], list[tuple[Row, int]]] = {}
    for row, place in zip(rows, places, strict=True):
        old = before.get(row.key)
        if old is None or (old.surface, old.position) != (row.surface, place):
            changed.setdefault(_TABLES.get(row.kind, Passage), []).append((row, place))
    for table, moved in changed.items():
        _write(table, moved)
    if tail != case.tail:
        Filing.objects.filter(feedback=case.feedback, superseded_at=None).update(tail=tail)


def _positions(rows: Sequence[Row]) -> list[int]:
    """Ascending positions that keep as many rows as possible where they are."""
    if all(a.position < b.position for a, b in pairwise(rows)) and rows[0].position > 0:
        return [row.position for row in rows]
    single = _insert_one(rows)
    return single if single else [(at + 1) * STEP for at in range(len(rows))]


def _insert_one(rows: Sequence[Row]) -> list[int] | None:
    """Positions when all but one new row stand in order and there is room for it; else None."""
    fresh = [at for at, row in enumerate(rows) if row.position < 0]
    rest = [row.position for row in rows if row.position >= 0]
    if len(fresh) != 1 or any(a >= b for a, b in pairwise(rest)):
        return None
    at = fresh[0]
    low = rows[at - 1].position if at else 0
    high = rows[at + 1].position if at + 1 < len(rows) else low + 2 * STEP
    if high - low < 2:
        return None
    return [row.position if row.position >= 0 else (low + high) // 2 for row in rows]


def _write(table: type[Model], moved: Sequence[tuple[Row, int]]) -> None:
    """Two steps, because a position is unique: first out of the way, then to the new place."""
    place, surface = ("outcome_position", "outcome_surface") if table is Response else ("position", "surface")
    ids = [row.pk for row, _ in moved]
    found: dict[int, Any] = {one.pk: one for one in table._default_manager.filter(pk__in=ids)}
    objects = []
    for row, position in moved:
        one = found[row.pk]
        setattr(one, place, position)
        setattr(one, surface, row.surface)
        objects.append(one)
    if len(moved) > 1:
        out_of_the_way = -F(place) - 2**40
        table._default_manager.filter(pk__in=ids).update(**{place: out_of_the_way})
    table._default_manager.bulk_update(objects, [place, surface], batch_size=200)
