"""What goes on after the end: regular duties, promises, second looks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, Shown, Told, note, say, text
from bihuan.web.rectification.periods import cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.models import Commitment, Recheck, RecheckItem, RegularDuty


class Period(Shown):
    """One period of a duty."""

    start: dt.date = say("周期的第一天")
    end: dt.date = say("周期的最后一天")
    label: str = say("哪一期，如 2026年3月")
    state: str = say("done 按期、late 过期补做、missed 没有做、now 正在这一期")
    done_on: dt.date | None = say("完成日期")


class DutyShown(Shown):
    """A regular duty with how each period went."""

    id: int = say("定期任务编号")
    case: int = say("台账编号")
    response: int = say("整改编号")
    title: str = say("任务")
    every: str = say("month 每月、quarter 每季度、year 每年")
    starts_on: dt.date = say("从哪天起")
    ends_on: dt.date | None = say("到哪天止；长期坚持为 null")
    department: int | None = say("责任科室编号")
    person: int | None = say("责任人的人员编号")
    periods: list[Period] = say("到今天为止的各期，最多 120 期")


class CommitmentShown(Shown):
    """A promise."""

    id: int = say("承诺编号")
    case: int = say("台账编号")
    response: int | None = say("整改编号")
    measure: int | None = say("措施编号")
    text: str = say("承诺原文")
    due: dt.date | None = say("期限；未写为 null")
    every: str = say("周期；没有为空")
    late: bool = say("期限已过而没有兑现")
    kept_on: dt.date | None = say("兑现日期")
    kept_note: str = say("怎样兑现的")


class ItemShown(Shown):
    """A response that was drawn."""

    id: int = say("复查项编号")
    order: int = say("次序")
    response: int = say("整改编号")
    unit: str = say("单位")
    findings: list[Named] = say("问题")
    result: str = say("pending 待复查、holds 成效稳固、fails 问题反弹")
    remark: str = say("看到的情况")
    judged_by: str = say("复查人；未复查为空")
    reopened: int | None = say("反弹后重新整改的编号")


class RecheckLine(Shown):
    """A draw in a list."""

    id: int = say("抽查编号")
    office: int = say("巡察办的单位编号")
    title: str = say("名称")
    size: int = say("抽取几项")
    seed: str = say("种子")
    digest: str = say("名单的摘要")
    drawn_by: str = say("抽取人")
    drawn_at: dt.datetime = say("抽取时间")


class RecheckShown(RecheckLine):
    """A draw with its items."""

    population: list[int] = say("抽取时全部已了结整改的编号")
    repeats: bool = say("用名单和种子重抽，结果是否一致")
    items: list[ItemShown] = say("抽中的各项")


class DutyTold(Told):
    """A regular duty."""

    title: str = text("定期做什么", 200)
    every: Literal["month", "quarter", "year"] = say("周期")
    starts_on: Day = say("从哪天起")
    ends_on: Day | None = say("到哪天止；长期坚持的不写", None)
    department: Id | None = say("责任科室编号", None)
    person: Id | None = say("责任人的人员编号", None)


class OccurrenceTold(Told):
    """A period in which a duty was done."""

    period: Day = say("哪一期：这一期里的任何一天")
    done_on: Day = say("完成日期")
    note: str = text("做了什么", 2_000)


class KeepTold(Told):
    """How a promise was kept."""

    kept_on: Day = say("兑现日期")
    note: str = text("怎样兑现的", 2_000)


class DrawTold(Told):
    """A draw of what has ended."""

    office: Id | None = say("巡察办的单位编号；只有一个时可以不写", None)
    title: str = text("名称", 100)
    size: int = say("抽取几项", ge=1, le=500)
    seed: str = text("抽取种子，如当众摇出的号码", 64)


class JudgeTold(Told):
    """What the second look found."""

    holds: bool = say("成效是否稳固；反弹的随即重新交办整改")
    remark: str = note("看到的情况，必填")


def duty_shown(one: RegularDuty, done: Mapping[dt.date, dt.date], today: dt.date) -> DutyShown:
    """A duty with its periods up to today."""
    found = cells(one.every, one.starts_on, one.ends_on, done, today)
    names = ("title", "every", "starts_on", "ends_on")
    return DutyShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        case=one.feedback_id,
        response=one.response_id,
        department=one.department_id,
        person=one.person_id,
        periods=[Period.from_orm(each) for each in found],
    )


def commitment_shown(one: Commitment, today: dt.date) -> CommitmentShown:
    """A promise as it stands."""
    names = ("text", "due", "every", "kept_on", "kept_note")
    return CommitmentShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        case=one.feedback_id,
        response=one.response_id,
        measure=one.measure_id,
        late=bool(one.due and one.due < today and not one.kept_on),
    )


def recheck_line(one: Recheck) -> RecheckLine:
    """A draw by its seed."""
    return RecheckLine(**_recheck(one))


def _recheck(one: Recheck) -> dict[str, Any]:
    names = ("title", "size", "seed", "digest", "drawn_at")
    told = {name: getattr(one, name) for name in names}
    return {**told, "id": one.pk, "office": one.office_id, "drawn_by": one.drawn_by.name}


def recheck_shown(
    one: Recheck, items: Sequence[RecheckItem], findings: Mapping[int, Sequence[Finding]], repeats: bool
) -> RecheckShown:
    """A draw with what was found."""
    shown = [item_shown(each, findings[each.response_id]) for each in items]
    return RecheckShown(**_recheck(one), population=one.population, repeats=repeats, items=shown)


def item_shown(one: RecheckItem, findings: Sequence[Finding]) -> ItemShown:
    """An item with its response."""
    names = ("order", "result", "remark")
    return ItemShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        response=one.response_id,
        unit=str(one.response.feedback.unit),
        findings=[Named(id=each.pk, name=each.number) for each in findings],
        judged_by=one.judged_by.name if one.judged_by else "",
        reopened=one.reopened_id,
    )
