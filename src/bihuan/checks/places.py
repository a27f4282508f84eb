"""From nodes and offsets to the place that a diagnostic quotes; a place never leaves its line."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from bihuan.checks.api import Place

if TYPE_CHECKING:
    from bihuan.checks.api import Context
    from bihuan.report.nodes import (
        Commitment,
        Finding,
        Measure,
        Outcome,
        Report,
        Response,
        Subfinding,
        Totals,
    )

LONGEST_QUOTE = 60
"""Characters quoted of a line that stands for a whole text."""


def of_title(node: Finding | Subfinding) -> Place:
    """The title of a finding or subfinding."""
    return Place(node.line, node.column, _first_line(node.title))


def of_text(node: Measure | Outcome | Totals | Commitment) -> Place:
    """The text of a node, as far as its first line goes."""
    return Place(node.line, node.column, _first_line(node.text))


def of_response(response: Response) -> Place:
    """Where a diagnostic about a whole response stands: its first finding, else its first text."""
    if response.findings:
        return of_title(response.findings[0])
    if response.measures:
        return of_text(response.measures[0])
    return of_text(response.outcome) if response.outcome else Place(1, 1, "")


def within(node: Measure | Outcome | Totals | Commitment, start: int, end: int) -> Place:
    """``node.text[start:end]`` as a place, cut at the line's end."""
    if type(node.text) is str:
        return Place(node.line, node.column + start, _first_line(node.text[start:end]))
    from bihuan.report.joined import cut, place_in  # a text that ran over lines

    return Place(
        *place_in(node.text, node.line, node.column, start), _first_line(cut(node.text, start, end - start))
    )


def in_text(context: Context, start: int, end: int) -> Place:
    """``context.text[start:end]`` as a place, cut at the line's end."""
    line = bisect_right(context.line_starts, start)
    column = start - context.line_starts[line - 1] + 1
    return Place(line, column, _first_line(context.text[start:end]))


def of_line(report: Report, line: int) -> Place:
    """The beginning of a line without its blanks."""
    text = report.lines[line - 1] if line <= len(report.lines) else ""
    kept = text.strip()
    return Place(line, text.find(kept) + 1, kept[:LONGEST_QUOTE])


def last_line(report: Report) -> Place:
    """The last line with text (line 1 of an empty text)."""
    for line in range(len(report.lines), 0, -1):
        if report.lines[line - 1].strip():
            return of_line(report, line)
    return Place(1, 1, "")


def _first_line(text: str) -> str:
    if type(text) is not str:
        from bihuan.report.joined import first_line

        return first_line(text)
    return text.partition("\n")[0].rstrip("\r")
