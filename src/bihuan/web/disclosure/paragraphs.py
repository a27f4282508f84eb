"""The lines of a text with their kinds, as pages set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.diagnosis import tree

if TYPE_CHECKING:
    from bihuan.report import Report


def paragraphs(report: Report) -> list[tuple[str, str]]:
    """(kind, text) of every line with something on it; front matter of a web page is left out."""
    return [
        (line.kind, line.text.strip())
        for line in tree.lines(report)
        if line.text.strip() and line.kind != "front"
    ]
