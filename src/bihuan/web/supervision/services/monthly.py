"""The monthly record of a round: made by the worker, frozen, made again beside the old one."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.db.models.query import QuerySet
from django.utils import timezone

from bihuan.web.accounts.permissions import ARCHIVED, Action, Place, require_at
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.inspections.models import Feedback, Round
from bihuan.web.notices.queue import enqueue
from bihuan.web.supervision.freezing import digest_of, digest_over
from bihuan.web.supervision.judging import judge
from bihuan.web.supervision.levels import ahead, weights
from bihuan.web.supervision.lights import Light, score
from bihuan.web.supervision.models import MonthStanding, Sheet, Supervision, SupervisionSetting
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.owing import month_of, still_open
from bihuan.web.supervision.services.telling import tell_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.supervision.judging import Verdict

CASES_A_TIME = 50
TOLD = (
    "active",
    "due",
    "on_time",
    "made_up",
    "late",
    "pending",
    "soon",
    "unreported",
    "returned",
    "unplanned",
)
BOTTOM = 2_000_000_000
"""``order`` of a sheet on which nothing is amiss."""


def supervision_ask(*, actor: User, now: datetime, round: Round, month: Month) -> None:
    """Promise the record: the worker makes it, because a big round takes a while. Asked twice before it is
    there it is made once; the journal entry is that of the making.
    """
    made = _refuse(actor, now, round, month)
    args = {"round": round.pk, "month": str(month), "by": actor.pk}
    enqueue("supervision_make", args, now=now, key=f"supervision:{round.pk}:{month}:{made}", priority=2)


@transaction.atomic
def supervision_make(*, actor: User | None, now: datetime, round: Round, month: Month) -> Supervision:
    """Freeze the month of every case of the round; ``actor`` None is the ticker."""
    found = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    made = _refuse(actor, now, found, month)
    today = timezone.localdate(now)
    scored = SupervisionSetting.objects.filter(round=found, scored=True).exists()
    record = Supervision.objects.create(
        round=found,
        office_id=found.office_id,
        month=month.first,
        serial=made + 1,
        judged_on=month.judged_on(today),
        formula=[[one.code, one.points] for one in weights()] if scored else [],
        size=0,
        digest="",
        made_by=actor,
        made_at=now,
    )
    totals, digests = dict.fromkeys(TOLD, 0), []
    for cases in _in_parts(found):
        sheets = _sheets(record, cases, month)
        for one in Sheet.objects.bulk_create(sheets, batch_size=CASES_A_TIME):
            digests.append(one.digest)
            for name in TOLD:
                totals[name] += getattr(one, name)
        _stand(sheets, today)
        tell_month(now, record, cases, sheets)
    _seal(record, totals, digests)
    changes = {"month": ["", str(month)], "serial": ["", record.serial], "digest": ["", record.digest]}
    journal_append(
        actor=actor,
        now=now,
        chain=found.office_id or HOUSE,
        action="supervision_make",
        thing=record,
        changes=changes,
    )
    return record


def _refuse(actor: User | None, now: datetime, round: Round, month: Month) -> int:
    """How many records the month has; ``ServiceError`` where it can have none."""
    if actor is not None:
        require_at(actor, Action.SUPERVISE, Place(office=round.office_id))
    if round.archived_at:
        raise ServiceError(ARCHIVED)
    if month.first > timezone.localdate(now):
        raise ServiceError(f"{month.label}还没有到，不能生成督导记录。", field="month")
    if not Feedback.objects.filter(round=round).exists():
        raise ServiceError("这一轮次还没有台账，没有可以督导的。请先导入反馈意见或整改报告。")
    rows = Supervision.objects.filter(round=round, month=month.first)
    return rows.aggregate(Max("serial"))["serial__max"] or 0


def _in_parts(round: Round) -> Iterator[list[Feedback]]:
    rows = Feedback.objects.filter(round=round).select_related("unit").order_by("unit_id", "id")
    stream = rows.iterator(chunk_size=CASES_A_TIME)
    while part := list(islice(stream, CASES_A_TIME)):
        yield part


def _sheets(record: Supervision, cases: Sequence[Feedback], month: Month) -> list[Sheet]:
    owed = month_of([one.pk for one in cases], month)
    return [_sheet(record, case, judge(owed[case.pk], month, record.judged_on, ahead())) for case in cases]


def _sheet(record: Supervision, case: Feedback, verdict: Verdict) -> Sheet:
    figures, points = asdict(verdict.figures), None
    if record.formula:
        points = score(verdict.figures, weights())
    told: dict[str, Any] = {
        "unit_name": case.unit.name,
        "month": record.month.isoformat(),
        "light": verdict.light.value,
        **figures,
        "score": points,
        "items": verdict.items,
    }
    return Sheet(
        **{**told, "month": record.month},
        supervision=record,
        feedback=case,
        unit=case.unit,
        office_id=case.office_id,
        order=_order(figures, points),
        digest=digest_of(told),
    )


def sheet_facts(sheet: Sheet) -> dict[str, Any]:
    """What the hash of a sheet is over."""
    names = ("unit_name", "light", *TOLD, "score", "items")
    return {"month": sheet.month.isoformat(), **{name: getattr(sheet, name) for name in names}}


def _order(figures: dict[str, int], points: int | None) -> int:
    """The best score first; without scores what is most late first, then what was made up, then what is
    soon due.
    """
    if points is not None:
        return 1_000 - points
    rank = [min(figures[name], most) for name, most in (("late", 1_999), ("made_up", 999), ("soon", 999))]
    return BOTTOM - (rank[0] * 1_000_000 + rank[1] * 1_000 + rank[2])


def _seal(record: Supervision, totals: dict[str, int], digests: Sequence[str]) -> None:
    """The only way past ``Frozen``: within the transaction that makes the record."""
    record.totals, record.size = totals, len(digests)
    record.digest = digest_over(record_facts(record), digests)
    rows: QuerySet[Supervision] = QuerySet(Supervision).filter(pk=record.pk)
    rows.update(totals=totals, size=record.size, digest=record.digest)


def record_facts(record: Supervision) -> dict[str, Any]:
    """The head that the record's hash is over, beside the hashes of its sheets in the order of their rows."""
    return {
        "round": record.round_id,
        "month": record.month.isoformat(),
        "serial": record.serial,
        "judged_on": record.judged_on.isoformat(),
        "formula": record.formula,
        "totals": record.totals,
    }


