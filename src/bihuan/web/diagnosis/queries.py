"""Drafts and diagnostics as pages need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report import read_text
from bihuan.report.edit import Edit, apply
from bihuan.web.accounts.models import Unit, UnitKind
from bihuan.web.diagnosis.models import Diagnostic, Filing, ImportDraft

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bihuan.report import Report
    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback


def draft_report(draft: ImportDraft) -> Report:
    """The tree of a draft with its corrections; a few milliseconds for a report of the usual length."""
    report = read_text(draft.text)
    return apply(report, [Edit(one["leaf"], one["action"]) for one in draft.edits]) if draft.edits else report


def open_drafts(user: User) -> QuerySet[ImportDraft]:
    """Drafts that the user may go on with, newest first."""
    rows = ImportDraft.objects.visible_to(user).filter(confirmed_at__isnull=True)
    return (
        rows.select_related("filing__unit", "owner__person")
        .defer("text", "edits", "examined")
        .order_by("-created_at")
    )


def office_for(unit: Unit) -> Unit | None:
    """The inspection office in charge of a unit: that of its nearest superior which has one."""
    above = [int(part) for part in unit.path.split("/") if part][:-1]
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, parent_id__in=above)
    return max(offices, key=lambda office: len(office.path), default=None)


def filings_in_force(feedback: Feedback) -> QuerySet[Filing]:
    """The one document in force of a case."""
    return Filing.objects.filter(feedback=feedback, superseded_at__isnull=True)


def filing_of(feedback: Feedback) -> Filing:
    """The document in force of a case."""
    return filings_in_force(feedback).get()


def diagnostics_of(feedback: Feedback) -> list[Diagnostic]:
    """Everything that checking found in the case, in the order of the text; the stored state, one query."""
    return list(Diagnostic.objects.filter(feedback=feedback).order_by("line", "column", "code"))
