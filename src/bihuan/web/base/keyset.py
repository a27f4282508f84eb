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
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

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
    backwards, edge = _decode(token, _kinds(rows, columns)) if token else (False, None)
    if edge is not None:
        rows = rows.filter(_Beyond(columns, edge, "<" if backwards else ">"))
    ordering = [F(name).desc() if backwards else F(name).asc() for name in columns]
    found = list(rows.order_by(*ordering)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    later, earlier = (edge is not None, more) if backwards else (more, edge is not None)
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
