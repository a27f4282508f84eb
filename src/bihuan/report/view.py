"""The view: what programs and people see of a tree (``bihuan.report/1``, docs/reference/schemas.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.report.nodes import SectionRole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bihuan.report import nodes

_QUIET = frozenset({SectionRole.LEADERSHIP, SectionRole.NEXT_STEPS})
SCHEMA = "bihuan.report/1"


def to_view(report: nodes.Report) -> dict[str, Any]:
    """Plain data in the order of the contract; dates as ISO text."""
    return {
        "schema": SCHEMA,
        "kind": report.kind.value,
        "title": report.title,
        "issuer": report.issuer,
        "issued_on": _iso(report.issued_on),
        "inspection": {
            "start": _iso(report.inspection.start),
            "end": _iso(report.inspection.end),
            "team": report.inspection.team,
            "unit": report.inspection.unit,
        },
        "feedback_on": _iso(report.feedback_on),
        "sections": [_section(section) for section in report.sections],
        "totals": [_totals(totals) for totals in report.totals],
        "commitments": [_commitment(commitment) for commitment in report.commitments],
        "contact": _contact(report.contact),
        "unread": [{"line": line.line, "text": line.text} for line in report.unread],
    }


def write_json(report: nodes.Report, write: Callable[[str], object]) -> None:
    """The view as JSON through ``write``, a response at a time: a long report is never held as plain data."""
    import json

    def dump(data: object) -> str:
        return json.dumps(data, ensure_ascii=False)

    view = to_view(report._replace(sections=()))
    write("{")
    for position, (key, value) in enumerate(view.items()):
        write(("," if position else "") + f"\n{dump(key)}: ")
        if key == "sections":
            _write_sections(report, write, dump)
        else:
            write(dump(value))
    write("\n}\n")


def _write_sections(
    report: nodes.Report, write: Callable[[str], object], dump: Callable[[object], str]
) -> None:
    write("[")
    for position, section in enumerate(report.sections):
        told = dump(_section(section._replace(responses=())))
        write(("," if position else "") + "\n " + told.removesuffix("[]}") + "[")
        quiet = section.role in _QUIET
        for number, response in enumerate(() if quiet else section.responses):
            write(("," if number else "") + "\n  " + dump(_response(response)))
        write("]}")
    write("]")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _section(section: nodes.Section) -> dict[str, Any]:
    quiet = section.role in _QUIET
    return {
        "number": section.number,
        "title": section.title,
        "line": section.line,
        "role": section.role.value,
        "responses": [] if quiet else [_response(response) for response in section.responses],
    }


def _response(response: nodes.Response) -> dict[str, Any]:
    return {
        "findings": [_finding(finding) for finding in response.findings],
        "measures": [_measure(measure) for measure in response.measures],
        "outcome": None
        if response.outcome is None
        else {
            "text": response.outcome.text,
            "line": response.outcome.line,
            "status": response.outcome.status.value,
        },
    }


def _finding(finding: nodes.Finding) -> dict[str, Any]:
    told = {
        "number": finding.number,
        "title": finding.title,
        "line": finding.line,
        "subfindings": [
            {"number": aspect.number, "title": aspect.title, "line": aspect.line}
            for aspect in finding.subfindings
        ],
    }
    return told if finding.group is None else {**told, "group": finding.group}


def _measure(measure: nodes.Measure) -> dict[str, Any]:
    return {
        "text": measure.text,
        "line": measure.line,
        "tense": measure.tense.value,
        "dates": [
            {
                "text": mention.text,
                "line": mention.line,
                "column": mention.column,
                "start": mention.start.isoformat(),
                "end": mention.end.isoformat(),
                "precision": mention.precision.value,
                "role": mention.role.value,
            }
            for mention in measure.dates
        ],
    }


def _totals(totals: nodes.Totals) -> dict[str, Any]:
    return {
        "text": totals.text,
        "line": totals.line,
        "what": totals.what,
        "total": totals.total,
        "completed": totals.completed,
        "ongoing": totals.ongoing,
        "not_started": totals.not_started,
        "rate": totals.rate,
    }


def _commitment(commitment: nodes.Commitment) -> dict[str, Any]:
    return {
        "text": commitment.text,
        "line": commitment.line,
        "due": _iso(commitment.due),
        "every": commitment.every,
        "from": _iso(commitment.from_),
    }


def _contact(contact: nodes.Contact | None) -> dict[str, Any] | None:
    if contact is None:
        return None
    return {"phone": list(contact.phone), "email": list(contact.email), "post": list(contact.post)}
