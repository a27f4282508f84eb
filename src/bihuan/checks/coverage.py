"""Finding → key words → the measure that takes them up: what ST05 and SB07 judge, shown to a person.

Works on texts with a key each (a line of a report, a row of a ledger), so that a page of a case shows the
same as ``bihuan coverage``. Pure.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from bihuan.checks.measures import titles_of
from bihuan.zh.keywords import answers, key_words, takes_up, topic_traces, trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.report.nodes import Finding, Report, Subfinding

K = TypeVar("K", bound=Hashable)
SHOWN = 3
"""Places shown of one key word."""
BEFORE, AFTER = 12, 24
"""Characters quoted around what was found."""


class Part(NamedTuple, Generic[K]):
    """A measure or an outcome: what it is known by, and its words."""

    key: K
    text: str


class Place(NamedTuple, Generic[K]):
    """Where something is taken up: before, the words themselves, after."""

    key: K
    before: str
    words: str
    after: str


class Word(NamedTuple, Generic[K]):
    """A key word with the places that take it up, wholly or in part; none means that nobody speaks of it."""

    word: str
    places: tuple[Place[K], ...]
    more: int
    """Places beyond those shown."""


class Cover(NamedTuple, Generic[K]):
    """A title and what takes it up."""

    verdict: bool | None
    """As the rules judge: None where the title names nothing that could be looked for."""
    words: tuple[Word[K], ...]
    otherwise: tuple[Place[K], ...]
    """Where the same is said in other words."""


class Row(NamedTuple):
    """A finding or subfinding of a report with its cover, by line."""

    finding: Finding
    aspect: Finding | Subfinding
    cover: Cover[int]


def cover(title: str, parts: Sequence[Part[K]], beside: str = "", *, alone: bool = False) -> Cover[K]:
    """What takes up a title; ``beside`` has the titles around it, ``alone`` that nothing else is answered."""
    text = "\n".join(part.text for part in parts)
    verdict = answers(title, text) if alone else takes_up(title, text, beside=beside)
    if verdict is None:
        return Cover(None, (), ())
    words = tuple(_word(run, parts) for run in dict.fromkeys(key_words(title)))
    open_ = any(not word.places for word in words)
    shown = {place.words for word in words for place in word.places}
    return Cover(verdict, words, tuple(_otherwise(title, parts, shown)) if open_ else ())


def _otherwise(title: str, parts: Sequence[Part[K]], shown: set[str]) -> Iterator[Place[K]]:
    """The first place of each word that says the same in other words and is not shown already."""
    most = len(shown) + SHOWN
    for part in parts:
        for start, end in topic_traces(title, part.text):
            if part.text[start:end] not in shown and len(shown) < most:
                shown.add(part.text[start:end])
                yield _place(part, start, end)


def coverage(report: Report) -> list[Row]:
    """Every finding and subfinding with what takes it up in its response, in the order of the text."""
    rows: list[Row] = []
    for section in report.sections:
        for response in section.responses:
            parts = [Part(one.line, str(one.text)) for one in response.measures]
            titles = titles_of(response)
            alone = len(titles) == 1
            for finding in response.findings:
                every: tuple[Finding | Subfinding, ...] = (finding, *finding.subfindings)
                for one in every:
                    beside = "\n".join(title for title in titles if title != one.title)
                    rows.append(Row(finding, one, cover(one.title, parts, beside, alone=alone)))
    return rows


def _word(run: str, parts: Sequence[Part[K]]) -> Word[K]:
    places = [_place(part, *where) for part in parts if (where := trace(run, part.text))]
    places.sort(key=lambda place: -len(place.words))  # whole words first; equal ones stay in order
    return Word(run, tuple(places[:SHOWN]), max(0, len(places) - SHOWN))


def _place(part: Part[K], start: int, end: int) -> Place[K]:
    text = part.text
    before = text[max(0, start - BEFORE) : start]
    after = text[end : end + AFTER]
    return Place(
        part.key,
        ("…" if start > BEFORE else "") + before,
        text[start:end],
        after + ("…" if end + AFTER < len(text) else ""),
    )
