"""Diagnostics of a case: made when it changes, stored, and only read by pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bihuan.checks.api import Severity
from bihuan.checks.engine import check
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.rulesets import config_for
from bihuan.web.diagnosis.waiving import findings_weigh, unanswered, waived
from bihuan.web.rectification import text
from bihuan.web.rectification.facts import Places

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.report import Report
    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.text import CaseText


@transaction.atomic
def diagnostics_refresh(*, actor: User, now: datetime, feedback: Feedback) -> None:
    """Check a case again on demand (rules may have changed since); edits do it by themselves."""
    require(actor, Action.READ, feedback)
    case = text.load(feedback)
    diagnostics_write(case, text.to_report(case), now)


def diagnostics_write(case: CaseText, report: Report, now: datetime) -> None:
    """Replace the stored diagnostics of a case by what the rules find in its tree."""
    feedback = case.feedback
    found = check(report, config=config_for(feedback), policy=feedback.round.policy or None).diagnostics
    places, first = Places(report.leaves), _first_findings(case)
    rows = []
    for one in found:
        leaf = places.leaf_at(one.line, one.column)
        row = case.rows[leaf] if leaf is not None else None
        rows.append(
            Diagnostic(
                feedback=feedback,
                finding_id=first.get(row.response or -1) if row else None,
                position=row.position if row else None,
                code=one.code,
                rule=one.rule,
                severity=one.severity.value,
                line=one.line,
                column=one.column,
                quote=one.quote,
                message=one.message,
                basis=one.basis or "",
                findings=list(one.findings),
                related=list(one.related),
                fix=one.fix or "",
            )
        )
    Diagnostic.objects.filter(feedback=feedback).delete()
    Diagnostic.objects.bulk_create(rows)
    errors = unanswered(rows, waived(feedback, timezone.localdate(now)))
    findings_weigh(feedback, rows, errors)
    feedback.errors = sum(one.severity is Severity.ERROR for one in found)
    feedback.answered = feedback.errors - len(errors)
    feedback.warnings = sum(one.severity is Severity.WARNING for one in found)
    feedback.checked_at = now
    feedback.save(update_fields=["errors", "answered", "warnings", "checked_at"])


def _first_findings(case: CaseText) -> dict[int, int]:
    """First finding of every response."""
    first: dict[int, int] = {}
    for row in case.rows:
        if row.kind == "finding" and row.response is not None:
            first.setdefault(row.response, row.pk)
    return first
