"""What an item and a month look like, as a table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.web.supervision.levels import Level, ahead, roles_from, rung_for, rungs, weights
from bihuan.web.supervision.lights import Figures, Light, Stand, formula, light_of, score, worst
from bihuan.web.supervision.months import Month, last_months

SOON = timedelta(20)
DUE = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("done_on", "judged_on", "light"),
    [
        (None, date(2026, 3, 10), "normal"),
        (None, date(2026, 3, 11), "soon"),
        (None, date(2026, 3, 31), "soon"),
        (None, date(2026, 4, 1), "late"),
        (date(2026, 3, 31), date(2026, 4, 1), "normal"),
        (date(2026, 4, 1), date(2026, 4, 1), "made_up"),
        (date(2026, 6, 1), date(2026, 4, 1), "made_up"),
        (date(2026, 3, 5), date(2026, 3, 5), "normal"),
    ],
)
def test_light_of_an_item(done_on: date | None, judged_on: date, light: str) -> None:
    assert light_of(Stand(DUE, done_on), judged_on, SOON) == light


@pytest.mark.parametrize("done_on", [None, date(2026, 6, 1)])
def test_what_has_no_last_day_is_never_late(done_on: date | None) -> None:
    assert light_of(Stand(None, done_on), date(2030, 1, 1), SOON) is Light.NORMAL
    assert rung_for(None, date(2030, 1, 1)) is None


def test_the_month_shows_what_must_be_seen_first() -> None:
    assert worst([]) is Light.NORMAL
    assert worst([Light.SOON, Light.MADE_UP, Light.NORMAL]) is Light.MADE_UP
    assert worst([Light.LATE, Light.MADE_UP]) is Light.LATE


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (21, None),
        (20, "remind"),
        (11, "remind"),
        (10, "order"),
        (0, "order"),
        (-1, "summon"),
        (-400, "summon"),
    ],
)
def test_letters_rise_with_the_days_that_are_left(left: int, level: str | None) -> None:
    found = rung_for(DUE, DUE - timedelta(left))
    assert (found.level.value if found else None) == level


def test_thresholds_are_policy_data() -> None:
    assert [one.left for one in rungs()] == sorted((one.left for one in rungs()), reverse=True)
    assert ahead() == timedelta(20)
    assert roles_from(Level.SUMMON)[0] == roles_from(Level.ORDER)[1]
    assert len(roles_from(Level.ORDER)) == len(rungs())


def test_score_is_what_its_formula_says() -> None:
    assert sum(one.points for one in weights()) == 100
    assert score(Figures(), weights()) == 1000
    half = Figures(active=4, due=4, on_time=2, made_up=1, late=1, unreported=1, returned=1)
    assert score(half, weights()) == 25_0 + 15_0 + 15_0 + 7_5
    assert score(Figures(due=3, late=2, pending=1, active=1, unreported=1, returned=9), weights()) == 0
    assert "按期完成率（按期完成÷应完成）×50" in formula(weights())


def test_months() -> None:
    march = Month.read("2026-03")
    assert march
    assert (str(march), march.label, march.last) == ("2026-03", "2026年3月", date(2026, 3, 31))
    assert (str(march.before), str(march.after)) == ("2026-02", "2026-04")
    assert march.judged_on(date(2026, 3, 9)) == date(2026, 3, 9)
    assert march.judged_on(date(2027, 1, 1)) == date(2026, 4, 1)
    assert march.over(date(2026, 4, 1))
    assert not march.over(date(2026, 3, 31))
    assert [str(one) for one in last_months(date(2026, 1, 31), 3)] == ["2025-11", "2025-12", "2026-01"]


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "２０２６-01", "2026-01-01", "9999-01"]
)
def test_what_is_no_month(text: str) -> None:
    assert Month.read(text) is None
