"""How the values of sheet and ledger compare, and how pages say them. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bihuan.ledger.safe_text import safe
from bihuan.web.base.words import day_words
from bihuan.web.rectification.sheets.columns import CATEGORIES, KINDS

if TYPE_CHECKING:
    from bihuan.web.rectification.models import Measure

PEOPLE = ("leader", "department", "person")
WORDS = {
    "text": "措施",
    "kind": "措施类型",
    "category": "性质",
    "criteria": "完成标准",
    "due": "完成时限",
    "leader": "责任领导",
    "department": "责任部门",
    "person": "责任人",
    "target": "整改目标",
    "outcome": "整改情况",
}
"""Of measures and responses, what a sheet decides."""


def plain(text: str) -> str:
    """Text as it compares: as a cell can hold it, without blanks and what cannot be seen."""
    return "".join(safe(text).replace("\u200b", "").replace("\ufeff", "").split()).removeprefix("'")


def shown(one: Measure, field: str) -> str:
    """A field of a measure as the sheet shows it."""
    if field == "kind":
        return KINDS[one.kind]
    if field == "category":
        return CATEGORIES[one.category]
    if field == "due":
        return one.due.isoformat() if one.due else ""
    if field in PEOPLE:
        held = getattr(one, field) if getattr(one, f"{field}_id") else None
        return str(one.named.get(field) or (held.name if held else ""))
    return str(getattr(one, field))


def worded(field: str, value: str) -> str:
    """A value of a sheet as pages show it: cells and comparisons keep days as they sort."""
    return day_words(date.fromisoformat(value)) if field == "due" and value else value


def short(text: str, longest: int = 40) -> str:
    """The beginning of a text, which says that there is more."""
    return text if len(text) <= longest else f"{text[:longest]}……"
