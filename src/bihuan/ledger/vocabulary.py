"""The ledger's words, read once from words.toml beside this file."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple


class HeadRule(NamedTuple):
    """What a column title is called when one of its words stands in it."""

    role: str
    words: tuple[str, ...]
    exact: tuple[str, ...]
    unless: tuple[str, ...]
    """Words that keep the rule from applying."""


@cache
def words(entry: str) -> tuple[str, ...]:
    """Words of one entry in the order of the file; KeyError for an entry that does not exist."""
    return tuple(_table()[entry]["words"])


@cache
def longest_first(entry: str) -> tuple[str, ...]:
    """Words of one entry, the longest first."""
    return tuple(sorted(words(entry), key=len, reverse=True))


@cache
def head_rules() -> tuple[HeadRule, ...]:
    """Rules for column titles in the order in which they are tried."""
    return tuple(
        HeadRule(
            rule["role"],
            tuple(rule.get("words", ())),
            tuple(rule.get("exact", ())),
            tuple(rule.get("not", ())),
        )
        for rule in _table()["head"]
    )


@cache
def _table() -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
