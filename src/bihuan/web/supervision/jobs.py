"""What comes by itself: every day letters and the months that were caught up; every month the records."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from bihuan.web.accounts.models import User
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.models import Feedback, Round
from bihuan.web.notices.queue import GiveUp, daily, work
from bihuan.web.notices.queue.enqueuing import enqueue_many
from bihuan.web.supervision.models import AssignmentState, Directive, DirectiveCheck, Supervision
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import (
    directive_check,
    missives_issue,
    months_catch_up,
    supervision_make,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.web.notices.queue import Task

UNITS_A_JOB = 50
HOUR = 5
"""Before the daily mail is gathered, so that it tells of today's letters."""
FIRST = 3
"""Letters go before ordinary work for the same reason, where a worker comes late to both."""

daily("supervise", hour=lambda: HOUR)


@work("supervise", "每日督导：分派督办文书和月度记录")
def supervise(task: Task) -> None:
    """Split the day's work; every job has a key, so that it comes once."""
    day = timezone.localdate(task.now)
    enqueue_many(_letters(day), now=task.now, priority=FIRST)
    enqueue_many([*_records(day), *_checks(day)], now=task.now)
    months_catch_up(now=task.now)


def _letters(day: date) -> Iterator[tuple[str, dict[str, object], str]]:
    cases = Feedback.objects.filter(office__isnull=False, archived_at=None).order_by("office_id", "unit_id")
    for office, rows in groupby(cases.values_list("office_id", "unit_id").distinct(), key=lambda row: row[0]):
        units = [unit for _, unit in rows]
        for at in range(0, len(units), UNITS_A_JOB):
            part = units[at : at + UNITS_A_JOB]
            args = {"day": day.isoformat(), "office": office, "units": part}
            yield "missives_issue", args, f"missives@{day}:{office}:{part[0]}"


def _records(day: date) -> Iterator[tuple[str, dict[str, object], str]]:
    """Of the month that has ended, for rounds that have none of the whole month."""
    month = Month.of(day).before
    whole = Supervision.objects.filter(month=month.first, judged_on=month.after.first, round=F("round"))
    rounds = Round.objects.filter(archived_at=None, cases__created_at__date__lte=month.last)
    for pk in (
        rounds.exclude(pk__in=whole.values("round")).order_by("pk").values_list("pk", flat=True).distinct()
    ):
        yield "supervision_make", {"round": pk, "month": str(month)}, f"supervision@{month}:{pk}"


def _checks(day: date) -> Iterator[tuple[str, dict[str, object], str]]:
    month = Month.of(day).before
    whole = DirectiveCheck.objects.filter(month=month.first, judged_on=month.after.first)
    rows = Directive.objects.filter(
        assignments__state=AssignmentState.OPEN, assignments__made_at__date__lte=month.last
    ).exclude(pk__in=whole.values("directive"))
    for pk in rows.order_by("pk").values_list("pk", flat=True).distinct():
        yield "directive_check", {"directive": pk, "month": str(month)}, f"directive@{month}:{pk}"


@work("missives_issue", "撰写并送达督办文书")
def issue(task: Task) -> None:
    """The letters of an office to some of its units."""
    args = task.args
    missives_issue(
        now=task.now, day=date.fromisoformat(args["day"]), office=args["office"], units=args["units"]
    )


@work("supervision_make", "生成月度督导记录")
def make(task: Task) -> None:
    """The record of a round's month; ``by`` is who asked for it."""
    round_ = Round.objects.filter(pk=task.args["round"]).first()
    month = Month.read(task.args["month"])
    if round_ is None or month is None:
        raise GiveUp("这一轮次已经不在了。")
    by = User.objects.filter(pk=task.args["by"]).first() if "by" in task.args else None
    try:
        supervision_make(actor=by, now=task.now, round=round_, month=month)
    except (ServiceError, PermissionDenied) as error:
        raise GiveUp(str(error)) from error


@work("directive_check", "生成分解任务的月度检查")
def check(task: Task) -> None:
    """The month of a directive."""
    found = Directive.objects.filter(pk=task.args["directive"]).first()
    month = Month.read(task.args["month"])
    if found is None or month is None:
        raise GiveUp("这份决定已经不在了。")
    try:
        directive_check(actor=None, now=task.now, directive=found, month=month)
    except ServiceError as error:
        raise GiveUp(str(error)) from error
