"""What a unit does with an error that it will not change: it says why it may stand, and another agrees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.waiving import waiver_ask, waiver_decide

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

REASON = "报送稿已经定稿存档，原文不改；差别的由来已在党组会议记录里写明，可以查核。"


def answer(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """One error of the bureau's report answered for ninety days; the others are left as they are."""
    rows = Diagnostic.objects.filter(feedback=case, severity="error", finding__isnull=False)
    until = timezone.localdate(now) + timedelta(days=90)
    asked = waiver_ask(
        actor=people["linzhixia"],
        now=now,
        diagnostic=rows.order_by("line", "column", "code").reverse()[0],
        reason=REASON,
        until=until,
    )
    waiver_decide(
        actor=people["zhouhengyuan"], now=now, waiver=asked, granted=True, opinion="情况属实，同意。"
    )
