"""Columns that a sheet shows and does not decide: what was changed in them is named with the way that leads
there, never passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.ledger.due import day_of
from bihuan.web.inspections.models import Subfinding
from bihuan.web.rectification.sheets.columns import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from bihuan.web.inspections.models import Feedback, Finding
    from bihuan.web.rectification.models import Measure, Response

FINDING = "问题和具体表现出自反馈材料，请用更正后的材料替换反馈。"
ORIGINAL = "原定日期一经批准不再改动；要推迟的，请改“完成时限”或申请延期。"
STAGE = "办理环节随办理过程走，请在办理页送审、审核。"
SUMS = "问题清单上的这一栏由各项措施汇总而来，请改任务清单或责任清单。"
NOTE = "备注由系统填写，不导入；要说的话请写在问题页的讨论里。"


class Untaken(NamedTuple):
    """A cell that was changed for nothing."""

    word: str
    stored: str
    told: str
    why: str


def aspects_of(case: Feedback) -> dict[int, str]:
    """具体表现 by finding, as a cell holds it; one query."""
    found: dict[int, list[str]] = {}
    rows = Subfinding.objects.filter(finding__feedback=case).order_by("finding_id", "position")
    for finding, number, title in rows.values_list("finding_id", "number", "title"):
        found.setdefault(finding, []).append(f"{number}{title}")
    return {pk: "\n".join(some) for pk, some in found.items()}


def of_finding(row: Mapping[str, Any], finding: Finding, aspects: str) -> list[Untaken]:
    """The words of the feedback itself."""
    told, found = row["told"], []
    if row["finding"] and not _tight(row["finding"]).endswith(_tight(finding.title)):
        found.append(Untaken("问题", finding.title, row["finding"], FINDING))
    if "aspects" in told and _tight(told["aspects"]) != _tight(aspects):
        found.append(Untaken("具体表现", aspects, told["aspects"], FINDING))
    return found


def of_response(row: Mapping[str, Any], response: Response) -> list[Untaken]:
    """What the product fills in itself."""
    told, found = row["told"], []
    stage = STAGES[response.state]
    if told.get("stage", stage) != stage:
        found.append(Untaken("办理环节", stage, told["stage"], STAGE))
    note = told.get("note", "").strip()
    if note and not note.startswith("与问题"):
        found.append(Untaken("备注", "", note, NOTE))
    return found


def of_measure(row: Mapping[str, Any], one: Measure) -> list[Untaken]:
    """The frozen day."""
    told = row["told"].get("original_due")
    stored = one.original_due.isoformat() if one.original_due else ""
    if told is None:
        return []
    day = day_of(told, told)
    said = day.isoformat() if day else told.strip()
    return [Untaken("原定日期", stored, said, ORIGINAL)] if said != stored else []


def of_sums(row: Mapping[str, Any], measures: Sequence[Measure]) -> list[Untaken]:
    """Columns of a list of problems, which has one row for all measures of a response."""
    told = row["told"]
    days = [one.due for one in measures if one.due]
    names = {
        "leader": ("责任领导", [one.named.get("leader") or _name(one.leader) for one in measures]),
        "department": (
            "责任部门",
            [one.named.get("department") or _name(one.department) for one in measures],
        ),
    }
    found = [
        Untaken(word, "、".join(dict.fromkeys(filter(None, held))), told[field], SUMS)
        for field, (word, held) in names.items()
        if field in told and _parts(told[field]) != _parts("、".join(filter(None, held)))
    ]
    stored = max(days).isoformat() if days else ""
    if row["due_told"] and row["due"] != stored:
        found.append(Untaken("完成时限", stored, row["due"], SUMS))
    if "count" in told and _tight(told["count"]) != str(len(measures)):
        found.append(Untaken("项数", str(len(measures)), told["count"], SUMS))
    return found


def _name(held: object | None) -> str:
    return str(getattr(held, "name", "") or "")


def _parts(text: str) -> set[str]:
    return {part for one in text.split("、") if (part := _tight(one))}


def _tight(text: str) -> str:
    return "".join(text.split()).removeprefix("'")


def said(found: Iterable[Untaken]) -> str:
    """Why none of them was taken, each reason once."""
    return "没有采用：" + "".join(dict.fromkeys(one.why for one in found))
