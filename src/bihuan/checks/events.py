"""Which dated acts tell the same event: the same days, and a head that says the same."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bihuan.zh.vocab import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bihuan.checks.acts import Act
    from bihuan.report.nodes import Response

_FILLER = tuple(sorted(words("events", "filler"), key=len, reverse=True))
_INNER = words("events", "inner")
_NOISE = str.maketrans(
    dict.fromkeys("“”‘’《》〈〉（）()了的各我局将对向 \u3000\t\n0123456789０１２３４５６７８９.．", "")
)
_ALIKE = 0.6
"""Share of common pairs of characters from which two heads of one day are the same."""
_ALIKE_ON_MANY_DAYS = 0.2
"""The same for acts that share a whole list of days, which alone says much; more of the text is compared."""
_SHORTEST = 3
_NAME = 3
"""Characters before 会 or 赛 by which an occasion is known."""
_MOST_HEADS = 5
_MOST = 40
"""Events kept apart on one day; a hostile text must not cost the square of its length."""


class Event:
    """An event with every place that tells it."""

    __slots__ = ("heads", "names", "tellings")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.heads: list[tuple[str, frozenset[str]]] = []
        self.tellings: list[tuple[Response, Act]] = []

    def is_like(self, head: str, pairs: frozenset[str], least: float) -> bool:
        """True when one of its heads says the same."""
        return any(_same(head, pairs, other, others, least) for other, others in self.heads)

    def absorb(self, other: Event) -> None:
        """Take over what another event had."""
        self.heads = (self.heads + other.heads)[:_MOST_HEADS]
        self.names |= other.names
        self.tellings = sorted(self.tellings + other.tellings, key=lambda one: one[1].position)


def gather(acts: Iterable[tuple[Response, Act]], least: int) -> list[Event]:
    """Events in the order of their first places; days with fewer than ``least`` acts are passed over."""
    by_days: dict[tuple[tuple[date, date], ...], list[tuple[Response, Act]]] = {}
    for telling in acts:
        key = tuple((one.start, one.end) for one in telling[1].mentions)
        by_days.setdefault(key, []).append(telling)
    events: list[Event] = []
    for key, tellings in by_days.items():
        if len(tellings) >= least:
            events += _events(tellings, many=len(key) > 1)
    return sorted(events, key=lambda one: one.tellings[0][1].position)


def _events(tellings: list[tuple[Response, Act]], *, many: bool) -> list[Event]:
    """Events of the same days."""
    known: list[Event] = []
    for response, act in tellings:
        head = normal(act.text if many else act.head)
        if len(head) >= _SHORTEST:
            _add(known, head, _ALIKE_ON_MANY_DAYS if many else _ALIKE, (response, act))
    return known


def _add(known: list[Event], head: str, least: float, telling: tuple[Response, Act]) -> None:
    """Put the telling to the event that it tells; an act that is like two events shows that they are one."""
    pairs = _pairs(head)
    names = occasions_in(telling[1].text)
    alike = [event for event in known if names & event.names or event.is_like(head, pairs, least)]
    if not alike and len(known) == _MOST:
        return
    event = alike[0] if alike else Event()
    for other in alike[1:]:
        event.absorb(other)
        known.remove(other)
    if not alike:
        known.append(event)
    event.names |= names
    event.tellings.append(telling)
    if len(event.heads) < _MOST_HEADS and all(head != one for one, _ in event.heads):
        event.heads.append((head, pairs))


def normal(head: str) -> str:
    """The head without marks and without the words that may stand before it or be left out."""
    told, mark, title = head.partition("《")
    bare = told.translate(_NOISE).replace("会议", "会")
    while bare.startswith(_FILLER):
        bare = next(bare[len(word) :] for word in _FILLER if bare.startswith(word))
    for word in _INNER:
        bare = bare.replace(word, "")
    # 修订《…》 is the title's act; in 业务培训班学习《…》 the words before the title say enough.
    return bare if not mark or len(bare) > _SHORTEST + 1 else mark + title.partition("》")[0]


def _pairs(head: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(head)))


def _same(head: str, pairs: frozenset[str], other: str, others: frozenset[str], least: float) -> bool:
    if head[0] == "《" or other[0] == "《":
        return head == other
    shorter, longer = sorted((head, other), key=len)
    if len(shorter) >= _SHORTEST and shorter in longer:
        return True
    return 2 * len(pairs & others) >= least * (len(pairs) + len(others)) > 0


def occasions_in(text: str) -> set[str]:
    """治理座谈会, 业务竞赛: the ends of the names of occasions."""
    bare = text.translate(_MARKS)
    found: set[str] = set()
    for match in _occasion().finditer(bare):
        name = bare[max(0, match.start() - _NAME) : match.end()]
        if len(name) > _NAME and all("\u4e00" <= char <= "\u9fff" for char in name):
            found.add(name)
    return found


_MARKS = str.maketrans(dict.fromkeys("“”‘’《》"))


@cache
def _occasion() -> re.Pattern[str]:
    return re.compile(alternatives(words("events", "occasion")))
