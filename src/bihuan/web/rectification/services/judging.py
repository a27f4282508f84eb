"""Whether a measure may be changed as wanted, one of many: the same rules as one by one, judged over rows
that were fetched together. The preview and the write ask the same function.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bihuan.web.accounts.models import Department, Person
from bihuan.web.accounts.permissions import ARCHIVED, DENIED, Action, Place, Relation
from bihuan.web.base.words import day_words
from bihuan.web.rectification.due_days import too_early
from bihuan.web.rectification.gates import unapproved
from bihuan.web.rectification.models import Extension, Measure, MeasureState, RegularDuty, Request
from bihuan.web.rectification.services.locking import revise_first, step_page
from bihuan.web.rectification.services.planning import PEOPLE, WORDS
from bihuan.web.rectification.workflow import FROZEN, NEXT, WORKING, ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User

PLAN = ("leader_id", "department_id", "person_id", "kind", "category", "due")
WORK = ("state", "done_on", "result")
FIELDS = (*PLAN, *WORK)
REASON = 10
"""Letters of a note that may stand as the reason of an extension."""
ALIKE = "已经是这样，没有变化。"


class Result(StrEnum):
    """What became of a row."""

    DONE = "done"
    ASKED = "asked"
    SAME = "same"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Fields to set, and the note. What is not among ``values`` stays as it is."""

    values: Mapping[str, Any]
    note: str = ""

    @property
    def plans(self) -> bool:
        """Whether anything of the plan changes."""
        return bool(self.values.keys() & set(PLAN))

    @property
    def works(self) -> bool:
        """Whether anything of the work changes."""
        return bool(self.values.keys() & set(WORK))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row: what becomes of it, in which fields, old and new."""

    row: Measure
    result: Result
    said: str = ""
    href: str = ""
    """Where the matter is put right."""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether it is written."""
        return self.result in (Result.DONE, Result.ASKED)


@dataclass(slots=True)
class Around:
    """What is known of the rows beside themselves; fetched once for all of them."""

    actor: User
    today: date
    pending: set[int]
    lasting: set[int]
    """Responses with a regular duty."""
    homes: dict[tuple[str, int], int]
    """(field, id) of a person or department → their unit."""
    rights: dict[tuple[int, int | None, int | None, Action], bool] = field(default_factory=dict)

    def may(self, action: Action, row: Measure) -> bool:
        """Asked once for each case, leader and person responsible."""
        key = row.feedback_id, row.leader_id, row.person_id, action
        if key not in self.rights:
            people = frozenset(pk for pk in (row.leader_id, row.person_id) if pk)
            place = Place(row.unit_id, row.feedback.office_id, row.department_id, people)
            self.rights[key] = self.actor.scope().allows(action, place)
        return self.rights[key]


def around(actor: User, now: datetime, rows: Iterable[Measure], wanted: Sequence[Wanted]) -> Around:
    """At most four queries, however many rows and however many different wishes."""
    listed = list(rows)
    pending: set[int] = set()
    if any("due" in one.values for one in wanted):
        asked = Extension.objects.filter(measure__in=[one.pk for one in listed], state=Request.PENDING)
        pending = set(asked.values_list("measure", flat=True))
    lasting: set[int] = set()
    if any(one.values.get("state") == MeasureState.LASTING for one in wanted):
        duties = RegularDuty.objects.filter(response__in={one.response_id for one in listed})
        lasting = set(duties.values_list("response", flat=True))
    return Around(actor, timezone.localdate(now), pending, lasting, _homes(wanted))


def _homes(wanted: Sequence[Wanted]) -> dict[tuple[str, int], int]:
    def told(*names: str) -> set[int]:
        return {one.values[name] for one in wanted for name in names if one.values.get(name)}

    found: dict[tuple[str, int], int] = {}
    if people := told("leader_id", "person_id"):
        for pk, unit in Person.objects.filter(pk__in=people, left_on=None).values_list("pk", "unit"):
            found["leader_id", pk] = found["person_id", pk] = unit
    if departments := told("department_id"):
        for pk, unit in Department.objects.filter(pk__in=departments).values_list("pk", "unit"):
            found["department_id", pk] = unit
    return found


