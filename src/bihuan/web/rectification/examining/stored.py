"""The stored examination of a case as the pure core knows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.checks.api import Diagnostic, Severity
from bihuan.checks.config import Waiver
from bihuan.checks.engine import Checked
from bihuan.web.diagnosis import models
from bihuan.web.diagnosis.queries import diagnostics_of
from bihuan.web.diagnosis.waiving import key_of

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.inspections.models import Feedback


def diagnostic(row: models.Diagnostic) -> Diagnostic:
    """The row as the engine gave it."""
    return Diagnostic(
        code=row.code,
        rule=row.rule,
        severity=Severity(row.severity),
        line=row.line,
        column=row.column,
        quote=row.quote,
        message=row.message,
        basis=row.basis or None,
        findings=tuple(row.findings),
        related=tuple(row.related),
        fix=row.fix or None,
    )


def checked(case: Feedback, today: date) -> Checked:
    """What checking found, apart from what is answered by a reason and in force today; two queries."""
    granted = models.Waiver.objects.filter(feedback=case, state=models.WaiverState.GRANTED, until__gte=today)
    answered = {key_of(one): one for one in granted}
    kept, waived = [], []
    for row in diagnostics_of(case):
        answer = answered.get(key_of(row))
        if answer is None:
            kept.append(diagnostic(row))
        else:
            told = Waiver(row.code, answer.reason, quote=row.quote, until=answer.until)
            waived.append((diagnostic(row), told))
    return Checked(tuple(kept), tuple(waived))
