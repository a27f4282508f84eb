"""A ledger as JSON: the contract of ``bihuan ledger`` (schemas/ledger.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bihuan.ledger.shapes import Due, Ledger, Row


def as_json(ledger: Ledger) -> dict[str, Any]:
    """Plain values in the order of the contract."""
    return {
        "rows": [_row(row) for row in ledger.rows],
        "rejects": [
            {"sheet": one.sheet, "row": one.row, "reason": one.reason.value, "text": one.text}
            for one in ledger.rejects
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "finding_no": row.finding_no,
        "finding": row.finding,
        "measures": list(row.measures),
        "leader": list(row.leader),
        "department": list(row.department),
        "person": list(row.person),
        "due": _due(row.due),
        "status": row.status.value if row.status else None,
        "sheet": row.sheet,
        "row": row.row,
    }


def _due(due: Due) -> dict[str, Any]:
    return {
        "text": due.text,
        "date": due.date.isoformat() if due.date else None,
        "kind": due.kind.value if due.kind else None,
        "keep_on": due.keep_on,
    }
