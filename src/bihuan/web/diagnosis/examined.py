"""What checking finds in a draft, as it is kept with the draft. Pure: the process that reads apart runs it
too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bihuan.report import Report

LONGEST = 300_000
"""Characters of a text that is examined before it is confirmed; a longer one when it is."""
KEPT = 60
"""Errors that are kept with their places; of the others only the number."""


def examined(report: Report, rules: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers by weight, and the errors as code, line, quote, message in text order; empty for a text that is
    too long. ``rules`` are those of ``rulesets.orders_for``.
    """
    if sum(map(len, report.lines)) > LONGEST:
        return {}
    from bihuan.checks.config import Config
    from bihuan.checks.engine import check

    config = Config(ignore=tuple(rules["ignore"]), parameters=rules["parameters"])
    found = check(report, config=config, policy=rules["policy"] or None).diagnostics
    errors = [one for one in found if one.severity == "error"]
    return {
        "counts": dict(Counter(one.severity.value for one in found)),
        "errors": [[one.code, one.line, one.quote, one.message] for one in errors[:KEPT]],
    }
