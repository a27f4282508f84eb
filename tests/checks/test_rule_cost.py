"""What the rules cost: linear in the text, whatever it is made of; a report of usual size in milliseconds."""

from __future__ import annotations

from time import process_time

import pytest

from bihuan.checks.api import Context
from bihuan.checks.engine import flags
from bihuan.checks.registry import Entry, entries, load
from bihuan.report import Report, read_text

RULES = list(entries())
HEAD = "2023年2月7日，县委第三巡察组向县粮食局党组反馈了巡察意见。\n一、粮食储备管理有漏洞\n"
ITEM = (
    "{n}.出入库登记不全“三册两薄”有缺\n3月15日、4月2日，多次到粮库查看登记薄,先后召开调度会。"
    "从3月份开始，每月检查一次，下一步将补齐台帐（共46笔。\n4月31日，发放“田间译站”明白卡数十份。\n整改情况：完成整改。\n"
)
HOSTILE = {
    "quotes": "“《（" * 60_000,
    "halves": "）》”" * 60_000,
    "colons": "问,题:" * 50_000,
    "vague": "3月5日，" + "先后多次走访部分企业" * 16_000,
    "digits": "3月5日，" + "2019425日" * 20_000,
    "wrong": "“三册两薄”和台帐台账" * 16_000,
    "terms": "".join(f"“{chr(0x4E00 + n % 9000)}单一{chr(0x4E00 + n % 8999)}”" for n in range(25_000)),
    "days": "3月5日，召开会议。" * 8_000,
    "duties": "3月5日检查，从3月份开始，每月检查一次，下一步将检查。" * 4_000,
}


WARM = read_text(HEAD + ITEM.format(n=1))


def seconds(entry: Entry, report: Report) -> float:
    """CPU time of one rule, after a first run that compiles its expressions."""
    loaded = load(entry)
    for _ in flags(loaded, Context(WARM)):
        pass
    context = Context(report)
    start = process_time()
    for _ in flags(loaded, context):
        pass
    return process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("entry", RULES, ids=[entry.code for entry in RULES])
def test_time_grows_with_the_text_and_no_faster(entry: Entry) -> None:
    small, large = (
        read_text(HEAD + "".join(ITEM.format(n=n) for n in range(1, items))) for items in (500, 4_000)
    )
    least = min(seconds(entry, small) for _ in range(3))
    most = min(seconds(entry, large) for _ in range(3))  # the best of three: the machine is shared
    assert most < 20 * max(least, 0.005)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_seconds_at_most(name: str) -> None:
    report = read_text(HEAD + "1.出入库登记不全\n" + HOSTILE[name] + "\n整改情况：完成整改。\n")
    assert sum(seconds(entry, report) for entry in RULES) < 6


def test_a_usual_report_costs_milliseconds() -> None:
    report = read_text(HEAD + "".join(ITEM.format(n=n) for n in range(1, 20)))
    assert sum(min(seconds(entry, report) for _ in range(3)) for entry in RULES) < 0.05
