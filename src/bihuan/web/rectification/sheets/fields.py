"""What a row of a sheet says of a measure that is not there yet, as columns of the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bihuan.web.base.words import day_words
from bihuan.web.rectification.models import MeasureKind
from bihuan.web.rectification.sheets.columns import CATEGORIES, KINDS, STATES
from bihuan.web.rectification.sheets.settling import NOT_YET

if TYPE_CHECKING:
    from bihuan.web.rectification.sheets.people import Register

_KINDS = {"immediate": MeasureKind.IMMEDIATE.value, "long_term": MeasureKind.LASTING.value}
_WORDS = {"criteria": "完成标准", "leader": "责任领导", "department": "责任部门", "person": "责任人"}


class Plan(NamedTuple):
    """Columns of a measure, what a person is shown of them, and what could not be understood."""

    values: dict[str, Any]
    shown: list[list[str]]
    notes: list[str]


def read_plan(row: dict[str, Any], register: Register) -> Plan:
    """Who, by when and how; names that are not known are kept as words."""
    told, notes = row["told"], []
    kind = _code(KINDS, told.get("kind", "")) or _KINDS.get(row["due_kind"], "")
    category = _code(CATEGORIES, told.get("category", ""))
    for field, found, word in (("kind", kind, "措施类型"), ("category", category, "性质")):
        if told.get(field) and not found:
            notes.append(f"{word}“{told[field][:20]}”不在可选之列，没有采用。")
    if told.get("state", STATES["open"]) != STATES["open"] or told.get("result"):
        notes.append(NOT_YET)
    values: dict[str, Any] = {
        "kind": kind,
        "category": category,
        "criteria": told.get("criteria", "")[:2000],
        "due": date.fromisoformat(row["due"]) if row["due"] else None,
        "named": {},
    }
    for field in ("leader", "department", "person"):
        named = register.named(field, told.get(field, ""))
        values[f"{field}_id"] = named.id
        if named.kept:
            values["named"][field] = named.kept
    shown = [["完成时限", "", day_words(values["due"])]] if row["due"] else []
    shown += [["措施类型", "", KINDS[kind]]] if kind else []
    shown += [[word, "", told[field]] for field, word in _WORDS.items() if told.get(field)]
    return Plan(values, shown, notes)


def _code(words: dict[str, str], told: str) -> str:
    """The code of a word; empty for other words."""
    return next((code for code, word in words.items() if word == told), "")
