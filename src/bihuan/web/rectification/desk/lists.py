"""Lists of this app whose filters can be saved, with the columns that one may choose."""

from __future__ import annotations

from bihuan.web.rectification.desk.filters import NAMES
from bihuan.web.saved.pages import Column, ListPage, announce_page

LEDGER = ListPage(
    "ledger",
    "问题台账",
    "rectification:ledgers",
    ("status", "overdue", "q"),
    (
        Column("unit", "单位"),
        Column("measures", "措施数"),
        Column("status", "整改状态"),
        Column("due", "到期"),
        Column("left", "还有几天", shown=False),
        Column("aspects", "具体表现", shown=False),
        Column("notes", "体检"),
    ),
)
MEASURES = ListPage(
    "measures",
    "措施清单",
    "desk:measures",
    tuple(name for name in NAMES if name != "case"),
    (
        Column("unit", "单位"),
        Column("kind", "类型"),
        Column("category", "性质", shown=False),
        Column("criteria", "完成标准", shown=False),
        Column("leader", "牵头领导"),
        Column("department", "责任科室"),
        Column("person", "责任人", shown=False),
        Column("due", "完成时限"),
        Column("original", "原定时限", shown=False),
        Column("state", "落实"),
        Column("proofs", "佐证"),
        Column("stage", "办理环节", shown=False),
    ),
)
CASES = ListPage("cases", "各单位台账", "rectification:cases", ("q",))


def announce() -> None:
    """Once the app is ready."""
    for page in (LEDGER, MEASURES, CASES):
        announce_page(page)
