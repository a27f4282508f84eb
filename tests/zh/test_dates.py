"""Date expressions: what they are, which days they mean, and what they are for."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bihuan.zh.dates import (
    DateMention,
    Timeline,
    find_damaged_dates,
    find_impossible_dates,
    read_dates,
    read_full_date,
)

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "dates.yaml").read_text("utf-8")
)
SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_a1fec5a0f4fe819b.txt"


def spelled(mention: DateMention) -> str:
    days = str(mention.start) if mention.start == mention.end else f"{mention.start}..{mention.end}"
    return f"{mention.text} | {days} | {mention.precision.value} | {mention.role.value}"


def completed(expected: str) -> str:
    """An expectation with the defaults filled in."""
    parts = expected.split(" | ")
    return " | ".join((*parts, *["day", "action"][len(parts) - 2 :]))


def read(
    lines: list[str], anchor: date | None, earliest: date | None = None, latest: date | None = None
) -> list[DateMention]:
    timeline = Timeline(anchor, earliest, latest)
    found = []
    for line in lines:
        mentions = read_dates(line, timeline)
        for mention in mentions:
            assert line[mention.offset : mention.offset + len(mention.text)] == mention.text
            assert mention.start <= mention.end
        assert [m.offset for m in mentions] == sorted(m.offset for m in mentions)
        found += mentions
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_dates_of_a_text(case: dict[str, Any]) -> None:
    found = [
        spelled(mention) for mention in read(case["lines"], *map(case.get, ("anchor", "earliest", "latest")))
    ]
    assert found == [completed(expected) for expected in case["dates"]]


FULL = {
    "2023年2月7日": date(2023, 2, 7),
    "二〇二三年二月七日": date(2023, 2, 7),
    "二○二三年十二月二十一日": date(2023, 12, 21),
    "2023-02-07": date(2023, 2, 7),
    "2023.2.7": date(2023, 2, 7),
    "2023/2/7": date(2023, 2, 7),
    "2022-04-18 01:22:03": date(2022, 4, 18),
    "2022-04-18 01:22:03.695717": date(2022, 4, 18),
    "2022-04-18T01:22:03+08:00": date(2022, 4, 18),
    "2023年2月7日 09:30": date(2023, 2, 7),
    " ２０２３年２月７日 ": date(2023, 2, 7),
    "2023 年 2 月 7 日": date(2023, 2, 7),
    "2023年2月7日（星期二）": date(2023, 2, 7),
}
NOT_FULL = [
    "", "2月7日", "2023年2月", "2023年", "2023年2月底", "2023年2月30日", "2023-02-30", "2023年2月7日至8日",
    "2023年2月7日召开", "去年2月7日", "20230207", "x",
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), FULL.items())
def test_a_full_date_alone(text: str, day: date) -> None:
    assert read_full_date(text) == day


@pytest.mark.parametrize("text", NOT_FULL)
def test_what_is_no_full_date(text: str) -> None:
    assert read_full_date(text) is None


def seed_dates() -> list[tuple[str, ...]]:
    table = (Path(__file__).parent / "cases" / "seed_dates.tsv").read_text("utf-8")
    return [tuple(row.split("\t")) for row in table.splitlines() if not row.startswith("#")]


def rows(number: int, line: str, timeline: Timeline) -> list[tuple[str, ...]]:
    return [
        (str(number), str(m.offset + 1), m.text, str(m.start), str(m.end), m.precision.value, m.role.value)
        for m in read_dates(line, timeline)
    ]


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed report is not beside this checkout")
def test_the_seed_has_94_exact_dates_without_a_given_base() -> None:
    lines = SEED.read_text("utf-8").splitlines()
    found = rows(1, lines[0], Timeline())
    timeline = Timeline(date.fromisoformat(found[-1][4]))
    for number, line in enumerate(lines[1:], 2):
        found += rows(number, line, timeline)
    assert found == seed_dates()
    assert len(found) == 94


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile", ["1-", "3月、", "3月-", "第一、", "2023年", "1、", "《3月5日", "十", "，3月5日开会"]
)
def test_a_long_line_costs_linear_time(hostile: str) -> None:
    def cost(times: int) -> float:
        start = time.process_time()
        read_dates("计划3月完成" + hostile * times, Timeline(date(2023, 2, 7)))
        return time.process_time() - start

    cost(100)
    # Ten times the text for at most thirty times the time; a quadratic reader needs a hundred times.
    assert cost(40_000) < 30 * max(cost(4_000), 0.004)


@given(
    st.text(
        alphabet="0123456789年月日号季度旬底初末、至到-，。《》“”一二十今去同次上下半全前起第（） .",
        max_size=60,
    )
)
def test_any_text_is_read(text: str) -> None:
    read([text], None)
    read([text, text], date(2024, 2, 29))
    find_damaged_dates(text)
    find_impossible_dates(text)
    read_full_date(text)
