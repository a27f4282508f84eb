"""Enquiries of the public.

Who wrote one is told when it is asked for, to those who deal with it. What a write answers is kept for a time
under its key (``api.once``) and therefore names nobody of the public: name and contact have a term of their
own.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Id, Named, SeenTold, Shown, note, say, text
from bihuan.web.api.shapes.outside import OutsideFile, outside_file
from bihuan.web.base.journal_words import action_word
from bihuan.web.enquiries.queries import is_late
from bihuan.web.enquiries.services.finding import deals_with
from bihuan.web.enquiries.steps import steps_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.accounts.models import User
    from bihuan.web.base.models import JournalEntry
    from bihuan.web.enquiries.masking import Veiled
    from bihuan.web.enquiries.models import Enquiry, EnquiryFile

Narrowed = Literal["", "open", "late", "held", "asked", "answered", "closed"]
"""How the list may be narrowed; a test holds it against the page."""


class EnquiryLine(Shown):
    """An enquiry in a list."""

    id: int = say("意见编号")
    unit: Named = say("由哪个单位答复")
    announcement: int = say("公开稿编号")
    edition: int = say("对公开稿的第几版提的")
    text: str = say("意见")
    received_at: dt.datetime = say("收到时间")
    due: dt.date = say("答复期限")
    late: bool = say("还没有办结而期限已过")
    state: str = say("held 待核看、open 待答复、answered 已答复、closed 不予答复")
    hold: str = say("为什么先核看：unproven 没有作人机校验、links 有网址、files 有附件；不必核看的为空")
    showing: str = say("asked 待批准公开、shown 已公开、refused 未同意公开、stopped 已停止公开；没有申请为空")
    person: Named | None = say("承办人；没有交办为 null")
    version: int = say("版本，办理时写回")


class EnquiryTrace(Shown):
    """One thing that was done."""

    at: dt.datetime = say("时间")
    who: str = say("谁")
    what: str = say("做了什么")


class EnquiryShown(EnquiryLine):
    """An enquiry with everything that the account may know of it."""

    name: str | None = say("称呼；没有留或到期已删除的为空，不经办这条意见的为 null")
    contact: str | None = say("联系方式；没有留或到期已删除的为空，不经办这条意见的为 null")
    keep_until: dt.date | None = say("称呼和联系方式留到哪天；还没有办结为 null")
    draft: str = say("拟答复")
    answer: str = say("答复")
    reason: str = say("不予答复的理由")
    done_by: str = say("办结人；没有办结为空")
    done_at: dt.datetime | None = say("办结时间")
    shown_text: str = say("公开的意见，已隐名")
    shown_answer: str = say("公开的答复，已隐名")
    opinion: str = say("批准公开、不同意公开或停止公开的意见")
    files: list[OutsideFile] = say("附件；不经办这条意见的看不到，总是空的")
    steps: list[str] = say(
        "您现在可以办的：release、assign、draft、answer、close、reopen、show、decide、stop"
    )
    trace: list[EnquiryTrace] = say("经过，新的在前，最多 50 条")


class VeiledShown(Shown):
    """Both texts as they might be shown."""

    text: str = say("意见，已按公开稿的代称隐名")
    answer: str = say("答复，已按公开稿的代称隐名")
    masks: dict[str, str] = say("隐去了什么：原文和代称")


class AssignTold(SeenTold):
    """Who prepares the answer."""

    person: Id | None = say("承办人的人员编号；写 null 即收回交办")


class DraftTold(SeenTold):
    """Words that somebody else will look at."""

    draft: str = text("拟答复", 3_000)


class AnswerTold(SeenTold):
    """Words for whoever wrote."""

    answer: str = text("答复；提意见的群众凭回执码看得到", 3_000)


class EnquiryReason(SeenTold):
    """Why."""

    reason: str = text("理由", 1_000)


class ShowTold(SeenTold):
    """What everybody will read."""

    answer: str = text("公开的答复", 3_000)
    text: str = text("公开的意见", 3_000)


class ShowDecision(SeenTold):
    """Agreed or not."""

    agreed: bool = say("是否同意公开")
    opinion: str = note("意见；不同意的必填", 1_000)


class StopTold(SeenTold):
    """Why it is taken down."""

    opinion: str = text("为什么停止公开", 1_000)


def enquiry_line(one: Enquiry, today: dt.date) -> EnquiryLine:
    """An enquiry without who wrote it."""
    return EnquiryLine(**_facts(one, today))


def _facts(one: Enquiry, today: dt.date) -> dict[str, Any]:
    names = ("edition", "text", "received_at", "due", "state", "hold", "showing", "version")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "unit": Named(id=one.unit_id, name=str(one.unit)),
        "announcement": one.announcement_id,
        "late": is_late(one, today),
        "person": Named(id=one.person.pk, name=one.person.name) if one.person else None,
    }


def enquiry_shown(
    user: User, one: Enquiry, files: Sequence[EnquiryFile], trace: Sequence[JournalEntry], today: dt.date
) -> EnquiryShown:
    """An enquiry for an account; who wrote it and what came with it only where it deals with it."""
    deals = deals_with(user, one)
    names = ("draft", "answer", "reason", "done_at", "keep_until", "shown_text", "shown_answer", "opinion")
    return EnquiryShown(
        **_facts(one, today),
        **{name: getattr(one, name) for name in names},
        name=one.name if deals else None,
        contact=one.contact if deals else None,
        done_by=one.done_by.name if one.done_by else "",
        files=[outside_file(each) for each in files] if deals else [],
        steps=[step.name for step in steps_for(user, one)],
        trace=[
            EnquiryTrace(at=each.at, who=each.actor_name, what=action_word(each.action)) for each in trace
        ],
    )


def veiled_shown(made: Veiled) -> VeiledShown:
    """The texts with what the masks stand for."""
    return VeiledShown(
        text=made.text, answer=made.answer, masks={one.original: one.mask for one in made.terms}
    )
