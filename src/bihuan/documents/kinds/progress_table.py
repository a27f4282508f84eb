"""整改推进表: each measure with its last entry, what comes next and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import LISTS, Kind, Scope, _lists
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from bihuan.documents import facts

L, C = b.Align.LEFT, b.Align.CENTRE
_HEADS = (
    ("问题", 18, L), ("整改措施", 26, L), ("责任", 10, C), ("完成时限", 11, C), ("最近进展", 22, L),
    ("下一步和困难", 16, L), ("佐证", 6, C), ("落实情况", 9, C),
)  # fmt: skip


def make(case: facts.Case) -> b.Document:
    """The table."""
    rows = []
    for response in case.responses:
        for at, one in enumerate(response.measures):
            head = () if at else (b.Cell(w.findings_text(response), rows=len(response.measures)),)
            rows.append((*head, *map(b.Cell, _row(one, case))))
    return _lists.listed(case, "整改推进表", w.table(_HEADS, rows, "推进表"))


def _row(one: facts.Measure, case: facts.Case) -> tuple[str, ...]:
    last = f"{w.short(one.last_on)}　{one.last}" if one.last else w.measure_text(one) if one.done else ""
    ahead = "\n".join(filter(None, (one.next, f"困难：{one.obstacle}" if one.obstacle else "")))
    moved = "" if one.due == one.original_due or not one.original_due else "（已延期）"
    late = "，逾期" if one.late_on and one.late_on < case.on else ""
    who = "、".join(filter(None, (one.leader, one.who)))
    return (one.text, who, f"{w.short(one.due)}{moved}", last, ahead, str(one.proofs), f"{one.state}{late}")


def missing(case: facts.Case) -> list[str]:
    """Measures of which nobody has told anything."""
    return w.without("项未落实的措施还没有登记进展", (not m.done and not m.last for m in case.measures))


KIND = Kind(
    "progress-table",
    "整改推进表",
    "每项措施最近一次进展、下一步、困难和佐证数",
    "对账推进、销号管理的工作用表",
    Scope.CASE,
    make,
    order=30,
    formats=LISTS,
    missing=missing,
)
