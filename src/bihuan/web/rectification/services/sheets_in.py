"""Workbooks that come in: received and compared, then taken in as a whole, with what became of each row."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import Told, journal_append
from bihuan.web.diagnosis.queries import office_for
from bihuan.web.diagnosis.reader import ReadingError
from bihuan.web.diagnosis.services import clean_name, lid_for
from bihuan.web.inspections.archiving import refuse_archived
from bihuan.web.rectification.models import Measure, MeasureState, Workbook, WorkbookContent
from bihuan.web.rectification.passages import measures_found
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.services.editing import measures_insert, outcome_put
from bihuan.web.rectification.services.ending import measures_ended
from bihuan.web.rectification.services.locking import case_touched, locked_case, locked_response
from bihuan.web.rectification.services.planning import FIELDS
from bihuan.web.rectification.services.sheets_undo import COLUMNS, what_stood
from bihuan.web.rectification.sheets.comparing import Comparison
from bihuan.web.rectification.sheets.reader import read_sheet_apart
from bihuan.web.rectification.sheets.results import What, counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.inspections.models import Feedback, Round

CHOICES = {"update": "按表更新", "skip": "跳过已有的行，只增加新的", "stop": "有一行不能照办就整份不导入"}
DONE = "这张表已经导入过了，请看每一行的结果。"


class _Place:
    """A unit under an office, before there is a case."""

    def __init__(self, unit_id: int, office_id: int | None) -> None:
        self.unit_id, self.office_id = unit_id, office_id


def sheet_create(
    *,
    actor: User,
    now: datetime,
    unit: Unit,
    content: bytes,
    name: str,
    case: Feedback | None = None,
    round: Round | None = None,
    given_on: date | None = None,
    title: str = "",
) -> Workbook:
    """Receive a workbook for a case (or for a new one of the unit) and compare it; ``ServiceError`` with a
    sentence where it cannot be read. Reading happens before the transaction: a slow file holds no lock.
    """
    office = case.office if case else round.office if round else office_for(unit)
    if case:
        require(actor, Action.EDIT, case)
    else:
        require(actor, Action.IMPORT, _Place(unit.pk, office.pk if office else None))
        refuse_archived(round)
    name = clean_name(name) or "表格.xlsx"
    told = _read(content, name)
    with transaction.atomic():
        draft = Workbook.objects.create(
            unit=unit,
            office=office,
            feedback=case,
            round=round,
            owner=actor,
            name=name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            title=title.strip()[:300],
            given_on=given_on,
            rows=told["rows"],
            ours=told["ours"],
            created_at=now,
        )
        WorkbookContent.objects.create(draft=draft, data=content)
        _compare(draft, told["rejects"], now)
        changes = {"sha256": ["", draft.sha256], "size": [0, draft.size]}
        journal_append(
            actor=actor, now=now, chain=unit.pk, action="sheet_create", thing=draft, changes=changes
        )
    return draft


def _read(data: bytes, name: str) -> dict[str, Any]:
    lid = lid_for(data, "请分成几份再交")
    try:
        return read_sheet_apart(data, name, lid)
    except ReadingError as error:
        raise ServiceError(str(error), field="file") from error


def _compare(draft: Workbook, rejects: Iterable[dict[str, Any]], now: datetime) -> None:
    """Store what would become of each row; rows that could not be read are errors that stay."""
    unread = [
        {
            "sheet": one["sheet"], "row": one["row"], "what": What.ERROR.value, "label": one["text"][:60],
            "key": "", "fields": [], "notes": [], "why": one["why"], "href": "",
        }
        for one in rejects
    ]  # fmt: skip
    if draft.feedback is None:
        from bihuan.web.rectification.services.sheets_new import foretell

        draft.results = [*foretell(draft), *unread]
    else:
        found = Comparison(draft.feedback, now)
        found.run(draft.rows)
        draft.results, draft.seen = [*found.results, *unread], found.touched
    draft.save(update_fields=["results", "seen", "version"])


def open_sheet(actor: User, draft: Workbook, version: int | None = None) -> Workbook:
    """The draft as it stands now, locked; refused to strangers, when taken in or changed meanwhile."""
    rows = Workbook.objects.select_for_update(of=("self",)).select_related("unit", "office", "round")
    found = still_there(rows.filter(pk=draft.pk), "这张表")
    if found.feedback is not None:
        require(actor, Action.EDIT, found.feedback)
    else:
        require(actor, Action.IMPORT, _Place(found.unit_id, found.office_id))
    if found.confirmed_at:
        raise ServiceError(DONE)
    if version is not None and version != found.version:
        raise StaleError("这张表")
    return found


@transaction.atomic
def sheet_again(*, actor: User, now: datetime, draft: Workbook) -> Workbook:
    """Compare once more with the ledger as it is now. Nothing of the ledger changes, so nothing is noted."""
    found = open_sheet(actor, draft)
    found.version += 1
    unread = [
        {"sheet": one["sheet"], "row": one["row"], "why": one["why"], "text": one["label"]}
        for one in found.results
        if not one["key"]
    ]
    _compare(found, unread, now)
    return found


@transaction.atomic
def sheet_discard(*, actor: User, now: datetime, draft: Workbook) -> None:
    """Throw a workbook away that was not taken in."""
    found = open_sheet(actor, draft)
    changes = {"sha256": [found.sha256, ""]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="sheet_discard", thing=found, changes=changes
    )
    found.delete()


@transaction.atomic
def sheet_confirm(
    *,
    actor: User,
    now: datetime,
    draft: Workbook,
    choice: str,
    over: Iterable[str] = (),
    version: int | None = None,
) -> Workbook:
    """Take a workbook in: every row that can be, each with its result; one journal entry for all.

    ``choice`` says what happens to rows that exist; ``over`` names conflicts that the sheet decides all the
    same. A row that changed since the preview is left alone, whatever was chosen.
    """
    if choice not in CHOICES:
        raise ServiceError("请选择怎样处理台账里已有的行。", field="choice")
    if draft.feedback_id is not None:
        locked_case(draft.feedback_id)  # the case before anything of it, as everywhere
    found = open_sheet(actor, draft, version)
    if found.feedback_id is None:
        from bihuan.web.rectification.services.sheets_new import case_from_sheet

        case_from_sheet(actor, now, found, stop=choice == "stop")
    else:
        _take_in(actor, now, found, choice, over)
    found.confirmed_at, found.choice = now, choice
    found.version += 1
    found.save(update_fields=["confirmed_at", "choice", "version", "results", "undo", "feedback"])
    return found


def _take_in(actor: User, now: datetime, draft: Workbook, choice: str, over: Iterable[str]) -> None:
    case = locked_case(draft.feedback_id or 0)
    unread = [one for one in draft.results if not one["key"]]
    found = Comparison(case, now, seen=draft.seen, over=over, skip=choice == "skip")
    found.run(draft.rows)
    results = [*found.results, *unread]
    if choice == "stop":
        _refuse_any(results)
    if found.settled:
        require(actor, Action.RECORD, case)
    before = what_stood(found)
    told = _store(case, found, now)
    measures_ended(actor, now, [one.pk for one in found.settled if one.state != MeasureState.OPEN])
    draft.results = results
    if not told:
        return
    changes = {
        "file": ["", draft.name],
        "sha256": ["", draft.sha256],
        "counts": ["", counted(results)],
    }
    entry = journal_append(
        actor=actor,
        now=now,
        chain=case.unit_id,
        action="sheet_confirm",
        thing=case,
        changes=changes,
        rows=told,
    )
    known = {int(pk) for pk in before["measures"]}
    made = [one.id for one in told if one.type == Measure._meta.label_lower and one.id not in known]
    draft.undo = {**before, "made": made, "entry": entry.number}


def _refuse_any(results: Iterable[dict[str, Any]]) -> None:
    """Whoever chose to stop gets all rows or none."""
    bad = next((one for one in results if one["what"] not in (What.NEW, What.SAME)), None)
    if bad is None:
        return
    why = bad["why"] or "台账里已有这一行，内容与表上不同。"
    raise ServiceError(f"没有导入：{bad['sheet']}第{bad['row']}行，{why}")


def _store(case: Feedback, found: Comparison, now: datetime) -> list[Told]:
    """Write what the comparison has changed; what the journal tells of each object."""
    changed = list(found.measures.values())
    told = [Told.of(one, said) for one, said in changed]
    if changed:
        rows = [one for one, _ in changed]
        Measure.objects.bulk_update(rows, [*COLUMNS, "version"], batch_size=200)
    for response, said in found.targets:
        response.version += 1
        response.save(update_fields=["target", "version"])
        told.append(Told.of(response, said))
    for response, value in found.outcomes:
        locked = locked_response(response, case)
        told.append(Told.of(locked, {"outcome": [locked.outcome, value]}))
        outcome_put(case, locked, value)
    if found.made:
        rows = measures_insert(case, [(one.measure.response, one.measure.text) for one in found.made])
        for row, one in zip(rows, found.made, strict=True):
            for name in (*FIELDS, "named"):
                setattr(row, name, getattr(one.measure, name))
            told.append(Told.of(row, {"text": ["", row.text], **one.fields}))
        Measure.objects.bulk_update(rows, [*FIELDS, "named"], batch_size=200)
    if found.made or found.outcomes or any("text" in said for _, said in changed):
        case_refresh(case, now)
    elif told:
        case_touched(case)
        measures_found(case, *(one.pk for one, _ in changed))
    return told
