"""The tokens beside the passages, in the way of each database. Both modules have the same functions; what is
narrowed by them may hold a little too much, never too little, so whoever asks verifies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from django.db import connection

from bihuan.web.search.stores import postgres, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.search.rows import Row
    from bihuan.web.search.stores.answers import Sought, Sql


class Store(Protocol):
    """One database's way; the three names are those of its functions."""

    PLACE: str
    LEAST: str
    MOST: str

    def add(self, rows: Sequence[Row]) -> None: ...
    def remove(self, rows: Sequence[Row]) -> None: ...
    def clear(self) -> None: ...
    def finish(self) -> None: ...
    def pieces(self, sought: Sought, limit: int) -> list[Sql]:
        """Statements that give what is sought in the order of keys, one after the other; whoever wants the
        first ``limit`` hits will hardly need more than the first piece.
        """
        ...

    def whole(self, sought: Sought) -> Sql:
        """The same in no order, as one statement."""
        ...

    def most(self, sought: Sought) -> float | None:
        """How many there are at most, as far as anybody knows; None where it does not matter."""
        ...


def store() -> Store:
    """That of the database in use."""
    return cast("Store", postgres if connection.vendor == "postgresql" else sqlite)
