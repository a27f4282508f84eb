"""What a page lists, as rows of a sheet: streamed in chunks by key, so that memory and locks stay small
whatever there is to tell. A measure that answers several findings stands under the first that is told.

Measures come in groups, one for each finding and response: what stands above them is the same for all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from bihuan.web.base.among import among
from bihuan.web.base.keyset import page
from bihuan.web.base.words import headed
from bihuan.web.inspections.models import Subfinding
from bihuan.web.rectification.models import Measure, Progress, Response, ResponseFinding
from bihuan.web.rectification.queries import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from bihuan.web.inspections.models import Feedback, Finding
    from bihuan.web.rectification.queries import Filters

CHUNK = 600
"""Findings that are fetched together, with everything that hangs on them."""


class Sums(NamedTuple):
    """What a list of problems says of all measures of a response."""

    measures: int
    leaders: str
    departments: str
    due: date | None


class Line(NamedTuple):
    """A measure with the response and the finding above it; what a finding lacks is empty."""

    finding: int
    feedback: int
    unit: str
    section: str
    number: str
    title: str
    aspects: str
    response: int
    target: str
    outcome: str
    status: str
    stage: str
    response_version: int
    measure: int
    text: str
    kind: str
    category: str
    criteria: str
    due: date | None
    original_due: date | None
    state: str
    done_on: date | None
    result: str
    version: int
    leader: str | None
    department: str | None
    person: str | None
    note: str
    sums: Sums | None = None


class Group(NamedTuple):
    """Measures under one response of one finding."""

    above: tuple[Any, ...]
    """The values of their lines before ``measure``."""
    deeds: Sequence[tuple[Any, ...]]
    """The values of each line from ``measure`` to ``person``, and more behind them; of a response without
    measures one line that lacks them.
    """
    note: str

    def lines(self, *, sums: bool = False) -> list[Line]:
        """A line for each measure."""
        if sums:
            total = _sums(self.deeds)
            return [Line._make((*self.above, *deed[:_DEED_ENDS], self.note, total)) for deed in self.deeds]
        above, note = self.above, self.note
        return cast("list[Line]", [(*above, *deed[:_DEED_ENDS], note, None) for deed in self.deeds])


AT = {name: at for at, name in enumerate(Line._fields)}
"""Places of a line's values. Lines without sums are plain tuples in that order: the collector of garbage
looks at objects of a class again and again, and at plain tuples of words and numbers only once.
"""
MEASURE, NOTE = AT["measure"], AT["note"]
_DEED_ENDS = NOTE - MEASURE


class Entry(NamedTuple):
    """A line with one entry of its measure's progress."""

    line: Line
    on: date
    done: str
    next: str
    obstacle: str
    by: str
    at: datetime


_FOUND: tuple[str, ...] = (
    "pk",
    "feedback_id",
    "unit_name",
    "section_id",
    "number",
    "title",
    "position",
    "due_key",
    "joined",
)
_FOUND += ("aspect_count", "section__number", "section__title")  # the order is that of ``_told``
_ANSWER = ("pk", "target", "outcome", "status", "state", "version")
_NO_ANSWER = (0, "", "", "", "", 0)
_DEED: tuple[str, ...] = (
    "pk",
    "text",
    "kind",
    "category",
    "criteria",
    "due",
    "original_due",
    "state",
    "done_on",
    "result",
)
_DEED += ("version", "leader__name", "department__name", "person__name", "words", "response_id")
_NAMES = len(_DEED) - 5
"""Where the names begin."""
_NO_DEED: tuple[Any, ...] = (0, "", "", "", "", None, None, "", None, "", 0, None, None, None)
_NO_DEEDS = (_NO_DEED,)
PEOPLE = ("leader", "department", "person")


def groups(
    findings: QuerySet[Finding], filters: Filters, *, today: date, aspects: bool = True
) -> Iterator[list[Group]]:
    """Groups of every finding that the filters leave, in the order in which the page lists them; without
    ``aspects`` these are left empty.
    """
    rows = narrow(findings, filters, today)
    by_due = bool(filters.status or filters.overdue)
    told: dict[int, str] = {}
    token, more = None, True
    while more:
        found = page(
            _columns(rows),
            ("due_key", "id") if by_due else ("feedback_id", "position", "id"),
            (lambda row: (row[7], row[0])) if by_due else (lambda row: (row[1], row[6], row[0])),
            token=token,
            size=CHUNK,
        )
        yield _told(found.rows, told, aspects=aspects)
        token, more = found.next, found.next is not None


def loose_groups(case: Feedback) -> list[Group]:
    """Groups of the responses of a case that answer no finding, under their heading (成效)."""
    rows = Response.objects.filter(feedback=case, withdrawn_at=None, links=None).order_by("position", "id")
    answers = list(rows.values_list(*_ANSWER, "heading__text", "section__number", "section__title"))
    deeds = _deeds([one[0] for one in answers])
    found = []
    for *answer, heading, number, title in answers:
        above = (0, case.pk, str(case.unit), headed(number, title), "", heading or "", "", *answer)
        found.append(Group(above, deeds.get(answer[0], _NO_DEEDS), ""))
    return found


def _columns(rows: QuerySet[Finding]) -> QuerySet[Any, tuple[Any, ...]]:
    name = Coalesce(NullIf("feedback__unit__short_name", Value("")), "feedback__unit__name")
    # As text: nearly every row has nothing there, and decoding all of them takes its time.
    return rows.annotate(unit_name=name, joined=Cast("joint", TextField())).values_list(*_FOUND)


