"""Order, severity of the office, and waivers."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from bihuan.checks.api import Severity
from bihuan.checks.config import Config, ConfigError, read_config
from bihuan.checks.engine import check
from bihuan.report import Report, read_text

TEXT = """2023年3月1日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况公布如下。
一、履行主责主业有差距
1.供水管网巡查不到位
2.供水管网抢修不及时
4月3日，成立三支抢修队。
整改情况：完成整改。
4.水费公示不规范
4月6日，在村口公示水价。
整改情况：完成整改。
"""
ON = date(2024, 6, 1)


@cache
def report() -> Report:
    """The text above as a tree, read when the first test wants it."""
    return read_text(TEXT)


def waived(toml: str) -> tuple[set[str], int, int]:
    """Codes left, how many are waived, how many waivers have expired."""
    checked = check(report(), config=read_config(toml), today=ON)
    return {one.code for one in checked.diagnostics}, len(checked.waived), len(checked.expired)


def test_diagnostics_are_sorted_by_line_column_and_code() -> None:
    found = check(report()).diagnostics
    keys = [(one.line, one.column, one.code) for one in found]
    assert keys == sorted(keys)
    assert len(keys) > 3


def test_the_office_may_change_a_severity() -> None:
    found = check(report(), config=read_config('[check.severity]\nST04 = "error"')).diagnostics
    assert {one.severity for one in found if one.code == "ST04"} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("waiver", "left", "expired"),
    [
        ('code = "ST01"\nline = 7\nreason = "三号问题涉密"', False, 0),
        ('code = "ST01"\nfinding = "4"\nreason = "三号问题涉密"', False, 0),
        ('code = "ST01"\nquote = "水费"\nreason = "三号问题涉密"\nuntil = 2024-06-01', False, 0),
        ('code = "ST01"\nline = 7\nreason = "三号问题涉密"\nuntil = 2024-05-31', True, 1),
        ('code = "ST01"\nline = 8\nreason = "三号问题涉密"', True, 0),
        ('code = "ST02"\nline = 7\nreason = "三号问题涉密"', True, 0),
    ],
)
def test_a_waiver_holds_for_its_place_and_time(waiver: str, left: bool, expired: int) -> None:
    codes, _, gone = waived("[[check.waiver]]\n" + waiver)
    assert ("ST01" in codes) is left
    assert gone == expired


@pytest.mark.parametrize(
    "toml",
    [
        "[check",
        "check = 3",
        '[check]\nselekt = ["CL"]',
        '[check]\nselect = "CL"',
        '[check.severity]\nST04 = "fatal"',
        "[check.parameters]\nSB03 = 3",
        '[check.parameters.SB03]\nminimum = "3"',
        '[[check.waiver]]\ncode = "ST01"\nline = 7',
        '[[check.waiver]]\ncode = "ST01"\nreason = "没有写明哪一处"',
        '[[check.waiver]]\ncode = "ST01"\nline = "7"\nreason = "行号写成了文字"',
        '[[check.waiver]]\ncode = "ST01"\nline = 7\nreason = "日期写成了文字"\nuntil = "2024-05-31"',
    ],
)
def test_a_wrong_configuration_is_said_in_chinese(toml: str) -> None:
    with pytest.raises(ConfigError, match=r"[一-龥]"):
        read_config(toml)


def test_an_empty_configuration_means_every_rule() -> None:
    assert read_config("") == Config()
