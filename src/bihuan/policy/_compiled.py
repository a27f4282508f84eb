"""Written by tools/build_policies.py from policies.toml; edit that instead."""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

import datetime
from typing import Any

POLICIES: list[dict[str, Any]] = [
    {'id': 'national-2015', 'title': '巡视工作条例（2015年、2017年版）', 'rectification': {'n': 2, 'unit': 'month', 'holiday_rollover': True}, 'effective_from': datetime.date(2015, 8, 3), 'effective_to': datetime.date(2024, 2, 7), 'default': False, 'source': '《中国共产党巡视工作条例》', 'article': '第27条', 'confidence': 'B'},
    {'id': 'local-3m', 'title': '地方集中整改（三个月）', 'rectification': {'n': 3, 'unit': 'month', 'holiday_rollover': True}, 'effective_to': datetime.date(2024, 2, 7), 'default': True, 'source': '地方巡察机构通行做法', 'article': '', 'confidence': 'L'},
    {'id': 'national-2024', 'title': '巡视工作条例（2024年版）', 'plan': {'n': 1, 'unit': 'month', 'holiday_rollover': True}, 'rectification': {'n': 6, 'unit': 'month', 'holiday_rollover': True}, 'effective_from': datetime.date(2024, 2, 8), 'default': True, 'source': '《中国共产党巡视工作条例》（2024年修订）', 'article': '', 'confidence': 'C'},
]
