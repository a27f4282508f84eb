"""A corrected feedback takes the place of the one before; work that was done stays with its finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.diagnosis.models import Filing
from bihuan.web.diagnosis.queries import draft_report
from bihuan.web.diagnosis.snapshots import snapshot_take
from bihuan.web.inspections.models import Feedback, Finding, Passage, Section
from bihuan.web.inspections.services import deadlines_compute
from bihuan.web.rectification import text
from bihuan.web.rectification.comparing import Comparison, compare
from bihuan.web.rectification.intake import take_in
from bihuan.web.rectification.merging import merge
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.services.imports import case_facts, close_draft, open_draft, refuse_empty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bihuan.report import Report
    from bihuan.web.accounts.models import User
    from bihuan.web.diagnosis.models import ImportDraft


def replacement(draft: ImportDraft) -> Comparison:
    """What the draft would add, change and take away; for the page before the decision. Two queries."""
    if draft.replaces_id is None:
        raise ServiceError("这份草稿不是用来替换反馈的。")
    live = Finding.objects.filter(feedback_id=draft.replaces_id, withdrawn_at=None).order_by("position")
    return compare(list(live), draft_report(draft))


@transaction.atomic
def feedback_replace(
    *, actor: User, now: datetime, draft: ImportDraft, version: int | None = None
) -> tuple[Feedback, Comparison]:
    """Put the draft in the place of its case's document.

    As long as nobody has written a measure or an outcome the case is read anew as a whole. Afterwards only
    a feedback without measures can replace: kept findings keep their responses, findings that are gone are
    withdrawn with theirs.
    """
    draft = open_draft(actor, draft, version)
    if draft.replaces_id is None:
        raise ServiceError("这份草稿不是用来替换反馈的，请直接确认导入。")
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("round", "unit")
    case = still_there(rows.filter(pk=draft.replaces_id), "这份台账")
    require(actor, Action.IMPORT, case)
    report, found = draft_report(draft), replacement(draft)
    refuse_empty(report)
    worked = Measure.objects.filter(feedback=case).exists() or case.responses.exclude(outcome="").exists()
    if worked and any(one.measures or one.outcome for part in report.sections for one in part.responses):
        raise ServiceError("台账里已经有整改措施，只能用不含措施的反馈意见替换；整改报告请在台账里逐条修改。")
    old = text.load(case)
    _file(case, draft, report, now)
    _facts(case, report)
    due = deadlines_compute(case, now)
    if worked:
        merge(old, report, found, due, now)
    else:
        _read_anew(case, report, due)
    case_refresh(case, now)
    snapshot_take(case, draft.filing, now)
    journal_append(
        actor=actor,
        now=now,
        chain=case.unit_id,
        action="feedback_replace",
        thing=case,
        changes=_changes(found),
    )
    return case, found


def _file(case: Feedback, draft: ImportDraft, report: Report, now: datetime) -> None:
    Filing.objects.filter(feedback=case, superseded_at=None).update(superseded_at=now)
    close_draft(draft, case, now, report)


def _facts(case: Feedback, report: Report) -> None:
    """What the corrected document tells; what it does not tell stays."""
    told = case_facts(report, None)
    for name, value in told.items():
        if value or name == "kind":
            setattr(case, name, value)
    case.save(update_fields=list(told))


def _changes(found: Comparison) -> dict[str, list[str]]:
    def numbers(rows: Sequence[object]) -> str:
        return "、".join(str(getattr(one, "number", "") or "（无序号）") for one in rows)

    return {
        "added": ["", numbers(found.added)],
        "gone": [numbers(found.gone), ""],
        "changed": [
            numbers([pair.old for pair in found.changed]),
            numbers([pair.new for pair in found.changed]),
        ],
    }


def _read_anew(case: Feedback, report: Report, due: date | None) -> None:
    Response.objects.filter(feedback=case).delete()
    for table in (Finding, Passage, Section):
        table._default_manager.filter(feedback=case).delete()
    take_in(case, report, due)
