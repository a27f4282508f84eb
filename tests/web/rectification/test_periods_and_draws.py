"""Periods of duties, the picture of them, lots that anybody can repeat, proposed days. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.policy.notices import working_calendar
from bihuan.web.rectification.drawing import digest_of, draw
from bihuan.web.rectification.due_days import propose, too_early
from bihuan.web.rectification.loop.heat import heat
from bihuan.web.rectification.periods import cells, first_day, following, label


@pytest.mark.parametrize(
    ("every", "day", "first", "after", "word"),
    [
        ("month", date(2026, 3, 31), date(2026, 3, 1), date(2026, 4, 1), "2026年3月"),
        ("month", date(2025, 12, 1), date(2025, 12, 1), date(2026, 1, 1), "2025年12月"),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1), date(2026, 4, 1), "2026年第1季度"),
        ("quarter", date(2026, 10, 1), date(2026, 10, 1), date(2027, 1, 1), "2026年第4季度"),
        ("year", date(2026, 12, 31), date(2026, 1, 1), date(2027, 1, 1), "2026年"),
    ],
)
def test_periods(every: str, day: date, first: date, after: date, word: str) -> None:
    assert (first_day(every, day), following(every, first), label(every, first)) == (first, after, word)


def test_done_late_missed_and_now_are_told_apart() -> None:
    done = {date(2026, 1, 1): date(2026, 1, 31), date(2026, 2, 1): date(2026, 3, 1)}
    found = cells("month", date(2026, 1, 15), None, done, date(2026, 4, 10))
    assert [one.state for one in found] == ["done", "late", "missed", "now"]
    picture = heat(found, "month")
    assert picture.said == "共4期，按期完成1期，逾期补做1期，没有做1期，本期尚未登记1期"
    assert [one.x for one in picture.squares] == sorted({one.x for one in picture.squares})


def test_a_duty_that_has_ended_or_not_begun_shows_no_further_periods() -> None:
    assert [
        one.label for one in cells("month", date(2026, 1, 1), date(2026, 2, 1), {}, date(2026, 9, 1))
    ] == [
        "2026年1月",
        "2026年2月",
    ]
    assert cells("month", date(2027, 1, 1), None, {}, date(2026, 9, 1)) == []


def test_a_draw_depends_on_list_and_seed_alone() -> None:
    population = list(range(1, 101))
    found = draw(population, "摇号8821", 10)
    assert found == draw(reversed(population), "摇号8821", 10)
    assert len(set(found)) == 10
    assert found != draw(population, "摇号8822", 10)
    assert draw(population, "x", 500) == draw(population, "x", 100)
    assert digest_of([3, 1, 2]) == digest_of([1, 2, 3]) != digest_of([1, 2])


def test_a_draw_is_fair_enough() -> None:
    counts = [0] * 20
    for seed in range(400):
        for one in draw(range(20), str(seed), 5):
            counts[one] += 1
    assert min(counts) > 60
    assert max(counts) < 140


@pytest.mark.parametrize(
    ("kind", "given", "by", "due"),
    [
        ("immediate", date(2026, 5, 15), date(2026, 11, 16), date(2026, 6, 5)),
        ("immediate", date(2026, 5, 15), date(2026, 5, 20), date(2026, 5, 20)),
        ("limited", date(2026, 5, 15), date(2026, 11, 16), date(2026, 11, 16)),
        ("lasting", None, date(2026, 11, 16), date(2026, 11, 16)),
        ("limited", None, None, None),
    ],
)
def test_days_are_proposed_by_type(kind: str, given: date | None, by: date | None, due: date | None) -> None:
    found = propose(kind, given, by, working_calendar(()))
    assert found.due == due
    assert found.why


def test_no_measure_is_due_before_the_inspection() -> None:
    assert too_early(date(2026, 3, 1), date(2026, 3, 2))
    assert not too_early(date(2026, 3, 2), date(2026, 3, 2))
    assert not too_early(date(2026, 3, 1), None)
