"""The places of the seed that rules on dates, substance, promises, reuse and wording must find."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bihuan.checks.api import Diagnostic, Severity
from bihuan.checks.config import Config
from bihuan.checks.engine import check
from bihuan.report import read

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_a1fec5a0f4fe819b.txt"
GROUPS = ("DT", "SB", "CM", "RU", "WD")
pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason="../shared is not here: the seed report cannot be checked"
)


@cache
def found() -> tuple[Diagnostic, ...]:
    """What these rules find in the seed."""
    return check(read(SEED.read_bytes(), SEED.name), config=Config(select=GROUPS)).diagnostics


def lines(code: str) -> list[int]:
    """Lines on which a rule raises something."""
    return [one.line for one in found() if one.code == code]


@pytest.mark.parametrize(
    ("code", "wanted"), [("DT03", [19]), ("SB03", [46]), ("WD01", [72, 77]), ("WD02", [23])]
)
def test_exactly_these_lines(code: str, wanted: list[int]) -> None:
    assert lines(code) == wanted


@pytest.mark.parametrize("code", ["DT01", "DT02", "DT07", "DT08", "CM02", "WD03"])
def test_silent(code: str) -> None:
    assert lines(code) == []


def test_promises() -> None:
    assert {7, 14, 16} <= set(lines("CM01"))
    assert any("2023年12月31日" in one.message for one in found() if (one.code, one.line) == ("CM01", 14))


def test_one_training_course_in_six_responses() -> None:
    course = next(one for one in found() if (one.code, one.line) == ("RU01", 8))
    assert course.quote == "3月24日，组织开展统计业务专题学习班"
    assert course.related == (17, 23, 85, 94, 100)
    assert set(course.findings) == {"1", "2", "3", "4", "5", "16", "17", "18", "19"}


def test_two_days_of_visits_in_four_responses() -> None:
    visits = next(one for one in found() if (one.code, one.line) == ("RU01", 18))
    assert visits.related == (24, 34, 101)


def test_the_right_term_is_offered() -> None:
    assert {one.fix for one in found() if one.code == "WD01"} == {"三册两簿"}


def test_nothing_at_error_level() -> None:
    assert [one for one in found() if one.severity is Severity.ERROR] == []
