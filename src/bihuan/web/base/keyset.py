"""Pages by key instead of by number: as fast on the last page as on the first, on both databases.

Sort columns must not be NULL (the two databases put NULLs at different ends): a model that sorts by something
that may be missing has a generated column beside it with the value that sorts last.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import BooleanField, DateField, F, Func, Value

from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet

    Listed = tuple[QuerySet[Any], Sequence[str]]
    """A list with its columns of the order."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows; ``next`` and ``previous`` are tokens for the address, None at the ends."""

    rows: list[Row]
    next: str | None
    previous: str | None


class _Beyond(Func):
    """``(a, b) > (x, y)`` as both databases index it."""

    output_field = BooleanField()

    def __init__(self, columns: Sequence[str], values: Sequence[Any], sign: str) -> None:
        super().__init__(*(F(name) for name in columns), *(Value(one) for one in values))
        self._count, self._sign = len(columns), sign

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """Row values: written by hand, because Django has no public form of them."""
        del connection
        parts, parameters = [], []
        for expression in self.source_expressions:
            sql, values = compiler.compile(expression)
            parts.append(sql)
            parameters += values
        left, right = ", ".join(parts[: self._count]), ", ".join(parts[self._count :])
        return f"({left}) {self._sign} ({right})", tuple(parameters)


def page(
    rows: QuerySet[Any],
    columns: Sequence[str],
    key: Callable[[Any], Sequence[Any]],
    *,
    token: str | None = None,
    size: int = 50,
) -> Page[Any]:
    """Rows after (or before) the token in the order of ``columns``, the last of which makes each row unique.

    ``key`` gives a row's values of the columns. A token that makes no sense raises ``ServiceError``.
    """
    place = _Place.told(token, rows, columns)
    return place.cut(list(place.beyond(rows, columns, size)), key, size)


def first_page(found: Sequence[Any], key: Callable[[Any], Sequence[Any]], size: int) -> Page[Any]:
    """The page at the beginning of a list, of which ``found`` are the first ``size`` rows and one more."""
    return _Place().cut(list(found), key, size)


class Merged:
    """A page of the keys of several lists in one order: each list has an index in that order, which all of
    them under one OR would not. What is in more than one list is there once.

    Ask for all of ``asked`` by one query
    (``prepared.at_once``) and give what comes back to ``page``. A token that makes no sense raises
    ``ServiceError``.
    """

    def __init__(self, lists: Sequence[Listed], *, token: str | None = None, size: int = 50) -> None:
        self._size = size
        self._place = _Place.told(token, *lists[0]) if lists else _Place()
        self.asked = [
            self._place.beyond(rows, columns, size).values_list(*columns) for rows, columns in lists
        ]

    def page(self, found: Iterable[Iterable[tuple[Any, ...]]]) -> Page[tuple[Any, ...]]:
        """The first keys of all lists together."""
        keys = sorted({key for keys in found for key in keys}, reverse=self._place.backwards)
        return self._place.cut(keys, lambda key: key, self._size)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in its list a page is: behind an edge, before it, or at the beginning."""

    backwards: bool = False
    edge: Sequence[Any] | None = None

    @classmethod
    def told(cls, token: str | None, rows: QuerySet[Any], columns: Sequence[str]) -> _Place:
        return cls(*_decode(token, _kinds(rows, columns))) if token else cls()

    def beyond(self, rows: QuerySet[Any], columns: Sequence[str], size: int) -> QuerySet[Any]:
        """Rows of the page and one more, the nearest to the edge first."""
        if self.edge is not None:
            rows = rows.filter(_Beyond(columns, self.edge, "<" if self.backwards else ">"))
        ordering = [F(name).desc() if self.backwards else F(name).asc() for name in columns]
        return rows.order_by(*ordering)[: size + 1]

    def cut(self, found: list[Any], key: Callable[[Any], Sequence[Any]], size: int) -> Page[Any]:
        """The page of what was found beyond the edge."""
        more, found = len(found) > size, found[:size]
        if self.backwards:
            found.reverse()
        onward = self.edge is not None
        later, earlier = (onward, more) if self.backwards else (more, onward)
        return Page(
            found,
            _encode("n", key(found[-1])) if found and later else None,
            _encode("p", key(found[0])) if found and earlier else None,
        )


def _encode(way: str, values: Sequence[Any]) -> str:
    plain = [one.isoformat() if isinstance(one, date) else one for one in values]
    return base64.urlsafe_b64encode(json.dumps([way, *plain]).encode()).decode().rstrip("=")


def _kinds(rows: QuerySet[Any], columns: Sequence[str]) -> list[type]:
    """Of what each column is: PostgreSQL fails where a number is compared with a date."""
    query = rows.query.clone()
    return [date if isinstance(query.resolve_ref(one).output_field, DateField) else int for one in columns]


def _decode(token: str, kinds: Sequence[type]) -> tuple[bool, list[Any]]:
    try:
        way, *told = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        values = [_plain(one) for one in told]
        if way not in {"n", "p"} or [type(one) for one in values] != kinds:
            raise ValueError(way)
        return way == "p", values
    except (ValueError, TypeError, RecursionError) as error:
        raise ServiceError("翻页的位置看不懂，请从第一页重新开始。") from error


def _plain(value: object) -> int | date:
    """Keys are whole numbers and dates, nothing else."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**63:
        raise ValueError(value)
    return value
