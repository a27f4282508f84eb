"""Measures and outcomes, changed in place. What an edit does not touch keeps its every character."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.report.nodes import LeafKind
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import Told, journal_append
from bihuan.web.inspections.models import NO_STATUS, Feedback
from bihuan.web.rectification import text
from bihuan.web.rectification.arranging import rearrange
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.services.locking import refuse_frozen, refuse_planned
from bihuan.web.rectification.text import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.text import CaseText

LONGEST = 20_000
REWORDING = "改动措施文字"
_BLANKS = re.compile(r"\A(?:\r\n|[\r\n])*\s*")


@transaction.atomic
def measure_edit(
    *, actor: User, now: datetime, measure: Measure, value: str, version: int | None = None
) -> Measure:
    """New words for a measure; its dates, tense and everything counted from it follow."""
    case = open_case(actor, measure.feedback_id)
    found = _measure(measure, version)
    refuse_frozen(found.response)
    value = clean(value)
    if value == found.text:
        return found
    refuse_planned(found.response, REWORDING)
    old, found.text = found.text, value
    found.version += 1
    found.save(update_fields=["text", "version"])
    _journal(actor, now, case, "measure_edit", found, {"text": [old, value]})
    case_refresh(case, now)
    found.refresh_from_db()
    return found


@transaction.atomic
def measure_add(
    *, actor: User, now: datetime, response: Response, value: str, after: Measure | None = None
) -> Measure:
    """One more measure, after another or at the end; it takes the surface of its neighbours."""
    case = open_case(actor, response.feedback_id)
    response, value = response_in(case, response), clean(value)
    refuse_frozen(response)
    refuse_planned(response)
    made = measure_insert(case, response, value, after)
    _journal(actor, now, case, "measure_add", made, {"text": ["", value]})
    case_refresh(case, now)
    made.refresh_from_db()
    return made


def measure_insert(case: Feedback, response: Response, value: str, after: Measure | None = None) -> Measure:
    """The row alone, for services that write their own journal entry and compute the case anew."""
    if Measure.objects.filter(response=response, text=value).exists():
        raise ServiceError("这组整改里已经有一模一样的措施了，没有再增加一遍。", field="value")
    old = text.load(case)
    at = _place_after(old, response, after)
    made = Measure.objects.create(
        feedback=case,
        unit_id=case.unit_id,
        office_id=case.office_id,
        response=response,
        text=value,
        tense="done",
        position=-1 - response.pk,
    )
    row = Row(
        LeafKind.MEASURE, made.pk, made.position, measure_lead(old, response.pk), value, response=response.pk
    )
    rearrange(old, [*old.rows[:at], row, *old.rows[at:]])
    return made


def measures_insert(case: Feedback, new: Sequence[tuple[Response, str]]) -> list[Measure]:
    """Many rows at the ends of their responses, in one rearrangement of the text; as ``measure_insert``."""
    old = text.load(case)
    made = Measure.objects.bulk_create(
        Measure(
            feedback=case, unit_id=case.unit_id, office_id=case.office_id, response=response, text=value,
            tense="done", position=-(2**41) - at,
        )
        for at, (response, value) in enumerate(new)
    )  # fmt: skip
    rows = list(old.rows)
    for one in made:
        now = replace(old, rows=tuple(rows))
        lead = measure_lead(now, one.response_id)
        row = Row(LeafKind.MEASURE, one.pk, one.position, lead, one.text, response=one.response_id)
        rows.insert(_place_after(now, one.response, None), row)
    rearrange(old, rows)
    return made


@transaction.atomic
def measure_remove(*, actor: User, now: datetime, measure: Measure, version: int | None = None) -> None:
    """Take a measure out of the ledger and the text; the journal keeps its words."""
    case = open_case(actor, measure.feedback_id)
    found = _measure(measure, version)
    refuse_frozen(found.response)
    refuse_planned(found.response)
    told = [Told.of(found.response, {"measures": [found.text, ""]})]  # the measure's own page goes with it
    _journal(actor, now, case, "measure_remove", found, {"text": [found.text, ""]}, told)
    measures_take_out(case, [found])
    case_refresh(case, now)


def measures_take_out(case: Feedback, gone: Sequence[Measure]) -> None:
    """The rows alone, in one rearrangement of the text, for services that write their own journal entry."""
    old = text.load(case)
    kept = list(old.rows)
    for one in gone:
        at = replace(old, rows=tuple(kept)).index(LeafKind.MEASURE, one.pk)
        left = kept.pop(at)
        if at < len(kept) and _inherits(left, kept[at]):
            # the label 整改措施： stands before the first measure, whichever that is
            kept[at] = replace(kept[at], surface=kept[at].closer + left.lead)
    Measure.objects.filter(pk__in=[one.pk for one in gone]).delete()
    rearrange(old, kept)


def _inherits(gone: Row, following: Row) -> bool:
    same = following.kind is LeafKind.MEASURE and following.response == gone.response
    return same and bool(gone.lead.strip()) and not following.lead.strip()


@transaction.atomic
def outcome_edit(
    *, actor: User, now: datetime, response: Response, value: str, version: int | None = None
) -> Response:
    """New words for the outcome of a response; empty words take it out, words where there were none put it
    in.
    """
    case = open_case(actor, response.feedback_id)
    found = response_in(case, response)
    if version is not None and version != found.version:
        raise StaleError("这项整改情况")
    refuse_frozen(found)
    value = clean(value) if value.strip() else ""
    if value == found.outcome:
        return found
    before = {"outcome": [found.outcome, value], "status": [found.status, ""]}
    outcome_put(case, found, value)
    case_refresh(case, now)
    found = Response.objects.filter(pk=found.pk).first() or found  # gone when nothing is left of it
    before["status"][1] = found.status
    _journal(actor, now, case, "outcome_edit", found, before)
    return found


def outcome_put(case: Feedback, found: Response, value: str) -> None:
    """The words and their place in the text alone, for services that write their own journal entry."""
    old = text.load(case)
    had = found.outcome_position is not None
    found.outcome, found.version = value, found.version + 1
    if had and value:
        found.save(update_fields=["outcome", "version"])
        return
    if had:
        at = old.index(LeafKind.OUTCOME, found.pk)
        found.outcome_position, found.outcome_surface, found.status = None, "", NO_STATUS
        rows = [*old.rows[:at], *old.rows[at + 1 :]]
    else:
        at = _place_after(old, found, None)
        found.outcome_position = -1 - found.pk
        row = Row(LeafKind.OUTCOME, found.pk, -1, outcome_lead(old), value, response=found.pk)
        rows = [*old.rows[:at], row, *old.rows[at:]]
    found.save(update_fields=["outcome", "version", "outcome_position", "outcome_surface", "status"])
    rearrange(old, rows)


# --- shared by the services of the ledger
# -----------------------------------------------------------------------


def open_case(actor: User, feedback: int) -> Feedback:
    """The case, locked for this transaction, if the actor may edit it."""
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("round", "unit")
    case = still_there(rows.filter(pk=feedback), "这份台账")
    require(actor, Action.EDIT, case)
    return case


def response_in(case: Feedback, response: Response) -> Response:
    """The response as it stands now in the case, locked."""
    return still_there(Response.objects.select_for_update().filter(pk=response.pk, feedback=case), "这组整改")


def clean(value: str) -> str:
    """Text of a form as a row holds it: one paragraph's worth, without blanks around it."""
    value = value.replace("\r\n", "\n").strip()
    if not value:
        raise ServiceError("请填写内容；确实要删除的，请用“删除”。", field="value")
    if len(value) > LONGEST:
        raise ServiceError(f"一项内容最多 {LONGEST} 字，现在有 {len(value)} 字，请分成几项。", field="value")
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ServiceError("内容里有不能保存的字符，请删去后重新输入。", field="value")
    return value


