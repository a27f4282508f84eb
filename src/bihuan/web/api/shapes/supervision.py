"""Supervision: months, letters, visits, decisions broken down into tasks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from bihuan.web.api.shapes.common import Day, Id, Named, Rows, Shown, Told, say, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.web.supervision.models import (
        Addressee,
        Missive,
        Sheet,
        Supervision,
        Visit,
    )

MonthText = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-03"])]
FIGURES = (
    "active", "due", "on_time", "made_up", "late", "pending", "soon", "unreported", "returned", "unplanned",
)  # fmt: skip


class RecordLine(Shown):
    """A month of all units, frozen."""

    id: int = say("督导记录编号")
    month: dt.date = say("月份的第一天")
    serial: int = say("第几次生成")
    judged_on: dt.date = say("按哪一天判断逾期")
    size: int = say("单位数")
    totals: dict[str, Any] = say("合计")
    digest: str = say("内容摘要")
    made_at: dt.datetime = say("生成时间")


class MonthLight(Shown):
    """How a month of a unit looks today."""

    month: dt.date = say("月份的第一天")
    light: str = say("亮灯：done、made_up 已补、late 等；补齐的仍记着")


class UnitMonths(Shown):
    """A unit of the round."""

    case: int = say("台账编号")
    unit: Named = say("单位")
    months: list[MonthLight] = say("近一年各月")


class RoundMonths(Rows[UnitMonths]):
    """A round under supervision."""

    scored: bool = say("是否计分排名")
    records: list[RecordLine] = say("最近的督导记录")


class SheetLine(Shown):
    """A unit's month."""

    id: int = say("月度督导检查表编号")
    unit: str = say("单位")
    month: dt.date = say("月份的第一天")
    light: str = say("亮灯")
    figures: dict[str, int] = say("在办、应完成、按期、已补、逾期等数目")
    score: float | None = say("得分；不计分为 null")


class RecordShown(Rows[SheetLine]):
    """A record with its sheets."""

    record: RecordLine = say("督导记录")


class MonthSheetShown(SheetLine):
    """月度督导检查表."""

    items: list[dict[str, Any]] = say("清单")
    explanation: str = say("单位的说明；没有为空")
    digest: str = say("内容摘要")


class AddresseeShown(Shown):
    """Who got a letter, and what they did."""

    name: str = say("姓名")
    role: str = say("以何身份收")
    told_at: dt.datetime = say("送达时间")
    opened_at: dt.datetime | None = say("打开时间")
    received_at: dt.datetime | None = say("签收时间")


class WordsShown(Shown):
    """What somebody wrote."""

    text: str = say("文字")
    by: str = say("谁")
    at: dt.datetime = say("时间")


class MissiveLine(Shown):
    """A letter in a list."""

    id: int = say("文书编号")
    reference: str = say("文号")
    level: str = say("文种代号")
    unit: Named = say("单位")
    day: dt.date = say("发出日期")
    addressed: str = say("主送")
    received: int = say("已签收几人")
    addressees: int = say("共几人")


class MissiveShown(MissiveLine):
    """A letter with its trace."""

    text: str = say("正文")
    items: list[dict[str, Any]] = say("所列事项")
    trace: list[AddresseeShown] = say("送达、打开、签收；程序读取不算打开")
    replies: list[WordsShown] = say("回复")


class VisitShown(Shown):
    """What was seen on the spot."""

    id: int = say("现场督导编号")
    response: int | None = say("核查的整改；整体情况为 null")
    on: dt.date = say("日期")
    way: str = say("方式")
    place: str = say("地点或对象")
    people: str = say("参加人员")
    seen: str = say("看到的情况")
    result: str = say("结论")
    by: str = say("登记人")


class MonthTold(Told):
    """A month."""

    month: MonthText = say("月份，如 2026-03")


class ScoringTold(Told):
    """Scores on or off."""

    scored: bool = say("是否计分排名")


class WordsTold(Told):
    """An explanation or a reply."""

    text: str = text("文字")


class UrgeTold(Told):
    """To whom, and what."""

    rank: str = text("发给：liaison、lead_leader、first_person 等", 24)
    text: str = text("正文；逾期和临期的事项自动附在后面")


class VisitTold(Told):
    """What was seen."""

    on: Day = say("日期")
    way: str = text("方式", 8)
    place: str = text("地点或对象", 100)
    people: str = text("参加人员", 200)
    response: Id | None = say("核查的整改；整体情况不写", None)
    seen: str = text("看到的情况")
    result: str = text("结论", 8)


def record_line(one: Supervision) -> RecordLine:
    """A record by its month."""
    names = ("month", "serial", "judged_on", "size", "totals", "digest", "made_at")
    return RecordLine(**{name: getattr(one, name) for name in names}, id=one.pk)


def sheet_line(one: Sheet) -> SheetLine:
    """A unit's month without its items."""
    return SheetLine(**_sheet(one))


def _sheet(one: Sheet) -> dict[str, Any]:
    return {
        "id": one.pk,
        "unit": one.unit_name,
        "month": one.month,
        "light": one.light,
        "figures": {name: getattr(one, name) for name in FIGURES},
        "score": one.score / 10 if one.score is not None else None,
    }


def sheet_shown(one: Sheet, explanation: str) -> MonthSheetShown:
    """A unit's month with its items."""
    return MonthSheetShown(**_sheet(one), items=one.items, explanation=explanation, digest=one.digest)


def missive_line(one: Missive, people: Iterable[Addressee]) -> MissiveLine:
    """A letter with how many signed."""
    return MissiveLine(**_missive(one, list(people)))


def _missive(one: Missive, people: list[Addressee]) -> dict[str, Any]:
    return {
        "id": one.pk,
        "reference": one.reference,
        "level": one.level,
        "unit": Named(id=one.unit_id, name=str(one.unit)),
        "day": one.day,
        "addressed": one.addressed,
        "received": sum(each.received_at is not None for each in people),
        "addressees": len(people),
    }


def missive_shown(one: Missive, people: list[Addressee], replies: Iterable[Any]) -> MissiveShown:
    """A letter with its trace."""
    return MissiveShown(
        **_missive(one, people),
        text=one.text,
        items=one.items,
        trace=[AddresseeShown.from_orm(each) for each in people],
        replies=[WordsShown(text=each.text, by=each.by.name, at=each.at) for each in replies],
    )


def visit_shown(one: Visit) -> VisitShown:
    """A visit with who wrote it down."""
    names = ("on", "way", "place", "people", "seen", "result")
    told = {name: getattr(one, name) for name in names}
    return VisitShown(**told, id=one.pk, response=one.response_id, by=one.by.name)
