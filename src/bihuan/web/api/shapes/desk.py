"""Many measures at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Shown, Told, Version, note, say

if TYPE_CHECKING:
    from bihuan.web.rectification.models import BulkEdit
    from bihuan.web.rectification.services.judging import Verdict


class BulkRow(Shown):
    """What became of one measure."""

    id: int = say("措施编号")
    result: str = say("done 已改、asked 已转为延期申请、same 没有变化、stale 刚被别人改过、refused 不能改")
    said: str = say("没有改的原因；改了为空")
    href: str = say("去哪里办理；没有为空")
    before: dict[str, Any] = say("原来：字段 → 值")
    after: dict[str, Any] = say("现在：字段 → 值")


class BulkShown(Shown):
    """One change of many measures."""

    id: int = say("批量修改编号")
    at: dt.datetime = say("时间")
    note: str = say("说明")
    undone_at: dt.datetime | None = say("撤销时间；没有撤销为 null")
    rows: list[BulkRow] = say("逐项结果")


class BulkUndone(Shown):
    """What was put back."""

    undone: int = say("撤销了几项")
    kept: list[str] = say("没有撤销的，各一句话")


class ChosenTold(Told):
    """A measure as the caller saw it."""

    id: Id = say("措施编号")
    version: Version = say("您看到的版本")


class ChangesTold(Told):
    """What to set on all of them; what is left out stays."""

    leader: Id | None = say("牵头领导的人员编号；写 null 即未定", None)
    department: Id | None = say("责任科室编号；写 null 即未定", None)
    person: Id | None = say("责任人的人员编号；写 null 即未定", None)
    kind: Literal["immediate", "limited", "lasting"] | None = say("类型", None)
    category: Literal["rules", "recovery", "liability", "inference", "campaign"] | None = say("性质", None)
    due: Day | None = say("完成时限", None)
    state: Literal["open", "done", "lasting"] | None = say("落实情况", None)
    done_on: Day | None = say("落实日期；state 为 done 时写", None)
    result: str | None = say("落实结果；state 为 done 时写", None, max_length=5_000)


class BulkTold(Told):
    """Which measures, what to set."""

    measures: list[ChosenTold] = say("哪些措施", min_length=1, max_length=1_000)
    changes: ChangesTold = say("改成什么")
    note: str = note("说明；改时限的作为延期理由", 500)


def judged(one: Verdict) -> BulkRow:
    """A verdict that was not written."""
    return BulkRow(
        id=one.row.pk,
        result=one.result,
        said=one.said,
        href=one.href,
        before=_plain(one.before),
        after=_plain(one.after),
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in values.items()}


def bulk_shown(one: BulkEdit) -> BulkShown:
    """A stored change with its results."""
    names = ("id", "result", "said", "before", "after")
    shown = [BulkRow(**{name: row[name] for name in names}) for row in one.rows]
    return BulkShown(id=one.pk, at=one.at, note=one.note, undone_at=one.undone_at, rows=shown)
