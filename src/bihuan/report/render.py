"""Back to text: one join."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bihuan.report.nodes import Report


def render(report: Report) -> str:
    """The text that the leaves tile; for an untouched report the very text that was read."""
    return "".join([part for leaf in report.leaves for part in (leaf.prefix, leaf.value)]) + report.tail
