"""Working with the ledger in the sample: saved filters, templates, who supports, a talk, a bulk edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.accounts.models import Department
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.desk.lists import LEDGER, MEASURES
from bihuan.web.rectification.models import Measure, Part
from bihuan.web.rectification.services import comment_add, measures_change, parts_write, template_write
from bihuan.web.rectification.services.judging import Wanted
from bihuan.web.rectification.services.templating import Facts
from bihuan.web.rectification.workflow import FROZEN
from bihuan.web.saved.services import filter_save

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

TEMPLATES = (
    Facts(
        "修订制度",
        "对照问题修订有关制度，经党组会议研究后印发执行，并组织一次学习。",
        "limited",
        "rules",
        "制度印发，学习有签到和测试，执行一个月后抽查无同类问题。",
    ),
    Facts(
        "举一反三自查",
        "在全局范围开展同类问题自查，列出清单，逐项整改，结果报党组会议。",
        "limited",
        "inference",
        "自查清单和整改结果齐全，抽查与清单相符。",
    ),
    Facts(
        "约谈提醒",
        "对有关责任人约谈提醒，本人写出书面说明。",
        "immediate",
        "liability",
        "约谈记录和书面说明存档。",
    ),
)
OFFICE = Facts(
    "清退违规发放",
    "核清违规发放的金额和人员，限期清退，财务凭证逐笔入账。",
    "immediate",
    "recovery",
    "清退凭证与核定金额一致。",
)


def at_the_desk(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """Through the services, by the culture bureau's liaison and the office."""
    liaison, officer = people["fangcaiwei"], people["yanshouzheng"]
    for name, query in (("我局逾期的", "late=1"), ("缺佐证的", "unproved=1")):
        filter_save(actor=liaison, now=now, page=MEASURES, name=name, query=query, shared=True)
    filter_save(actor=officer, now=now, page=MEASURES, name="各单位逾期措施", query="late=1", shared=True)
    filter_save(actor=officer, now=now, page=LEDGER, name="逾期问题", query="overdue=1", shared=True)
    for one in TEMPLATES:
        template_write(actor=liaison, now=now, unit=case.unit, facts=one)
    if case.office:
        template_write(actor=officer, now=now, unit=case.office, facts=OFFICE)
    _involve(now, case, people)
    finding = Finding.objects.filter(feedback=case).order_by("position").last()
    comment_add(
        actor=officer, now=now, finding=finding, text="@方采薇 这个问题请补充培养计划的考核办法，月底前答复。"
    )


def _involve(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """Two departments that support, and one bulk edit of what may still be changed."""
    liaison = people["fangcaiwei"]
    names = ("办公室", "财务科")
    departments = [Department.objects.get_or_create(unit=case.unit, name=name)[0] for name in names]
    rows = Measure.objects.filter(feedback=case).exclude(response__state__in=[one.value for one in FROZEN])
    for at, measure in enumerate(rows.order_by("position")[:4]):
        who = ("department", departments[at % 2].pk), ("person", people["shenyuexi"].person_id)
        parts = {Part.SUPPORT: who[:1], Part.INFORMED: who[1:]}
        parts_write(actor=liaison, now=now, measure=measure, parts=parts)
    chosen = list(rows.order_by("position").values_list("pk", "version"))
    wanted = Wanted({"person_id": liaison.person_id}, "原责任人参加专班，由方采薇同志接续。")
    try:
        measures_change(actor=liaison, now=now, chosen=chosen[-3:], wanted=wanted)
    except ServiceError:
        return  # nothing in the sample may be changed any more: not worth a word