def _stand(sheets: Sequence[Sheet], today: date) -> None:
    """How the month looks today; what was missed once is made up at best."""
    if not sheets:
        return
    rows = MonthStanding.objects.filter(
        feedback__in=[one.feedback_id for one in sheets], month=sheets[0].month
    )
    before = {one.feedback_id: one for one in rows}
    made = []
    for sheet in sheets:
        assert sheet.feedback_id  # noqa: S101 - a sheet that is just being made has its case
        known = before.get(sheet.feedback_id)
        missed = known.missed_on if known else None
        light = Light(sheet.light)
        if missed and light is not Light.LATE:
            light = Light.MADE_UP
        if light in (Light.LATE, Light.MADE_UP):
            missed = missed or today
        caught = (known.caught_up_on if known else None) or today if light is Light.MADE_UP else None
        made.append(
            MonthStanding(
                feedback_id=sheet.feedback_id,
                unit_id=sheet.unit_id,
                month=sheet.month,
                light=light,
                sheet=sheet,
                missed_on=missed,
                caught_up_on=caught,
            )
        )
    MonthStanding.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["feedback", "month"],
        update_fields=["light", "sheet", "missed_on", "caught_up_on"],
    )


@transaction.atomic
def months_catch_up(*, now: datetime) -> int:
    """Months in which nothing is late any more are made up from today on; how many. One entry in the journal
    of the house for all of them: the frozen sheets say the rest.
    """
    rows = MonthStanding.objects.filter(light=Light.LATE, feedback__archived_at=None)
    rows = rows.select_related("sheet").only("feedback_id", "sheet__items").order_by("id")
    done = []
    stream = rows.iterator(chunk_size=CASES_A_TIME)
    while part := list(islice(stream, CASES_A_TIME)):
        late = {one.pk: _late(one.sheet.items) for one in part}
        left = still_open(target for targets in late.values() for target in targets)
        done += [pk for pk, targets in late.items() if left.isdisjoint(targets)]
    if done:
        today = timezone.localdate(now)
        MonthStanding.objects.filter(pk__in=done).update(light=Light.MADE_UP, caught_up_on=today)
        changes = {"standings": [[], done]}
        journal_append(
            actor=None, now=now, chain=HOUSE, action="months_catch_up", label="督导月份", changes=changes
        )
    return len(done)


def _late(items: Sequence[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(one["kind"], one["target"]) for one in items if one.get("light") == Light.LATE}


@transaction.atomic
def scoring_switch(*, actor: User, now: datetime, round: Round, scored: bool) -> SupervisionSetting:
    """Whether records made from now on carry a score and a ranking; those that exist stay as they are."""
    found = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require_at(actor, Action.SUPERVISE, Place(office=found.office_id, archived=bool(found.archived_at)))
    setting, _ = SupervisionSetting.objects.get_or_create(round=found)
    changes = {"scored": [setting.scored, scored]}
    setting.scored = scored
    setting.save(update_fields=["scored"])
    journal_append(
        actor=actor,
        now=now,
        chain=found.office_id or HOUSE,
        action="scoring_switch",
        thing=found,
        changes=changes,
    )
    return setting
