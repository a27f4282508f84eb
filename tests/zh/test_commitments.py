"""Promises, their days and their rhythm."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.zh.commitments import find_commitments
from bihuan.zh.dates import DateMention, DateRole, Precision

from .support import cases


def mentions(text: str, rows: list[tuple[str, date, date, str]]) -> list[DateMention]:
    found, place = [], 0
    for words, start, end, precision in rows:
        place = text.index(words, place)
        found.append(DateMention(words, place, start, end, Precision(precision), DateRole.REFERENCE))
        place += len(words)
    return found


@pytest.mark.parametrize(("text", "dates", "promises"), cases("commitments"))
def test_commitments_of_a_text(
    text: str, dates: list[tuple[str, date, date, str]], promises: list[object]
) -> None:
    found = find_commitments(text, mentions(text, dates))
    assert [[item.text, item.due, item.every, item.from_] for item in found] == promises
    assert all(text.startswith(item.text, item.offset) for item in found)
