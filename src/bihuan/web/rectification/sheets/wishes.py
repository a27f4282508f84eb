"""What a row wants of a measure, and the measure as the row wants it."""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification.services.editing import REWORDING, clean
from bihuan.web.rectification.services.locking import refuse_frozen, refuse_planned, refuse_unplannable
from bihuan.web.rectification.services.planning import MeasurePlan, plan_set
from bihuan.web.rectification.sheets.columns import CATEGORIES, KINDS
from bihuan.web.rectification.sheets.wording import PEOPLE, WORDS, plain, shown, worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure, Response
    from bihuan.web.rectification.sheets.people import Register

EMPTIED = "措施文字是空的。要删除措施，请在问题页删除，导入不删除任何措施。"
_CODES = {
    "kind": {word: code for code, word in KINDS.items()},
    "category": {word: code for code, word in CATEGORIES.items()},
}


class Wish(NamedTuple):
    """A field as the sheet shows it, and the value that is meant."""

    shown: str
    value: Any


class Wishes(NamedTuple):
    """All that differs, and what could not be understood."""

    fields: dict[str, Wish]
    notes: list[str]

    def beside(self, one: Measure) -> list[list[str]]:
        """Word, stored and wished, field by field."""
        return [
            [WORDS[name], worded(name, shown(one, name)), worded(name, wish.shown)]
            for name, wish in self.fields.items()
        ]


def wishes_of(row: Mapping[str, Any], one: Measure, register: Register) -> Wishes:
    """What the row says otherwise than the measure."""
    found, told = Wishes({}, []), row["told"]
    if row["text_told"] and plain(row["text"]) != plain(one.text):
        found.fields["text"] = Wish(row["text"], row["text"])
    _choices(told, one, found)
    if "criteria" in told and plain(told["criteria"]) != plain(one.criteria):
        found.fields["criteria"] = Wish(told["criteria"], told["criteria"])
    _due(row, one, found.fields)
    for field in PEOPLE:
        if field in told and plain(told[field]) != plain(shown(one, field)):
            named = register.named(field, told[field])
            found.fields[field] = Wish(told[field], named)
            found.notes.extend([named.warning] if named.warning else [])
    return found


def _choices(told: Mapping[str, str], one: Measure, found: Wishes) -> None:
    for field, codes in _CODES.items():
        if field in told and told[field] != shown(one, field):
            code = codes.get(told[field])
            if code is None:
                found.notes.append(f"{WORDS[field]}“{told[field][:20]}”不在可选之列，没有采用。")
            else:
                found.fields[field] = Wish(told[field], code)


def _due(row: Mapping[str, Any], one: Measure, fields: dict[str, Wish]) -> None:
    if not row["due_told"]:
        return
    kind = {"immediate": "immediate", "long_term": "lasting"}.get(row["due_kind"])
    if kind:
        if "kind" not in fields and one.kind != kind and not row["told"].get("kind"):
            fields["kind"] = Wish(KINDS[kind], kind)
        return
    due = date.fromisoformat(row["due"]) if row["due"] else None
    if due != one.due:
        fields["due"] = Wish(row["due"], due)


def changed(
    one: Measure, response: Response, wanted: Mapping[str, Wish], case: Feedback
) -> tuple[Measure, dict[str, list[Any]]]:
    """A copy with the new values, and what the journal tells of it; ``ServiceError`` as its page."""
    made = copy.copy(one)
    said = {field: [shown(one, field), wish.shown] for field, wish in wanted.items()}
    if "text" in wanted:
        refuse_frozen(response)
        refuse_planned(response, REWORDING)
        if not wanted["text"].value.strip():
            raise ServiceError(EMPTIED)
        made.text = clean(wanted["text"].value)
    if wanted.keys() - {"text"}:
        refuse_unplannable(response)
        set_plan(made, wanted, response, case)
    made.version += 1
    return made, said


def set_plan(row: Measure, wanted: Mapping[str, Wish], response: Response, case: Feedback) -> None:
    """The plan of the measure as it is wished, on the row itself; ``ServiceError`` as its page."""
    now: dict[str, Any] = {
        field: wanted[field].value if field in wanted else getattr(row, field)
        for field in ("kind", "category", "criteria", "due")
    }
    kept = dict(row.named)
    for field in PEOPLE:
        now[f"{field}_id"] = wanted[field].value.id if field in wanted else getattr(row, f"{field}_id")
        if field in wanted:
            kept.pop(field, None)
            kept |= {field: wanted[field].value.kept} if wanted[field].value.kept else {}
    plan_set(row, MeasurePlan(**now), case, response)
    row.named = kept
