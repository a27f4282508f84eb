"""Due dates in every form that offices write."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bihuan.ledger.days import Around
from bihuan.ledger.due import read_due
from bihuan.ledger.grid import shown
from bihuan.ledger.shapes import Due, DueKind, Reason

AROUND = Around(date(2023, 5, 10), date(2023, 2, 7), 2023)

DATES = [
    (date(2024, 7, 31), "2024-07-31"),
    (datetime(2024, 7, 31, 8, 30), "2024-07-31"),
    (45504, "2024-07-31"),
    (45504.0, "2024-07-31"),
    ("45504", "2024-07-31"),
    (20240731, "2024-07-31"),
    ("20240731", "2024-07-31"),
    (202407, "2024-07-31"),
    (240731, "2024-07-31"),
    (2024, "2024-12-31"),
    ("2024.7.31", "2024-07-31"),
    ("2024/7/31", "2024-07-31"),
    ("2024-07-31 00:00:00", "2024-07-31"),
    ("24.7.31", "2024-07-31"),
    ("24年7月31日", "2024-07-31"),
    ("2024年7月31日前", "2024-07-31"),
    ("2024 年 7 月 31 日", "2024-07-31"),
    ("２０２４年７月３１日", "2024-07-31"),
    ("二〇二四年七月三十一日", "2024-07-31"),
    ("2024年7月31日（星期三）", "2024-07-31"),
    ("2024年7月", "2024-07-31"),
    ("2024.07", "2024-07-31"),
    (2024.7, "2024-07-31"),
    ("2024年2月底前", "2024-02-29"),
    ("6月底", "2023-06-30"),
    ("6月20日前", "2023-06-20"),
    ("6.30", "2023-06-30"),
    ("6/30", "2023-06-30"),
    ("六月底前", "2023-06-30"),
    ("6月上旬", "2023-06-10"),
    ("6月中旬前", "2023-06-20"),
    ("6月下旬", "2023-06-30"),
    ("2月下旬", "2023-02-28"),
    ("第三季度", "2023-09-30"),
    ("2024年一季度", "2024-03-31"),
    ("2024年第二、三季度", "2024-09-30"),
    ("2024Q4", "2024-12-31"),
    ("上半年", "2023-06-30"),
    ("2024年下半年", "2024-12-31"),
    ("年底前", "2023-12-31"),
    ("2024年内", "2024-12-31"),
    ("2024年", "2024-12-31"),
    ("明年3月底前", "2024-03-31"),
    ("本月底", "2023-05-31"),
    ("下月底前", "2023-06-30"),
    ("2023年6月至9月", "2023-09-30"),
    ("2023年6-9月", "2023-09-30"),
    ("2023年11月至2月", "2024-02-29"),
    ("2023年11月至次年2月", "2024-02-29"),
    ("2023年6月1日-30日", "2023-06-30"),
    ("2023.6.1-6.30", "2023-06-30"),
    ("即日起至2023年6月30日", "2023-06-30"),
    ("第一阶段6月底前，第二阶段9月底前，第三阶段12月底前", "2023-12-31"),
    ("3月底前订出办法；6月底前全面落实", "2023-06-30"),
    ("原定6月30日，延至9月30日", "2023-09-30"),
    ("反馈后3个月内", "2023-05-07"),
    ("自反馈之日起60日内", "2023-04-08"),
    ("反馈意见后两个月内", "2023-04-07"),
    ("反馈后10个工作日内", "2023-02-21"),
    ("反馈后半年内", "2023-08-07"),
    ("2023年3月1日反馈后1个月内", "2023-04-01"),
]


@pytest.mark.parametrize(("value", "day"), DATES, ids=[str(case[0]) for case in DATES])
def test_last_day(value: object, day: str) -> None:
    due = read_due(value, shown(value), AROUND)
    assert isinstance(due, Due)
    assert (str(due.date), due.kind, due.keep_on) == (day, DueKind.DATE, False)


OTHERS = [
    ("2023年底前，并长期坚持", ("2023-12-31", DueKind.DATE, True)),
    ("6月30日前完成，长期坚持", ("2023-06-30", DueKind.DATE, True)),
    ("立行立改", (None, DueKind.IMMEDIATE, False)),
    ("立行立改，长期坚持", (None, DueKind.IMMEDIATE, True)),
    ("立即整改", (None, DueKind.IMMEDIATE, False)),
    ("长期坚持", (None, DueKind.LONG_TERM, False)),
    ("常态化推进", (None, DueKind.LONG_TERM, False)),
    ("", (None, None, False)),
    ("/", (None, None, False)),
]


@pytest.mark.parametrize(("text", "meaning"), OTHERS, ids=[case[0] or "空" for case in OTHERS])
def test_kind(text: str, meaning: tuple[str | None, DueKind | None, bool]) -> None:
    due = read_due(text, text, AROUND)
    assert isinstance(due, Due)
    assert due.text == text
    assert (due.date and str(due.date), due.kind, due.keep_on) == meaning


REJECTED = [
    ("2月30日", Reason.BAD_DUE),
    ("2023年2月29日前", Reason.BAD_DUE),
    ("2023-06-31", Reason.BAD_DUE),
    ("2023年13月", Reason.BAD_DUE),
    ("20230231", Reason.BAD_DUE),
    (20230231, Reason.BAD_DUE),
    (date(1900, 1, 6), Reason.BAD_DUE),
    ("尽快", Reason.UNCLEAR_DUE),
    ("适时", Reason.UNCLEAR_DUE),
    ("待定", Reason.UNCLEAR_DUE),
    ("3个月内", Reason.UNCLEAR_DUE),
    ("每月25日前", Reason.UNCLEAR_DUE),
    (6.3, Reason.UNCLEAR_DUE),
    (2023.1, Reason.UNCLEAR_DUE),
]


@pytest.mark.parametrize(("value", "reason"), REJECTED, ids=[str(case[0]) for case in REJECTED])
def test_rejected(value: object, reason: Reason) -> None:
    assert read_due(value, shown(value), AROUND) is reason


@pytest.mark.parametrize("text", ["6月30日", "第三季度", "年底前", "反馈后3个月内", "本月底"])
def test_nothing_is_guessed_without_a_date_on_the_sheet(text: str) -> None:
    assert read_due(text, text, Around()) is Reason.UNCLEAR_DUE


def test_no_year_has_this_day() -> None:
    assert read_due("2月30日", "2月30日", Around()) is Reason.BAD_DUE
