"""From queries to the templates of supervision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from bihuan.web.accounts.permissions import Action, Place, Relation, may
from bihuan.web.base.own_look import only_word
from bihuan.web.inspections.lateness import past
from bihuan.web.supervision import queries
from bihuan.web.supervision.freezing import digest_of, digest_over
from bihuan.web.supervision.levels import Level
from bihuan.web.supervision.lights import Light, Weight, formula
from bihuan.web.supervision.models import AssignmentState
from bihuan.web.supervision.months import Month, last_months
from bihuan.web.supervision.services.checking import check_facts
from bihuan.web.supervision.services.issuing import missive_facts
from bihuan.web.supervision.services.monthly import record_facts, sheet_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bihuan.web.accounts.models import User
    from bihuan.web.base.keyset import Page
    from bihuan.web.inspections.models import Feedback, Round
    from bihuan.web.supervision.models import (
        Assignment,
        Directive,
        DirectiveCheck,
        Missive,
        Sheet,
        Supervision,
    )

MONTHS = 6
Places = list[tuple[str, str | None]]
FIGURES = (
    ("due", "应完成"), ("on_time", "按期"), ("made_up", "已补"), ("late", "逾期"), ("pending", "未到期"),
    ("soon", "临期"), ("active", "在办"), ("unreported", "未报进展"), ("returned", "退回"),
    ("unplanned", "无方案"),
)  # fmt: skip
DAYS = ("due", "original", "done_on", "on")
GROUPS: tuple[tuple[str, Callable[[dict[str, Any]], Any]], ...] = (
    ("逾期未办结", lambda one: one["light"] == Light.LATE),
    ("已补（逾期后办结）", lambda one: one["light"] == Light.MADE_UP),
    ("按期完成", lambda one: one["light"] == Light.NORMAL and one["done_on"]),
    ("临期", lambda one: one["light"] == Light.SOON),
    ("当月没有填报进展", lambda one: one["light"] == Light.NORMAL and not one["reported"]),
    ("尚无批准的方案", lambda one: one["light"] == Light.NORMAL and not one["planned"]),
)
"""Headings of a sheet; an item stands under the first that fits."""


def place(unit: object, *more: tuple[str, str | None]) -> Places:
    """Unit / 督导 / …"""
    home = reverse("supervision:home")
    return [(str(unit), None), ("督导", home if more else None), *more]


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """The three parts of supervision."""
    parts = (("月度督导", "home"), ("督办文书", "missives"), ("任务分解", "directives"))
    return [(word, reverse(f"supervision:{view}"), view == here) for word, view in parts]


def supervises(user: User, round: Round) -> bool:
    """Whether the user may make records of the round now."""
    at = Place(office=round.office_id)
    return round.archived_at is None and user.scope().allows(Action.SUPERVISE, at)


def round_page(
    user: User, rounds: Sequence[Round], round: Round, found: Page[Feedback], today: date
) -> dict[str, Any]:
    """The lights of a round: cases × months, and the records that were made."""
    months = last_months(today, MONTHS)[::-1]  # the newest first: on a phone it is the one that is seen
    known = queries.standings(found.rows, months[-1].first)
    records = queries.records_of(round)
    office = supervises(user, round)
    return {
        "round": round,
        "rounds": rounds,
        "place": place(user.unit),
        "tabs": tabs("home"),
        "page": found,
        "months": months,
        "rows": [
            {"case": case, "cells": [known.get((case.pk, month.first)) for month in months]}
            for case in found.rows
        ],
        "records": records if sees_all(user, round) else [],
        "latest": records[0] if records else None,
        "office": office,
        "choices": [(str(one), one.label) for one in months] if office else [],
        "chosen": str(months[1]),
        "formula": formula(_weights(records[0])) if records and records[0].formula else "",
    }


def sees_all(user: User, round: Round) -> bool:
    """Whether every unit of the round is the user's to look at."""
    return round.office_id in user.scope().units(Relation.OFFICE, Action.READ)


def _weights(record: Supervision) -> list[Weight]:
    return [Weight(code, points) for code, points in record.formula]


def record_page(user: User, record: Supervision, found: Page[Sheet]) -> dict[str, Any]:
    """One record: a line a unit."""
    month = Month(record.month)
    return {
        "record": record,
        "month": month,
        "place": place(
            user.unit,
            (str(record.round), reverse("supervision:round", args=[record.round_id])),
            (month.label, None),
        ),
        "page": found,
        "figures": FIGURES,
        "totals": record.totals if sees_all(user, record.round) else {},
        "others": queries.same_month(record),
        "formula": formula(_weights(record)) if record.formula else "",
        "points": points,
    }


def points(tenths: int | None) -> str:
    """87.5; a dash where there is no score."""
    return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def sheet_page(user: User, sheet: Sheet, today: date) -> dict[str, Any]:
    """A unit's month in official form."""
    record, month = sheet.supervision, Month(sheet.month)
    case = sheet.feedback
    explained = queries.explanation_of(sheet)
    return {
        "only_word": only_word(sheet.office_id, "monthly-sheet"),
        "sheet": sheet,
        "record": record,
        "month": month,
        "case": case,
        "place": place(
            sheet.unit,
            (str(record.round), reverse("supervision:round", args=[record.round_id])),
            (month.label, reverse("supervision:record", args=[record.pk])),
            ("督导检查表", None),
        ),
        "figures": [(word, getattr(sheet, name)) for name, word in FIGURES],
        "points": points(sheet.score),
        "formula": formula(_weights(record)) if record.formula else "",
        "groups": grouped(sheet.items),
        "returned": [dated(one) for one in sheet.items if one["kind"] == "return"],
        "explained": explained,
        "may_explain": bool(case and not explained and may(user, Action.RECEIPT, case)),
        "may_urge": bool(case and may(user, Action.SUPERVISE, case)),
        "may_visit": bool(case and may(user, Action.RECHECK, case)),
        "visits": queries.visits_in(case.pk, month.first, month.last) if case else [],
        "others": queries.other_sheets(sheet),
        "whole": digest_of(sheet_facts(sheet)) == sheet.digest,
        "today": today,
    }


