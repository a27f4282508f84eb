"""A case with everything that its documents tell, in a fixed number of queries whatever its length."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from bihuan.documents import facts
from bihuan.documents.from_report import bare_group
from bihuan.report.nodes import LeafKind
from bihuan.web.accounts.models import Membership
from bihuan.web.accounts.permissions import Role
from bihuan.web.inspections.models import Deadline, DeadlinePurpose, Finding, Passage, Section, Subfinding
from bihuan.web.papers.facts.counts import counts_by_case
from bihuan.web.rectification.models import (
    Decision,
    Measure,
    MeasureState,
    Progress,
    Response,
    ResponseFinding,
)
from bihuan.web.rectification.sheets.columns import KINDS, STATUSES
from bihuan.web.rectification.workflow import ENDED, Aim, ResponseState, Step
from bihuan.web.supervision.models import Missive, Sheet
from bihuan.zh.totals import find_totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bihuan.web.inspections.models import Feedback

OFFICE = "巡察工作领导小组办公室"
SIGNERS = {Step.ENDORSE: "分管领导", Step.APPROVE: "主要负责人"}
LAST = ("on", "done", "next", "obstacle")
WORDS = dict(MeasureState.choices)


@dataclass(slots=True)
class _Rows:
    """What was fetched, by what it belongs to."""

    links: dict[int, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    aspects: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    measures: dict[int, list[facts.Measure]] = field(default_factory=lambda: defaultdict(list))
    opinions: dict[int, list[facts.Opinion]] = field(default_factory=lambda: defaultdict(list))


def case_facts(case: Feedback, today: date, *, whole: bool = True) -> facts.Case:
    """The whole case; fourteen queries. Not ``whole`` is what ``Kind.missing`` looks at, for six of them:
    words of aspects and opinions, running text and counts of letters are left out.
    """
    live = Response.objects.filter(feedback=case, withdrawn_at=None)
    responses = list(live.select_related("heading").order_by("position", "id"))
    rows = _rows(responses, whole=whole)
    due = _deadlines(case) if whole else {}
    first = first_person(case.unit_id)
    return facts.Case(
        unit=case.unit.name,
        round=case.round.name,
        office=case.office.name if whole and case.office else OFFICE,
        on=today,
        issuer=case.issuer,
        team=case.team,
        inspected_from=case.inspected_from,
        inspected_to=case.inspected_to,
        given_on=case.given_on,
        plan_due=due.get(DeadlinePurpose.PLAN),
        due=due.get(DeadlinePurpose.RECTIFICATION),
        first_person=first.name if first else "",
        first_post=first.post if first else "",
        leaders=_leaders(responses, rows),
        sections=tuple(_sections(case, responses, rows, whole=whole)),
        counts=counts_by_case([case.pk], today)[case.pk],
        sheets=Sheet.objects.filter(feedback=case).values("month").distinct().count() if whole else 0,
        letters=Missive.objects.filter(about__feedback=case).distinct().count() if whole else 0,
    )


def _deadlines(case: Feedback) -> dict[str, date]:
    """Days in force by purpose."""
    rows = Deadline.objects.filter(feedback=case, superseded_at=None).order_by("id")
    return dict(rows.values_list("purpose", "due"))


def response_facts(response: Response, today: date) -> tuple[facts.Case, list[facts.Response]]:
    """One response, and as much of its case as a form names."""
    case = response.feedback
    told = facts.Case(
        unit=case.unit.name, round=case.round.name, office=case.office.name if case.office else "", on=today
    )
    return told, [_response(response, _rows([response]))]


def first_person(unit: int) -> Any:
    """Who is in office as first person responsible; None where nobody is. One query."""
    rows = Membership.objects.filter(
        unit=unit, role=Role.FIRST_PERSON, user__is_active=True, user__person__left_on=None
    )
    found = rows.select_related("user__person").order_by("id").first()
    return found.user.person if found else None


def _rows(responses: Sequence[Response], *, whole: bool = True) -> _Rows:
    """Everything that hangs on the responses; four queries, two where not ``whole``."""
    found, ids = _Rows(), [one.pk for one in responses]
    links = ResponseFinding.objects.filter(response__in=ids, finding__withdrawn_at=None)
    for link in links.select_related("finding__group").order_by("response_id", "finding__position"):
        found.links[link.response_id].append(link.finding)
    if whole:
        _add_words(found, responses)
    people = ("leader", "department", "person")
    measures = Measure.objects.filter(response__in=ids).select_related(*people).defer("dates", "surface")
    newest = Progress.objects.filter(measure=OuterRef("pk")).order_by("-on", "-id")
    told = {f"last_{name}": Subquery(newest.values(name)[:1]) for name in LAST}
    for one in measures.annotate(**told).order_by("response_id", "position"):
        found.measures[one.response_id].append(_measure(one))
    return found


def _add_words(found: _Rows, responses: Sequence[Response]) -> None:
    """Aspects of the findings, and opinions of the submission in hand."""
    findings = {one.pk for some in found.links.values() for one in some if one.aspect_count}
    aspects = Subfinding.objects.filter(finding__in=findings).order_by("finding_id", "position")
    for finding, number, title in aspects.values_list("finding_id", "number", "title"):
        found.aspects[finding].append(f"{number}{title}")
    submissions = {one.pk: one.submission for one in responses}
    decisions = Decision.objects.filter(response__in=list(submissions), step__in=[*SIGNERS, Step.AGREE])
    for row in decisions.select_related("by__person").order_by("response_id", "id"):
        if row.submission == submissions[row.response_id]:
            found.opinions[row.response_id].append(_opinion(row))


def _measure(one: Any) -> facts.Measure:
    """A measure with its people and its newest entry of progress."""
    named: dict[str, str] = one.named
    return facts.Measure(
        text=one.text,
        kind=KINDS[one.kind],
        criteria=one.criteria,
        leader=named.get("leader") or (one.leader.name if one.leader else ""),
        department=named.get("department") or (one.department.name if one.department else ""),
        person=named.get("person") or (one.person.name if one.person else ""),
        due=one.due,
        original_due=one.original_due,
        state=str(WORDS[one.state]),
        done=one.state != MeasureState.OPEN,
        done_on=one.done_on,
        result=one.result,
        proofs=one.proof_count,
        last_on=one.last_on,
        last=one.last_done or "",
        next=one.last_next or "",
        obstacle=one.last_obstacle or "",
    )


def _opinion(row: Decision) -> facts.Opinion:
    party = row.party or SIGNERS.get(Step(row.step), "会审意见")
    return facts.Opinion(party, row.opinion, row.by.name, timezone.localtime(row.at).date())


def _response(one: Response, rows: _Rows) -> facts.Response:
    findings = tuple(
        facts.Finding(
            finding.number,
            finding.title,
            bare_group(finding.group.title) if finding.group else "",
            tuple(rows.aspects[finding.pk]),
        )
        for finding in rows.links[one.pk]
    )
    return facts.Response(
        findings=findings,
        measures=tuple(rows.measures[one.pk]),
        heading=one.heading.text if one.heading and not findings else "",
        target=one.target,
        outcome=one.outcome,
        status=STATUSES[one.status],
        stage=ResponseState(one.state).label,
        severe=one.severe,
        evaluation=one.evaluation,
        aim=Aim(one.aim).label if one.aim else "",
        opinions=tuple(rows.opinions[one.pk]),
        ended_on=timezone.localtime(one.ended_at).date() if one.ended_at and one.state in ENDED else None,
        certificate=one.certificate,
    )


def _sections(
    case: Feedback, responses: Sequence[Response], rows: _Rows, *, whole: bool
) -> Iterable[facts.Section]:
    """Parts in the order of the text; findings that nothing answers stand alone, like responses."""
    held: dict[int, list[tuple[int, facts.Response]]] = defaultdict(list)
    answered: set[int] = set()
    for one in responses:
        held[one.section_id].append((one.position, _response(one, rows)))
        answered |= {finding.pk for finding in rows.links[one.pk]}
    loose = Finding.objects.filter(feedback=case, withdrawn_at=None).exclude(pk__in=answered)
    for finding in loose.select_related("group").order_by("position"):
        alone = facts.Finding(finding.number, finding.title, finding.group.title if finding.group else "")
        held[finding.section_id].append((finding.position, facts.Response((alone,))))
    if not whole:
        yield from (facts.Section("", "", tuple(told for _, told in some)) for some in held.values())
        return
    passages = _passages(case)
    for section in Section.objects.filter(feedback=case).order_by("position"):
        told = [one for _, one in sorted(held[section.pk], key=lambda pair: pair[0])]
        words = () if told else tuple(passages[section.pk])
        yield facts.Section(section.number, section.title, tuple(told), words, section.role)


def _passages(case: Feedback) -> dict[int | None, list[str]]:
    """Running text by part, a line each; lines that state totals are left out, for these are told anew."""
    found: dict[int | None, list[str]] = defaultdict(list)
    rows = Passage.objects.filter(feedback=case, kind=LeafKind.PASSAGE).order_by("position")
    for section, surface, text in rows.values_list("section_id", "surface", "text"):
        before, line, lead = surface.rpartition("\n")
        if (line or before) or not found[section]:
            found[section].append(f"{lead.strip()}{text}")
        else:
            found[section][-1] += f"{surface}{text}"
    return defaultdict(
        list, {key: [line for line in some if not find_totals(line)] for key, some in found.items()}
    )


def _leaders(responses: Sequence[Response], rows: _Rows) -> tuple[tuple[str, str], ...]:
    """Who leads what, in the order of the text."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in responses:
        for measure in rows.measures[one.pk]:
            for finding in rows.links[one.pk] if measure.leader else ():
                found[measure.leader][finding.number] = None
    return tuple((name, f"问题{'、'.join(filter(None, numbers))}") for name, numbers in found.items())
