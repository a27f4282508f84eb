"""Every way of numbering that reports use, as cases: text above, skeleton below (tests/cases/reading)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bihuan.report import Report, read_text, render

CASES = Path(__file__).parents[1] / "cases" / "reading"
CASE = re.compile(r"^\.(?P<name>[^\n]+)\n(?P<text>.*?)^\.\n(?P<expected>.*?)^\.$", re.M | re.S)


def cases() -> list[object]:
    return [
        pytest.param(case["text"], case["expected"], id=f"{path.stem}:{case['name']}")
        for path in sorted(CASES.glob("*.md"))
        for case in CASE.finditer(path.read_text(encoding="utf-8"))
    ]


def skeleton(report: Report) -> str:
    """The tree in the short form of the cases."""
    lines = [f"T {report.title}"] if report.title else []
    for section in report.sections:
        lines.append(f"§ {section.number or '-'} {section.role} {section.title or ''}".rstrip())
        for response in section.responses:
            for finding in response.findings:
                group = f" @{finding.group}" if finding.group else ""
                lines.append(f"? {finding.number or '-'} {finding.title}{group}")
                lines += [f"- {aspect.number or '-'} {aspect.title}" for aspect in finding.subfindings]
            lines += [f"· {measure.text[:10]}" for measure in response.measures]
            if response.outcome:
                lines.append(f"= {response.outcome.status}")
    if report.unread:
        lines.append("unread " + " ".join(str(line.line) for line in report.unread))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("text", "expected"), cases())
def test_layout_reads_as_expected(text: str, expected: str) -> None:
    report = read_text(text)
    assert skeleton(report) == expected
    assert render(report) == text