def grouped(items: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Items under their headings; what needs no word is left out."""
    found: dict[str, list[dict[str, Any]]] = {word: [] for word, _ in GROUPS}
    for one in items:
        if one["kind"] == "return":
            continue
        word = next((word for word, fits in GROUPS if fits(one)), None)
        if word:
            found[word].append(dated(one))
    return [(word, rows) for word, rows in found.items() if rows]


def dated(one: dict[str, Any]) -> dict[str, Any]:
    """A frozen item with its days as dates."""
    return {**one, **{name: date.fromisoformat(one[name]) for name in DAYS if one.get(name)}}


def record_is_whole(record: Supervision, digests: Sequence[str]) -> bool:
    """Whether the record's hash fits its head and the hashes of all its sheets."""
    return digest_over(record_facts(record), digests) == record.digest


def missive_page(user: User, missive: Missive) -> dict[str, Any]:
    """A letter in official form, its trace, and what may be done with it."""
    people, replies = queries.trace_of(missive)
    mine = next((one for one in people if one.person_id == user.scope().person), None)
    receipts = may(user, Action.RECEIPT, missive)
    return {
        "missive": missive,
        "only_word": only_word(missive.office_id, "letter"),
        "place": place(
            missive.unit, ("督办文书", reverse("supervision:missives")), (missive.reference, None)
        ),
        "people": people,
        "replies": replies,
        "signed": sum(1 for one in people if one.received_at),
        "may_sign": bool(mine and not mine.received_at and receipts),
        "may_reply": receipts,
        "new": [dated(one) for one in missive.items if not one["again"]],
        "again": [dated(one) for one in missive.items if one["again"]],
        "paragraphs": missive.text.split("\n"),
        "whole": digest_of(missive_facts(missive)) == missive.digest,
        "level": Level(missive.level),
    }


def directive_page(user: User, directive: Directive, today: date) -> dict[str, Any]:
    """A decision with its tasks: lights, last entries, monthly checks."""
    rows = queries.tasks_of(directive)
    told = queries.reports_of(rows)
    may_assign = may(user, Action.ASSIGN, directive)
    done = sum(one.state == AssignmentState.DONE for one in rows)
    months = last_months(today, MONTHS)
    return {
        "directive": directive,
        "place": place(
            directive.unit, ("任务分解", reverse("supervision:directives")), (str(directive), None)
        ),
        "tasks": [task(one, told[one.pk][:1], today) for one in rows],
        "months": months,
        "cells": {
            one.pk: _heard(one, {Month.of(entry.on) for entry in told[one.pk]}, months) for one in rows
        },
        "done": done,
        "late": sum(one.state == AssignmentState.OPEN and past(one.due, today) for one in rows),
        "may_assign": may_assign,
        "checks": queries.checks_of(directive),
        "choices": [(str(one), one.label) for one in months[::-1]],
        "chosen": str(months[-2]),
    }


def task(one: Assignment, entries: Sequence[Any], today: date) -> dict[str, Any]:
    """A task as a row."""
    open_ = one.state == AssignmentState.OPEN
    return {
        "row": one,
        "late": open_ and past(one.due, today),
        "made_up": not open_ and one.due is not None and one.done_on is not None and one.done_on > one.due,
        "who": "，".join(str(part) for part in (one.department, one.person) if part) or "全单位",
        "last": entries[0] if entries else None,
    }


def _heard(one: Assignment, told: set[Month], months: Sequence[Month]) -> list[str]:
    """By month: yes (an entry), no (in work, and nothing), now (the month runs), or empty (given in it or
    later, or done before).
    """
    begun = Month.of(one.made_at.date())
    ended = Month.of(one.done_on) if one.done_on else None
    found = []
    for month in months:
        if month in told or (ended == month):
            found.append("yes")
        elif month <= begun or (ended and month > ended):
            found.append("")
        elif month == months[-1]:
            found.append("now")
        else:
            found.append("no")
    return found


def assignment_page(user: User, one: Assignment, today: date) -> dict[str, Any]:
    """A task with its entries."""
    entries = queries.reports_of([one])[one.pk]
    owner = may(user, Action.READ, one.directive)
    steps: Places = [("任务分解", reverse("supervision:directives"))]
    steps.append(
        (str(one.directive), reverse("supervision:directive", args=[one.directive_id]) if owner else None)
    )
    return {
        **task(one, entries, today),
        "assignment": one,
        "directive": one.directive,
        "place": place(one.unit, *steps, ("任务", None)),
        "entries": entries,
        "may_record": one.state == AssignmentState.OPEN and may(user, Action.RECORD, one),
        "today": today,
    }


def check_page(check: DirectiveCheck) -> dict[str, Any]:
    """A directive's month."""
    month = Month(check.month)
    return {
        "check": check,
        "month": month,
        "place": place(
            check.unit,
            ("任务分解", reverse("supervision:directives")),
            (str(check.directive), reverse("supervision:directive", args=[check.directive_id])),
            (month.label, None),
        ),
        "figures": [
            (word, check.figures.get(name, 0))
            for name, word in FIGURES
            if name not in ("returned", "unplanned")
        ],
        "groups": grouped(check.items),
        "whole": digest_of(check_facts(check)) == check.digest,
    }
