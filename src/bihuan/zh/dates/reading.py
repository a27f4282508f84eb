"""Reading the dates of a text in their order."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.dates import grammar
from bihuan.zh.dates.chains import read_chain
from bihuan.zh.dates.kinds import DateMention, DateRole, Precision
from bihuan.zh.dates.roles import ACTION, PLANNED, goes_on_planning, limits, someone_will, use_of
from bihuan.zh.dates.timeline import Timeline, year_of
from bihuan.zh.vocab import pairs, words

if TYPE_CHECKING:
    from datetime import date

    from bihuan.zh.dates.pieces import Piece
    from bihuan.zh.dates.roles import Use

_REACH = 60
"""How far behind a reference, in its own sentence, the next reference is still near to it."""
_LOOK_BACK = words("dates", "look_back")
_TURNS = ("。", "；", ";", "\n", *_LOOK_BACK)
_MONTHS_ON = {word: int(months) for word, months in pairs("dates", "month_of_last").items()}
"""当月26日, 次月11日: how many months behind the day before it."""
_BEHIND_DAY = ("，", ",", *words("dates", "acts"))
_RULE = re.compile("每|规定|应当|须|凡")
_LONGEST_ACT = timedelta(days=366)
"""A longer stretch of time tells of a state of affairs; it does not say in which year we are."""


@cache
def _signs() -> re.Pattern[str]:
    return re.compile("[年月日季]")


@cache
def _calendar_sign() -> re.Pattern[str]:
    return re.compile(r"[12][0-9]{3}[-/.][01]?[0-9][-/.]")


def read_dates(text: str, timeline: Timeline) -> list[DateMention]:
    """Dates of *text* in their order, resolved to days; what cannot be resolved is left out.

    Acts move *timeline*, so that the next text goes on from there.
    """
    if not _signs().search(text) and not _calendar_sign().search(text):
        return []
    search, at = grammar.atom().search, 0
    match = search(text)
    if match is None:
        return []
    reader = _Reader(text, timeline)
    while match:
        pieces, at = read_chain(text, match)
        if pieces:
            reader.take(pieces)
        match = search(text, at)
    return reader.found


def read_full_date(text: str) -> date | None:
    """The day that the whole of *text* names with its year (2023年2月7日, 二〇二三年二月七日, 2023-02-07,
    2022-04-18 01:22:03), else None."""
    text = text.strip()
    match = grammar.atom().match(text)
    if match is None or not _time_of_day().fullmatch(text, match.end()):
        return None
    pieces, _ = read_chain(text, match)
    if (
        len(pieces) != 1
        or pieces[0].year is None
        or pieces[0].precision is not Precision.DAY
        or not pieces[0].day
    ):
        return None
    span = pieces[0].span(pieces[0].year)
    return span[0] if span and span[0] == span[1] else None


@cache
def _time_of_day() -> re.Pattern[str]:
    return re.compile(
        r"(?:[T\s]*[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
        r"|\s*[（(]?(?:星期|周)[一二三四五六日天][）)]?)?\s*"
    )


def _in_month_of(piece: Piece, last: date, months: int) -> Piece:
    """A day without its month in the month of *last*, or so many months on."""
    if piece.month:
        return piece
    years, month = divmod(last.month - 1 + months, 12)
    return piece._replace(month=month + 1, last_month=month + 1, year=last.year + years)


class _Reader:
    """Dates of one text; knows what is near to the next one."""

    __slots__ = (
        "act_end", "act_start", "act_stop", "found", "last_day", "named_year", "planned_stop", "reference",
        "text", "timeline",
    )  # fmt: skip

    def __init__(self, text: str, timeline: Timeline) -> None:
        self.text = text
        self.timeline = timeline
        self.found: list[DateMention] = []
        self.act_start, self.act_end = timeline.start, timeline.end
        self.named_year: int | None = None
        self.reference: tuple[date, date, int] | None = None
        self.last_day: date | None = None
        self.act_stop = 0
        """Where the last act ended that the text tells itself; 0 before the first."""
        self.planned_stop = 0
        """Where the last due date ended."""

    def take(self, pieces: list[Piece]) -> None:
        """Resolve the dates of one chain and remember them."""
        if not pieces[0].month:
            pieces = self._after_a_day(pieces)
            if not pieces:
                return
        first, last = pieces[0], pieces[-1]
        # What is said of next year lies ahead, whatever stands around it.
        use = PLANNED
        if first.relative != "明":
            use = use_of(self.text, first.start, last.end, first.precision)
        role, planned, named, edge = use
        if planned:
            self.planned_stop = last.end
        elif self.planned_stop and self._goes_on_planning(use, first, last):
            use, role = PLANNED, DateRole.REFERENCE
        floor, latest = self.timeline.floor, self.timeline.latest
        if latest is not None and use is ACTION and someone_will(self.text, last.end):
            use, role, planned = PLANNED, DateRole.REFERENCE, True
        near = self._near(use, first.start)
        for piece in pieces:
            span = self._resolve(piece, near, use)
            if span is None:
                continue
            near = span
            own = role
            ahead = latest is not None and span[1] > latest and self._is_ahead(use, piece, span[0], latest)
            if (floor is not None and span[1] < floor) or ahead:
                own = DateRole.REFERENCE
            elif planned and edge == "limit" and latest is not None and not ahead:
                own = DateRole.ACTION  # 6月底前完成清退: a deed once that day has passed
            self.found.append(
                DateMention(
                    self.text[piece.start : piece.end], piece.start, *span, piece.precision, own, ahead
                )
            )
            if not named:
                self._remember(piece, span, own)
                if edge == "cut_off" and piece.year is not None:
                    self._start_at(*span)

    def _goes_on_planning(self, use: Use, first: Piece, last: Piece) -> bool:
        """True for a date that the due date before it takes along."""
        return use.role is DateRole.ACTION and goes_on_planning(
            self.text, self.planned_stop, first.start, last.end
        )

    def _is_ahead(self, use: Use, piece: Piece, start: date, latest: date) -> bool:
        """True for a limit, a due date or the start of a duty; its day lies behind the report."""
        if use.planned:
            return use.edge == "limit" or limits(self.text, piece.end)
        return use.edge == "limit" or (use.edge == "start" and start > latest)

    def _start_at(self, start: date, end: date) -> None:
        """The cut-off of a statement tells the year to a report that tells no date before it."""
        if self.timeline.end is None:
            self.timeline.move(start, end)
            self.act_start, self.act_end = start, end

    def _after_a_day(self, pieces: list[Piece]) -> list[Piece]:
        """20日，… at the head of a clause goes on in the month of the day before it, else nothing."""
        first, last, text = pieces[0], self.last_day, self.text
        before = text[max(0, first.start - 2) : first.start]
        if last is not None and before[1:] == "月" and before[0] in _MONTHS_ON:
            sentence = text[max(map(text.rfind, "。；;", (0,) * 3, (first.start,) * 3)) + 1 : first.start]
            if text.startswith(("前", "以前", "之前"), pieces[-1].end) or _RULE.search(sentence):
                return []  # 规定次月10日前上缴
            return [_in_month_of(piece, last, _MONTHS_ON[before[0]]) for piece in pieces]
        if (
            last is None
            or first.day < last.day
            or text[first.start - 1 : first.start] not in tuple("。；;，,、")
        ):
            return []
        if not text.startswith(_BEHIND_DAY, pieces[-1].end):
            return []
        return [_in_month_of(piece, last, 0) for piece in pieces]

    def _near(self, use: Use, at: int) -> tuple[date, date] | None:
        """The days that a date without a year is near to: the last act, or the reference just before it."""
        if use.role is DateRole.REFERENCE and self.reference is not None:
            start, end, stop = self.reference
            if at - stop <= _REACH and not any(mark in self.text[stop:at] for mark in "。；;"):
                return start, end
        if self.act_start is None or self.act_end is None:
            return None
        return self.act_start, self.act_end

    def _resolve(self, piece: Piece, near: tuple[date, date] | None, use: Use) -> tuple[date, date] | None:
        year = piece.year
        if year is None:
            if near is None:
                return None
            year = year_of(piece, *near, self.named_year, use.planned)
            if (year != near[1].year or self.timeline.latest is not None) and year:
                year = self._in_bounds(piece, year, near, use)
        return None if year is None else piece.span(year)

    def _in_bounds(self, piece: Piece, year: int, near: tuple[date, date], use: Use) -> int:
        """*year*, or the one beside it: for deeds and cut-offs, and for a duty that starts ahead."""
        line, running = self.timeline, near[1].year
        if piece.relative:
            done = use.role is DateRole.ACTION
            return line.relative_year(piece.relative, running, piece, done) or year
        match use.edge:
            case "cut_off":
                return line.year_of_cut_off(piece, year, *near)
            case "start":
                return line.year_ahead(piece, year, running, line.since)
            case "limit":
                return line.year_ahead(piece, year, running, line.earliest or line.since)
        if use.role is not DateRole.ACTION:
            return year
        if year < running and self._runs_on(piece.start) and line.lies_between(piece, year + 1):
            return year + (not line.lies_between(piece, year))
        if year == running and self._goes_forward(piece, year, near[1]):
            return year  # 8月5日，…；10月29日…, even past the report's own day
        return line.year_in_bounds(piece, year, *near)

    def _runs_on(self, at: int) -> bool:
        """True where the sentence has told an act before and does not look back: it goes forward in time."""
        between = self.text[self.act_stop : at]
        return self.act_stop > 0 and not any(mark in between for mark in _TURNS)

    def _goes_forward(self, piece: Piece, year: int, last: date) -> bool:
        """True for a later day than that of the act told before it in the same text."""
        span = piece.span(year)
        between = self.text[self.act_stop : piece.start]
        told = self.act_stop > 0 and span is not None and span[0] > last
        return told and not any(word in between for word in _LOOK_BACK)

    def _remember(self, piece: Piece, span: tuple[date, date], role: DateRole) -> None:
        self.named_year = span[1].year
        if role is DateRole.REFERENCE:
            if piece.precision is not Precision.YEAR and piece.year is not None:
                self.reference = (*span, piece.end)
            return
        self.act_stop = piece.end
        if piece.precision is Precision.DAY:
            self.last_day = span[1]
        if span[1] - span[0] <= _LONGEST_ACT:
            self.act_start, self.act_end = span
            if piece.precision is not Precision.YEAR:
                self.timeline.move(*span)
