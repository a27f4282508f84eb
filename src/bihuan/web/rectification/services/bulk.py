"""Many measures at once: judged row by row, written by a handful of statements, told by one journal row that
each measure finds in its own history.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import Told, journal_append
from bihuan.web.base.words import day_words
from bihuan.web.inspections.models import Feedback
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people
from bihuan.web.rectification.kinds import EXTENSION
from bihuan.web.rectification.models import BulkEdit, Extension, Measure, MeasureState
from bihuan.web.rectification.naming import forget
from bihuan.web.rectification.passages import measures_found_anywhere
from bihuan.web.rectification.services.ending import measures_ended
from bihuan.web.rectification.services.judging import Result, Verdict, Wanted, around, judge
from bihuan.web.rectification.services.planning import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User

MOST = 1_000
"""So many measures at once: a person can still look through the preview."""
LONGEST_NOTE, LABEL = 500, 60
Chosen = tuple[int, int]
"""Id and the version that the page saw."""


def measures_judged(actor: User, now: datetime, chosen: Sequence[Chosen], wanted: Wanted) -> list[Verdict]:
    """What would become of every row, in the order of the choice; nothing is written."""
    return _judged(actor, now, chosen, wanted, _rows(chosen))


def _rows(chosen: Sequence[Chosen]) -> QuerySet[Measure]:
    near = ("response", "feedback", "unit", "leader", "department", "person")
    rows = Measure.objects.filter(pk__in=[pk for pk, _ in chosen], response__withdrawn_at=None)
    return rows.select_related(*near).order_by("pk")


def _judged(
    actor: User, now: datetime, chosen: Sequence[Chosen], wanted: Wanted, rows: QuerySet[Measure]
) -> list[Verdict]:
    """Rows that the actor may not even see are left out, as if they did not exist."""
    found = {one.pk: one for one in rows.filter(pk__in=Measure.objects.visible_to(actor).values("pk"))}
    known = around(actor, now, found.values(), [wanted])
    return [judge(found[pk], version, wanted, known) for pk, version in chosen if pk in found]


@transaction.atomic
def measures_change(*, actor: User, now: datetime, chosen: Sequence[Chosen], wanted: Wanted) -> BulkEdit:
    """Change all of them that may be changed. What is refused, or was changed meanwhile, stays as it is and
    says why. One entry in the chain of each unit; a later day of an approved plan becomes a request.
    """
    if not chosen:
        raise ServiceError("请先勾选要修改的措施。")
    if len(chosen) > MOST:
        raise ServiceError(f"一次最多修改{MOST}项，请缩小范围。")
    if not wanted.values:
        raise ServiceError("请先选择要改什么。")
    if len(wanted.note) > LONGEST_NOTE:
        raise ServiceError(f"说明最多{LONGEST_NOTE}字，请写得简要些。", field="note")
    _lock(chosen)
    verdicts = _judged(actor, now, chosen, wanted, _rows(chosen).select_for_update(of=("self",)))
    accepted = [one for one in verdicts if one.accepted]
    if not accepted:
        raise ServiceError("选中的措施没有一项可以这样修改，什么也没有改。原因见下面各项。")
    _write(actor, now, accepted, wanted)
    _journal(actor, now, "measures_change", accepted, wanted.note)
    if wanted.values.get("state", MeasureState.OPEN) != MeasureState.OPEN:
        measures_ended(actor, now, [one.row.pk for one in accepted])
    return BulkEdit.objects.create(
        by=actor,
        unit=actor.unit,
        at=now,
        note=wanted.note,
        wanted=_plain(wanted.values),
        rows=[_kept(one) for one in verdicts],
    )


def _lock(chosen: Sequence[Chosen]) -> None:
    """The cases before anything of them, always in the same order."""
    cases = Measure.objects.filter(pk__in=[pk for pk, _ in chosen]).values("feedback")
    list(Feedback.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk").values("pk"))


def _write(actor: User, now: datetime, accepted: Sequence[Verdict], wanted: Wanted) -> None:
    """Every row gets the same values: one statement for those whose day is in hand, one for the others."""
    asked = [one for one in accepted if one.result is Result.ASKED]
    direct = [one.row.pk for one in accepted if one.result is Result.DONE]
    later = {name: value for name, value in wanted.values.items() if name != "due"}
    _update(direct, wanted.values)
    _update([one.row.pk for one in asked], later)
    Extension.objects.bulk_create((_extension(actor, now, one, wanted) for one in asked), batch_size=500)
    _tell(actor, now, asked)
    _touch(accepted)


def _update(ids: Sequence[int], values: Mapping[str, Any]) -> None:
    if ids and values:
        rows = Measure.objects.filter(pk__in=ids)
        rows.update(**values, version=F("version") + 1)
        forget(rows, values)
        if values.keys() & {"due", "criteria"}:
            measures_found_anywhere(ids)


def _touch(accepted: Iterable[Verdict]) -> None:
    """The imports of these cases can no longer be undone as a whole."""
    cases = {one.row.feedback_id for one in accepted}
    Feedback.objects.filter(pk__in=cases).update(version=F("version") + 1)


def _extension(actor: User, now: datetime, one: Verdict, wanted: Wanted) -> Extension:
    return Extension(
        feedback_id=one.row.feedback_id,
        unit_id=one.row.unit_id,
        measure=one.row,
        old_due=one.row.due or wanted.values["due"],
        new_due=wanted.values["due"],
        reason=wanted.note.strip(),
        asked_by=actor,
        asked_at=now,
    )


def _tell(actor: User, now: datetime, asked: Sequence[Verdict]) -> None:
    """One line to whoever approves, however many requests there are."""
    by_unit: dict[int, list[Verdict]] = defaultdict(list)
    for one in asked:
        by_unit[one.row.unit_id].append(one)
    for rows in by_unit.values():
        notify_people(
            people_who(rows[0].row.unit, Action.APPROVE, Relation.OWN),
            now=now,
            kind=EXTENSION,
            text=f"{actor.name}为{len(rows)}项措施申请延期，请逐项审批。",
            link=f"{reverse('desk:measures')}?asked=1",
            key=f"bulk:{actor.pk}:{now.isoformat()}",
        )


def _journal(actor: User, now: datetime, action: str, verdicts: Sequence[Verdict], note: str) -> None:
    by_unit: dict[int, list[Told]] = defaultdict(list)
    named: dict[int, Any] = {}
    for one in verdicts:
        names = named.setdefault(one.row.unit_id, names_of(one.row.unit_id))
        told = {}
        for name, new in one.after.items():
            called = "new_due" if name == "due" and one.result is Result.ASKED else name.removesuffix("_id")
            told[called] = names(name, [_day(one.before[name]), _day(new)])
        by_unit[one.row.unit_id].append(Told.of(one.row, told))
    for unit, rows in sorted(by_unit.items()):
        journal_append(
            actor=actor,
            now=now,
            chain=unit,
            action=action,
            label=f"{len(rows)}项措施",
            changes={"note": ["", note]} if note else {},
            rows=rows,
        )


def _kept(one: Verdict) -> dict[str, Any]:
    """A result as the page shows it again, with what an undo needs."""
    moved = one.result is Result.DONE or (one.result is Result.ASKED and one.after.keys() > {"due"})
    return {
        "id": one.row.pk,
        "response": one.row.response_id,
        "text": one.row.text[:LABEL],
        "result": one.result,
        "said": one.said,
        "href": one.href,
        "before": _plain(one.before),
        "after": _plain(one.after),
        "version": one.row.version + moved,
    }


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _day(value) for name, value in values.items()}


def _day(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@transaction.atomic
def bulk_undo(*, actor: User, now: datetime, edit: BulkEdit) -> tuple[int, list[str]]:
    """Put back what was there before, where nobody changed the measure since; how many, and the sentences of
    the others. A request that was made stays with whoever decides on it.
    """
    found = BulkEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
    if found.undone_at:
        raise ServiceError("这次修改已经撤销过了。")
    kept = [one for one in found.rows if one["result"] == Result.DONE]
    chosen = [(one["id"], one["version"]) for one in kept]
    _lock(chosen)
    rows = {one.pk: one for one in _rows(chosen).select_for_update(of=("self",))}
    back, said = _backwards(actor, now, kept, rows)
    if not back:
        raise ServiceError("没有一项可以撤销：这些措施后来都改过，或已经不能改动。")
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for one in back:
        groups[tuple(sorted(one.after.items(), key=str))].append(one.row.pk)
    for values, ids in groups.items():
        _update(ids, dict(values))
    _touch(back)
    _journal(actor, now, "measures_undo", back, f"撤销{day_words(timezone.localdate(found.at))}的批量修改")
    found.undone_at = now
    found.save(update_fields=["undone_at"])
    return len(back), said


def _backwards(
    actor: User, now: datetime, kept: Sequence[dict[str, Any]], rows: Mapping[int, Measure]
) -> tuple[list[Verdict], list[str]]:
    """Each row judged with its own old values as what is wanted."""
    wanted = {one["id"]: Wanted(_values(one["before"])) for one in kept}
    known = around(actor, now, rows.values(), list(wanted.values()))
    back, said = [], []
    for one in kept:
        row = rows.get(one["id"])
        if row is None or row.version != one["version"]:
            said.append(f"“{one['text']}”后来又改过，没有撤销。")
            continue
        verdict = judge(row, None, wanted[one["id"]], known)
        if verdict.result is Result.DONE:
            back.append(verdict)
        else:
            said.append(f"“{one['text']}”没有撤销：{verdict.said}")
    return back, said


def _values(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as the columns take them."""
    return {
        name: date.fromisoformat(value) if name in ("due", "done_on") and value else value
        for name, value in kept.items()
    }
