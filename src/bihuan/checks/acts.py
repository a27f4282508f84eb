"""Dated acts: the days that a measure names for something done, with the words that follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.checks.api import Place
from bihuan.zh.dates import DateRole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bihuan.report.nodes import Measure, Mention, Response

_HEAD_ENDS = "，,。；;：:！\n"
_LONGEST_HEAD = 40
_LONGEST_TEXT = 60
_BETWEEN = "、，,和及与 \u3000"
"""What stands between the days of one act: 3月30日、4月3日."""


class Act(NamedTuple):
    """Days that stand together before one act."""

    measure: Measure
    mentions: tuple[Mention, ...]
    offset: int
    """Where the words after the days begin, 0-based in ``measure.text``."""

    @property
    def first(self) -> date:
        """Its earliest day."""
        return min(one.start for one in self.mentions)

    @property
    def last(self) -> date:
        """Its latest day."""
        return max(one.end for one in self.mentions)

    @property
    def position(self) -> tuple[int, int]:
        """Line and column of its first day."""
        return self.mentions[0].line, self.mentions[0].column

    @property
    def text(self) -> str:
        """The words after the days, as far as they help to know the act again."""
        start = self._head_start
        return self.measure.text[start : start + _LONGEST_TEXT]

    @property
    def head(self) -> str:
        """The first clause after the days."""
        return self.measure.text[self._head_start : self.head_end]

    @property
    def _head_start(self) -> int:
        after = self.measure.text[self.offset : self.offset + _LONGEST_HEAD]
        return self.offset + len(after) - len(after.lstrip(_HEAD_ENDS + _BETWEEN))

    @property
    def head_end(self) -> int:
        """Where the first clause ends, 0-based in ``measure.text``."""
        start, text = self._head_start, self.measure.text
        ends = (text.find(mark, start, start + _LONGEST_HEAD) for mark in _HEAD_ENDS)
        return min((end for end in ends if end >= 0), default=min(len(text), start + _LONGEST_HEAD))

    def offset_of(self, mention: Mention) -> int:
        """Where a mention begins, 0-based in ``measure.text``."""
        return offset_in_measure(self.measure, mention)


def of_mention(mention: Mention) -> Place:
    """The date as the text writes it."""
    return Place(mention.line, mention.column, mention.text)


def action_dates(response: Response) -> Iterator[Mention]:
    """Every date on which something was carried out, in the order of the text."""
    for measure in response.measures:
        for mention in measure.dates:
            if mention.role is DateRole.ACTION:
                yield mention


def first_of_each_line(mentions: Iterator[Mention]) -> Iterator[Mention]:
    """One mention a line is enough to point at it."""
    seen = 0
    for mention in mentions:
        if mention.line != seen:
            seen = mention.line
            yield mention


def acts_of(response: Response) -> Iterator[Act]:
    """Every act of a response in the order of the text; a list of days before it is one act."""
    for measure in response.measures:
        together: list[Mention] = []
        end = 0
        for mention in measure.dates:
            if mention.role is not DateRole.ACTION:
                continue
            offset = offset_in_measure(measure, mention)
            if together and measure.text[end:offset].strip(_BETWEEN):
                yield Act(measure, tuple(together), end)
                together = []
            together.append(mention)
            end = offset + len(mention.text)
        if together:
            yield Act(measure, tuple(together), end)


def offset_in_measure(measure: Measure, mention: Mention) -> int:
    """Where the mention begins in the measure's text."""
    if mention.line == measure.line:
        return mention.column - measure.column
    from bihuan.report.joined import offset_in  # a text that ran over lines

    return offset_in(measure.text, measure.line, measure.column, (mention.line, mention.column))
