"""What becomes of the rows of a sheet, one result a row and thing; preview and import show the same."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bihuan.web.base.errors import ServiceError


class What(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    CONFLICT = "conflict"
    ERROR = "error"
    SKIPPED = "skipped"


LABELS = {
    What.NEW: "新增",
    What.CHANGE: "更新",
    What.CONFLICT: "冲突",
    What.ERROR: "不能导入",
    What.SKIPPED: "跳过",
    What.SAME: "不变",
}


def counted(results: Iterable[dict[str, Any]]) -> str:
    """How many rows became what, in words."""
    counts = Counter(one["what"] for one in results)
    return "，".join(f"{word}{counts[what]}行" for what, word in LABELS.items() if counts[what])


def result(
    row: Mapping[str, Any],
    what: What,
    label: str,
    *,
    key: str,
    fields: Sequence[Sequence[str]] = (),
    notes: Sequence[str] = (),
    why: ServiceError | None = None,
) -> dict[str, Any]:
    """As it is stored: ``fields`` are triples of word, stored and told; ``why`` brings sentence and page."""
    return {
        "sheet": row["sheet"],
        "row": row["row"],
        "what": what.value,
        "label": label,
        "key": key,
        "fields": [list(one) for one in fields],
        "notes": list(notes),
        "why": str(why) if why else "",
        "href": (getattr(why, "href", "") or "") if why else "",
    }
