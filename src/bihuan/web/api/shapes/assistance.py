"""Requests to people outside the house."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Named, SeenTold, Shown, Told, note, say, text
from bihuan.web.api.shapes.evidence import Kind
from bihuan.web.api.shapes.outside import OutsideFile, outside_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.assistance.models import AssistanceAnswer, AssistanceRequest

Which = Literal["", "answered", "awaited", "late", "over"]


class OutsideAnswer(Shown):
    """What came by the link."""

    number: int = say("第几次答复")
    text: str = say("答复")
    at: dt.datetime = say("送达时间")
    accepted: bool | None = say("true 已采纳、false 已退回；还没有办理为 null")
    reason: str = say("退回的理由")
    decided_by: str = say("办理人；还没有办理为空")
    files: list[OutsideFile] = say("所附文件")


class AssistanceLine(Shown):
    """A request in a list."""

    id: int = say("协办请求编号")
    unit: Named = say("单位")
    measure: int = say("措施编号")
    to_unit: str = say("协办单位")
    to_name: str = say("填报人")
    question: str = say("请协办的事")
    due: dt.date = say("答复期限")
    until: dt.date = say("链接有效至")
    state: str = say(
        "open 待答复、answered 待采纳、returned 已退回、accepted 已采纳、revoked 已撤回、closed 已关闭"
    )
    person: str = say("经办人")
    made_at: dt.datetime = say("发起时间")
    openings: int = say("链接打开过几次")
    version: int = say("版本，采纳和退回时写回")


class AssistanceShown(AssistanceLine):
    """A request with what came."""

    shown: str = say("给对方看的措施文字")
    with_code: bool = say("是否设了口令")
    why: str = say("撤回或关闭的原因")
    progress: int | None = say("采纳后登记的进展编号")
    evidence: int | None = say("采纳后建立的佐证编号；没有文件的为 null")
    answers: list[OutsideAnswer] = say("各次答复，新的在前")


class LinkShown(Shown):
    """A link; told once and kept nowhere."""

    id: int = say("协办请求编号")
    link: str = say("链接，只在这次答复里有")
    code: str = say("口令，只在这次答复里有；没有设的为空")


class AskTold(Told):
    """Of whom, what, by when."""

    to_unit: str = text("协办单位", 60)
    to_name: str = text("填报人", 30)
    question: str = text("请对方办什么、答复什么", 2_000)
    shown: str = note("给对方看的措施文字；不写即不显示", 2_000)
    due: Day = say("答复期限")
    until: Day = say("链接有效至，最长180天")
    with_code: bool = say("是否另设口令", False)


class RenewTold(Told):
    """Another link."""

    with_code: bool = say("是否另设口令", False)


class DaysTold(Told):
    """Later days."""

    due: Day = say("答复期限")
    until: Day = say("链接有效至")


class RevokeTold(Told):
    """Why it is taken back."""

    reason: str = text("为什么撤回", 2_000)


class SendBackTold(SeenTold, DaysTold):
    """What is to be put right."""

    reason: str = text("要对方补正什么", 2_000)


class AcceptTold(SeenTold):
    """How the answer goes into the ledger."""

    on: Day = say("进展的日期")
    done: str = text("登记为进展的文字")
    title: str = note("佐证名称；不写即用第一个文件的名称", 200)
    kind: Kind = say("佐证类别", "other")
    event_date: Day | None = say("事情发生的日期", None)


def assistance_line(one: AssistanceRequest) -> AssistanceLine:
    """A request by what was asked and how it stands."""
    return AssistanceLine(**_facts(one))


def _facts(one: AssistanceRequest) -> dict[str, Any]:
    asked = ("to_unit", "to_name", "question", "due", "until")
    names = (*asked, "state", "made_at", "openings", "version")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "unit": Named(id=one.unit_id, name=str(one.unit)),
        "measure": one.measure_id,
        "person": one.person.name,
    }


def assistance_shown(one: AssistanceRequest, answers: Sequence[AssistanceAnswer]) -> AssistanceShown:
    """A request with its answers."""
    return AssistanceShown(
        **_facts(one),
        shown=one.shown,
        with_code=bool(one.code_hash),
        why=one.why,
        progress=one.progress_id,
        evidence=one.evidence_id,
        answers=[_answer(each) for each in answers],
    )


def _answer(one: AssistanceAnswer) -> OutsideAnswer:
    return OutsideAnswer(
        **{name: getattr(one, name) for name in ("number", "text", "at", "accepted", "reason")},
        decided_by=one.decided_by.name if one.decided_by else "",
        files=[outside_file(each) for each in one.files.all()],
    )
