"""Taking back a whole import of a workbook into a case, while nobody has touched anything of it since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import still_there
from bihuan.web.base.journal_words import action_word
from bihuan.web.base.models import JournalAlso, JournalEntry
from bihuan.web.base.services import Told, journal_append
from bihuan.web.rectification.models import Measure, Response, Workbook
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.services.editing import measures_take_out, outcome_put
from bihuan.web.rectification.services.locking import locked_case
from bihuan.web.rectification.services.planning import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.sheets.comparing import Comparison

COLUMNS = ("text", *FIELDS, "named", "state", "done_on", "result")
"""Of a measure, what a sheet may change."""
DAYS = ("due", "done_on")
TALK = ("comment_add", "comment_resolve")
"""Entries that touch no words of the ledger."""
SHOWN, MANY = 3, 500


def what_stood(found: Comparison) -> dict[str, Any]:
    """What the comparison is going to change, as it stands now, in values that JSON holds."""
    rows = Measure.objects.filter(pk__in=list(found.measures)).values("pk", "response_id", *COLUMNS)
    measures = {
        str(row["pk"]): {name: _plain(row[name]) for name in ("response_id", *COLUMNS)} for row in rows
    }
    responses: dict[str, dict[str, str]] = {}
    for one, said in found.targets:
        responses.setdefault(str(one.pk), {})["target"] = said["target"][0]
    for one, _ in found.outcomes:
        told = {"outcome": one.outcome, "surface": one.outcome_surface}
        responses.setdefault(str(one.pk), {}).update(told)
    return {"measures": measures, "responses": responses}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def sheet_undo(*, actor: User, now: datetime, draft: Workbook) -> Workbook:
    """Put back what the import changed and take out what it added, all of it or nothing."""
    case = locked_case(draft.feedback_id or 0) if draft.feedback_id else None
    rows = Workbook.objects.select_for_update(of=("self",))
    found: Workbook = still_there(rows.filter(pk=draft.pk), "这张表")
    if case is not None:
        require(actor, Action.EDIT, case)
    if case is None or not found.undo:
        raise ServiceError("这次导入没有改动原有的台账，不用撤销；由表格新建的台账请在导入页撤销入账。")
    if found.undone_at:
        raise ServiceError("这次导入已经撤销过了。")
    _refuse_touched(case, found.undo)
    told = _put_back(case, found.undo)
    found.undone_at = now
    found.version += 1
    found.save(update_fields=["undone_at", "version"])
    changes = {"file": [found.name, ""], "sha256": [found.sha256, ""]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="sheet_undo", thing=case, changes=changes, rows=told
    )
    case_refresh(case, now)
    return found


def _refuse_touched(case: Feedback, undo: dict[str, Any]) -> None:
    """The journal knows what was done since to anything of the import; the sentence names it."""
    seen: dict[int, str] = {}
    for kind, ids in _objects(undo):
        listed = sorted(ids)
        for at in range(0, len(listed), MANY):
            seen |= _since(case.unit_id, undo["entry"], kind, listed[at : at + MANY])
    if seen:
        named = "；".join(seen[number] for number in sorted(seen)[:SHOWN])
        more = f"等{len(seen)}处" if len(seen) > SHOWN else ""
        raise ServiceError(f"没有撤销：导入以后有人动过其中的内容——{named}{more}。请在台账里逐项修改。")


def _objects(undo: dict[str, Any]) -> Iterator[tuple[str, set[int]]]:
    """Measures that changed or came, and the responses that they belong to or that changed themselves."""
    measures = {*map(int, undo["measures"]), *undo["made"]}
    above = set(Measure.objects.filter(pk__in=measures).values_list("response_id", flat=True))
    yield Measure._meta.label_lower, measures
    yield Response._meta.label_lower, {*above, *map(int, undo["responses"])}


def _since(chain: int, after: int, kind: str, ids: list[int]) -> dict[int, str]:
    """By number of the entry: what it is called, of whom."""
    entries = JournalEntry.objects.filter(chain=chain, number__gt=after).exclude(action__in=TALK)
    also = JournalAlso.objects.filter(
        object_type=kind, object_id__in=ids, entry__chain=chain, entry__number__gt=after
    )
    rows = entries.filter(object_type=kind, object_id__in=ids) | entries.filter(pk__in=also.values("entry"))
    return {
        one.number: f"{one.actor_name}{action_word(one.action)}“{one.object_label[:24]}”"
        for one in rows.order_by("number")
    }


def _put_back(case: Feedback, undo: dict[str, Any]) -> list[Told]:
    told = []
    rows = list(Measure.objects.filter(pk__in=[int(pk) for pk in undo["measures"]]).order_by("pk"))
    for row in rows:
        kept = undo["measures"][str(row.pk)]
        said = {}
        for name in COLUMNS:
            new = date.fromisoformat(kept[name]) if name in DAYS and kept[name] else kept[name]
            if getattr(row, name) != new:
                said[name.removesuffix("_id")] = [_plain(getattr(row, name)), kept[name]]
                setattr(row, name, new)
        row.version += 1
        told.append(Told.of(row, said))
    Measure.objects.bulk_update(rows, [*COLUMNS, "version"], batch_size=200)
    told += [one for pk, kept in undo["responses"].items() for one in _response_back(case, int(pk), kept)]
    made = list(Measure.objects.filter(pk__in=undo["made"]).order_by("position"))
    told += [Told.of(one, {"text": [one.text, ""]}) for one in made]
    if made:
        measures_take_out(case, made)
    return told


def _response_back(case: Feedback, pk: int, kept: dict[str, str]) -> Iterator[Told]:
    one = Response.objects.filter(pk=pk, feedback=case).first()
    if one is None:  # the import wrote its only words, which are gone with them
        return
    if "target" in kept:
        yield Told.of(one, {"target": [one.target, kept["target"]]})
        one.target, one.version = kept["target"], one.version + 1
        one.save(update_fields=["target", "version"])
    if "outcome" in kept:
        yield Told.of(one, {"outcome": [one.outcome, kept["outcome"]]})
        outcome_put(case, one, kept["outcome"])
        Response.objects.filter(pk=pk).update(outcome_surface=kept["surface"])
