"""What the board of a round shows. Sums come from the figures, cells from the tallies of the units shown; no
query here counts findings or responses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.keyset import Page, first_page, page
from bihuan.web.base.prepared import Prepared
from bihuan.web.board.round_words import Sums
from bihuan.web.inspections.models import FAR, OPEN, Feedback, Finding, Round
from bihuan.web.inspections.queries import overdue
from bihuan.web.rectification.models import CaseFigure, Response, ReviewSeat, RoundFigure, Tally
from bihuan.web.rectification.pace import Figure
from bihuan.web.rectification.workflow import ResponseState
from bihuan.zh.numerals import read_number

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.base.guards import Viewer

UNITS_SHOWN, ROWS_SHOWN = 20, 50


def _round(scope: Scope, pk: int) -> QuerySet[Round, tuple[Any, ...]]:
    return Round.objects.visible_to(scope).filter(pk=pk).distinct().values_list(*_ROUND)


def _newest(scope: Scope, *, limit: int) -> QuerySet[Round, tuple[Any, ...]]:
    return Round.objects.visible_to(scope).distinct().order_by("-id").values_list("id", "name")[:limit]


_ROUND = [field.attname for field in Round._meta.concrete_fields]
_ROUND_FOR, _NEWEST = ScopedQuery(_round), ScopedQuery(_newest)


def round_for(user: User, pk: int) -> Round:
    """A round in which the user sees something, or 404; one query."""
    found = _ROUND_FOR.rows(user, pk) if pk < 2**63 else ()
    if not found:
        raise Http404
    return Round.from_db(connection.alias, _ROUND, found[0])


def newest_rounds(user: User, limit: int) -> list[tuple[int, str]]:
    """(id, name) of rounds in which the user sees something, the newest first; one query."""
    return [(pk, name) for pk, name in _NEWEST.rows(user, limit=limit)]


def sees_all(user: User, round_: Round) -> bool:
    """Whether all units of the round are the user's to see, and not just the own one."""
    return round_.office_id in user.scope().units(Relation.OFFICE, Action.READ)


def _of_round(scope: Scope, round_: int) -> QuerySet[RoundFigure, tuple[Any, ...]]:
    rows = RoundFigure.objects.visible_to(scope).filter(round=round_)
    return rows.values_list("figure", "key").annotate(total=Sum("n")).order_by()


def _of_cases(scope: Scope, round_: int) -> QuerySet[CaseFigure, tuple[Any, ...]]:
    rows = CaseFigure.objects.visible_to(scope).filter(round=round_)
    return rows.values_list("figure", "key").annotate(total=Sum("n")).order_by()


_OF_ROUND, _OF_CASES = ScopedQuery(_of_round), ScopedQuery(_of_cases)


def sums(user: User, round_: Round) -> Sums:
    """Every figure, over the round or over what the user sees of it; one query."""
    return Sums((_OF_ROUND if sees_all(user, round_) else _OF_CASES).rows(user, round_.pk))


class Examined(NamedTuple):
    """The examination over a whole round: errors without an answer, answered ones, warnings."""

    errors: int = 0
    answered: int = 0
    warnings: int = 0
    cases: int = 0
    """Cases with errors that nothing answers."""


def _examined(scope: Scope, round_: int) -> QuerySet[Feedback, tuple[Any, ...]]:
    rows = Feedback.objects.visible_to(scope).filter(round=round_).order_by().values("round")
    added = rows.annotate(
        a=Sum("open_errors"), b=Sum("answered"), c=Sum("warnings"), d=Count("id", filter=Q(open_errors__gt=0))
    )
    return added.values_list("a", "b", "c", "d")


_EXAMINED = ScopedQuery(_examined)


def examined(user: User, round_: Round) -> Examined:
    """What checking found in the cases of the round that the user sees, added up from the numbers kept on
    them; one query.
    """
    found = _EXAMINED.rows(user, round_.pk)
    return Examined(*found[0]) if found else Examined()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A case in the order of what is left to do."""

    key: int
    case: int
    unit: int
    name: str
    errors: int
    """What checking says cannot stand and nothing answers, as kept with every change of the case."""
    answered: int
    """What an answer in force covers."""


_BY_RANK = ("key", "feedback_id")


def _ranked(scope: Viewer, round_: int) -> QuerySet[CaseFigure, tuple[Any, ...]]:
    name = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    rows = CaseFigure.objects.visible_to(scope).filter(round=round_, figure=Figure.RANK)
    return rows.values_list(*_BY_RANK, "unit_id", name, "feedback__open_errors", "feedback__answered")


def _first_ranked(scope: Scope, round_: int) -> QuerySet[CaseFigure, tuple[Any, ...]]:
    return _ranked(scope, round_).order_by(*_BY_RANK)[: UNITS_SHOWN + 1]


_FIRST_RANKED = ScopedQuery(_first_ranked)


def units(user: User, round_: Round, *, words: str, token: str | None) -> Page[UnitRow]:
    """Cases of the round, the one with most open findings first; one query, compiled once for the page on
    which everybody begins.
    """
    if words or token:
        rows = _ranked(user, round_.pk)
        if words:
            rows = rows.filter(Q(unit__name__contains=words) | Q(unit__short_name__contains=words))
        found = page(rows, _BY_RANK, lambda row: row[:2], token=token, size=UNITS_SHOWN)
    else:
        found = first_page(_FIRST_RANKED.rows(user, round_.pk), lambda row: row[:2], UNITS_SHOWN)
    return Page([UnitRow(*row) for row in found.rows], found.next, found.previous)


class Cell(NamedTuple):
    """Findings of a section of a case."""

    findings: int = 0
    open: int = 0
    late: int = 0


def _of_cells(_: int, today: date, *cases: int) -> QuerySet[Tally, tuple[Any, ...]]:
    rows = Tally.objects.filter(feedback__in=cases, findings__gt=0)
    about = ("feedback_id", "section_id", "section__number", "section__title")
    left, late = Q(status__in=OPEN), overdue(today)
    return (
        rows.order_by()
        .values_list(*about)
        .annotate(n=Sum("findings"), open=Sum("findings", filter=left, default=0))
        .annotate(late=Sum("findings", filter=late, default=0))
    )


_CELLS = Prepared(_of_cells)


def cells(cases: list[int], today: date) -> tuple[list[tuple[str, str]], dict[tuple[int, str | None], Cell]]:
    """The sections of these cases as (number, title), in order, and the cell of each (case, number); number
    None is the whole case. One query.
    """
    heads: dict[str, Counter[str]] = {}
    found: dict[tuple[int, str | None], Cell] = {}
    for case, section, number, title, *counts in _CELLS.rows(len(cases), today, *cases):
        if section:
            heads.setdefault(number, Counter())[title] += 1
        at = (case, number if section else None)
        before = found.get(at)  # two parts with one number share a cell
        found[at] = Cell(*map(add, before, counts)) if before else Cell(*counts)
    told = [(number, min(titles, key=lambda one: (-titles[one], one))) for number, titles in heads.items()]
    return sorted(told, key=lambda head: (read_number(head[0]) or FAR.year, head)), found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings a figure stands for; empty values do not narrow. ``given`` are the first and last day of
    the feedback, both None for findings without one.
    """

    unit: int | None = None
    section: str | None = None
    opened: bool = False
    late: bool = False
    given: tuple[date | None, date | None] | None = None


