"""What an announcement would say if it were sent for examination now: the ledger's text without what is left
out, masked, with every replacement and what the privacy checks still find.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bihuan.checks.engine import check
from bihuan.masking import Kind, Source, Term, mask, positions, recognise, with_masks
from bihuan.report.nodes import LeafKind
from bihuan.web.accounts.models import Person
from bihuan.web.base.words import headed
from bihuan.web.disclosure.leaving_out import shared, without
from bihuan.web.disclosure.models import MaskChoice, Omission, OmissionState
from bihuan.web.rectification import text
from bihuan.web.rectification.text import CaseText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.checks.api import Diagnostic
    from bihuan.masking import Masked
    from bihuan.report import Report
    from bihuan.web.disclosure.models import Announcement
    from bihuan.web.rectification.text import Row

LOOKED_AT = ("PV", "PB")
"""Groups of checks that speak of what may be shown to everybody."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An announcement as the ledger, the omissions and the masks make it."""

    source: str
    """The text before masking."""
    masked: Masked
    terms: list[Term]
    """What is masked, each with its mask, in the order of the text."""
    released: list[MaskChoice]
    report: Report
    """The tree of the masked text."""
    found: list[Diagnostic]
    omissions: list[Omission]
    shared: list[Row]
    """Left-out findings that are answered together with one that stays."""

    def hide(self, words: str) -> str:
        """Other words (a title, a name of a round) with the same masks."""
        return mask(words, self.terms).text


def draft_of(announcement: Announcement) -> Draft:
    """The draft; as many queries whatever the length."""
    case = text.load(announcement.feedback)
    rows = Omission.objects.filter(
        announcement=announcement, state__in=[OmissionState.ASKED, OmissionState.GRANTED]
    )
    omissions = list(rows.select_related("finding", "asked_by__person").order_by("id"))
    left_out = {one.finding_id for one in omissions if one.state == OmissionState.GRANTED}
    told = without(case, left_out)
    source = told.render()
    choices = list(MaskChoice.objects.filter(announcement=announcement).order_by("id"))
    terms = _terms(announcement, source, choices)
    masked = mask(source, terms)
    report = text.to_report(_cut(told, masked))
    found = check(report, policy=None).diagnostics
    return Draft(
        source=source,
        masked=masked,
        terms=terms,
        released=[one for one in choices if not one.active],
        report=report,
        found=[one for one in found if one.code.startswith(LOOKED_AT)],
        omissions=omissions,
        shared=shared(case.rows, left_out),
    )


def _terms(announcement: Announcement, source: str, choices: Sequence[MaskChoice]) -> list[Term]:
    """What is recognised and nobody decided on, and what somebody masks by hand, in the order of the text."""
    decided = {one.original for one in choices}
    people = Person.objects.filter(unit=announcement.unit_id).values_list("name", flat=True)
    kinds = frozenset(Kind(one) for one in announcement.kinds)
    found = [one for one in recognise(source, kinds, list(people)) if one.original not in decided]
    found += [
        Term(one.original, Kind(one.kind), Source.HAND, one.mask)
        for one in choices
        if one.active and one.original in source
    ]
    return with_masks(sorted(found, key=lambda one: (source.find(one.original), one.original)), source)


def _cut(case: CaseText, masked: Masked) -> CaseText:
    """The rows with the masked text in them."""
    ends, at = [], 0
    for row in case.rows:
        ends += [at + len(row.surface), at + len(row.surface) + len(row.value)]
        at = ends[-1]
    made = [0, *positions(masked, ends)]
    rows = [
        replace(
            row,
            surface=masked.text[made[2 * n] : made[2 * n + 1]],
            value=masked.text[made[2 * n + 1] : made[2 * n + 2]],
        )
        for n, row in enumerate(case.rows)
    ]
    return CaseText(case.feedback, tuple(rows), masked.text[made[-1] :])


def body_of(report: Report, paragraphs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What is kept of a version beside its text: paragraphs, and findings with what was done."""
    title = next((leaf.value.strip() for leaf in report.leaves if leaf.kind is LeafKind.TITLE), "")
    return {
        "title": title,
        "paragraphs": [list(one) for one in paragraphs],
        "sections": [
            {
                "title": headed(section.number, section.title),
                "responses": [
                    {
                        "findings": [
                            {
                                "number": one.number or "",
                                "title": one.title,
                                "aspects": [part.title for part in one.subfindings],
                            }
                            for one in response.findings
                        ],
                        "measures": [one.text for one in response.measures],
                        "outcome": response.outcome.text if response.outcome else "",
                        "status": response.outcome.status.value if response.outcome else "",
                    }
                    for response in section.responses
                ],
            }
            for section in report.sections
        ],
    }


def counts_of(body: dict[str, Any]) -> dict[str, int]:
    """Findings and measures of a kept version, and how many findings are said to be completed."""
    responses = [one for section in body["sections"] for one in section["responses"]]
    by_status = {
        status: sum(len(one["findings"]) for one in responses if one["status"] == status)
        for status in ("completed", "long_term")
    }
    findings = sum(len(one["findings"]) for one in responses)
    measures = sum(len(one["measures"]) for one in responses)
    return {"findings": findings, "measures": measures, **by_status}
