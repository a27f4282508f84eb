"""The culture bureau's responses at different places of the loop, taken there by its own people through the
services.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.accounts.models import Department
from bihuan.web.base.errors import ServiceError
from bihuan.web.evidence.receiving import Staged
from bihuan.web.evidence.services import evidence_create, upload_receive
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.store import Hashes, incoming
from bihuan.web.evidence.targets import find
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.rectification.periods import first_day
from bihuan.web.rectification.services import (
    MeasurePlan,
    comment_add,
    duty_create,
    extension_ask,
    measure_settle,
    occurrence_record,
    plan_write,
    progress_add,
    proofs_expect,
    response_step,
)
from bihuan.web.rectification.workflow import Defect, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

STATES = {
    "1": "closed",
    "2": "under_review",
    "3": "self_assessed",
    "4": "long_term",
    "5": "in_progress",
    "6": "returned",
    "7": "plan_submitted",
    "8": "planned",
}
"""By number of the finding; what is not here stays a draft."""
EVALUATION = "各项措施已经落实，管理办法已印发执行，两次暗访和回访均未再发现同类问题，凭记录和台账可以核对。"


def go_round(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """Take each response as far as ``STATES`` says."""
    cast = _Cast(now, case, people)
    rows = {
        number: response
        for response in Response.objects.filter(feedback=case).order_by("position")
        for number in response.findings.values_list("number", flat=True)
    }
    wanted = [(rows[number], state) for number, state in STATES.items() if number in rows]
    cast.prove([one for one, state in wanted if state not in ("plan_submitted", "planned", "in_progress")])
    for response, state in wanted:
        cast.take(response, state)


class _Cast:
    """Who does what in the sample."""

    def __init__(self, now: datetime, case: Feedback, people: dict[str, User]) -> None:
        self.now, self.case = now, case
        self.liaison, self.boss = people["fangcaiwei"], people["shenyuexi"]
        self.leader, self.head = people["luqinghe"], people["hanxu"]
        self.officer, self.discipline = people["yanshouzheng"], people["jipingan"]
        self.department, _ = Department.objects.get_or_create(unit=case.unit, name="公共服务科")

    def step(self, who: User, response: Response, step: Step, **told: Any) -> Response:
        """One step as somebody."""
        return response_step(actor=who, now=self.now, response=response, step=step, **told)

    def take(self, response: Response, state: str) -> None:
        """Along the way until the state; a gate that stands in the way leaves the response where it is."""
        try:
            self._plan(response, expects=state in ("plan_submitted", "planned", "in_progress"))
            if state == "plan_submitted":
                return
            self.step(self.boss, response, Step.APPROVE_PLAN)
            if state == "planned":
                return
            measures = list(Measure.objects.filter(response=response).order_by("position"))
            self._work(response, measures, state)
            if state != "in_progress":
                self._review(response, state)
        except ServiceError:
            return

    def _plan(self, response: Response, *, expects: bool) -> None:
        due = max(
            (one.due for one in response.findings.all() if one.due), default=timezone.localdate(self.now)
        )
        plan = MeasurePlan(
            kind="limited",
            category="rules",
            criteria="制度印发执行，抽查没有同类问题。",
            due=due,
            leader_id=self.leader.person_id,
            department_id=self.department.pk,
            person_id=self.head.person_id,
        )
        rows = Measure.objects.filter(response=response).values_list("pk", flat=True)
        plan_write(
            actor=self.liaison,
            now=self.now,
            response=response,
            target="制度健全、执行到位，群众能感受到变化。",
            measures=dict.fromkeys(rows, plan),
        )
        for one in Measure.objects.filter(response=response) if expects else ():
            proofs_expect(actor=self.liaison, now=self.now, measure=one, kinds=("rules", "photo"))
        self.step(self.liaison, response, Step.SUBMIT_PLAN)

    def _work(self, response: Response, measures: Sequence[Measure], state: str) -> None:
        today = timezone.localdate(self.now)
        for at, one in enumerate(measures):
            open_ = state == "in_progress" and at == len(measures) - 1
            progress_add(
                actor=self.head,
                now=self.now,
                measure=one,
                on=today,
                done="施工单位已进场，完成护栏基础。" if open_ else "按措施落实，资料已归档。",
                next="安装护栏并组织验收。" if open_ else "",
                obstacle="雨天较多，工期可能顺延。" if open_ else "",
            )
            if open_:
                self._late(response, one)
            else:
                measure_settle(
                    actor=self.head,
                    now=self.now,
                    measure=one,
                    state=MeasureState.DONE,
                    done_on=min(one.ended_on or today, today),
                    result="已经落实，达到完成标准。",
                )

    def _late(self, response: Response, one: Measure) -> None:
        one.refresh_from_db()
        later = one.due.replace(year=one.due.year + 1) if one.due else timezone.localdate(self.now)
        reason = "护栏更换要避开汛期和旅游旺季，申请顺延后验收。"
        extension_ask(actor=self.head, now=self.now, measure=one, new_due=later, reason=reason)
        comment_add(
            actor=self.liaison, now=self.now, response=response, text="@陆青禾 延期请先与施工单位核实工期。"
        )

    def _review(self, response: Response, state: str) -> None:
        aim = state if state == "long_term" else "closed"
        if state == "long_term":
            self._regular(response)
        self.step(self.liaison, response, Step.ASSESS, evaluation=EVALUATION, aim=aim)
        if state == "self_assessed":
            return
        if state == "returned":
            told = {"opinion": "回访只有汇总数，请附原始记录。", "defect": Defect.UNPROVED}
            self.step(self.leader, response, Step.RETURN, **told)
            return
        self.step(self.leader, response, Step.ENDORSE)
        self.step(self.boss, response, Step.APPROVE, opinion="属实，同意报会审。")
        self.step(self.officer, response, Step.TAKE_UP)
        if state == "under_review":
            return
        self.step(self.officer, response, Step.AGREE, opinion="佐证齐全，同意。")
        self.step(self.discipline, response, Step.AGREE)

    def _regular(self, response: Response) -> None:
        """A duty of the last six months: one was missed, one made up for."""
        today = timezone.localdate(self.now)
        months = [first_day("month", today)]
        while len(months) < 6:
            year, before = divmod(months[0].year * 12 + months[0].month - 2, 12)
            months.insert(0, months[0].replace(year=year, month=before + 1))
        duty = duty_create(
            actor=self.liaison,
            now=self.now,
            response=response,
            title="每月随机抽取10家场所复查",
            every="month",
            starts_on=months[0],
            person_id=self.head.person_id,
        )
        for at, month in enumerate(months[:-1]):
            if at == 2:
                continue
            day = months[at + 1].replace(day=6) if at == 3 else month.replace(day=18)
            occurrence_record(
                actor=self.head,
                now=self.now,
                duty=duty,
                period=month,
                done_on=min(day, today),
                note="抽取10家，发现的问题已改正。",
            )

    def prove(self, responses: Sequence[Response]) -> None:
        """One collection of minutes and records for all of them."""
        text = "市文旅局整改工作会议纪要和督查记录（示例）\n".encode()
        hashes, token = Hashes(), uuid.uuid4()
        hashes.update(text)
        incoming(token).write_bytes(text)
        staged = Staged(token, incoming(token), "整改督查记录.txt", len(text), *hashes.digests())
        actor, unit = self.head, self.case.unit
        upload = upload_receive(actor=actor, now=self.now, unit=unit, staged=staged)
        measures = Measure.objects.filter(response__in=[one.pk for one in responses])
        evidence_create(
            actor=actor,
            now=self.now,
            unit=unit,
            facts=Facts("整改会议纪要和督查记录", "minutes", timezone.localdate(self.now)),
            uploads=[upload],
            targets=[find(actor, f"measure:{pk}") for pk in measures.values_list("pk", flat=True)],
        )