_FOUND = (
    "pk", "due_key", "number", "title", "status", "due", "section__number", "section__title",
    "feedback__unit__name", "feedback__given_on",
)  # fmt: skip


def findings(user: User, round_: Round, wanted: Wanted, today: date, token: str | None) -> Page[Any]:
    """The findings behind a figure, those due first in front; one query."""
    rows = Finding.objects.visible_to(user).filter(withdrawn_at=None, feedback__round=round_)
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    if wanted.section is not None:
        rows = rows.filter(section__number=wanted.section)
    if wanted.opened or wanted.late or wanted.given:
        rows = rows.filter(is_open=True)
    if wanted.late:
        rows = rows.filter(overdue(today))
    if wanted.given:
        rows = rows.filter(_given(*wanted.given))
    return page(rows.values_list(*_FOUND), ("due_key", "id"), lambda row: (row[1], row[0]), token=token)


def _given(first: date | None, last: date | None) -> Q:
    if first is None and last is None:
        return Q(feedback__given_on=None)
    after = Q(feedback__given_on__gte=first) if first else Q()
    return after & (Q(feedback__given_on__lte=last) if last else Q())


def counted(user: User, round_: Round, wanted: Wanted, today: date) -> int:
    """How many findings are wanted, from the tallies of one unit; one query."""
    rows = Tally.objects.visible_to(user).filter(
        feedback__round=round_, unit=wanted.unit, section__isnull=wanted.section is None
    )
    if wanted.section is not None:
        rows = rows.filter(section__number=wanted.section)
    if wanted.opened or wanted.late:
        rows = rows.filter(status__in=OPEN)
    if wanted.late:
        rows = rows.filter(overdue(today))
    return int(rows.aggregate(n=Sum("findings", default=0))["n"])


_BY_STAY = ("since_on", "id")


def responses(
    user: User, round_: Round, which: str, today: date, *, over: int = 0, token: str | None = None
) -> Page[Response]:
    """The responses behind a figure; ``which`` is the figure, ``over`` days of waiting at least. One query.
    What is held comes in order of waiting, what is late in order of its last day.
    """
    rows = Response.objects.visible_to(user).filter(round=round_, withdrawn_at=None)
    if not sees_all(user, round_):  # a unit has few responses, the round many
        cases = Feedback.objects.visible_to(user).filter(round=round_)
        rows = rows.filter(feedback__in=cases)
    narrowed, columns = _narrowed(rows, which, today)
    if over:
        narrowed = narrowed.filter(since_on__lte=today - timedelta(over))
    return page(
        narrowed.select_related("feedback__unit"),
        columns,
        lambda one: [getattr(one, name) for name in columns],
        token=token,
        size=ROWS_SHOWN,
    )


def _narrowed(
    rows: QuerySet[Response], which: str, today: date
) -> tuple[QuerySet[Response], tuple[str, ...]]:
    kind, _, name = which.partition(":")
    if kind == "party":
        seats = ReviewSeat.objects.filter(
            response=OuterRef("pk"), submission=OuterRef("submission"), title=name, agreed__lt=F("needed")
        )
        return rows.filter(Exists(seats), state=ResponseState.UNDER_REVIEW), _BY_STAY
    if kind in ("held", "ended"):
        return rows.filter(state=name), _BY_STAY
    if which == "running_late":
        return rows.filter(ended_at=None, due__lt=today), ("due", "id")
    return rows.filter(**_SIMPLE[which]), ("id",)


_SIMPLE: dict[str, dict[str, object]] = {
    "all_ended": {"ended_at__isnull": False},
    Figure.IN_TIME: {"ended_at__isnull": False, "in_time": True},
    Figure.LATE: {"ended_at__isnull": False, "in_time": False},
    Figure.UNDATED: {"ended_at__isnull": False, "in_time": None},
    Figure.ASSESSED: {"assessed_at__isnull": False},
    Figure.RETURNED: {"returned_times__gt": 0},
}
