"""Everything that supervision writes."""

from __future__ import annotations

from bihuan.web.supervision.services.assigning import (
    assignment_add,
    assignment_report,
    assignment_settle,
    directive_add,
)
from bihuan.web.supervision.services.checking import directive_check
from bihuan.web.supervision.services.explaining import month_explain
from bihuan.web.supervision.services.issuing import missives_issue
from bihuan.web.supervision.services.monthly import (
    months_catch_up,
    scoring_switch,
    supervision_ask,
    supervision_make,
)
from bihuan.web.supervision.services.tracing import missive_opened, missive_receive, missive_reply
from bihuan.web.supervision.services.urging import unit_urge
from bihuan.web.supervision.services.visiting import visit_record

__all__ = [
    "assignment_add",
    "assignment_report",
    "assignment_settle",
    "directive_add",
    "directive_check",
    "missive_opened",
    "missive_receive",
    "missive_reply",
    "missives_issue",
    "month_explain",
    "months_catch_up",
    "scoring_switch",
    "supervision_ask",
    "supervision_make",
    "unit_urge",
    "visit_record",
]
