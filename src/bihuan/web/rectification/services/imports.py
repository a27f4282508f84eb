"""A confirmed draft becomes a case; an untouched case can go back to its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.diagnosis.models import Filing, ImportDraft
from bihuan.web.diagnosis.queries import draft_report
from bihuan.web.diagnosis.snapshots import snapshot_take
from bihuan.web.inspections.archiving import refuse_archived
from bihuan.web.inspections.models import Deadline, Feedback, Finding, Round, RoundKind
from bihuan.web.inspections.services import deadlines_compute
from bihuan.web.rectification.checking import diagnostics_write
from bihuan.web.rectification.figures import figures_clear
from bihuan.web.rectification.intake import take_in
from bihuan.web.rectification.models import Response
from bihuan.web.rectification.passages import case_found_first, case_lost
from bihuan.web.rectification.text import to_report

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.report import Report
    from bihuan.web.accounts.models import User


@transaction.atomic
def draft_confirm(
    *,
    actor: User,
    now: datetime,
    draft: ImportDraft,
    round: Round | None = None,
    given_on: date | None = None,
    version: int | None = None,
) -> Feedback:
    """Make the whole case of a draft: rows, counts, deadlines, diagnostics, one journal entry.

    Without a round the draft's own counts, else the round of the inspection's year under the unit's office
    is found or opened. ``given_on`` is the feedback date where the document does not tell it.
    """
    draft = open_draft(actor, draft, version)
    if draft.replaces_id:
        page = reverse("imports:replace", args=[draft.pk])
        raise ServiceError("这份草稿用来替换已有的反馈，请先看对照，再确认替换。", href=page)
    report = draft_report(draft)
    refuse_empty(report)
    feedback = _case(draft, report, round, given_on, now)
    due = deadlines_compute(feedback, now)
    case = take_in(feedback, report, due)
    diagnostics_write(case, to_report(case), now)
    close_draft(draft, feedback, now, report)
    snapshot_take(feedback, draft.filing, now)
    case_found_first(feedback)
    counts = {"findings": [0, Finding.objects.filter(feedback=feedback).count()]}
    counts["responses"] = [0, Response.objects.filter(feedback=feedback).count()]
    changes = {"sha256": ["", draft.filing.sha256], "edits": [0, len(draft.edits)], **counts}
    journal_append(
        actor=actor, now=now, chain=feedback.unit_id, action="draft_confirm", thing=feedback, changes=changes
    )
    return feedback


def open_draft(actor: User, draft: ImportDraft, version: int | None) -> ImportDraft:
    """The draft as it stands now, locked; refused to strangers, when confirmed or changed meanwhile."""
    rows = ImportDraft.objects.select_for_update(of=("self",)).select_related("filing__unit", "round")
    found = still_there(rows.filter(pk=draft.pk), "这份草稿")
    require(actor, Action.IMPORT, _Owned(found))
    if found.confirmed_at:
        raise ServiceError("这份草稿已经确认入账了，请到台账查看。")
    if version is not None and version != found.version:
        raise StaleError("这份草稿")
    return found


class _Owned:
    """A draft as the permission table sees it."""

    def __init__(self, draft: ImportDraft) -> None:
        self.unit_id, self.office_id = draft.filing.unit_id, draft.office_id


def refuse_empty(report: Report) -> None:
    """A text without findings and measures makes no ledger."""
    if not any(section.responses for section in report.sections):
        raise ServiceError(
            "没有读出任何问题或措施，不能建立台账。请在左侧选中问题所在的行，改为“问题”后再确认。"
        )


def _case(
    draft: ImportDraft, report: Report, round_: Round | None, given_on: date | None, now: datetime
) -> Feedback:
    unit = draft.filing.unit
    given_on = given_on or report.feedback_on or (report.issued_on if report.kind == "feedback" else None)
    chosen = round_ or draft.round or _round_for(draft, report, given_on, now)
    refuse_archived(chosen)
    try:
        with transaction.atomic():  # the constraint decides, also between two who confirm at once
            return Feedback.objects.create(
                round=chosen,
                unit=unit,
                office_id=chosen.office_id,
                created_at=now,
                **case_facts(report, given_on),
            )
    except IntegrityError as error:
        raise ServiceError(
            f"{unit}在“{chosen}”里已经有台账了。要更正反馈，请从台账选择“替换反馈”；要重新导入，请先撤销原来的导入。",
            href=reverse("rectification:ledger", args=[Feedback.objects.get(round=chosen, unit=unit).pk]),
        ) from error


def case_facts(report: Report, given_on: date | None) -> dict[str, Any]:
    """Columns of a case that its document tells, cut to their length."""
    inspected = report.inspection
    return {
        "kind": report.kind.value,
        "title": (report.title or "")[:300],
        "issuer": (report.issuer or "")[:200],
        "issued_on": report.issued_on,
        "team": (inspected.team or "")[:100],
        "inspected_from": inspected.start,
        "inspected_to": inspected.end,
        "given_on": given_on or report.feedback_on,
    }


def _round_for(draft: ImportDraft, report: Report, given_on: date | None, now: datetime) -> Round:
    """The round of the inspection's year; opened where the office has none of that name."""
    day = (
        report.inspection.start
        or given_on
        or report.feedback_on
        or report.issued_on
        or timezone.localdate(now)
    )
    what = "审计" if report.kind == "audit" else "巡察"
    name = f"{day.year}年{what}"
    kind = RoundKind.AUDIT if report.kind == "audit" else RoundKind.INSPECTION
    # Two units of an office may open the same round at once: the later one takes the earlier one's.
    return Round.objects.get_or_create(office_id=draft.office_id, name=name, defaults={"kind": kind})[0]


