"""Requests to people outside the house in the sample: waiting, late, answered, accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services import answer_send, assistance_accept, assistance_ask, link_open
from bihuan.web.assistance.services.asking import Question
from bihuan.web.assistance.services.deciding import Taken
from bihuan.web.evidence.models import EvidenceKind
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.rectification.models import Measure, MeasureState

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

DAY = timedelta(days=1)
ADDRESS = "192.0.2.18"
WAITING = "请提供护栏更换期间步道绕行公告的发布日期和张贴位置。"
OVERDUE = "请核对护栏更换的合同金额和已付款，并说明余款支付安排。"
TOLD = "请说明沿线居民对护栏更换反映的意见和办理结果。"
ANSWER = "9月以来收到居民意见3件，均为施工噪声，已与施工方商定早8点前不作业，3件都已回访。"
ACCEPTED = "请说明两处护栏的开工日期和已完成长度。"
DONE = "两处均已于上月15日开工，已完成护栏86米，占总长的六成。"
OFFICE, BUILDER = ("云台街道办事处", "陈知远"), ("鹿溪市政工程有限公司", "罗清和")


def ask_outside(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """By the culture bureau's liaison, for a measure that is being worked on."""
    liaison = people["fangcaiwei"]
    rows = Measure.objects.filter(
        feedback=case, state=MeasureState.OPEN, response__state="in_progress", response__withdrawn_at=None
    )
    measure = rows.order_by("position").first()
    if measure is None:
        return
    today = timezone.localdate(now)
    _ask(now, liaison, measure, OFFICE, WAITING, today + 9 * DAY)
    late = _ask(now, liaison, measure, BUILDER, OVERDUE, today)
    AssistanceRequest.objects.filter(pk=late.pk).update(due=today - 3 * DAY)
    told = _ask(now, liaison, measure, OFFICE, TOLD, today + 5 * DAY)
    _answer(now, told, ANSWER)
    done = _ask(now, liaison, measure, BUILDER, ACCEPTED, today + 2 * DAY)
    _answer(now, done, DONE)
    found = AssistanceRequest.objects.select_related("measure", "feedback", "made_by").get(pk=done.pk)
    assistance_accept(
        actor=liaison, now=now, request=found,
        taken=Taken(today, f"{BUILDER[0]}答复：{DONE}", Facts("", EvidenceKind.OTHER)),
    )  # fmt: skip


def _ask(
    now: datetime, actor: User, measure: Measure, to: tuple[str, str], question: str, due: date
) -> AssistanceRequest:
    asked = Question(to[0], to[1], question, measure.text, due, due + 14 * DAY)
    return assistance_ask(actor=actor, now=now, measure=measure, asked=asked).request


def _answer(now: datetime, request: AssistanceRequest, text: str) -> None:
    link_open(now=now, request=request, address=ADDRESS)
    answer_send(now=now, request=request, text=text, address=ADDRESS)
