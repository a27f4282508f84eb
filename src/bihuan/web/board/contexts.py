"""From queries to the home page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.links import url
from bihuan.web.base.words import headed
from bihuan.web.board import queries
from bihuan.web.board.beginning import beginning
from bihuan.web.board.days import SOON
from bihuan.web.board.groups import counted, groups
from bihuan.web.board.owing import owed
from bihuan.web.board.timeline import timeline
from bihuan.web.notices.desk import piles
from bihuan.web.rectification.wizard.choices import may_import
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.board.owing import Owed
    from bihuan.web.board.queries import Doubtful, SectionBar, Totals

WORST = 10
COUNTED = {"late": "逾期", "soon": "七日内到期", "drafts": "导入待核对"}


def home(user: User, today: date) -> dict[str, Any]:
    """Everything on the home page: seven queries."""
    scope = user.scope()
    office = bool(scope.units(Relation.OFFICE, Action.READ))
    reads = office or bool(scope.units(Relation.OWN, Action.READ))
    lists = owed(user, today)
    bars = [] if office or not reads else queries.section_bars(user, today)
    totals = queries.office_totals(user, today) if office else queries.added_up(bars)
    deadlines = [] if office or not reads else queries.fixed_dates(user)
    cases = queries.worst_cases(user, WORST) if reads else []
    found = groups(scope, lists, today, totals, _piles(user, today))
    return {
        "today": today,
        "groups": found,
        **{name: _count(found, word) for name, word in COUNTED.items()},
        "errors": _errors(cases),
        "cases": cases,
        "main": _main(user, lists["drafts"], totals),
        "progress": _units(user, today) if office else _sections(bars),
        "office": office,
        "reads": reads,
        "findings": totals.findings,
        "settled": totals.settled,
        "deadlines": deadlines,
        "line": timeline(_marks(deadlines, today), today),
        "next_dates": queries.next_dates(user, today) if office else [],
        "may_import": may_import(user),
        "beginning": [] if reads else beginning(user),
    }


def _count(found: Sequence[dict[str, Any]], word: str) -> str:
    """The number beside the heading of a group, so that the line above it says the same."""
    return next((str(one["count"]) for one in found if one["word"] == word), "0")


def _errors(cases: Sequence[Doubtful]) -> str:
    """The worst cases come first: where the last of them has none, these are all."""
    cut = len(cases) == WORST and cases[-1].errors > 0
    return counted(sum(case.errors for case in cases), cut=cut)


def _piles(user: User, today: date) -> list[dict[str, Any]]:
    """What other apps have on this person's desk."""
    return [{**asdict(one), "count": len(one.entries), "hint": ""} for one in piles(user, today)]


def _main(user: User, drafts: Sequence[Owed], totals: Totals) -> tuple[str, str] | None:
    """The one thing to do next."""
    if drafts:
        return "核对导入的材料", url("imports:reading", drafts[0].pk)
    if totals.late:
        return "看逾期的问题", f"{url('rectification:ledgers')}?overdue=1"
    if not totals.findings and may_import(user):
        return "导入报告或反馈意见", url("imports:new")
    return None


def _sections(bars: Sequence[SectionBar]) -> list[dict[str, Any]]:
    newest = bars[0].feedback if bars else None
    return [
        {
            "title": headed(one.number, one.title) or "全文",
            "href": f"{url('rectification:ledger', one.feedback)}?section={one.section}",
            "done": one.counts.get(Status.COMPLETED, 0),
            "whole": sum(one.counts.values()),
            "late": 0,
            "parts": _parts(one.counts),
        }
        for one in bars
        if one.feedback == newest
    ]


def _parts(counts: dict[str, int]) -> list[tuple[str, int]]:
    quiet = (Status.COMPLETED, Status.LONG_TERM, Status.NOT_STARTED, "none")
    doing = sum(count for status, count in counts.items() if status not in quiet)
    return [
        ("done", counts.get(Status.COMPLETED, 0)),
        ("lasting", counts.get(Status.LONG_TERM, 0)),
        ("doing", doing),
    ]


def _units(user: User, today: date) -> list[dict[str, Any]]:
    return [
        {
            "title": one.name,
            "href": url("rectification:ledger", one.case),
            "done": one.findings - one.open,
            "whole": one.findings,
            "late": one.overdue,
            "parts": [
                ("done", one.findings - one.open),
                ("doing", one.open - one.overdue),
                ("late", one.overdue),
            ],
        }
        for one in queries.unit_bars(user, today, 12)
    ]


def _marks(deadlines: Sequence[Any], today: date) -> list[tuple[str, date, str]]:
    """The feedback and every deadline computed from it, in order of time."""
    if not deadlines:
        return []
    marks = [("反馈", deadlines[0].starts_on, "past")]
    for one in sorted(deadlines, key=lambda deadline: deadline.due):
        tone = "past" if one.due < today else "soon" if one.due <= today + SOON else "ahead"
        marks.append((one.word, one.due, tone))
    return marks
