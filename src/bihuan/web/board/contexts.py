"""From queries to the home page."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.links import url
from bihuan.web.base.words import headed
from bihuan.web.board import queries
from bihuan.web.board.timeline import timeline
from bihuan.web.diagnosis.queries import open_drafts
from bihuan.web.inspections.models import OPEN, SETTLED
from bihuan.web.notices.desk import piles
from bihuan.web.rectification.loop.contexts import called
from bihuan.web.rectification.loop.queries import decides, numbers_of, waiting_for
from bihuan.web.rectification.wizard.choices import may_import
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.board.queries import Doubt, Due, SectionBar
    from bihuan.web.diagnosis.models import ImportDraft

SHOWN = 8
"""Entries of a group; the rest is one click away in the ledger."""
FETCHED = 40
_GROUPS = (
    ("late", "逾期", "square", "late"),
    ("soon", "七日内到期", "up", "soon"),
    ("later", "以后到期", "ring", "doing"),
)


def home(user: User, today: date) -> dict[str, Any]:
    """Everything on the home page."""
    office = bool(user.scope().units(Relation.OFFICE, Action.READ))
    may_edit = bool(user.scope().units(Relation.OWN, Action.EDIT))
    due = queries.due_items(user, FETCHED)
    drafts = list(open_drafts(user)[:SHOWN]) if may_import(user) else []
    bars = [] if office else queries.section_bars(user, today)
    totals = queries.status_totals(user, today) if office else queries.added_up(bars)
    late = sum(n for status, past, n in totals if past and status in OPEN)
    deadlines = queries.fixed_dates(user) if not office else []
    cases = queries.worst_cases(user)
    return {
        "today": today,
        "groups": [
            *_turns(user),
            *_piles(user, today),
            *_groups(due, today, late, may_edit),
            *_drafts(drafts),
            *_doubts(user, office),
        ],
        "late": late,
        "soon": sum(1 for one in due if _when(one, today) == "soon"),
        "drafts": len(drafts),
        "errors": sum(case.errors for case in cases),
        "cases": cases,
        "main": _main(user, drafts, late, bool(totals)),
        "progress": _units(user, today) if office else _sections(bars),
        "office": office,
        "reads": office or bool(user.scope().units(Relation.OWN, Action.READ)),
        "findings": sum(n for _, _, n in totals),
        "settled": sum(
            n for status, _, n in totals if (status in SETTLED if office else status == Status.COMPLETED)
        ),
        "deadlines": deadlines,
        "line": timeline(_marks(deadlines, today), today),
        "next_dates": queries.next_dates(user, today) if office else [],
        "may_import": may_import(user),
    }


def _when(one: Due, today: date) -> str:
    if one.due is None:
        return "later"
    if one.due < today:
        return "late"
    return "soon" if one.due <= today + queries.SOON else "later"


def _groups(due: Sequence[Due], today: date, late: int, may_edit: bool) -> list[dict[str, Any]]:
    entries = {key: list(group) for key, group in groupby(due, key=lambda one: _when(one, today))}
    ledger = url("rectification:ledgers")
    found = []
    for key, word, shape, tone in _GROUPS:
        if key in entries:
            whole = late if key == "late" else len(entries[key])
            found.append(
                {
                    "word": word,
                    "shape": shape,
                    "tone": tone,
                    "count": whole,
                    "entries": [_entry(one, may_edit) for one in entries[key][:SHOWN]],
                    "more": f"{ledger}{'?overdue=1' if key == 'late' else ''}" if whole > SHOWN else "",
                }
            )
    return found


def _entry(one: Due, may_edit: bool) -> dict[str, Any]:
    action = "查看"
    if may_edit:
        quiet = one.status in ("none", "unknown")
        action = "补写措施" if not one.measures else "写明状态" if quiet else "更新进展"
    return {
        "due": one.due,
        "when": "未定期限",
        "title": one.title,
        "where": f"{one.unit}，问题{one.number}" if one.number else one.unit,
        "status": one.status,
        "action": action,
        "href": url("rectification:finding", one.finding),
    }


def _turns(user: User) -> list[dict[str, Any]]:
    """What waits for a step of this person; nothing is asked for roles that take none."""
    if not decides(user):
        return []
    rows = list(waiting_for(user)[: SHOWN + 1])
    findings = numbers_of(one.pk for one in rows[:SHOWN])
    entries = [
        {
            "due": None,
            "when": f"{one.state_since.month}月{one.state_since.day}日送来" if one.state_since else "",
            "title": findings[one.pk][0].title if findings[one.pk] else str(one),
            "where": f"{one.feedback.unit}，{called(findings[one.pk])}",
            "status": f"stage_{one.state}",
            "action": "审核",
            "href": url("loop:review", one.pk),
        }
        for one in rows[:SHOWN]
    ]
    more = url("loop:queue") if len(rows) > SHOWN else ""
    group = {"word": "等我办理", "shape": "diamond", "tone": "ink", "entries": entries, "more": more}
    return [{**group, "count": len(entries)}] if entries else []


def _piles(user: User, today: date) -> list[dict[str, Any]]:
    """What other apps have on this person's desk."""
    found = [(asdict(one), len(one.entries)) for one in piles(user, today)]
    return [{**one, "count": count, "more_word": f"看全部{one['word']}"} for one, count in found]


def _drafts(drafts: Sequence[ImportDraft]) -> list[dict[str, Any]]:
    if not drafts:
        return []
    entries = [
        {
            "due": None,
            "when": f"{one.created_at.month}月{one.created_at.day}日收到",
            "title": one.filing.name,
            "where": f"{one.filing.unit}，{one.owner.name}导入",
            "status": "",
            "action": "核对",
            "href": url("imports:reading", one.pk),
        }
        for one in drafts
    ]
    return [
        {
            "word": "导入待核对",
            "shape": "diamond",
            "tone": "ink",
            "count": len(drafts),
            "entries": entries,
            "more": "",
        }
    ]


def _doubts(user: User, office: bool) -> list[dict[str, Any]]:
    """What the examination says cannot stand, for whoever has to put it right."""
    found = queries.top_diagnostics(user, SHOWN) if not office else []
    entries = [
        {
            "due": None,
            "when": f"第{one.line}行",
            "title": one.quote or one.message,
            "where": one.message if one.quote else one.unit,
            "status": "",
            "action": "看批注",
            "href": _place(one),
        }
        for one in found
    ]
    group = {
        "word": "体检不能成立",
        "shape": "square",
        "tone": "late",
        "entries": entries,
        "count": len(entries),
    }
    return [{**group, "more": ""}] if entries else []


def _place(one: Doubt) -> str:
    if one.finding:
        return url("rectification:finding", one.finding)
    return url("diagnosis:diagnostics", one.feedback)


def _main(user: User, drafts: Sequence[ImportDraft], late: int, has_cases: bool) -> tuple[str, str] | None:
    """The one thing to do next."""
    if drafts:
        return "核对导入的材料", url("imports:reading", drafts[0].pk)
    if late:
        return "看逾期的问题", f"{url('rectification:ledgers')}?overdue=1"
    if not has_cases and may_import(user):
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
    cases = url("rectification:cases")
    return [
        {
            "title": one.name,
            "href": f"{cases}?q={one.name}",
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
        tone = "past" if one.due < today else "soon" if one.due <= today + queries.SOON else "ahead"
        marks.append((one.word, one.due, tone))
    return marks
