"""Figures of some announcements as rows of a bar chart. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.disclosure.public.entries import Entry


class Row(NamedTuple):
    """A bar: findings completed, kept up for the long term, and the others."""

    name: str
    findings: int
    completed: int
    long_term: int

    @property
    def rest(self) -> int:
        """Findings of which neither is said."""
        return self.findings - self.completed - self.long_term

    @property
    def said(self) -> str:
        """The bar in words."""
        done = f"已完成{self.completed}个，长期坚持{self.long_term}个"
        return f"{self.name}：问题{self.findings}个，{done}，其余{self.rest}个"


def rows_of(entries: Sequence[Entry], shown: Sequence[Entry]) -> list[Row]:
    """One bar an announcement of ``shown`` whose text is on show, the whole of ``entries`` first where there
    are several.
    """
    whole = _bars(entries)
    if len(whole) < 2:
        return whole
    findings, completed = sum(one.findings for one in whole), sum(one.completed for one in whole)
    return [Row("合计", findings, completed, sum(one.long_term for one in whole)), *_bars(shown)]


def _bars(entries: Sequence[Entry]) -> list[Row]:
    return [
        Row(one.now.head["unit"], *(one.counts[name] for name in ("findings", "completed", "long_term")))
        for one in entries
        if one.now.shown
    ]
