"""What somebody can do with an enquiry now: pages show it as buttons, programs are told the names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.enquiries.models import EnquiryState, Showing
from bihuan.web.enquiries.services.finding import may_handle, may_oversee, may_prepare
from bihuan.web.enquiries.services.showing import BEGINNING

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.enquiries.models import Enquiry


class Step(NamedTuple):
    """A step by the last word of its address, its button, and whether it is the one to press."""

    name: str
    word: str
    main: bool


def steps_for(user: User, one: Enquiry) -> list[Step]:
    """Those that rights and state let the user take; no query."""
    handles, oversees, prepares = may_handle(user, one), may_oversee(user, one), may_prepare(user, one)
    held, open_ = one.state == EnquiryState.HELD, one.state == EnquiryState.OPEN
    closed, answered = one.state == EnquiryState.CLOSED, one.state == EnquiryState.ANSWERED
    approves, asked = may(user, Action.APPROVE, one), one.showing == Showing.ASKED
    shown = asked or one.showing == Showing.SHOWN
    table = (
        (Step("close", "不予答复", False), (handles or oversees) and (held or open_)),
        (Step("release", "转入办理", True), (handles or oversees) and held),
        (Step("assign", "交办", False), handles and open_),
        (Step("draft", "拟答复", not handles), prepares and open_),
        (Step("answer", "答复", True), handles and open_),
        (Step("reopen", "退回重新办理", False), oversees and closed),
        (Step("show", "申请公开", False), handles and answered and one.showing in BEGINNING),
        (Step("stop", "停止公开", False), (handles or oversees or approves) and shown),
        (Step("decide", "审定公开", True), approves and asked),
    )
    return [step for step, open_now in table if open_now]
