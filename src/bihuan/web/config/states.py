"""How each state is shown: word, shape, tone. The shape carries the meaning in black-and-white print."""

from __future__ import annotations

from bihuan.zh.status import Status

STATES: dict[str, tuple[str, str, str]] = {
    Status.COMPLETED: ("已完成", "full", "done"),
    Status.MOSTLY_COMPLETED: ("基本完成", "most", "done"),
    Status.STAGE: ("阶段性完成", "half", "doing"),
    Status.ONGOING: ("推进中", "half", "doing"),
    Status.LONG_TERM: ("长期坚持", "lasting", "lasting"),
    Status.NOT_STARTED: ("未开始", "ring", "soft"),
    Status.UNKNOWN: ("说法不明", "what", "soon"),
    "none": ("未写状态", "dash", "soft"),
    "soon": ("七日内到期", "up", "soon"),
    "late": ("逾期", "square", "late"),
    "review": ("待审核", "diamond", "ink"),
    "returned": ("已退回", "back", "late"),
    "pending": ("待审核", "diamond", "ink"),
    "accepted": ("已认可", "full", "done"),
    "rejected": ("不认可", "back", "late"),
    "stage_draft": ("草拟", "dash", "soft"),
    "stage_plan_submitted": ("方案待批", "diamond", "ink"),
    "stage_planned": ("方案已批", "ring", "doing"),
    "stage_returned": ("已退回", "back", "late"),
    "stage_long_term": ("长期坚持", "lasting", "lasting"),
    "stage_in_progress": ("整改中", "half", "doing"),
    "stage_self_assessed": ("待分管审核", "diamond", "ink"),
    "stage_leader_approved": ("待主要负责人审核", "diamond", "ink"),
    "stage_unit_approved": ("待受理", "diamond", "ink"),
    "stage_under_review": ("会审中", "diamond", "ink"),
    "stage_closed": ("已销号", "tick", "done"),
    "stage_not_achieved": ("未能完成", "cross", "late"),
    "measure_open": ("未落实", "ring", "doing"),
    "measure_done": ("已落实", "full", "done"),
    "measure_lasting": ("转为定期任务", "lasting", "lasting"),
    "granted": ("已同意", "tick", "done"),
    "refused": ("未同意", "back", "late"),
    "holds": ("成效稳固", "full", "done"),
    "fails": ("问题反弹", "square", "late"),
    "done": ("已落实", "full", "done"),
    "planned": ("计划", "ring", "doing"),
    "mixed": ("部分落实", "half", "doing"),
}

SEVERITIES: dict[str, tuple[str, str, str]] = {
    "error": ("不能成立", "square", "late"),
    "warning": ("须作说明", "up", "soon"),
    "info": ("宜予知悉", "ring", "doing"),
}
