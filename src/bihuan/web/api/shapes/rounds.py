"""Rounds, parties of the co-review, deadlines, the working calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from bihuan.web.api.shapes.common import Day, Id, Shown, Told, note, say, text

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Deadline, Round

Role = Literal["inspection_office", "supervisor_discipline", "supervisor_organisation"]


class RoundLine(Shown):
    """A round."""

    id: int = say("轮次编号")
    name: str = say("名称")
    kind: str = say(
        "inspection 巡察、audit 审计、statistics 统计督察、environment 环保督察、supervision 督查督办"
    )
    office: int | None = say("巡察办的单位编号")
    starts_on: dt.date | None = say("开始")
    ends_on: dt.date | None = say("结束")
    policy: str = say("整改期限政策；空即按反馈日期当时有效的")
    archived_at: dt.datetime | None = say("归档时间；没有归档为 null")


class PartyShown(Shown):
    """A party of the co-review."""

    title: str = say("名称")
    role: str = say("由哪个角色审核")
    approvals: int = say("一般问题需几人同意；0 即不参加")
    severe_approvals: int = say("重点问题需几人同意")


class DeadlineShown(Shown):
    """A computed day."""

    purpose: str = say("plan 报送整改方案、rectification 完成集中整改")
    starts_on: dt.date = say("起算日")
    due: dt.date = say("期限")
    policy: str = say("政策")
    provisional: bool = say("待核：当年放假安排还没有公布")
    steps: list[str] = say("推算过程")
    in_force: bool = say("是否现行")


class YearShown(Shown):
    """What is known of a year."""

    year: int = say("年份")
    document: str = say("放假通知的文号或来源")
    entered_by: str = say("录入人；随程序带来的为空")
    days_off: list[dt.date] = say("放假日")
    working_days: list[dt.date] = say("调休上班日")


class NoticeResult(Shown):
    """What a new notice moved."""

    changed: list[DeadlineShown] = say("重算后变了的期限")


class RoundTold(Told):
    """A new round."""

    name: str = text("名称", 100)
    office: Id | None = say("巡察办的单位编号", None)
    kind: Literal["inspection", "audit", "statistics", "environment", "supervision"] = say(
        "类型", "inspection"
    )
    starts_on: Day | None = say("开始", None)
    ends_on: Day | None = say("结束", None)
    policy: str = note("整改期限政策", 60)


class ReasonTold(Told):
    """A reason."""

    reason: str = note("理由", 200)


class PartyTold(Told):
    """A party of the co-review."""

    title: str = text("名称", 40)
    role: Role = say("由哪个角色审核")
    approvals: int = say("一般问题需几人同意", ge=0, le=5)
    severe_approvals: int = say("重点问题需几人同意", ge=0, le=5)


class PartiesTold(Told):
    """All parties of a round."""

    parties: list[PartyTold] = say("会审各方", min_length=1, max_length=6)


class NoticeTold(Told):
    """One year's notice."""

    document: str = text("放假通知的文号", 100)
    days_off: list[Day] = say("放假日", min_length=1, max_length=120)
    working_days: list[Day] = say("调休上班日", [], max_length=60)


def round_line(one: Round) -> RoundLine:
    """A round by its name."""
    names = ("name", "kind", "starts_on", "ends_on", "policy", "archived_at")
    told = {name: getattr(one, name) for name in names}
    return RoundLine(**told, id=one.pk, office=one.office_id)


def deadline_shown(one: Deadline) -> DeadlineShown:
    """A computed day with its trace."""
    names = ("purpose", "starts_on", "due", "policy", "provisional", "steps")
    told = {name: getattr(one, name) for name in names}
    return DeadlineShown(**told, in_force=one.superseded_at is None)
