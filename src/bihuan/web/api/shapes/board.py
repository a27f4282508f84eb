"""Boards: figures, units by sections, responses over time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bihuan.web.api.shapes.common import Named, Rows, Shown, say
from bihuan.web.api.shapes.measures import MeasureShown, measure_shown, numbers
from bihuan.web.board.round_queries import Cell
from bihuan.web.rectification.pace import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bihuan.web.board.case_queries import Line
    from bihuan.web.board.round_queries import UnitRow

BY_DAY = (Figure.OPEN_DUE, Figure.OPEN_GIVEN, Figure.RUNNING_DUE, Figure.HELD, Figure.PARTY)


class FigureShown(Shown):
    """A figure of the board."""

    figure: str = say("数的是什么：findings、open_due、in_time、held:环节、party:会审方 等")
    day: dt.date | None = say("按日计数的，是哪一天；其余为 null")
    key: int = say("其余计数的键，如 ended_days 的天数")
    n: int = say("数目")


class CellShown(Shown):
    """Findings of a section of a unit."""

    number: str = say("部分的序号")
    title: str = say("部分的标题")
    findings: int = say("问题数")
    open: int = say("没有办完的")
    late: int = say("逾期的")


class BoardUnit(Shown):
    """A unit of the round."""

    case: int = say("台账编号")
    unit: Named = say("单位")
    findings: int = say("问题数")
    open: int = say("没有办完的")
    late: int = say("逾期的")
    sections: list[CellShown] = say("逐个部分")


class BoardShown(Rows[BoardUnit]):
    """A round on one page."""

    figures: list[FigureShown] = say("整个轮次（或您看得到的部分）的各项数目")


class BoardFinding(Shown):
    """A finding behind a figure."""

    id: int = say("问题编号")
    number: str = say("序号")
    title: str = say("问题")
    status: str = say("整改状态")
    due: dt.date | None = say("整改期限")
    section: str = say("部分")
    unit: str = say("单位")
    given_on: dt.date | None = say("反馈日期")


class StepDay(Shown):
    """A step and its day."""

    step: str = say("步骤代号")
    at: dt.datetime = say("时间")


class TimelineLine(Shown):
    """A response over time."""

    response: int = say("整改编号")
    findings: list[Named] = say("问题")
    state: str = say("办理环节")
    planned_at: dt.datetime | None = say("方案批准时间")
    ended_at: dt.datetime | None = say("了结时间")
    measures: list[MeasureShown] = say("措施")
    steps: list[StepDay] = say("提交自评和退回")


def figure(name: str, key: int, n: int) -> FigureShown:
    """A sum; days are kept as ordinals."""
    by_day = key > 0 and any(name == one or name.startswith(f"{one}") for one in BY_DAY)
    return FigureShown(figure=name, day=dt.date.fromordinal(key) if by_day else None, key=key, n=n)


def unit_line(
    one: UnitRow, heads: Sequence[tuple[str, str]], cells: Mapping[tuple[int, str | None], Cell]
) -> BoardUnit:
    """A unit with the cells that it has."""
    whole = cells.get((one.case, None), Cell())
    return BoardUnit(
        case=one.case,
        unit=Named(id=one.unit, name=one.name),
        **_cell(whole),
        sections=[
            CellShown(number=number, title=title, **_cell(cells[one.case, number]))
            for number, title in heads
            if (one.case, number) in cells
        ],
    )


def _cell(found: Cell) -> dict[str, Any]:
    return {"findings": found.findings, "open": found.open, "late": found.late}


def board_finding(row: Sequence[Any]) -> BoardFinding:
    """A row of the list behind a figure."""
    pk, _, number, title, status, due, section, heading, unit, given_on = row
    return BoardFinding(
        id=pk, number=number, title=title, status=status, due=due, unit=unit, given_on=given_on,
        section=f"{section} {heading}".strip(),
    )  # fmt: skip


def timeline_line(one: Line, today: dt.date) -> TimelineLine:
    """A response with its measures and steps."""
    row: Any = one.response
    return TimelineLine(
        response=row.pk,
        findings=numbers(one.findings),
        state=row.state,
        planned_at=row.planned_at,
        ended_at=row.ended_at,
        measures=[measure_shown(each, today) for each in one.measures],
        steps=[StepDay(step=each.step, at=each.at) for each in one.decisions],
    )
