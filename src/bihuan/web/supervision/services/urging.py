"""Urging a unit by hand (催办), with the same trace as the letters that write themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, Role, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification.services.locking import locked_case
from bihuan.web.supervision.levels import Level, ahead
from bihuan.web.supervision.models import Missive
from bihuan.web.supervision.owing import open_until
from bihuan.web.supervision.services.issuing import Draft, holders, issue, locked_counter

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

LONGEST = 2_000
RANKS = (Role.LIAISON, Role.DEPARTMENT_HEAD, Role.LEAD_LEADER, Role.FIRST_PERSON)


@transaction.atomic
def unit_urge(*, actor: User, now: datetime, case: Feedback, rank: str, text: str) -> Missive:
    """A letter with what is overdue and soon due in the case, to everybody of the unit in a rank."""
    found = locked_case(case.pk)
    require(actor, Action.SUPERVISE, found)
    if found.office_id is None:
        raise ServiceError("这一轮次没有指定巡察办，不能发出催办函。请先由系统管理员补上。")
    text = text.strip()
    if rank not in RANKS:
        raise ServiceError("请选择发给谁。", field="rank")
    if not text:
        raise ServiceError("请写明催办什么、要求何时办结。", field="text")
    if len(text) > LONGEST:
        raise ServiceError(f"催办函正文最多{LONGEST}字，请写得简要些。", field="text")
    day = timezone.localdate(now)
    if Missive.objects.filter(unit=found.unit, level=Level.URGE, day=day, text=text).exists():
        raise ServiceError("今天已经就同样的内容催办过了，不必重复发出。", field="text")
    to = [one for one in holders([found.unit_id])[found.unit_id] if one.role == rank]
    if not to:
        raise ServiceError(f"{found.unit}还没有{Role(rank).label}的账户，请改发给其他职务。", field="rank")
    draft = Draft(found.unit_id, Level.URGE, text, to, open_until([found.pk], day + ahead()))
    counter = locked_counter(found.office_id, day.year)
    [made] = issue(actor, now, day, found.office_id, counter, [draft])
    return made
