"""Directives: tasks, reports, checks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import Field

from bihuan.web.api.shapes.common import Day, Id, Named, SeenTold, Shown, Told, note, say, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.web.supervision.models import (
        Assignment,
        Directive,
        DirectiveCheck,
    )


class DirectiveLine(Shown):
    """A superior's decision."""

    id: int = say("决定编号")
    unit: Named = say("由谁分解")
    title: str = say("名称")
    document: str = say("文号")
    issuer: str = say("发文机关")
    issued_on: dt.date = say("发文日期")
    note: str = say("要求")


class AssignmentLine(Shown):
    """A task."""

    id: int = say("任务编号")
    directive: int = say("决定编号")
    unit: Named = say("责任单位")
    text: str = say("任务")
    criteria: str = say("完成标准")
    department: int | None = say("责任科室编号")
    person: int | None = say("责任人的人员编号")
    due: dt.date | None = say("完成时限")
    state: str = say("办理情况")
    done_on: dt.date | None = say("完成日期")
    result: str = say("完成情况")
    version: int = say("版本，登记完成时写回")


class CheckShown(Shown):
    """A month of a decision, frozen."""

    id: int = say("检查编号")
    directive: int = say("决定编号")
    month: dt.date = say("月份的第一天")
    light: str = say("亮灯")
    figures: dict[str, Any] = say("数目")
    items: list[dict[str, Any]] = say("清单")
    digest: str = say("内容摘要")


class DirectiveShown(DirectiveLine):
    """A decision with its tasks."""

    assignments: list[AssignmentLine] = say("任务，依次序")
    checks: list[CheckShown] = say("每月的检查")


class ReportShown(Shown):
    """An entry of progress on a task."""

    id: int = say("进展编号")
    on: dt.date = say("日期")
    done: str = say("已做")
    next: str = say("下一步")
    obstacle: str = say("困难")
    by: str = say("登记人")


class AssignmentShown(AssignmentLine):
    """A task with its progress."""

    progress: list[ReportShown] = say("进展，新的在前")


class DirectiveTold(Told):
    """A decision."""

    unit: Id | None = say("由谁分解；只有一个单位时可以不写", None)
    title: str = text("名称", 200)
    document: str = note("文号", 60)
    issuer: str = text("发文机关", 100)
    issued_on: Day = say("发文日期")
    note: str = Field("", description="要求", max_length=2_000)


class AssignmentTold(Told):
    """A task."""

    unit: Id = say("责任单位编号")
    text: str = text("任务", 2_000)
    criteria: str = note("完成标准", 2_000)
    department: Id | None = say("责任科室编号", None)
    person: Id | None = say("责任人的人员编号", None)
    due: Day | None = say("完成时限", None)


class ReportTold(Told):
    """Progress on a task."""

    on: Day = say("日期")
    done: str = text("已做", 2_000)
    next: str = note("下一步", 2_000)
    obstacle: str = note("困难", 2_000)


class SettleTask(SeenTold):
    """A task that was done."""

    done_on: Day = say("完成日期")
    result: str = text("完成情况", 2_000)


def directive_line(one: Directive) -> DirectiveLine:
    """A decision by its document."""
    return DirectiveLine(**_directive(one))


def _directive(one: Directive) -> dict[str, Any]:
    names = ("title", "document", "issuer", "issued_on", "note")
    told = {name: getattr(one, name) for name in names}
    return {**told, "id": one.pk, "unit": Named(id=one.unit_id, name=str(one.unit))}


def directive_shown(
    one: Directive, tasks: Iterable[Assignment], checks: Iterable[DirectiveCheck]
) -> DirectiveShown:
    """A decision with its tasks."""
    return DirectiveShown(
        **_directive(one),
        assignments=[assignment_line(each) for each in tasks],
        checks=[check_shown(each) for each in checks],
    )


def assignment_line(one: Assignment) -> AssignmentLine:
    """A task as it stands."""
    return AssignmentLine(**_assignment(one))


def _assignment(one: Assignment) -> dict[str, Any]:
    names = ("text", "criteria", "due", "state", "done_on", "result", "version")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "directive": one.directive_id,
        "unit": Named(id=one.unit_id, name=str(one.unit)),
        "department": one.department_id,
        "person": one.person_id,
    }


def assignment_shown(one: Assignment, progress: Iterable[Any]) -> AssignmentShown:
    """A task with its progress."""
    return AssignmentShown(**_assignment(one), progress=[report_shown(each) for each in progress])


def report_shown(one: Any) -> ReportShown:
    """An entry with who made it."""
    names = ("on", "done", "next", "obstacle")
    return ReportShown(**{name: getattr(one, name) for name in names}, id=one.pk, by=one.by.name)


def check_shown(one: DirectiveCheck) -> CheckShown:
    """A month of a decision."""
    names = ("month", "light", "figures", "items", "digest")
    told = {name: getattr(one, name) for name in names}
    return CheckShown(**told, id=one.pk, directive=one.directive_id)