def judge(row: Measure, version: int | None, wanted: Wanted, known: Around) -> Verdict:
    """One row. ``version`` is what the page saw; None where nothing was seen yet."""
    if version is not None and version != row.version:
        return Verdict(row, Result.STALE, "刚刚被别人改过，没有改动。请看现在的内容，再决定是否修改。")
    if said := _refused(row, wanted, known):
        return Verdict(row, Result.REFUSED, said)
    if said := _fixed(row, wanted):
        return Verdict(row, Result.REFUSED, said, step_page(row.response, Step.REVISE))
    asks = "due" in wanted.values and _approved(row) and wanted.values["due"] != row.due
    if asks and (said := _no_extension(row, wanted, known)):
        return Verdict(row, Result.REFUSED, said)
    after = {name: value for name, value in wanted.values.items() if getattr(row, name) != value}
    if not after:
        return Verdict(row, Result.SAME, ALIKE)
    before = {name: getattr(row, name) for name in after}
    said = "时限要等主要负责人批准，批准以前仍按原时限。" if asks else ""
    return Verdict(row, Result.ASKED if asks else Result.DONE, said, "", before, after)


def _approved(row: Measure) -> bool:
    return row.original_due is not None


def _refused(row: Measure, wanted: Wanted, known: Around) -> str:
    state = ResponseState(row.response.state)
    if row.feedback.archived_at:
        return ARCHIVED
    if (wanted.plans and not known.may(Action.EDIT, row)) or (
        wanted.works and not known.may(Action.RECORD, row)
    ):
        return DENIED
    if state in FROZEN:
        return f"这项整改现在是“{state.label}”，措施不能改动。{NEXT[state]}"
    for name in PEOPLE:
        if wanted.values.get(name) and known.homes.get((name, wanted.values[name])) != row.unit_id:
            return f"{WORDS[name]}不是这个单位在职的，请分单位修改。"
    due = wanted.values.get("due")
    if due and not _approved(row) and too_early(due, row.feedback.inspected_from):
        return f"完成时限{day_words(due)}早于巡察开始的日期，请核对。"
    return _not_settled(row, state, wanted, known) if wanted.works else ""


def _fixed(row: Measure, wanted: Wanted) -> str:
    """What of an approved plan would change; a later day than the approved one is asked for instead."""
    if ResponseState(row.response.state) not in WORKING:
        return ""
    names = ("kind", "category") if _approved(row) else ("kind", "category", "due")
    changed = [name for name in names if name in wanted.values and getattr(row, name) != wanted.values[name]]
    return revise_first(f"改动{WORDS[changed[0]]}") if changed else ""


def _no_extension(row: Measure, wanted: Wanted, known: Around) -> str:
    """Why a later day cannot be asked for; empty when it can."""
    state, due = ResponseState(row.response.state), wanted.values["due"]
    if state not in WORKING:
        return f"这项整改现在是“{state.label}”，不能申请延期。{NEXT[state]}"
    if not known.may(Action.RECORD, row):
        return DENIED
    if row.due is None or row.state == MeasureState.DONE:
        return "这项措施没有完成时限，或已经落实，不用申请延期。"
    if due <= row.due:
        return f"方案已经批准，时限只能申请推迟；延至的日期要晚于现在的时限{day_words(row.due)}。"
    if row.pk in known.pending:
        return "已经有一份延期申请待批，请等审批结果。"
    if len(wanted.note.strip()) < REASON:
        return f"方案已经批准，改时限要申请延期，请在说明里写明理由，至少{REASON}个字。"
    return ""


def _not_settled(row: Measure, state: ResponseState, wanted: Wanted, known: Around) -> str:
    to, day = wanted.values.get("state"), wanted.values.get("done_on")
    if state not in WORKING:
        return f"这项整改现在是“{state.label}”，不能登记落实结果。{NEXT[state]}"
    if state is ResponseState.PLANNED:
        return "这项整改还没有开始，请先点“开始整改”，或登记第一条进展。"
    if unapproved(row):
        return "这项措施没有经过批准，请先调整方案并报批。"
    if to == MeasureState.DONE and (day is None or day > known.today):
        return "请填写落实的日期，不能在今天以后。"
    if to == MeasureState.DONE and not wanted.values.get("result", "").strip():
        return "请写明落实的结果，以便与完成标准核对。"
    if to == MeasureState.LASTING and row.response_id not in known.lasting:
        return "转为定期任务的，请先设定期任务。"
    return ""


def allowed_at_all(actor: User) -> list[int]:
    """Units in whose measures the person may change something."""
    scope = actor.scope()
    records = [*scope.units(Relation.OWN, Action.RECORD), *scope.units(Relation.MINE, Action.RECORD)]
    return sorted({*scope.units(Relation.OWN, Action.EDIT), *records})
