"""Automatic numbering of .docx: which label Word shows before a paragraph.

Counters belong to the abstract list, so that lists which share one go on counting; a start override restarts
once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.report.formats.counting import write_number
from bihuan.report.formats.names import VAL, W, number_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and looks."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    """0: never restarts; n: only after level n (counted from 1); None: after any level above."""
    legal: bool = False
    """All numbers of the label in decimal."""
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list that paragraphs name by its number."""

    abstract: str
    levels: tuple[Level, ...]
    overrides: dict[int, int]
    """Level → the number with which this list starts there."""


class Numbering:
    """The lists of a document and how far each has counted."""

    __slots__ = ("_counts", "_lists", "_started")

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level that a list gives to a paragraph style."""
        found = self._lists.get(list_id)
        for at, level in enumerate(found.levels if found else ()):
            if level.paragraph_style == style:
                return at
        return None

    def next_label(self, list_id: str, level: int) -> str:
        """Count one paragraph, and its label with what stands between it and the text."""
        found = self._lists.get(list_id)
        if found is None or not 0 <= level < len(found.levels):
            return ""
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        counts[level] = self._next_count(list_id, found, level, counts[level])
        _reset_deeper(found.levels, level, counts)
        return _label(found.levels, level, counts)

    def _next_count(self, list_id: str, found: NumberedList, level: int, count: int | None) -> int:
        override = found.overrides.get(level)
        if override is not None and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            return override
        return found.levels[level].start if count is None else count + 1


def _reset_deeper(levels: tuple[Level, ...], level: int, counts: list[int | None]) -> None:
    for deeper in range(level + 1, len(levels)):
        restart = levels[deeper].restart
        if restart is None or level < restart:
            counts[deeper] = None


def _label(levels: tuple[Level, ...], level: int, counts: list[int | None]) -> str:
    own = levels[level]
    if own.style == "bullet":
        return ""  # an ornament, often a private character of a symbol font

    def write(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        if at >= len(levels):
            return ""
        count = counts[at]
        style = "decimal" if own.legal and levels[at].style != "none" else levels[at].style
        return write_number(levels[at].start if count is None else count, style)

    label = _PLACEHOLDER.sub(write, own.text)
    if not label or own.suffix == "nothing":
        return label
    # A tab after 、 or ） shows as hardly any gap; after a half-width mark it keeps 1. and 2023 apart.
    return label + " " if own.suffix == "space" or label[-1].isascii() else label


def read_numbering(root: _Element) -> Numbering:
    """The lists of ``numbering.xml``."""
    abstracts: dict[str, dict[int, Level]] = {}
    by_style: dict[str, str] = {}
    linked: dict[str, str] = {}
    for node in root.iterchildren(W + "abstractNum"):
        name = node.get(W + "abstractNumId", "")
        abstracts[name] = dict(map(_read_level, node.iterchildren(W + "lvl")))
        if style := value_of(node, "styleLink"):
            by_style[style] = name
        if style := value_of(node, "numStyleLink"):
            linked[name] = style
    for name, style in linked.items():
        if not abstracts[name]:
            abstracts[name] = abstracts.get(by_style.get(style, ""), {})
    lists = (_read_list(node, abstracts) for node in root.iterchildren(W + "num"))
    return Numbering({list_id: found for list_id, found in lists if found})


def _read_list(node: _Element, abstracts: dict[str, dict[int, Level]]) -> tuple[str, NumberedList | None]:
    abstract = value_of(node, "abstractNumId") or ""
    levels = dict(abstracts.get(abstract, {}))
    overrides: dict[int, int] = {}
    for override in node.iterchildren(W + "lvlOverride"):
        at = number_of(override.get(W + "ilvl"), 0)
        for own in override.iterchildren(W + "lvl"):
            levels[at] = _read_level(own)[1]
        start = value_of(override, "startOverride")
        if start is not None:
            overrides[at] = number_of(start, 1)
    filled = tuple(levels.get(at, Level()) for at in range(LEVELS))
    return node.get(W + "numId", ""), NumberedList(abstract, filled, overrides) if levels else None


def _read_level(node: _Element) -> tuple[int, Level]:
    values = {child.tag: child.get(VAL, "") for child in node}
    restart = values.get(W + "lvlRestart")
    return number_of(node.get(W + "ilvl"), 0), Level(
        start=number_of(values.get(W + "start"), 1),
        style=values.get(W + "numFmt", "decimal"),
        text=values.get(W + "lvlText", ""),
        suffix=values.get(W + "suff", "tab"),
        restart=None if restart is None else number_of(restart, 0),
        legal=W + "isLgl" in values and values[W + "isLgl"] not in {"0", "false"},
        paragraph_style=values.get(W + "pStyle", ""),
    )
