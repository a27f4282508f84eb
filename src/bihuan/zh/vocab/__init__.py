"""Words as data: TOML files with their sources, compiled into one module that loads at once.

``*.toml`` beside this file is what people edit; ``tools/build_vocab.py`` writes ``_compiled.py`` from it, because
parsing TOML at each start would cost more than reading a report. A test fails when the two differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.zh.vocab._compiled import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping


def words(file: str, entry: str) -> tuple[str, ...]:
    """Words of one entry in the order of the file; KeyError for a file or entry that does not exist."""
    return TABLES[file][0][entry]


def entries(file: str) -> Mapping[str, tuple[str, ...]]:
    """All word lists of a file by entry name, in the order of the file."""
    return TABLES[file][0]


def pairs(file: str, entry: str) -> Mapping[str, str]:
    """A table that leads from one word to another (``map`` in the TOML file)."""
    return TABLES[file][1][entry]


def alternatives(*lists: tuple[str, ...]) -> str:
    """The words as branches of a regular expression, longest first so that the longest one is found."""
    unique = {word for words_ in lists for word in words_}
    return "|".join(sorted(unique, key=lambda word: (-len(word), word)))
