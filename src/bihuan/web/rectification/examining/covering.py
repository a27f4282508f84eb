"""Findings of a case with what takes each of them up, a page at a time; the judgement is the rules' own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.checks.coverage import Cover, Part, cover
from bihuan.web.base.keyset import Page, page
from bihuan.web.inspections.models import Subfinding
from bihuan.web.rectification.models import Measure, ResponseFinding
from bihuan.web.rectification.queries import case_findings

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback, Finding

SIZE = 20


@dataclass(frozen=True, slots=True)
class Aspect:
    """A finding or one of its subfindings; places are known by their measure."""

    number: str
    title: str
    cover: Cover[int]


@dataclass(frozen=True, slots=True)
class Covered:
    """A finding with everything that is asked under it."""

    finding: Finding
    measures: int
    aspects: tuple[Aspect, ...]
    together: tuple[str, ...]
    """Numbers of the findings that share its measures."""


def covered(case: Feedback, token: str | None) -> Page[Covered]:
    """One page in the order of the text; five queries, whatever hangs on the findings."""
    rows = case_findings(case).only("id", "number", "title", "position", "feedback", "status")
    found = page(rows, ("position", "id"), lambda one: (one.position, one.pk), token=token, size=SIZE)
    return Page(_rows([one.pk for one in found.rows], found.rows), found.next, found.previous)


def _rows(keys: list[int], findings: list[Finding]) -> list[Covered]:
    responses = ResponseFinding.objects.filter(finding__in=keys, response__withdrawn_at=None)
    links = ResponseFinding.objects.filter(
        response__in=responses.values("response"), finding__withdrawn_at=None
    ).select_related("finding")
    answers: dict[int, list[int]] = defaultdict(list)
    together: dict[int, list[Finding]] = defaultdict(list)
    for link in links.order_by("finding__position"):
        answers[link.finding_id].append(link.response_id)
        together[link.response_id].append(link.finding)
    parts: dict[int, list[Part[int]]] = defaultdict(list)
    for measure in Measure.objects.filter(response__in=list(together)).order_by("position"):
        parts[measure.response_id].append(Part(measure.pk, measure.text))
    aspects: dict[int, list[Subfinding]] = defaultdict(list)
    near = {one.pk for each in together.values() for one in each} | set(keys)
    for one in Subfinding.objects.filter(finding__in=near).order_by("position"):
        aspects[one.finding_id].append(one)
    return [_row(one, answers[one.pk], together, parts, aspects) for one in findings]


def _row(
    finding: Finding,
    answers: list[int],
    together: dict[int, list[Finding]],
    parts: dict[int, list[Part[int]]],
    aspects: dict[int, list[Subfinding]],
) -> Covered:
    near = {one.pk: one for response in answers for one in together[response]} or {finding.pk: finding}
    mine = [part for response in answers for part in parts[response]]
    titles = [
        title for one in near.values() for title in (one.title, *(each.title for each in aspects[one.pk]))
    ]

    def aspect(number: str, title: str) -> Aspect:
        beside = "\n".join(one for one in titles if one != title)
        return Aspect(number, title, cover(title, mine, beside, alone=len(titles) == 1))

    every = [aspect(finding.number, finding.title)]
    every += [aspect(one.number, one.title) for one in aspects[finding.pk]]
    others = tuple(one.number for one in near.values() if one.pk != finding.pk)
    return Covered(finding, len(mine), tuple(every), others)
