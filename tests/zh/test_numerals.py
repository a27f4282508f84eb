"""Numbers in every spelling that reports use."""

from __future__ import annotations

import pytest

from bihuan.zh.numerals import read_number

READ = {
    "7": 7,
    "１２": 12,
    "007": 7,
    "1,234": 1234,
    "１，２３４": 1234,
    "12,345,678": 12345678,
    "3.5": 3.5,
    "97.80": 97.8,
    "3.5万": 35000,
    "1.1万": 11000,
    "2亿": 200_000_000,
    "1.25亿": 125_000_000,
    "一": 1,
    "十": 10,
    "十二": 12,
    "二十": 20,
    "三十一": 31,
    "两": 2,
    "一百": 100,
    "一百零五": 105,
    "一百〇五": 105,
    "一百五": 150,
    "一百五十七": 157,
    "两千三": 2300,
    "两千零三": 2003,
    "两千零三十": 2030,
    "三万五": 35000,
    "一万二千": 12000,
    "三千万": 30_000_000,
    "一亿零五万": 100_050_000,
    "二〇二三": 2023,
    "二零二四": 2024,
    "二○一九": 2019,
    "零": 0,
    "三点五": 3.5,
    "3千": 3000,
    "12万5千": 125000,
    "壹佰贰拾": 120,
    " 8 ": 8,
}
REFUSED = [
    "",
    "余",
    "10余",
    "一二百三",
    "十百",
    "1,23",
    "1.2.3",
    "百",
    "三个",
    "x",
    "-5",
    "5%",
    "万",
    "9" * 40,
    "一点",
]


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_a_number_is_read(text: str, value: int | float) -> None:
    assert read_number(text) == value


def test_a_whole_amount_is_an_int() -> None:
    assert isinstance(read_number("1.2万"), int)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert read_number(text) is None


def test_long_input_costs_nothing() -> None:
    assert read_number("一" * 1_000_000) is None
