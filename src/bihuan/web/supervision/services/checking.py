"""The monthly check of a directive's tasks: frozen like the record of a round."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.supervision.freezing import digest_of
from bihuan.web.supervision.judging import judge
from bihuan.web.supervision.levels import ahead
from bihuan.web.supervision.models import (
    Assignment,
    AssignmentProgress,
    AssignmentState,
    Directive,
    DirectiveCheck,
)
from bihuan.web.supervision.owing import Item, Kind, Owed

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from bihuan.web.accounts.models import User
    from bihuan.web.supervision.months import Month


@transaction.atomic
def directive_check(
    *, actor: User | None, now: datetime, directive: Directive, month: Month
) -> DirectiveCheck:
    """Freeze the month; ``actor`` None is the ticker."""
    rows = Directive.objects.select_for_update(of=("self",)).filter(pk=directive.pk)
    found = still_there(rows, "这份决定")
    if actor is not None:
        require(actor, Action.ASSIGN, found)
    today = timezone.localdate(now)
    if month.first > today:
        raise ServiceError(f"{month.label}还没有到，不能检查。", field="month")
    owed = _owed(found, month)
    if not owed.items:
        raise ServiceError(f"{month.label}没有在办的任务，没有可以检查的。请先分解任务。", field="month")
    verdict = judge(owed, month, month.judged_on(today), ahead())
    made = DirectiveCheck.objects.filter(directive=found, month=month.first).aggregate(Max("serial"))
    record = DirectiveCheck(
        directive=found,
        unit_id=found.unit_id,
        office_id=found.office_id,
        month=month.first,
        serial=(made["serial__max"] or 0) + 1,
        judged_on=month.judged_on(today),
        light=verdict.light.value,
        figures=asdict(verdict.figures),
        items=verdict.items,
        made_by=actor,
        made_at=now,
    )
    record.digest = digest_of(check_facts(record))
    record.save(force_insert=True)
    changes = {"month": ["", str(month)], "serial": ["", record.serial], "digest": ["", record.digest]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="directive_check", thing=record, changes=changes
    )
    return record


def check_facts(record: DirectiveCheck) -> dict[str, Any]:
    """What the hash of a check is over."""
    names = ("directive_id", "serial", "light", "figures", "items")
    days = {"month": record.month.isoformat(), "judged_on": record.judged_on.isoformat()}
    return {**days, **{name: getattr(record, name) for name in names}}


def _owed(found: Directive, month: Month) -> Owed:
    rows = Assignment.objects.filter(
        Q(state=AssignmentState.OPEN) | Q(done_on__gte=month.first), directive=found
    ).exclude(made_at__date__gt=month.last)
    columns = (
        "pk",
        "order",
        "text",
        "due",
        "done_on",
        "made_at",
        "unit__name",
        "department__name",
        "person__name",
    )
    items = [
        Item(
            kind=Kind.ASSIGNMENT,
            target=pk,
            feedback=0,
            called=f"任务{order}",
            text=text,
            due=due,
            link=pk,
            done_on=done_on,
            since=timezone.localdate(at),
            names=(department or unit, "", person or ""),
        )
        for pk, order, text, due, done_on, at, unit, department, person in rows.order_by("order").values_list(
            *columns
        )
    ]
    told = AssignmentProgress.objects.filter(assignment__directive=found, on__range=(month.first, month.last))
    return Owed(items, set(told.values_list("assignment_id", flat=True)))
