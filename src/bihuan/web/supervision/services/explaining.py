"""The unit's own words on its month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.rectification.services.locking import case_touched, locked_case
from bihuan.web.supervision.models import Explanation, Sheet
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.passages import explanation_found

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User

LONGEST = 2_000


@transaction.atomic
def month_explain(*, actor: User, now: datetime, sheet: Sheet, text: str) -> Explanation:
    """One explanation a case and month; it stands beside every record of the month and is never changed."""
    if sheet.feedback_id is None:
        raise ServiceError("这份台账的导入已经撤销，不能再作说明。")
    case = locked_case(sheet.feedback_id)
    require(actor, Action.RECEIPT, case)
    text = text.strip()
    if not text:
        raise ServiceError("请写明逾期或者没有填报的原因，以及何时补上。", field="text")
    if len(text) > LONGEST:
        raise ServiceError(f"说明最多{LONGEST}字，请写得简要些。", field="text")
    if Explanation.objects.filter(feedback=case, month=sheet.month).exists():
        raise ServiceError(f"{Month(sheet.month).label}已经说明过一次，说明提交后不能改动。")
    made = Explanation.objects.create(
        feedback=case, unit_id=case.unit_id, month=sheet.month, text=text, by=actor, at=now
    )
    changes = {"month": ["", str(Month(sheet.month))], "text": ["", text]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="month_explain", thing=made, changes=changes
    )
    explanation_found(made)
    case_touched(case)
    return made