def close_draft(draft: ImportDraft, feedback: Feedback, now: datetime, report: Report) -> None:
    """The filing stands under the case from now on; the draft stays for an undo."""
    filing = draft.filing
    filing.feedback, filing.tail, filing.kind = feedback, report.tail, report.kind.value
    filing.save(update_fields=["feedback", "tail", "kind"])
    draft.confirmed_at, draft.round = now, feedback.round
    draft.version += 1
    draft.save(update_fields=["confirmed_at", "round", "version"])


@transaction.atomic
def import_undo(*, actor: User, now: datetime, feedback: Feedback) -> ImportDraft:
    """Take an import back as long as nothing hangs on it; the draft is open again, with its corrections."""
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("round")
    found = still_there(rows.filter(pk=feedback.pk), "这份台账")
    require(actor, Action.IMPORT, found)
    refuse_touched(found)
    filing = Filing.objects.get(feedback=found, superseded_at=None)
    draft = ImportDraft.objects.select_related("filing").get(filing=filing)
    changes = {"sha256": [filing.sha256, ""]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="import_undo", thing=found, changes=changes
    )
    Filing.objects.filter(pk=filing.pk).update(feedback=None)
    case_delete(found)
    draft.refresh_from_db()
    draft.confirmed_at = None
    draft.version += 1
    draft.save(update_fields=["confirmed_at", "version"])
    return draft


def refuse_touched(feedback: Feedback) -> None:
    """``version`` counts every edit of the case since it was made."""
    if feedback.version > 1:
        raise ServiceError(
            "导入以后台账已经改动过，不能整体撤销；请在台账里逐条修改，或用更正后的文件替换反馈。"
        )
    if Filing.objects.filter(feedback=feedback).count() > 1:
        raise ServiceError("这份反馈替换过以前的反馈，不能撤销；请再用一份更正后的文件替换。")
    waiting = ImportDraft.objects.filter(replaces=feedback).first()
    if waiting:
        told = "还有一份用来替换它的材料等着核对，请先确认替换或放弃那份材料，再撤销导入。"
        raise ServiceError(told, href=reverse("imports:reading", args=[waiting.pk]))


def case_delete(feedback: Feedback) -> None:
    """Every row of a case, from the leaves down, without loading any of them; nothing of it is found any
    more.
    """
    case_lost(feedback)
    figures_clear(feedback)
    Response.objects.filter(feedback=feedback).delete()
    Finding.objects.filter(feedback=feedback).delete()
    Deadline.objects.filter(feedback=feedback).update(replaces=None)
    feedback.delete()
