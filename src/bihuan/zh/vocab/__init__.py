"""Words as data: TOML files with their sources, compiled into one module that loads at once.

``*.toml`` beside this file is what people edit; ``tools/build_vocab.py`` writes ``_compiled.py`` from it,
because parsing TOML at each start would cost more than reading a report. A test fails when the two differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bihuan.zh.vocab._compiled import TABLES


@cache
def words(file: str, entry: str) -> tuple[str, ...]:
    """Words of one entry in the order of the file; KeyError for a file or entry that does not exist."""
    return tuple(TABLES[file][0][entry].split("|"))


def entries(file: str) -> Mapping[str, tuple[str, ...]]:
    """All word lists of a file by entry name, in the order of the file."""
    return {name: tuple(joined.split("|")) for name, joined in TABLES[file][0].items()}


def pairs(file: str, entry: str) -> Mapping[str, str]:
    """A table that leads from one word to another (``map`` in the TOML file)."""
    return dict(pair.split(">") for pair in TABLES[file][1][entry].split("|"))


def alternatives(*lists: tuple[str, ...]) -> str:
    """The words as branches of a regular expression, longest first so that the longest one is found."""
    unique = {word for words_ in lists for word in words_}
    return "|".join(sorted(unique, key=lambda word: (-len(word), word)))
