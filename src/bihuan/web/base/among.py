"""``column IN (…)`` with hundreds of ids as one parameter: Django, the driver and the database each handle
every id of an ``__in`` on its own, which is noticed in a million rows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import F, Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup


class _Among(_Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """An array on PostgreSQL, a JSON list on SQLite."""
        column, told = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*told, self.rhs)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*told, json.dumps(self.rhs))  # noqa: S608 - Django's own name of a column


def among(column: str, ids: Iterable[int]) -> Any:
    """A condition for ``filter``: the column is one of these numbers."""
    return _Among(F(column), list(ids))
