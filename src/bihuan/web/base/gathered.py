"""Rows of several models by one query: a page that shows ten small lists side by side would ask ten times.

Each list keeps its order, its end and its joins. A row travels as one JSON array, so that lists of any shape
fit under one UNION ALL; the values then go through the converters of Django as if the list had been asked
for alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.query import get_related_populators
from django.utils.dateparse import parse_date, parse_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db.models import QuerySet

    Values = list[Any]

_ARRAY = {"sqlite": "json_array({})", "postgresql": "json_build_array({})::text"}
"""The columns of a row as text; neither takes more than a hundred."""


def gather(*lists: QuerySet[Any, Any]) -> list[list[Any]]:
    """What each list holds, as ``list`` would give it: model instances with what ``select_related`` joins,
    tuples of a ``values_list`` of columns. One query, or none where nothing can match.
    """
    compilers = [one.query.get_compiler(connection=connection) for one in lists]
    parts, parameters = [], []
    for at, compiler in enumerate(compilers):
        try:
            sql, values = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            continue
        columns = ", ".join(f"p.{connection.ops.quote_name(alias)}" for _, _, alias in compiler.select)
        parts.append(f"SELECT {at}, {_ARRAY[connection.vendor].format(columns)} FROM ({sql}) AS p")  # noqa: S608 - Django's own SQL
        parameters += values
    found: list[list[Values]] = [[] for _ in lists]
    for at, row in _rows(" UNION ALL ".join(parts), parameters):
        found[at].append(json.loads(row))
    return [list(_instances(compiler, rows)) for compiler, rows in zip(compilers, found, strict=True)]


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[int, str]]:
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _instances(compiler: Any, rows: list[Values]) -> Iterator[Any]:
    """As Django's own iteration over a queryset makes them."""
    if not rows:
        return
    told = _as_sent(compiler, rows)
    if not compiler.query.default_cols:
        yield from compiler.results_iter(results=[told], tuple_expected=True)
        return
    known, fields = compiler.klass_info, compiler.klass_info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    populators = get_related_populators(known, compiler.select, connection.alias)  # type: ignore[call-arg]  # the stubs are those of a later Django
    for row in compiler.results_iter(results=[told]):
        made = known["model"].from_db(connection.alias, names, row[first:last])
        for one in populators:
            one.populate(row, made)
        for name, at in (compiler.annotation_col_map or {}).items():
            setattr(made, name, row[at])
        yield made


def _as_sent(compiler: Any, rows: list[Values]) -> list[Values]:
    """Values as the driver would have given them: PostgreSQL's knows days and moments, SQLite's text."""
    if connection.vendor != "postgresql":
        return rows
    kinds = [column[0].output_field.get_internal_type() for column in compiler.select]
    mends = [(at, _MENDS[kind]) for at, kind in enumerate(kinds) if kind in _MENDS]
    for row in rows:
        for at, mend in mends:
            row[at] = None if row[at] is None else mend(row[at])
    return rows


_MENDS: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": parse_datetime,
    "DateField": parse_date,
    "JSONField": json.dumps,
}
