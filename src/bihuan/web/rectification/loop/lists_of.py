"""The three lists of a case, made from the same rows. Pure over what was fetched."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.models import Measure, Response

KINDS = {"problems": "问题清单", "tasks": "任务清单", "duties": "责任清单"}


def build(
    kind: str,
    rows: Sequence[Response],
    measures: Mapping[int, list[Measure]],
    findings: Mapping[int, list[Finding]],
) -> dict[str, Any]:
    """Lines of the list that is asked for."""
    if kind == "problems":
        return {"lines": [_problem(one, measures[one.pk], findings[one.pk]) for one in rows]}
    tasks = [
        {"row": measure, "numbers": _numbers(findings[one.pk]), "response": one}
        for one in rows
        for measure in measures[one.pk]
    ]
    if kind == "tasks":
        return {"lines": tasks}
    return {"groups": _by_leader(tasks)}


def _numbers(findings: Sequence[Finding]) -> str:
    return "、".join(one.number for one in findings)


def _problem(row: Response, measures: Sequence[Measure], findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "row": row,
        "findings": findings,
        "numbers": _numbers(findings),
        "measures": len(measures),
        "leaders": _names(one.who("leader") for one in measures),
        "departments": _names(one.who("department") for one in measures),
        "due": max((one.due for one in measures if one.due), default=None),
    }


def _names(things: Any) -> list[str]:
    return list(dict.fromkeys(str(one) for one in things if one))


def _by_leader(tasks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leader → department and person → their measures; whoever only the sheet names, and what names nobody,
    come last.
    """
    found: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for task in tasks:
        row = task["row"]
        named = row.who("leader")
        found[row.leader_id or (2**62 if named else 2**63), named or "未定牵头领导"].append(task)
    return [{"leader": name, "post": _post(held), "tasks": held} for (_, name), held in sorted(found.items())]


def _post(tasks: Sequence[dict[str, Any]]) -> str:
    leader = tasks[0]["row"].leader
    return leader.post if leader else ""
