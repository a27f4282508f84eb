"""Dates that lost characters, and dates that no calendar has."""

from __future__ import annotations

import pytest

from bihuan.zh.dates import find_damaged_dates, find_impossible_dates

IMPOSSIBLE = {
    "2月30日，召开会议": ["2月30日"],
    "于13月完成": ["13月"],
    "13月10日，培训": ["13月10日"],
    "定于4月31日公示": ["4月31日"],
    "2023年2月29日": ["2023年2月29日"],
    "1900年2月29日": ["1900年2月29日"],
    "公示期25日-32日": ["25日-32日"],
    "2月25日至32日": ["2月25日至32日"],
    "2月28-30日": ["2月28-30日"],
    "4月29、31日": ["4月29、31日"],
    "3月5日-4月31日": ["4月31日"],
    "2023年13月": ["2023年13月"],
    "0月5日": ["0月5日"],
    "5月0日": ["5月0日"],
    "二月三十日": ["二月三十日"],
    "十三月": ["十三月"],
    "2023-02-30": ["2023-02-30"],
    "2023-13-05": ["2023-13-05"],
    "2023.2.30": ["2023.2.30"],
    "２月３０日": ["２月３０日"],
    "2023 年 2 月 30 日": ["2023 年 2 月 30 日"],
    "6月31日、9月31日，两次检查": ["6月31日", "9月31日"],
    "11月31号": ["11月31号"],
}
POSSIBLE = [
    "历时113月", "满18月龄", "工期达36月", "2月29日", "2024年2月29日", "2000年2月29日", "处30日至60日罚款",
    "30-45日内", "公示32日",
    "3月31日", "12月25日至31日", "十二月三十一日", "一月一调度", "2023-12-31", "版本2023.13.5",
    "0411-2023-02-30", "3个月", "正月十五",
    "2023年12月", "16-17日、20-21日", "",
]  # fmt: skip
DAMAGED = {
    "2019425日，签订合同": ["2019425日"],
    "于2019年425日签订": ["2019年425日"],
    "20194月25日": ["20194月25日"],
    "2019月25日": ["2019月25日"],
    "2019年25日": ["2019年25日"],
    "2019年月25日": ["2019年月25日"],
    "4月日，召开会议": ["4月日"],
    "425日，召开会议": ["425日"],
    "会后；1225日，印发": ["1225日"],
    "4月25，召开会议": ["4月25"],
}
SOUND = [
    "2019年4月25日", "历时324日，", "共2000日，", "4月25、26日", "4月25-27日，",
    "4月25，26日", "2019年10日内", "20日内", "2023年3月", "365日，天天如此", "3月24日,组织",
    "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), IMPOSSIBLE.items())
def test_an_impossible_date_is_found(text: str, found: list[str]) -> None:
    assert find_impossible_dates(text) == [(text.index(date), date) for date in found]


@pytest.mark.parametrize("text", POSSIBLE)
def test_a_possible_date_is_none(text: str) -> None:
    assert find_impossible_dates(text) == []


@pytest.mark.parametrize(("text", "found"), DAMAGED.items())
def test_a_damaged_date_is_found(text: str, found: list[str]) -> None:
    assert find_damaged_dates(text) == [(text.index(date), date) for date in found]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_date_is_not_damaged(text: str) -> None:
    assert find_damaged_dates(text) == []
