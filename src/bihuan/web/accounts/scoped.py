"""Prepared queries of what an account may see or do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Scope
from bihuan.web.base.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from django.db.models import QuerySet

    from bihuan.web.accounts.permissions import Account
    from bihuan.web.base.prepared import Rows


class ScopedQuery:
    """A query that is compiled once for all accounts whose scopes look alike (``base.prepared``).

    ``build`` gets a scope, then one argument a value, and by name what changes the SQL itself.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> None:
        def prepare(shape: tuple[Any, ...], *told: Any) -> QuerySet[Any, tuple[Any, ...]]:
            looks, count, fixed = shape
            return build(Scope.joined(looks, told[:count]), *told[count:], **dict(fixed))

        self._prepared = Prepared(prepare)

    def rows(self, account: Account, *values: Any, **fixed: Hashable) -> Rows:
        """What the query finds for the account; one query, or none where its roles open nothing."""
        prepared, shape, told = self.part(account, *values, **fixed)
        return prepared.rows(shape, *told)

    def part(
        self, account: Account, *values: Any, **fixed: Hashable
    ) -> tuple[Prepared, Hashable, Sequence[Any]]:
        """The same as a part of ``base.prepared.together``."""
        looks, ids = account.scope().apart()
        return self._prepared, (looks, len(ids), tuple(fixed.items())), (*ids, *values)
