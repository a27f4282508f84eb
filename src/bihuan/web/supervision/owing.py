"""What the units of some cases owe: open measures, findings that no open measure carries, what was returned.

The same number of queries whatever the number of cases; the callers come with some fifty at a time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.utils import timezone

from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.dues import owed
from bihuan.web.rectification.models import Decision, Measure, MeasureState, Progress, ResponseFinding
from bihuan.web.rectification.workflow import WORKING, ResponseState, Step
from bihuan.web.supervision.lights import Stand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.web.supervision.months import Month

LONGEST = 160
UNPLANNED = frozenset({ResponseState.DRAFT, ResponseState.PLAN_SUBMITTED})
WITH_UNIT = frozenset({*UNPLANNED, *WORKING, ResponseState.SELF_ASSESSED, ResponseState.LEADER_APPROVED})
"""States in which the next step is the unit's own; what waits for the office or has ended is not urged."""


class Kind(StrEnum):
    """Of what an item is."""

    MEASURE = "measure"
    FINDING = "finding"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a unit owes or did; names are copied, so that what is frozen still reads later."""

    kind: Kind
    target: int
    feedback: int
    called: str
    """问题2、3."""
    text: str
    due: date | None
    link: int | None
    """Of a measure and of a finding with an answer the response, else the finding itself."""
    original: date | None = None
    done_on: date | None = None
    planned: bool = True
    since: date | None = None
    """When its plan was approved."""
    department: int | None = None
    leader: int | None = None
    names: tuple[str, str, str] = ("", "", "")
    """Department, leader, person."""

    @property
    def stand(self) -> Stand:
        """What its light depends on."""
        return Stand(self.due, self.done_on)

    def frozen(self) -> dict[str, Any]:
        """As it is kept in records and letters; dates as ISO text."""
        return {
            "kind": self.kind.value,
            "target": self.target,
            "link": self.link,
            "called": self.called,
            "text": self.text,
            "due": _iso(self.due),
            "original": _iso(self.original),
            "done_on": _iso(self.done_on),
            "planned": self.planned,
            "department": self.names[0],
            "leader": self.names[1],
            "person": self.names[2],
        }


@dataclass(slots=True)
class Owed:
    """Of one case in a month: its items, which measures had progress, what was sent back."""

    items: list[Item] = field(default_factory=list)
    reported: set[int] = field(default_factory=set)
    returned: list[dict[str, Any]] = field(default_factory=list)


def month_of(cases: Sequence[int], month: Month) -> dict[int, Owed]:
    """What each case owed in the month; every case has an entry. Six queries."""
    found = {case: Owed() for case in cases}
    done = Q(state=MeasureState.DONE, done_on__gte=month.first, response__withdrawn_at=None)
    for item in _items(cases, owed() | done):
        found[item.feedback].items.append(item)
    rows = Progress.objects.filter(measure__feedback__in=cases, on__range=(month.first, month.last))
    for case, measure in rows.values_list("measure__feedback_id", "measure_id").distinct():
        found[case].reported.add(measure)
    _returned(found, month)
    return found


def open_until(cases: Sequence[int], until: date) -> list[Item]:
    """What is open and has its last day by then, the soonest first. Four queries."""
    items = (one for one in _items(cases, owed() & Q(due__lte=until)) if one.due and one.due <= until)
    return sorted(items, key=lambda one: (one.due, one.kind, one.target))


def still_open(targets: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of the (kind, id) somebody still has to do. Three queries."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, target in targets:
        ids[kind].append(target)
    measures = Measure.objects.filter(owed(), pk__in=ids[Kind.MEASURE])
    findings = Finding.objects.filter(pk__in=ids[Kind.FINDING], is_open=True)
    mine = findings.filter(Q(responses=None) | Q(responses__state__in=[one.value for one in WITH_UNIT]))
    carried = Measure.objects.filter(owed(), response__findings__in=ids[Kind.FINDING])
    left = set(mine.values_list("pk", flat=True)) - set(carried.values_list("response__findings", flat=True))
    found = {(Kind.MEASURE.value, pk) for pk in measures.values_list("pk", flat=True)}
    return found | {(Kind.FINDING.value, pk) for pk in left}


def _items(cases: Sequence[int], which: Q) -> list[Item]:
    numbers, answers = _answers(cases)
    measures = list(_measures(cases, which, numbers))
    return [*measures, *_findings(cases, answers)]


def _measures(cases: Sequence[int], which: Q, numbers: dict[int, list[str]]) -> Iterable[Item]:
    columns = ("pk", "feedback_id", "response_id", "text", "due", "original_due", "done_on", "state")
    more = ("response__planned_at", "department_id", "leader_id")
    names = ("department__name", "leader__name", "person__name", "named")
    rows = Measure.objects.filter(which, feedback__in=cases).order_by("feedback_id", "position")
    for (
        pk,
        case,
        response,
        text,
        due,
        original,
        done_on,
        state,
        at,
        department,
        leader,
        *who,
    ) in rows.values_list(*columns, *more, *names).iterator(chunk_size=2000):
        yield Item(
            kind=Kind.MEASURE,
            target=pk,
            feedback=case,
            called=_called(numbers[response]),
            text=_short(text),
            due=due,
            link=response,
            original=original,
            done_on=done_on if state == MeasureState.DONE else None,
            since=timezone.localdate(at) if at else None,
            department=department,
            leader=leader,
            names=_named(*who),
        )


def _named(
    department: str | None, leader: str | None, person: str | None, named: dict[str, str]
) -> tuple[str, str, str]:
    """The words of the sheet where they say more than who was found; see ``Measure.who``."""
    found = {"department": department, "leader": leader, "person": person}
    told = [named.get(field) or name or "" for field, name in found.items()]
    return told[0], told[1], told[2]


def _answers(cases: Sequence[int]) -> tuple[dict[int, list[str]], dict[int, list[tuple[int, str]]]]:
    """Numbers of the findings of each response, and (response, state) of each finding. One query."""
    numbers: dict[int, list[str]] = defaultdict(list)
    answers: dict[int, list[tuple[int, str]]] = defaultdict(list)
    links = ResponseFinding.objects.filter(
        finding__feedback__in=cases, finding__withdrawn_at=None, response__withdrawn_at=None
    )
    columns = ("response_id", "finding_id", "finding__number", "response__state")
    for response, finding, number, state in links.order_by("finding__position").values_list(*columns):
        numbers[response].append(number)
        answers[finding].append((response, state))
    return numbers, answers


def _findings(cases: Sequence[int], answers: dict[int, list[tuple[int, str]]]) -> Iterable[Item]:
    """Open findings that wait for the unit and that no open measure stands for."""
    carried = set(
        Measure.objects.filter(owed(), feedback__in=cases).values_list("response_id", flat=True).distinct()
    )
    rows = Finding.objects.filter(feedback__in=cases, is_open=True).order_by("feedback_id", "position")
    for pk, case, number, title, due in rows.values_list("pk", "feedback_id", "number", "title", "due"):
        known = answers.get(pk, [])
        mine = [(response, state) for response, state in known if state in WITH_UNIT]
        if (known and not mine) or any(response in carried for response, _ in mine):
            continue
        yield Item(
            kind=Kind.FINDING,
            target=pk,
            feedback=case,
            called=_called([number]),
            text=_short(title),
            due=due,
            link=mine[0][0] if mine else None,
            planned=bool(mine) and all(state not in UNPLANNED for _, state in mine),
        )


def _returned(found: dict[int, Owed], month: Month) -> None:
    begin, end = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (month.first, month.after.first)
    )
    rows = Decision.objects.filter(
        feedback__in=list(found), step__in=(Step.RETURN, Step.RETURN_PLAN), at__gte=begin, at__lt=end
    )
    columns = ("feedback_id", "response_id", "opinion", "at", "response__findings__number")
    told: dict[tuple[int, int, datetime], dict[str, Any]] = {}
    for case, response, opinion, at, number in rows.order_by("id").values_list(*columns):
        key = (case, response, at)
        if key not in told:
            told[key] = {"kind": "return", "link": response, "text": _short(opinion), "numbers": []}
            told[key]["on"] = timezone.localdate(at).isoformat()
            found[case].returned.append(told[key])
        told[key]["numbers"].append(number)
    for one in told.values():
        one["called"] = _called([number for number in one.pop("numbers") if number])


def last_reported(measures: Sequence[int]) -> dict[int, date]:
    """The day of the newest entry of progress, where there is one. One query."""
    rows = Progress.objects.filter(measure__in=measures).values_list("measure_id")
    return dict(rows.annotate(Max("on")).order_by())


def _called(numbers: Iterable[str]) -> str:
    told = "、".join(one for one in numbers if one)
    return f"问题{told}" if told else "整改"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
