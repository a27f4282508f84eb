"""What stands beside the tables of a sheet: filling date, feedback date, the year in the title."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from bihuan.ledger.days import Around
from bihuan.ledger.due import day_of, find_days
from bihuan.ledger.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.ledger.grid import Sheet

_YEAR = re.compile("(?<![0-9])(20[0-9]{2})(?:年|[-.—/])")
_EXACT = re.compile("(?:20)?[0-9]{2}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?")
_NEAR = 10
_REACH = 24
"""Characters between a word and its date."""


def read_around(sheet: Sheet, rows: Iterable[int], stand_in: date | None = None) -> Around:
    """Dates in these rows of a sheet (those outside its tables); ``stand_in`` for a missing filling date."""
    filled: date | None = None
    feedback: date | None = None
    loose: date | None = None
    year: int | None = None
    for row in rows:
        for area, text in sheet.anchors(row):
            if len(text) > 500 or area.top != row:
                continue
            beside = _beside(sheet, row, area.right + 1)
            feedback = feedback or _day_after(text, beside, words("feedback_on"), exact=True)
            filled = filled or _day_after(
                text, beside, words("filled_on"), unless=("反馈", "完成", "整改", "巡察", "办结")
            )
            if loose is None and len(text) <= _REACH and "反馈" not in text:
                loose = day_of(sheet.value(row, area.left), text) if _is_bare_date(text) else None
            if year is None and (match := _YEAR.search(text)):
                year = int(match[1])
    filled = filled or loose or stand_in
    if filled is None and feedback is not None:
        year = feedback.year
    return Around(filled, feedback, filled.year if filled else year)


def _beside(sheet: Sheet, row: int, column: int) -> tuple[object, str]:
    """The next cell with text to the right."""
    for at in range(column, min(column + 6, sheet.width)):
        if text := sheet.text(row, at):
            return sheet.value(row, at), text
    return "", ""


def _day_after(
    text: str,
    beside: tuple[object, str],
    marks: tuple[str, ...],
    unless: tuple[str, ...] = (),
    *,
    exact: bool = False,
) -> date | None:
    """The day behind one of the words, in the same cell or in the next; only a full date where ``exact``."""
    plain = "".join(text.split())
    for mark in marks:
        at = plain.find(mark)
        if at < 0 or any(word in plain[max(0, at - 6) : at] for word in unless):
            continue
        behind = plain[at + len(mark) : at + len(mark) + _REACH]
        if not behind.strip("：:"):
            return day_of(*beside)
        if exact:
            behind = match[0] if (match := _EXACT.search(behind)) and match.start() <= _NEAR else ""
        if days := find_days(_up_to_next(behind)):
            return days[0]
        if exact and (match := re.search(f"{_EXACT.pattern}[^0-9]{{0,{_NEAR}}}$", plain[:at])):
            return next(iter(find_days(match[0])), None)  # 2023年2月7日反馈
    return None


def _up_to_next(behind: str) -> str:
    """As far as the next label (反馈时间：2023年2月7日 填报日期：…)."""
    cut = re.search(r"(?<=[日0-9])[^0-9年月日.\-/]{2,}[:：]", behind)
    return behind[: cut.start()] if cut else behind


def _is_bare_date(text: str) -> bool:
    return bool(re.fullmatch(r"[（(]?\s*[0-9〇零一二三四五六七八九十年月日.\-/\s:]+[）)]?", text)) and bool(
        re.search("[年.\\-/]", text)
    )
