"""Date expressions: what they are, which days they mean, and what they are for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bihuan.zh.dates import DateMention, Timeline, read_dates, read_full_date

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


def read(lines: list[str], anchor: date | None) -> list[DateMention]:
    timeline = Timeline(anchor)
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
    found = [spelled(mention) for mention in read(case["lines"], case.get("anchor"))]
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


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed report is not beside this checkout")
def test_the_seed_has_94_dates() -> None:
    lines = SEED.read_text("utf-8").splitlines()
    first = read_dates(lines[0], Timeline())
    assert [(str(m.start), str(m.end)) for m in first] == [
        ("2022-10-08", "2022-12-23"),
        ("2023-02-07", "2023-02-07"),
    ]
    assert len(first) + len(read(lines[1:], first[-1].end)) == 94
