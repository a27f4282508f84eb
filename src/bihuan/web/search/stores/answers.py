"""What both stores answer with."""

from __future__ import annotations

from typing import NamedTuple


class Narrowed(NamedTuple):
    """Pieces of a query that gives passages with certain tokens in the order of keys."""

    tables: str
    where: str
    told: list[object]
    order: str


class Likely(NamedTuple):
    """How many passages there are, and what part of them holds all the tokens at most."""

    passages: float
    part: float
