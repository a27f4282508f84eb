"""Which measures of a response tell what was carried out, where labels part the intended from the done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.nodes import LeafKind
from bihuan.zh.substance import Kind, clauses_of, kind_of_clause
from bihuan.zh.tense import Tense

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.report.nodes import Finding, Measure, Report, Response, Subfinding

INTENDED = {"整改措施", "具体措施", "主要措施", "工作措施", "整改任务", "整改举措"}
"""Labels under which a text says what is to be done, as long as another label says what was done."""
TOLD = (
    "完成情况",
    "落实情况",
    "整改情况",
    "进展情况",
    "整改进展",
    "目前进展",
    "目前情况",
    "办理情况",
    "整改成效",
    "取得成效",
)


def carried_out(response: Response, report: Report) -> tuple[Measure, ...]:
    """The measures without those that 整改措施 only announces while 整改完成情况 beside it tells the deed."""
    under = _labels(response, report)
    if not any(label and label.endswith(TOLD) for label in under):
        return response.measures
    kept = zip(response.measures, under, strict=True)
    return tuple(measure for measure, label in kept if label not in INTENDED)


def _labels(response: Response, report: Report) -> list[str | None]:
    """The label under which each measure stands; one label holds until the next."""
    found: list[str | None] = []
    label: str | None = None
    for measure in response.measures:
        label = report.leaves[measure.leaf].label or label
        found.append(label)
    return found


def kinds_told(response: Response, report: Report) -> list[frozenset[Kind]] | None:
    """For each measure that was carried out, what its clauses tell; None as soon as one tells a deed.

    Measures that only plan tell nothing.
    """
    found = []
    for measure in carried_out(response, report):
        kinds: set[Kind] = set()
        for clause in () if measure.tense is Tense.PLANNED else clauses_of(measure.text):
            if (kind := kind_of_clause(clause)) is Kind.DEED:
                return None
            kinds.add(kind)
        found.append(frozenset(kinds))
    return found


def titles_of(response: Response) -> list[str]:
    """Titles of its findings, each followed by those of its subfindings."""
    return [
        title
        for finding in response.findings
        for title in (finding.title, *(one.title for one in finding.subfindings))
    ]


def aspects_of(response: Response) -> Iterator[tuple[Finding, Finding | Subfinding]]:
    """What a response has to take up one by one: subfindings, and findings that share it and have none."""
    for finding in response.findings:
        for aspect in finding.subfindings:
            yield finding, aspect
        if not finding.subfindings and len(response.findings) > 1:
            yield finding, finding


def whole_text(response: Response, report: Report) -> str:
    """All that its measures say, with the sentence that leads in to counted ones (追收租金：1）…2）…)."""
    told = []
    for measure in response.measures:
        before = report.leaves[measure.leaf - 1] if measure.leaf else None
        if before is not None and before.kind is LeafKind.LEAD_IN:
            told.append(before.value)
        told.append(measure.text)
    return "\n".join(told)
