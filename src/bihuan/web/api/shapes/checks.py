"""Answers to what checking found, and the announcement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bihuan.web.api.shapes.common import Day, Shown, Told, note, say, text

if TYPE_CHECKING:
    from bihuan.web.diagnosis.models import Waiver


class WaiverShown(Shown):
    """A diagnostic answered by a reason."""

    id: int = say("说明编号")
    finding: int | None = say("问题编号")
    code: str = say("规则代码")
    quote: str = say("引文")
    reason: str = say("说明理由")
    until: dt.date = say("有效期至")
    state: str = say("pending 待批准、granted 已同意、refused 未同意")
    asked_by: str = say("说明人")
    decided_by: str = say("批准人；未批为空")
    opinion: str = say("批准意见")


class AnnouncementShown(Shown):
    """The announcement as the ledger stands."""

    case: int = say("台账编号")
    text: str = say("全文")


class WaiverTold(Told):
    """Why a diagnostic may stand, and until when."""

    reason: str = text("为什么可以这样写、凭什么核对", 2_000)
    until: Day = say("有效期至，一年以内")


class WaiverAnswer(Told):
    """Yes or no."""

    granted: bool = say("是否同意")
    opinion: str = note("意见；不同意的必填", 2_000)


def waiver_shown(one: Waiver) -> WaiverShown:
    """An answer with who gave it and who agreed."""
    names = ("code", "quote", "reason", "until", "state", "opinion")
    return WaiverShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        finding=one.finding_id,
        asked_by=one.asked_by.name,
        decided_by=one.decided_by.name if one.decided_by else "",
    )
