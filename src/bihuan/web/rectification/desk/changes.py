"""The form of a change of many measures: from typed texts to values, and from values to words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.journal_words import field_word, value_word
from bihuan.web.rectification.models import Category, MeasureKind, MeasureState
from bihuan.web.rectification.services.judging import FIELDS, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bihuan.web.rectification.desk.queries import Choices
    from bihuan.web.rectification.services.judging import Verdict

NONE = "0"
"""Takes a person or a department off."""
PEOPLE = (("leader", "牵头领导"), ("department", "责任科室"), ("person", "责任人"))
NAMES = (*(name for name, _ in PEOPLE), "kind", "category", "due", "state", "done_on", "result", "note")
_TYPE = "rectification.measure"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields; empty leaves a field of the measures as it is."""

    texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, told: Mapping[str, str]) -> Typed:
        """From what was posted."""
        return cls({name: told.get(name, "").strip() for name in NAMES})

    def wanted(self) -> Wanted:
        """Values to set; ``ServiceError`` where a text is no value."""
        values: dict[str, Any] = {}
        for name, _ in PEOPLE:
            if text := self.texts.get(name):
                values[f"{name}_id"] = _id(text)
        for name, allowed in (("kind", MeasureKind.values), ("category", Category.values)):
            if (text := self.texts.get(name)) in allowed:
                values[name] = text
        if self.texts.get("due"):
            values["due"] = _day(self.texts["due"], "due")
        if (state := self.texts.get("state")) in MeasureState.values:
            done = state == MeasureState.DONE
            day = self.texts.get("done_on", "") if done else ""
            values |= {"state": state, "done_on": _day(day, "done_on") if day else None}
            values["result"] = self.texts.get("result", "") if done else ""
        return Wanted(values, self.texts.get("note", ""))


def _id(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ServiceError("人员或科室要从列表中选择。")
    return None if text == NONE else int(text)


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ServiceError(f"“{text[:20]}”不是日期，请写成 2026-03-08。", field=name) from error


def shown(verdict: Verdict, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Field, current, new in words. ``names`` are those of the people and departments that are chosen."""
    row = verdict.row
    own = {"leader_id": row.leader, "department_id": row.department, "person_id": row.person}
    told = []
    for name, new in verdict.after.items():
        if name in own:
            before, after = str(own[name] or ""), names.get(f"{name}:{new}", "")
        else:
            before, after = _word(name, verdict.before[name]), _word(name, new)
        told.append((field_word(name.removesuffix("_id"), _TYPE), before, after))
    return told


def kept(one: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The same of a stored result."""
    return [
        (
            field_word(name.removesuffix("_id"), _TYPE),
            _named(name, one["before"].get(name), names),
            _named(name, new, names),
        )
        for name, new in one["after"].items()
        if name in FIELDS
    ]


def _named(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name.endswith("_id"):
        return names.get(f"{name}:{value}", "") if value else ""
    return _word(name, value)


def _word(name: str, value: Any) -> str:
    stored = value.isoformat() if isinstance(value, date) else value
    return value_word(stored, name, object_type=_TYPE)


def names_of(offered: Choices) -> dict[str, str]:
    """People and departments by field and id."""
    found = {f"department_id:{pk}": name for pk, name in offered.departments}
    for pk, name in offered.people:
        found[f"leader_id:{pk}"] = found[f"person_id:{pk}"] = name
    return found


def counted(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many rows of each result."""
    found: dict[str, int] = {}
    for one in verdicts:
        found[one.result] = found.get(one.result, 0) + 1
    return found
