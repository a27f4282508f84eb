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
    from bihuan.web.search.stores.answers import Likely, Narrowed


class Store(Protocol):
    """One database's way; the three names are those of its functions."""

    PLACE: str
    LEAST: str
    MOST: str

    def add(self, rows: Sequence[Row]) -> None: ...
    def remove(self, rows: Sequence[Row]) -> None: ...
    def clear(self) -> None: ...
    def finish(self) -> None: ...
    def narrow(self, tokens: Sequence[int]) -> Narrowed: ...
    def likely(self, tokens: Sequence[int]) -> Likely | None: ...


def store() -> Store:
    """That of the database in use."""
    return cast("Store", postgres if connection.vendor == "postgresql" else sqlite)
