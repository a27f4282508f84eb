"""Is a file marked 秘密, 机密 or 绝密? Pure: its pages as text and its name come in, the mark comes out.

Marks are looked for where official documents carry them: in the name, at the head of the first page, in
headers and footers, and as a line of their own with the star. A text that talks about secrecy is not marked.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Mark(NamedTuple):
    """A secrecy mark: its words and where it stands."""

    text: str
    place: str


@cache
def _tables() -> dict[str, Any]:
    with Path(__file__).with_name("marks.toml").open("rb") as file:
        return tomllib.load(file)


class _Patterns(NamedTuple):
    name: re.Pattern[str]
    alone: re.Pattern[str]
    starred: re.Pattern[str]
    labelled: re.Pattern[str]
    within: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    table = _tables()["secrecy"]
    grade, stars = "|".join(table["grades"]), re.escape(table["stars"])
    labels = "|".join(table["labels"])
    edge = r"【】\[\]（）()_\-—\s.·"
    return _Patterns(
        re.compile(rf"(?:^|[{edge}])(?:{grade})级?(?:件|文件)?(?:$|[{edge}{stars}])|(?:{grade})[{stars}]"),
        re.compile(rf"[【\[（(]?(?:{grade})级?[】\]）)]?"),
        re.compile(rf"(?:{grade})[{stars}].{{0,14}}"),
        re.compile(rf"(?:{labels})[:：]?(?:{grade})"),
        re.compile(rf"(?<![“\"《‘'])(?:{grade})[{stars}]"),
    )


def find_mark(pages: Sequence[str], margins: Sequence[str], name: str) -> Mark | None:
    """The first mark, None where there is none; ``margins`` are headers and footers."""
    found = _patterns().name.search(name)
    if found:
        return Mark(found[0].strip("【】[]（）()_-—. ·"), "文件名")
    for text, head in _lines(pages, margins):
        if mark := _mark(text, head=head):
            return Mark(mark[:20], "首部或页眉页脚" if head else "正文中单独一行")
    return None


def _lines(pages: Sequence[str], margins: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Lines without blanks; True for those at places where documents carry marks."""
    table = _tables()["secrecy"]
    for margin in margins:
        for line in margin.splitlines():
            yield "".join(line.split()), True
    for number, page in enumerate(pages):
        lines = [tight for line in page.splitlines() if (tight := "".join(line.split()))]
        top = table["head_lines"] if number == 0 else table["edge_lines"]
        bottom = len(lines) - table["edge_lines"]
        for at, line in enumerate(lines):
            yield line, at < top or at >= bottom


def _mark(line: str, *, head: bool) -> str:
    patterns = _patterns()
    if patterns.starred.fullmatch(line):
        return line
    if not head:
        return ""
    if patterns.alone.fullmatch(line):
        return line
    found = patterns.labelled.search(line) or patterns.within.search(line)
    return found[0] if found else ""


def grade_words() -> tuple[str, ...]:
    """The grades followed by the star, for files whose words cannot be read."""
    return tuple(f"{grade}★" for grade in _tables()["secrecy"]["grades"])


def card_prefixes() -> tuple[str, ...]:
    """How numbers of bank cards begin."""
    return tuple(_tables()["cards"]["prefixes"])
