"""The figures of a round in words and numbers, each with the address of the rows behind it. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from bihuan.web.base.links import url
from bihuan.web.rectification.pace import Figure
from bihuan.web.rectification.workflow import ENDED, LABELS, ResponseState

if TYPE_CHECKING:
    from collections.abc import Iterable

AGES = ((0, 30), (31, 60), (61, 90), (91, 180), (181, None))
"""Days since the feedback, first and last of each class."""
LONG = 15
"""Days after which waiting is called long."""
S = ResponseState
HOLDERS = {
    S.DRAFT: ("整改联络员", "拟订方案"),
    S.PLAN_SUBMITTED: ("主要负责人", "批准方案"),
    S.PLANNED: ("责任科室", "着手整改"),
    S.IN_PROGRESS: ("责任科室", "落实并自评"),
    S.RETURNED: ("责任科室", "按退回意见补正"),
    S.SELF_ASSESSED: ("分管领导", "审核自评"),
    S.LEADER_APPROVED: ("主要负责人", "审核自评"),
    S.UNIT_APPROVED: ("巡察办", "受理会审"),
}
"""Who has a response in this state on the desk, and what is waited for."""


class Sums(Counter[tuple[str, int]]):
    """Numbers by (figure, key); a board asks for the keys of one figure again and again."""

    def __init__(self, rows: Iterable[tuple[str, int, int]]) -> None:
        super().__init__()
        self._keys: dict[str, list[tuple[int, int]]] = {}
        for figure, key, n in rows:
            if n:
                self[figure, key] = n
                self._keys.setdefault(figure, []).append((key, n))

    def keys_of(self, figure: str) -> list[tuple[int, int]]:
        """(key, number) of everything that is counted in this figure."""
        return self._keys.get(figure, [])

    def figures(self) -> Iterable[str]:
        """Every figure in which something is counted."""
        return self._keys


class Link(NamedTuple):
    """A number that leads to its rows; no address where it is nothing."""

    n: int
    href: str


@dataclass(frozen=True, slots=True)
class Age:
    """Open findings of one class of age."""

    word: str
    rows: Link


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has how many responses, and for how long."""

    who: str
    what: str
    rows: Link
    long: Link
    longest: int
    mean: int


def percent(part: int, whole: int) -> str:
    """Rounded down like everywhere; a dash where there is nothing to divide."""
    return f"{part * 100 // whole}%" if whole else "—"


def findings_at(round_: int, n: int, query: str) -> Link:
    """Findings of the round, narrowed by this query of an address."""
    return Link(n, f"{findings_of(round_)}?{query}" if n else "")


def findings_of(round_: int) -> str:
    """The address of the findings of a round."""
    return url("board:findings", round_)


def responses_at(round_: int, n: int, which: str, over: int = 0) -> Link:
    """Responses of the round behind a figure."""
    return Link(n, f"{url('board:responses', round_)}?{_query(which, over)}" if n else "")


@lru_cache(maxsize=256)
def _query(which: str, over: int) -> str:
    """The same few on every board."""
    return urlencode({"which": which, **({"over": over} if over else {})})


def total(found: Sums, figure: str, first: int | None = None, last: int | None = None) -> int:
    """The sum of a figure over its keys from ``first`` to ``last``."""
    return sum(
        n
        for key, n in found.keys_of(figure)
        if (first is None or key >= first) and (last is None or key <= last)
    )


def late(found: Sums, figure: Figure, today: date) -> int:
    """What had its last day before today."""
    return total(found, figure, last=today.toordinal() - 1)


def ages(found: Sums, round_: int, today: date) -> list[Age]:
    """Open findings by days since the feedback; those without a day of feedback at the end, if any."""
    classes = []
    for first, last in AGES:
        begins, ends = age_days((first, last), today)
        n = total(found, Figure.OPEN_GIVEN, begins.toordinal() if begins else 1, ends.toordinal())
        word = f"{first}天以上" if last is None else f"{last}天以内" if first == 0 else f"{first}至{last}天"
        classes.append(Age(word, findings_at(round_, n, f"only=age&age={first}")))
    unknown = found[Figure.OPEN_GIVEN, 0]
    return (
        [*classes, Age("反馈日期未定", findings_at(round_, unknown, "only=undated"))] if unknown else classes
    )


def age_days(age: tuple[int, int | None], today: date) -> tuple[date | None, date]:
    """First and last day of the feedback of a class; a feedback of tomorrow counts as new."""
    first, last = age
    begins = today - timedelta(last) if last is not None else None
    return begins, today - timedelta(first) if first else date.max


def holders(found: Sums, round_: int, today: date) -> list[Holder]:
    """In the order of the way of a response; parties of the co-review last, by name."""
    told = [(f"{Figure.HELD}{state}", *words) for state, words in HOLDERS.items()]
    parties = sorted(figure for figure in found.figures() if figure.startswith(Figure.PARTY))
    told += [(figure, figure.removeprefix(Figure.PARTY), "会审") for figure in parties]
    return [one for one in (_holder(found, round_, today, *row) for row in told) if one.rows.n]


def _holder(found: Sums, round_: int, today: date, figure: str, who: str, what: str) -> Holder:
    stays = [(today.toordinal() - day, n) for day, n in found.keys_of(figure)]
    n, days = sum(n for _, n in stays), sum(stay * n for stay, n in stays)
    long = sum(n for stay, n in stays if stay >= LONG)
    return Holder(
        who,
        what,
        responses_at(round_, n, figure),
        responses_at(round_, long, figure, LONG),
        max((stay for stay, n in stays if n), default=0),
        days // n if n else 0,
    )


def ends(found: Sums, round_: int) -> list[tuple[str, str, Link]]:
    """(state, word, responses) of each end."""
    return [
        (
            state.value,
            LABELS[state],
            responses_at(round_, found[f"{Figure.ENDED}{state}", 0], f"ended:{state}"),
        )
        for state in ENDED
    ]


def median(days: Iterable[tuple[int, int]]) -> int | None:
    """The middle of (days, how many); of an even number the lower middle. None where there is nothing."""
    rows = sorted(days)
    half, seen = (sum(n for _, n in rows) + 1) // 2, 0
    for value, n in rows:
        seen += n
        if seen >= half > 0:
            return value
    return None


def days_to_end(found: Sums) -> int | None:
    """The median of days from the feedback to the end."""
    return median(found.keys_of(Figure.ENDED_DAYS))
