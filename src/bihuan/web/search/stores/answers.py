"""What both stores are asked, and what they answer with."""

from __future__ import annotations

from typing import Any, NamedTuple


class Sql(NamedTuple):
    """A piece of a statement with what is filled in."""

    text: str
    told: list[Any]


class Sought(NamedTuple):
    """Passages that a search may have to look at."""

    seen: Sql
    """The account's right to read, as a WHERE clause."""
    tokens: list[int]
    """What all of them have."""
    places: list[int]
    """Facts of which all of them have one, where there are any."""
    kind: str
    """Only this kind, where one is named."""
    titled: bool
    """Only those with a title."""
    behind: int
    before: int
    """Between these two keys."""
    apart: bool = False
    """The tokens are those of several words: each may be frequent and the two hardly ever stand together."""
