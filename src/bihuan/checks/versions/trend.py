"""What became of the diagnostics of an older version: new, gone, still there.

Lines and numbers move from version to version; what stays is the rule, the words quoted, and the title of
the finding under which they stand. That is the fingerprint.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bihuan.checks.versions.titles import Effort, core_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from bihuan.checks.api import Diagnostic
    from bihuan.report.nodes import Report

LEAST = 0.6
"""How alike two quotes under the same finding must be to count as one that was reworded."""
NEAREST = 20


class Seen(NamedTuple):
    """A diagnostic as one version has it, with what it is known by."""

    code: str
    severity: str
    line: int
    quote: str
    message: str
    title: str
    """The first finding of the response in which it stands; empty outside all of them."""

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits: the same wherever rule, words and finding are the same."""
        told = "\0".join((self.code, bare(self.title), bare(self.quote)))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


class Trend(NamedTuple):
    """Each in the order of its own version; ``still`` has the older and the newer place."""

    new: tuple[Seen, ...]
    gone: tuple[Seen, ...]
    still: tuple[tuple[Seen, Seen], ...]


def bare(text: str) -> str:
    """Without blanks and without what only surrounds a title."""
    return "".join(core_of(text).split())


def seen(report: Report, found: Sequence[Diagnostic]) -> list[Seen]:
    """The diagnostics of a report with the titles of their findings."""
    from bihuan.checks.api import Context

    context = Context(report)

    def title(line: int) -> str:
        response = context.response_at(line)
        return response.findings[0].title if response and response.findings else ""

    return [
        Seen(one.code, one.severity.value, one.line, one.quote, one.message, title(one.line)) for one in found
    ]


def trend(old: Sequence[Seen], new: Sequence[Seen]) -> Trend:
    """By rule, finding and words; then by rule and words; then by rule and finding for words nearly alike."""
    matching = _Matching(old, new)
    matching.by(lambda one: (one.code, bare(one.title), bare(one.quote)))
    matching.by(lambda one: (one.code, bare(one.quote)))
    matching.by(lambda one: (one.code, bare(one.title)), LEAST)
    return Trend(
        tuple(new[at] for at in matching.right),
        tuple(old[place] for place in matching.left),
        tuple((old[place], new[at]) for at, place in sorted(matching.pairs.items())),
    )


class _Matching:
    def __init__(self, old: Sequence[Seen], new: Sequence[Seen]) -> None:
        self._old, self._new = old, new
        self.left, self.right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
        self.pairs: dict[int, int] = {}
        self._effort = Effort()

    def by(self, key: Callable[[Seen], Hashable], least: float = 0) -> None:
        """Pair what is left, has the same key and quotes words that are alike enough, in order."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in self.left:
            waiting[key(self._old[place])].append(place)
        for at in list(self.right):
            places = waiting[key(self._new[at])]
            found = next((one for one in places[:NEAREST] if self._alike(one, at, least)), None)
            if found is not None:
                places.remove(found)
                del self.left[found], self.right[at]
                self.pairs[at] = found

    def _alike(self, place: int, at: int, least: float) -> bool:
        return not least or self._effort.likeness(self._old[place].quote, self._new[at].quote, least) >= least