def _measure(measure: Measure, version: int | None) -> Measure:
    found = Measure.objects.select_for_update().filter(pk=measure.pk).first()
    if found is None or (version is not None and version != found.version):
        raise StaleError("这项措施")
    return found


def _journal(
    actor: User,
    now: datetime,
    case: Feedback,
    action: str,
    thing: Measure | Response,
    changes: dict[str, list[str]],
    rows: Sequence[Told] = (),
) -> None:
    chain = case.unit_id
    journal_append(actor=actor, now=now, chain=chain, action=action, thing=thing, changes=changes, rows=rows)


def _place_after(case: CaseText, response: Response, after: Measure | None) -> int:
    """Index at which a new row of the response belongs."""
    if after is not None:
        return case.index(LeafKind.MEASURE, after.pk) + 1
    own = [at for at, row in enumerate(case.rows) if row.response == response.pk]
    measures = [at for at in own if case.rows[at].kind is not LeafKind.OUTCOME]
    if not measures:
        return own[0] if own else _after_origin(case, response)
    at = measures[-1] + 1
    while at < len(case.rows) and case.rows[at].kind in {LeafKind.SUBFINDING, LeafKind.LEAD_IN}:
        at += 1
    return at


def _after_origin(case: CaseText, response: Response) -> int:
    """A reopened response that has no words yet begins behind the one that it points back to."""
    origin = response.reopens_id
    own = [at for at, row in enumerate(case.rows) if origin and row.response == origin]
    return own[-1] + 1 if own else len(case.rows)


def measure_lead(case: CaseText, response: int) -> str:
    """What should stand before a new measure: as before its last sibling, else as before most measures."""
    own = [row.lead for row in case.rows if row.kind is LeafKind.MEASURE and row.response == response]
    every = [row.lead for row in case.rows if row.kind is LeafKind.MEASURE]
    plain = [lead for lead in (own[1:] or every) if not lead.strip()]
    if plain:
        return plain[-1] if own[1:] else _commonest(plain)
    return _only_blanks((own or every or [case_line_end(case)])[-1])


def outcome_lead(case: CaseText) -> str:
    """What should stand before a new outcome: as before most outcomes of the case."""
    every = [row.lead for row in case.rows if row.kind is LeafKind.OUTCOME]
    return _commonest(every) if every else f"{case_line_end(case)}整改情况："


def case_line_end(case: CaseText) -> str:
    """How lines end in this text."""
    ends = [end for end in ("\r\n", "\n", "\r") if any(end in row.surface for row in case.rows)]
    return ends[0] if ends else "\n"


def _commonest(leads: Sequence[str]) -> str:
    return Counter(leads).most_common(1)[0][0]


def _only_blanks(lead: str) -> str:
    """A lead without marker or label: a new paragraph of the same indentation."""
    found = _BLANKS.match(lead)
    return found[0] if found and found[0] else "\n"