def _told(found: Sequence[tuple[Any, ...]], told: dict[int, str], *, aspects: bool) -> list[Group]:
    """Groups of one chunk: at most four queries. ``told`` remembers joint responses and where they stand."""
    answers: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    links = ResponseFinding.objects.filter(
        among("finding", [one[0] for one in found]), response__withdrawn_at=None
    )
    columns = ("finding_id", *(f"response__{name}" for name in _ANSWER))
    for finding, *answer in links.order_by("response__position", "response_id").values_list(*columns):
        answers[finding].append(tuple(answer))
    deeds = _deeds({answer[0] for some in answers.values() for answer in some})
    parts = _aspects([one[0] for one in found if aspects and one[9]])
    groups: list[Group] = []
    for row in found:
        pk, feedback, unit, _, number, title, _, _, joint, _, section, heading = row
        known = (pk, feedback, unit, headed(section, heading), number, title, parts.get(pk, ""))
        for answer in answers.get(pk) or (_NO_ANSWER,):
            held, note = deeds.get(answer[0], _NO_DEEDS), ""
            if joint != "[]":
                if answer[0] in told:
                    held, note = _NO_DEEDS, f"与问题{told[answer[0]]}合并作答"
                else:
                    told[answer[0]] = number
            groups.append(Group((*known, *answer), held, note))
    return groups


def _deeds(responses: Sequence[int] | set[int]) -> dict[int, list[tuple[Any, ...]]]:
    """Measures by response, in text order, with two columns more behind them; one query."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = Measure.objects.filter(among("response", responses)).order_by("response_id", "position")
    for row in rows.annotate(words=Cast("named", TextField())).values_list(*_DEED):
        found[row[-1]].append(row if row[-2] == "{}" else _named(row[:-2], row[-2]))
    return found


def _named(deed: tuple[Any, ...], words: str) -> tuple[Any, ...]:
    """With the words that a sheet used for its people, where it used some."""
    if words == "{}":
        return deed
    named: dict[str, str] = json.loads(words)
    told = (named.get(field) or name for field, name in zip(PEOPLE, deed[_NAMES:], strict=True))
    return (*deed[:_NAMES], *told)


def measure_lines(ids: Sequence[int]) -> list[Line]:
    """A line for each of these measures, in their order; two queries."""
    name = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    rows = Measure.objects.filter(pk__in=ids).annotate(words=Cast("named", TextField()), unit_name=name)
    above = ("feedback_id", "unit_name", "response__section__number", "response__section__title")
    answer = tuple(f"response__{name}" for name in _ANSWER[1:])
    deeds = {row[0]: row for row in rows.values_list(*_DEED, *above, *answer)}
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    responses = {row[len(_DEED) - 1] for row in deeds.values()}
    links = ResponseFinding.objects.filter(response__in=responses, finding__withdrawn_at=None)
    columns = ("response_id", "finding_id", "finding__number", "finding__title")
    for response, *one in links.order_by("finding__position").values_list(*columns):
        found[response].append((one[0], one[1], one[2]))
    return [_line(deeds[pk], found) for pk in ids if pk in deeds]


def _line(row: tuple[Any, ...], findings: dict[int, list[tuple[int, str, str]]]) -> Line:
    deed, rest = row[: len(_DEED)], row[len(_DEED) :]
    feedback, unit, number, title, *answer = rest
    answered = findings.get(deed[-1]) or [(0, "", "")]
    numbers = "、".join(one[1] for one in answered)
    known = (answered[0][0], feedback, unit, headed(number, title), numbers, answered[0][2], "")
    return Line._make((*known, deed[-1], *answer, *_named(deed[:-2], deed[-2]), "", None))


def _aspects(findings: Sequence[int]) -> dict[int, str]:
    """具体表现 by finding, one a line; no query where no finding has any."""
    if not findings:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    rows = Subfinding.objects.filter(among("finding", findings)).order_by("finding_id", "position")
    for finding, number, title in rows.values_list("finding_id", "number", "title"):
        found[finding].append(f"{number}{title}")
    return {pk: "\n".join(some) for pk, some in found.items()}


def _sums(deeds: Sequence[tuple[Any, ...]]) -> Sums:
    leaders, departments = _DEED_ENDS - 3, _DEED_ENDS - 2
    return Sums(
        sum(1 for one in deeds if one[0]),
        "、".join(dict.fromkeys(one[leaders] for one in deeds if one[leaders])),
        "、".join(dict.fromkeys(one[departments] for one in deeds if one[departments])),
        max((one[5] for one in deeds if one[5]), default=None),
    )


def entries(some: Sequence[Line]) -> list[Entry]:
    """The progress of the lines' measures, the oldest first; one query."""
    by_measure: dict[Any, Line] = {line[MEASURE]: line for line in some if line[MEASURE]}
    rows = Progress.objects.filter(measure__in=list(by_measure)).order_by("measure_id", "on", "id")
    found: dict[int, list[Entry]] = defaultdict(list)
    for measure, *told in rows.values_list(
        "measure_id", "on", "done", "next", "obstacle", "by__person__name", "at"
    ):
        found[measure].append(Entry(by_measure[measure], *told))
    return [entry for measure in by_measure for entry in found.get(measure, ())]
