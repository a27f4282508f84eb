"""Plans: what is filled in, and the lists that are made of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, Shown, Told, note, say, text
from bihuan.web.api.shapes.measures import MeasureShown, ResponseLine, line_of
from bihuan.web.rectification.loop.contexts import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.models import Response


Kind = Literal["", "immediate", "limited", "lasting"]


Category = Literal["", "rules", "recovery", "liability", "inference", "campaign"]


class PlanLine(ResponseLine):
    """A response in the plan of a case."""

    measures: int = say("措施数")
    planned: int = say("类型、时限、完成标准、牵头领导都已填写的措施数")
    due: dt.date | None = say("最晚的完成时限")


class TaskLine(Shown):
    """A measure in 任务清单 or 责任清单."""

    measure: int = say("措施编号")
    response: int = say("整改编号")
    numbers: str = say("问题序号")
    text: str = say("措施")
    kind: str = say("类型")
    criteria: str = say("完成标准")
    due: dt.date | None = say("完成时限")
    state: str = say("落实情况")
    leader: str = say("牵头领导")
    department: str = say("责任科室")
    person: str = say("责任人")


class ListShown(Shown):
    """问题清单, 任务清单 or 责任清单."""

    title: str = say("清单名称")
    problems: list[PlanLine] = say("问题清单的各行；其他清单为空")
    tasks: list[TaskLine] = say("任务清单、责任清单的各行；问题清单为空")


class Colleague(Shown):
    """Somebody of the unit who may be named."""

    id: int = say("人员编号")
    name: str = say("姓名")
    post: str = say("职务")


class Proposal(Shown):
    """A day that policy proposes."""

    kind: str = say("措施类型")
    due: dt.date | None = say("建议的完成时限")
    why: str = say("怎样算出来的")


class PlanShown(Shown):
    """What a plan is made of."""

    target: str = say("整改目标")
    stamp: str = say("印记，填写时写回")
    measures: list[MeasureShown] = say("措施")
    people: list[Colleague] = say("可选的牵头领导和责任人")
    departments: list[Named] = say("可选的责任科室")
    proposals: list[Proposal] = say("按政策建议的时限")


class MeasurePlanTold(Told):
    """What the plan says of a measure; what is left out stays as it is."""

    id: Id = say("措施编号")
    kind: Kind | None = say("类型", None)
    category: Category | None = say("性质", None)
    criteria: str | None = say("完成标准", None, max_length=2_000)
    due: Day | None = say("完成时限；写 null 即未定", None)
    leader: Id | None = say("牵头领导的人员编号；写 null 即未定", None)
    department: Id | None = say("责任科室编号；写 null 即未定", None)
    person: Id | None = say("责任人的人员编号；写 null 即未定", None)


class NewMeasureTold(Told):
    """A measure that the plan adds."""

    text: str = text("措施原文", 20_000)
    kind: Kind = say("类型", "")
    category: Category = say("性质", "")
    criteria: str = note("完成标准", 2_000)
    due: Day | None = say("完成时限", None)
    leader: Id | None = say("牵头领导的人员编号", None)
    department: Id | None = say("责任科室编号", None)
    person: Id | None = say("责任人的人员编号", None)


class PlanTold(Told):
    """The plan as far as it is filled in."""

    target: str | None = say("整改目标；不写即不改", None, max_length=2_000)
    measures: list[MeasurePlanTold] = say("要改的措施", [], max_length=500)
    new: list[NewMeasureTold] = say("要增加的措施", [], max_length=50)
    stamp: str | None = say("您看到的印记；也可以写在 If-Match", None, max_length=40)


def plan_line(one: Response, findings: Sequence[Finding], measures: Sequence[Any]) -> PlanLine:
    """A response with how far its plan is filled in."""
    return PlanLine(
        **line_of(one, findings),
        measures=len(measures),
        planned=sum(bool(m.kind and m.due and m.criteria and m.leader_id) for m in measures),
        due=max((m.due for m in measures if m.due), default=None),
    )


def task_line(measure: Any, findings: Sequence[Finding]) -> TaskLine:
    """A measure with the names of its people."""
    names = ("text", "kind", "criteria", "due", "state")
    people: dict[str, Any] = {name: measure.who(name) for name in ("leader", "department", "person")}
    return TaskLine(
        **{name: getattr(measure, name) for name in names},
        **people,
        measure=measure.pk,
        response=measure.response_id,
        numbers=called(findings),
    )
