"""Ways through a tree, for rules and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.nodes import SectionRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.report.nodes import Finding, Measure, Report, Response, Section

_QUIET = frozenset({SectionRole.LEADERSHIP, SectionRole.NEXT_STEPS})


def responses(report: Report) -> Iterator[tuple[Section, Response]]:
    """Every response with its section, in order; chapters without findings have none."""
    for section in report.sections:
        if section.role not in _QUIET:
            for response in section.responses:
                yield section, response


def findings(report: Report) -> Iterator[tuple[Section, Response, Finding]]:
    """Every finding with the response that answers it."""
    for section, response in responses(report):
        for finding in response.findings:
            yield section, response, finding


def measures(report: Report) -> Iterator[tuple[Response, Measure]]:
    """Every measure with its response."""
    for _, response in responses(report):
        for measure in response.measures:
            yield response, measure
