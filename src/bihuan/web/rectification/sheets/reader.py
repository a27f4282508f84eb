"""Reading a workbook that may be hostile, in a child process like every other file; imports no Django.

Every row comes as plain values: what the sheet says, field by field, and nothing of what it means here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.diagnosis.reader import ReadingError, limits_of, read_in_child, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.ledger.entries import Entry, Finding
    from bihuan.ledger.read import Read
    from bihuan.web.diagnosis.reader import Lid

MOST_ROWS = 5_000
"""Rows of one import: the largest ledgers of offices have some hundreds."""
TOO_LONG = "这张表读了{seconds}秒还没有读完，已经停止。请删去多余的行列，或分成几份再交。"
BROKEN = "这张表读到一半出错，可能已经损坏。请用 Excel 或 WPS 打开，另存为 xlsx 后再交。"
NOTHING = "没有读出任何一行：没有找到带“问题”“措施”等栏名的表。请对照导出的台账核对表头。"
TOO_MANY = "表里有{count}行，一次最多导入{most}行，请分几次导入。"
UNRECKONED = (
    "{cells}是公式，文件里没有存下算出的结果，这一行没有采用。请用 Excel 或 WPS 打开这份表、保存一次再交。"
)

FIELDS = {
    "措施类型": "kind",
    "性质": "category",
    "完成标准": "criteria",
    "责任领导": "leader",
    "责任部门": "department",
    "责任人": "person",
    "整改目标": "target",
    "整改情况": "outcome",
    "整改状态": "status",
    "落实情况": "state",
    "落实日期": "done_on",
    "落实结果": "result",
    "具体表现": "aspects",
    "原定日期": "original_due",
    "办理环节": "stage",
    "项数": "count",
    "备注": "note",
}
"""Columns of our own files, by their titles."""
_ALIKE = {
    "criteria": ("完成标准", "验收标准", "整改标准", "销号标准", "目标要求"),
    "target": ("整改目标", "工作目标", "预期目标"),
    "kind": ("措施类型", "整改类型", "整改方式", "时限类型", "措施类别"),
    "category": ("性质", "措施性质"),
}
"""Columns of other offices' files that say the same."""


def read_sheet_apart(data: bytes, name: str, lid: Lid) -> dict[str, Any]:
    """``{"ours", "rows", "rejects"}``; ``ReadingError`` with a sentence where the file cannot be read."""
    told = read_in_child(
        "bihuan.web.rectification.sheets.reader", data, name, lid, too_long=TOO_LONG, broken=BROKEN
    )
    if not told["rows"] and not told["rejects"]:
        raise ReadingError(NOTHING)
    return told


def read(data: bytes, orders: dict[str, Any]) -> dict[str, Any]:
    """What the child answers."""
    from bihuan.ledger import REASONS
    from bihuan.ledger.read import TooManyRows, read_findings
    from bihuan.report.errors import UnreadableDocument

    try:
        found = read_findings(
            data, orders["name"], limits=limits_of(orders), joined=False, most_rows=2 * MOST_ROWS + 100
        )  # heads and totals are rows too: only a sheet far too long is refused unread
    except TooManyRows as error:
        return {"error": TOO_MANY.format(count=error.count, most=MOST_ROWS)}
    except UnreadableDocument as error:
        return {"error": str(error)}
    rows = [
        row
        for finding in found.findings
        for entry in finding.entries
        for row in _rows(finding, entry, ours=found.ours)
    ]
    if len(rows) > MOST_ROWS:
        return {"error": TOO_MANY.format(count=len(rows), most=MOST_ROWS)}
    return {
        "ours": found.ours,
        "rows": [row for row in rows if row["row"] not in found.unreckoned.get(row["sheet"], ())],
        "rejects": [
            *(
                {"sheet": one.sheet, "row": one.row, "why": REASONS[one.reason], "text": one.text}
                for one in found.rejects
            ),
            *_unreckoned(found, rows),
        ],
    }


def _unreckoned(found: Read, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A reject for each row, from the first one that was read on, with a formula that has no result: it would
    be read as an empty cell, and what the ledger holds would be emptied.
    """
    texts = {(one["sheet"], one["row"]): one["finding"] for one in reversed(rows)}
    for sheet, cells in found.unreckoned.items():
        first = min((row for name, row in texts if name == sheet), default=1)
        for row, names in sorted(cells.items()):
            if row >= first:
                why = UNRECKONED.format(cells="、".join(names[:5]) + ("等格" if len(names) > 5 else ""))
                yield {"sheet": sheet, "row": row, "why": why, "text": texts.get((sheet, row), "")}


def _rows(finding: Finding, entry: Entry, *, ours: bool) -> list[dict[str, Any]]:
    """A row for each measure of a sheet row; one without where there is none."""
    due = entry.due
    row = {
        "sheet": entry.sheet,
        "row": entry.row,
        "number": finding.number or "",
        "finding": finding.text,
        "id": entry.id or "",
        "told": _ours(entry) if ours else _theirs(entry),
        "due": due.date.isoformat() if due.date else "",
        "due_kind": due.kind.value if due.kind else "",
        "text_told": "整改措施" in entry.cells or not ours,
        "due_told": "完成时限" in entry.cells if ours else bool(due.kind),
        "status": entry.status.value if entry.status else "",
        "section": next((text for title, text in entry.cells.items() if title in ("部分", "类别")), ""),
    }
    texts = [entry.cells.get("整改措施", "")] if ours else list(entry.measures) or [""]
    return [{**row, "text": text} for text in texts]


def _ours(entry: Entry) -> dict[str, str]:
    """Every column that the sheet has, empty cells included: emptied is changed."""
    return {FIELDS[title]: text for title, text in entry.cells.items() if title in FIELDS}


def _theirs(entry: Entry) -> dict[str, str]:
    """What is filled in; an empty cell of somebody else's form says nothing."""
    from bihuan.ledger.heads import Role, role_of
    from bihuan.ledger.layouts import STATUS_WORDS
    from bihuan.zh.status import Status

    told = {"leader": "、".join(entry.leader), "department": "、".join(entry.department)}
    told["person"] = "、".join(entry.person)
    for field, titles in _ALIKE.items():
        told[field] = next((entry.cells[title] for title in titles if entry.cells.get(title)), "")
    progress = [text for title, text in entry.cells.items() if role_of(title) is Role.PROGRESS]
    told["outcome"] = next((text for text in progress if text), "")
    if entry.status not in (None, Status.UNKNOWN) and not told["outcome"]:
        told["status"] = STATUS_WORDS[entry.status]
    return {field: text for field, text in told.items() if text}


if __name__ == "__main__":
    serve(read)
