"""Facts of a case from a report that was read: what the command line makes documents from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bihuan.documents import facts
from bihuan.ledger.layouts import STATUS_WORDS
from bihuan.report.nodes import LeafKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bihuan.report import Report
    from bihuan.report.nodes import Finding, Response, Section
    from bihuan.zh.status import Status


def case_of(report: Report, on: date, *, office: str = "") -> facts.Case:
    """The case as the report tells it; what reports do not say is empty."""
    inspection = report.inspection
    sections = tuple(_section(report, one) for one in report.sections)
    answers = [one for section in sections for one in section.responses]
    return facts.Case(
        unit=inspection.unit or report.issuer or "本单位",
        round="",
        office=office or "巡察工作领导小组办公室",
        on=on,
        issuer=report.issuer or "",
        team=inspection.team or "",
        inspected_from=inspection.start,
        inspected_to=inspection.end,
        given_on=report.feedback_on,
        sections=sections,
        counts=counts_of(answers),
    )


def counts_of(answers: Iterable[facts.Response]) -> facts.Counts:
    """Counted from the answers themselves, for there is nothing else to count here."""
    some = list(answers)
    found = Counter({one.status: 0 for one in some})
    for one in some:
        found[one.status] += len(one.findings)
    words = [word for word in STATUS_WORDS.values() if found[word]]
    return facts.Counts(
        findings=sum(len(one.findings) for one in some),
        measures=sum(len(one.measures) for one in some),
        statuses=tuple((word, found[word]) for word in words),
    )


def status_word(status: Status | None) -> str:
    """已完成; empty where nothing is claimed."""
    return STATUS_WORDS[status] if status is not None else ""


def _section(report: Report, section: Section) -> facts.Section:
    return facts.Section(
        section.number or "",
        section.title or "",
        tuple(_response(report, one) for one in section.responses),
        () if section.responses else tuple(_passages(report, section)),
        section.role.value,
    )


def _passages(report: Report, section: Section) -> Iterable[str]:
    """Running text of the part that states no totals: those are told from the counts."""
    following = [one.line for one in report.sections if one.line > section.line]
    last = min(following, default=len(report.lines) + 1)
    totals = {one.line for one in report.totals}
    for leaf in report.leaves:
        if leaf.kind is LeafKind.PASSAGE and section.line < leaf.line < last and leaf.line not in totals:
            yield report.lines[leaf.line - 1].strip()


def _response(report: Report, response: Response) -> facts.Response:
    outcome = response.outcome
    return facts.Response(
        heading="" if response.findings else _heading(report, response),
        findings=tuple(_finding(one) for one in response.findings),
        measures=tuple(facts.Measure(one.text, done=one.tense == "done") for one in response.measures),
        outcome=outcome.text if outcome else "",
        status=status_word(outcome.status if outcome else None),
    )


def _heading(report: Report, response: Response) -> str:
    """The heading of achievements under which the measures stand."""
    above = [one.value for one in report.leaves if one.kind is LeafKind.HEADING and one.line <= response.line]
    return above[-1] if above else ""


def _finding(finding: Finding) -> facts.Finding:
    aspects = tuple(f"{one.number or ''}{one.title}" for one in finding.subfindings)
    return facts.Finding(finding.number or "", finding.title, bare_group(finding.group or ""), aspects)


def bare_group(title: str) -> str:
    """A middle heading without its number: documents number theirs anew."""
    for opening, closing in (("（", "）"), ("(", ")")):
        if title.startswith(opening) and closing in title[:6]:
            return title.split(closing, 1)[1].strip()
    return title
