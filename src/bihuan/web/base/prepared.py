"""Queries whose SQL is made once: on a page of ten small queries Django's compiler costs more than database
and template together.

A query is built with stand-ins where the values of a request go, and compiled; its SQL is kept, and each run
puts the values in the places of the stand-ins. Whatever changes the SQL itself (in how many units a role
counts, whether there is a department) is the *shape*; each shape is compiled on its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from django.db.models import QuerySet

    Rows = Sequence[tuple[Any, ...]]

_NUMBER, _DAY = 2_013_265_921, date(9876, 1, 1)
"""The first stand-ins of their kinds: no constant of a query is like them, and they fit their columns (Django
leaves out a comparison with a number that does not).
"""


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with its parameters, each (place of the value, its stand-in) or (None, constant); without SQL
    nothing can match.
    """

    sql: str
    parameters: tuple[tuple[int | None, Any], ...]
    convert: Callable[[Rows], Rows]

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """Parameters of one run; where the adapter made text of a stand-in, it is made of the value too."""
        return [
            kept if at is None else str(values[at]) if isinstance(kept, str) else values[at]
            for at, kept in self.parameters
        ]


class Prepared:
    """A query of plain rows; ``build`` gets the shape and a stand-in for each value, and returns the queryset
    with ``values_list``.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._build = build
        self._made: dict[Hashable, _Statement] = {}

    def rows(self, shape: Hashable, *values: Any) -> Rows:
        """What the query finds with these values: one query, or none where nothing can match."""
        made = self.statement(shape, values)
        return made.convert(_run(made.sql, made.filled(values))) if made.sql else []

    def statement(self, shape: Hashable, values: Sequence[Any]) -> _Statement:
        """The SQL for a shape, compiled on first use on this kind of database."""
        key = connection.vendor, shape, tuple(type(one) for one in values)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = _compiled(self._build, shape, values)
        return found


def together(*parts: tuple[Prepared, Hashable, Sequence[Any]]) -> list[Rows]:
    """The rows of several prepared queries, which have as many columns of the same types, by one query."""
    return _union([(one.statement(shape, values), values) for one, shape, values in parts])


def at_once(*lists: QuerySet[Any, Any]) -> list[Rows]:
    """The rows of several ``values_list`` querysets, which have as many columns of the same types, by one
    query, compiled at each run. Unlike ``union`` each list may have an order and an end of its own.
    """
    return _union([(_compiled(lambda *_, rows=rows: rows, None, ()), ()) for rows in lists])


def counts(*lists: QuerySet[Any, Any]) -> list[int]:
    """How many rows each list has, by one query, or none where nothing can match."""
    ids = (one.order_by().values_list("pk") for one in lists)
    made = [_compiled(lambda *_, rows=rows: rows, None, ()) for rows in ids]
    live = [(at, one) for at, one in enumerate(made) if one.sql]
    sql = " UNION ALL ".join(
        f"SELECT {at}, COUNT(*) FROM ({one.sql}) AS p{at}"  # noqa: S608 - Django's own SQL, values are parameters
        for at, one in live
    )
    found = dict(_run(sql, [value for _, one in live for value in one.filled(())])) if sql else {}
    return [found.get(at, 0) for at in range(len(lists))]


def _union(made: Sequence[tuple[_Statement, Sequence[Any]]]) -> list[Rows]:
    live = [(at, one, values) for at, (one, values) in enumerate(made) if one.sql]
    found: list[list[tuple[Any, ...]]] = [[] for _ in made]
    sql = " UNION ALL ".join(
        f"SELECT {at}, p{at}.* FROM ({one.sql}) AS p{at}"  # noqa: S608 - Django's own SQL, values are parameters
        for at, one, _ in live
    )
    for at, *row in (
        _run(sql, [value for _, one, values in live for value in one.filled(values)]) if sql else ()
    ):
        found[at].append(tuple(row))
    return [one.convert(rows) for (one, _), rows in zip(made, found, strict=True)]


def _run(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _compiled(build: Callable[..., Any], shape: Hashable, values: Sequence[Any]) -> _Statement:
    stand_ins = [_stand_in(at, one) for at, one in enumerate(values)]
    compiler = build(shape, *stand_ins).query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Statement("", (), _as_they_are)
    places = {str(one): at for at, one in enumerate(stand_ins) if one is not None}
    return _Statement(sql, tuple((places.get(str(one)), one) for one in parameters), _converter(compiler))


def _converter(compiler: Any) -> Callable[[Rows], Rows]:
    """What turns the database's values into ours, as for any queryset."""
    found = compiler.get_converters([column for column, _, _ in compiler.select])
    if not found:
        return _as_they_are
    return lambda rows: [tuple(row) for row in compiler.apply_converters(rows, found)]


def _as_they_are(rows: Rows) -> Rows:
    return rows


def _stand_in(at: int, value: Any) -> Any:
    """Something of the value's kind that stands out among the parameters."""
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return _DAY + timedelta(at)
    if isinstance(value, int) and not isinstance(value, bool):
        return _NUMBER + 2 * at
    if isinstance(value, str):
        return f"\x1astand-in {at}"
    raise TypeError(f"a prepared query takes numbers, days and words, not {type(value)}")
