"""The plan of a response: target, and for every measure what, who, by when, and when it counts as done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from bihuan.web.accounts.models import Department, Person
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import Told, journal_append
from bihuan.web.base.words import day_words
from bihuan.web.rectification.due_days import too_early
from bihuan.web.rectification.models import Category, Measure, MeasureKind, Response
from bihuan.web.rectification.passages import measures_found
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.services.editing import clean, measure_insert
from bihuan.web.rectification.services.locking import (
    case_touched,
    locked_case,
    locked_response,
    refuse_planned,
    refuse_stale,
    refuse_unplannable,
)
from bihuan.web.rectification.workflow import ResponseState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

LONGEST = 2_000
MOST_NEW = 50
"""Measures that one saving may add."""
FIELDS = ("kind", "category", "criteria", "due", "leader_id", "department_id", "person_id")
PEOPLE = ("leader_id", "department_id", "person_id")
WORDS = {
    "kind": "类型",
    "category": "性质",
    "criteria": "完成标准",
    "due": "完成时限",
    "leader_id": "牵头领导",
    "department_id": "责任科室",
    "person_id": "责任人",
}


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """What the plan says of a measure."""

    kind: str = ""
    category: str = ""
    criteria: str = ""
    due: date | None = None
    leader_id: int | None = None
    department_id: int | None = None
    person_id: int | None = None


@transaction.atomic
def plan_write(
    *,
    actor: User,
    now: datetime,
    response: Response,
    target: str,
    measures: Mapping[int, MeasurePlan],
    new: Sequence[tuple[str, MeasurePlan]] = (),
    stamp: str = "",
) -> Response:
    """Store the plan as far as it is filled in; ``new`` are measures that it adds, with their words. After
    approval people may change; everything else changes with a revised plan, approved days by an extension.
    """
    case = locked_case(response.feedback_id)
    require(actor, Action.EDIT, case)
    found = locked_response(response, case)
    refuse_stale(found, stamp)
    refuse_unplannable(found)
    changes = target_set(found, target)
    rows = {one.pk: one for one in Measure.objects.filter(response=found).order_by("position")}
    if new:
        refuse_planned(found)
    if not measures.keys() <= rows.keys():
        again = reverse("loop:plan", args=[found.pk])
        raise ServiceError("有措施刚刚被别人删去，请重新打开方案再填。", href=again)
    _refuse_foreign(case, [*measures.values(), *(plan for _, plan in new)], rows.values())
    names = names_of(case.unit_id)
    changed, told_of = [], []
    for pk, plan in measures.items():
        told = plan_set(rows[pk], plan, case, found)
        if told:
            rows[pk].version += 1
            changed.append(rows[pk])
            told_of.append(_told(rows[pk], told, names))
    if not (changes or changed or new):
        return found
    Measure.objects.bulk_update(changed, [*FIELDS, "named", "version"], batch_size=200)
    measures_found(case, *(one.pk for one in changed))
    found.version += 1
    found.save(update_fields=["target", "version"])
    told_of += [_told(one, told, names) for one, told in _insert(case, found, new, now)]
    changes |= {"measures": ["", "\n".join(value for value, _ in new)]} if new else {}
    journal_append(
        actor=actor,
        now=now,
        chain=case.unit_id,
        action="plan_write",
        thing=found,
        changes=changes,
        rows=told_of,
    )
    case_touched(case)
    return found


def _field(name: str) -> str:
    """``leader_id`` as the journal calls it."""
    return name.removesuffix("_id")


def names_of(unit: int) -> Callable[[str, list[Any]], list[Any]]:
    """From ids of people and departments of a unit to their names, asked for once and only when needed: an
    entry must read when they are gone.
    """

    @cache
    def known(rows: type[Person | Department]) -> dict[int, str]:
        return dict(rows._default_manager.filter(unit=unit).values_list("pk", "name"))

    def named(field: str, both: list[Any]) -> list[Any]:
        if field not in PEOPLE:
            return both
        names = known(Department if field == "department_id" else Person)
        return [names.get(one, str(one)) if one else "" for one in both]

    return named


def _told(row: Measure, told: dict[str, list[Any]], names: Callable[[str, list[Any]], list[Any]]) -> Told:
    return Told.of(row, {_field(name): names(name, both) for name, both in told.items()})


def _insert(
    case: Feedback, found: Response, new: Sequence[tuple[str, MeasurePlan]], now: datetime
) -> list[tuple[Measure, dict[str, list[Any]]]]:
    """Measures that the plan adds, after those that are there, each with its fields, old and new; the case
    is computed anew once for all.
    """
    if len(new) > MOST_NEW:
        raise ServiceError(f"一次最多增加{MOST_NEW}项措施，请分几次保存。", field="new")
    made = []
    for value, plan in new:
        row = measure_insert(case, found, clean(value))
        told = plan_set(row, plan, case, found)
        row.save(update_fields=[*FIELDS, "named"])
        made.append((row, {"text": ["", row.text], **told}))
    if made:
        case_refresh(case, now)
    return made


def target_set(found: Response, target: str) -> dict[str, list[Any]]:
    """The target, old and new, where it differs; sets it on the row."""
    target = target.strip()
    if len(target) > LONGEST:
        raise ServiceError(f"整改目标最多{LONGEST}字，请写得简要些。", field="target")
    if target == found.target:
        return {}
    refuse_unplannable(found)
    refuse_planned(found, "改动整改目标")
    old, found.target = found.target, target
    return {"target": [old, target]}


def plan_set(row: Measure, plan: MeasurePlan, case: Feedback, response: Response) -> dict[str, list[Any]]:
    """Old and new of every field that differs; sets them on the row. A day that was approved stays, also in a
    revised plan: a later one is asked for.
    """
    if plan.kind not in ("", *MeasureKind.values) or plan.category not in ("", *Category.values):
        raise ServiceError("措施的类型或性质不在可选之列，请重新选择。")
    if plan.due and too_early(plan.due, case.inspected_from):
        raise ServiceError(
            f"完成时限{day_words(plan.due)}早于巡察开始的日期，请核对。", field=f"m{row.pk}-due"
        )
    told: dict[str, list[Any]] = {}
    for name in FIELDS:
        old, new = getattr(row, name), getattr(plan, name)
        new = new.strip()[:LONGEST] if isinstance(new, str) else new
        if old == new:
            continue
        if name == "due" and row.original_due:
            words = "方案已经批准，完成时限不能改动；需要推迟的，请申请延期。"
            raise ServiceError(words, href=reverse("loop:extend", args=[row.pk]))
        if name not in PEOPLE:
            refuse_planned(response, f"改动{WORDS[name]}")
        told[name] = [_plain(old), _plain(new)]
        setattr(row, name, new)
        row.named = {field: words for field, words in row.named.items() if f"{field}_id" != name}
    return told


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _refuse_foreign(case: Feedback, plans: Sequence[MeasurePlan], held: Iterable[Measure]) -> None:
    """People in office and departments that exist, of the unit itself; who stands there already may stay."""
    rows = list(held)
    people = {pk for one in plans for pk in (one.leader_id, one.person_id) if pk}
    people -= {pk for one in rows for pk in (one.leader_id, one.person_id)}
    departments = {one.department_id for one in plans if one.department_id}
    departments -= {one.department_id for one in rows}
    found = Person.objects.filter(unit=case.unit_id, left_on=None, pk__in=people)
    if found.count() != len(people):
        raise ServiceError("牵头领导和责任人要从本单位在职人员中选择。")
    there = Department.objects.filter(unit=case.unit_id, closed_on=None, pk__in=departments)
    if there.count() != len(departments):
        raise ServiceError("责任科室要从本单位现有科室中选择。")


@transaction.atomic
def response_mark(*, actor: User, now: datetime, response: Response, severe: bool, reason: str) -> Response:
    """Say that a response is about a severe finding (or not): its co-review is stricter from then on."""
    case = locked_case(response.feedback_id)
    require(actor, Action.REVIEW, case)
    found = locked_response(response, case)
    reason = reason.strip()
    if not reason:
        raise ServiceError("请写明为什么列为（或不再列为）重点问题。", field="opinion")
    if found.state == ResponseState.UNDER_REVIEW:
        raise ServiceError("正在会审，不能中途改变会审要求；请先审结或退回。")
    if found.severe == severe:
        return found
    found.severe = severe
    found.version += 1
    found.save(update_fields=["severe", "version"])
    changes = {"severe": [not severe, severe], "opinion": ["", reason]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="response_mark", thing=found, changes=changes
    )
    return found


def plans_of(rows: Sequence[Measure]) -> dict[int, MeasurePlan]:
    """Plans as stored, to change some fields of."""
    return {one.pk: MeasurePlan(*(getattr(one, name) for name in FIELDS)) for one in rows}
