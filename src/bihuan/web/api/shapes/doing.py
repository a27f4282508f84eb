"""Progress, what was carried out, later days, remarks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from bihuan.web.api.shapes.common import Day, Id, SeenTold, Shown, Told, note, say, text

if TYPE_CHECKING:
    from bihuan.web.rectification.models import Comment, Extension, Progress


class ProgressShown(Shown):
    """A dated entry."""

    id: int = say("进展编号")
    measure: int = say("措施编号")
    on: dt.date = say("日期")
    done: str = say("做了什么")
    next: str = say("下一步")
    obstacle: str = say("困难和需要协调的事")
    by: str = say("登记人")
    at: dt.datetime = say("登记时间")


class CommentShown(Shown):
    """A remark."""

    id: int = say("意见编号")
    measure: int | None = say("说的是哪项措施；说整项整改或问题的为 null")
    text: str = say("意见")
    by: str = say("发言人")
    at: dt.datetime = say("时间")
    resolved: bool = say("是否已解决")


class ExtensionShown(Shown):
    """A request for a later day."""

    id: int = say("延期编号")
    measure: int = say("措施编号")
    old_due: dt.date = say("原时限")
    new_due: dt.date = say("申请延至")
    reason: str = say("理由")
    state: str = say("pending 待批准、granted 已批准、refused 未批准")
    asked_by: str = say("申请人")
    asked_at: dt.datetime = say("申请时间")
    decided_by: str = say("审批人；未批时为空")
    decided_at: dt.datetime | None = say("审批时间")
    opinion: str = say("审批意见")


class ProgressTold(Told):
    """A dated entry."""

    on: Day = say("日期")
    done: str = text("做了什么")
    next: str = note("下一步")
    obstacle: str = note("困难和需要协调的事")


class SettleTold(SeenTold):
    """What became of a measure."""

    state: Literal["done", "lasting", "open"] = say("已落实、转为定期任务、还没有落实")
    done_on: Day | None = say("落实的日期；已落实的必填", None)
    result: str = note("落实的结果；已落实的必填")


class ExtendTold(Told):
    """A later day."""

    new_due: Day = say("延至")
    reason: str = text("为什么不能按期完成、延期后怎样完成")


class DecideTold(Told):
    """Yes or no."""

    granted: bool = say("是否同意")
    opinion: str = note("意见；不同意的必填")


class TalkTold(Told):
    """A remark on a finding."""

    text: str = text("意见；@姓名 会通知本人", 2_000)
    people: list[Id] = say("还要提醒谁：人员编号", [], max_length=50)


class CommentTold(TalkTold):
    """A remark on a response."""

    measure: Id | None = say("说的是哪项措施；不写即整项整改", None)


class ResolveTold(Told):
    """Resolved, or open again."""

    resolved: bool = say("是否已解决")


def progress_shown(one: Progress) -> ProgressShown:
    """An entry with who made it."""
    names = ("on", "done", "next", "obstacle", "at")
    told = {name: getattr(one, name) for name in names}
    return ProgressShown(**told, id=one.pk, measure=one.measure_id, by=one.by.name)


def extension_shown(one: Extension) -> ExtensionShown:
    """A request with who asked and who decided."""
    names = ("old_due", "new_due", "reason", "state", "asked_at", "decided_at", "opinion")
    return ExtensionShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        measure=one.measure_id,
        asked_by=one.asked_by.name,
        decided_by=one.decided_by.name if one.decided_by else "",
    )


def comment_shown(one: Comment) -> CommentShown:
    """A remark with who made it."""
    resolved = one.resolved_at is not None
    return CommentShown(
        id=one.pk, measure=one.measure_id, text=one.text, by=one.by.name, at=one.at, resolved=resolved
    )
