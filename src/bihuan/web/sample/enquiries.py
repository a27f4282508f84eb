"""What the public wrote about the culture bureau's announcement: answered and shown, in hand, held."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bihuan.web.disclosure.models import Edition
from bihuan.web.disclosure.workflow import Audience, State
from bihuan.web.enquiries.effort import Proof
from bihuan.web.enquiries.masking import veiled
from bihuan.web.enquiries.services import (
    enquiry_answer,
    enquiry_assign,
    enquiry_receive,
    enquiry_show,
    enquiry_show_decide,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.enquiries.models import Enquiry
    from bihuan.web.inspections.models import Feedback

HOUR = timedelta(hours=1)
QUESTION = "公开稿里说图书馆分馆双休日照常开放，可是上周六上午去城南分馆，门还是关着的，想问一下是怎么回事？"
ANSWER = (
    "您好。分馆自6月下旬起双休日照常开放，上周六上午因停电检修临时闭馆半天，没有在门口提前告示，是我们的疏忽，"
    "已要求各分馆临时闭馆一律提前一天告示。感谢您的监督。"
)
IN_HAND = "下乡演出的场次是怎么统计的？建议把每场的时间和地点也公布出来，方便大家监督。"
ADVERTISED = "承接各类活动策划、舞台搭建，价格优惠，详情请看 www.example.com"


def hear(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """Through the services; nothing where the announcement is not on show."""
    shown = Edition.objects.filter(
        announcement__feedback=case, announcement__audience=Audience.PUBLIC, state=State.PUBLISHED
    ).first()
    if shown is None:
        return
    liaison, boss = people["fangcaiwei"], people["shenyuexi"]
    first = _wrote(now - 30 * HOUR, shown, QUESTION, 1)
    first = enquiry_answer(actor=liaison, now=now - 6 * HOUR, enquiry=first, answer=ANSWER)
    made = veiled(first)
    first = enquiry_show(actor=liaison, now=now - 5 * HOUR, enquiry=first, text=made.text, answer=made.answer)
    enquiry_show_decide(actor=boss, now=now - 4 * HOUR, enquiry=first, agreed=True)
    second = _wrote(now - 20 * HOUR, shown, IN_HAND, 2, contact="0000-7654321")
    enquiry_assign(actor=liaison, now=now - 18 * HOUR, enquiry=second, person=people["hanxu"].person_id)
    _wrote(now - 3 * HOUR, shown, ADVERTISED, 3)


def _wrote(at: datetime, shown: Edition, text: str, number: int, contact: str = "") -> Enquiry:
    proof = Proof(f"{number:064}", at + HOUR)
    made = enquiry_receive(
        now=at,
        announcement=shown.announcement_id,
        text=text,
        contact=contact,
        proof=proof,
        address=f"192.0.2.{number}",
    )
    return made.enquiry
