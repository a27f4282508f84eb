"""How a link stands for whoever opens it, in one sentence. Nothing here tells more than the link may."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bihuan.web.assistance.models import AWAITED, AssistanceRequest, RequestState
from bihuan.web.rectification.models import MeasureState

if TYPE_CHECKING:
    from datetime import date


class Door(StrEnum):
    """What the link opens."""

    OPEN = "open"
    EXPIRED = "expired"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    CLOSED = "closed"


TITLES = {
    Door.EXPIRED: "链接已到期",
    Door.WAITING: "答复已送达",
    Door.ACCEPTED: "答复已采纳",
    Door.REVOKED: "请求已撤回",
    Door.CLOSED: "请求已关闭",
}
SENTENCES = {
    Door.EXPIRED: "这个链接已于{until}到期，要继续答复，请与发给您链接的同志联系，请对方延长。",
    Door.WAITING: "您的答复已经送达，正等对方核对；需要补正时，仍用这个链接。",
    Door.ACCEPTED: "您的答复已被采纳，感谢协助，链接不再使用。",
    Door.REVOKED: "这项协办请求已经撤回，不必再答复。",
    Door.CLOSED: "这项协办请求所涉及的事项已经办结或归档，不必再答复。",
}
UNKNOWN = "这个链接不对或已经更换，请核对是否复制完整，或与发给您链接的同志联系。"
BUSY = "打开或提交得太频繁，请过{minutes}分钟再试。"


def door(request: AssistanceRequest, today: date) -> Door:
    """What the link opens today; an ended matter closes it even before somebody has written that down."""
    match request.state:
        case RequestState.ANSWERED:
            return Door.WAITING
        case RequestState.ACCEPTED:
            return Door.ACCEPTED
        case RequestState.REVOKED:
            return Door.REVOKED
        case RequestState.CLOSED:
            return Door.CLOSED
    if _over(request):
        return Door.CLOSED
    return Door.OPEN if today <= request.until else Door.EXPIRED


def _over(request: AssistanceRequest) -> bool:
    measure, case = request.measure, request.feedback
    gone = measure.response.withdrawn_at is not None or case.archived_at is not None
    return gone or measure.state != MeasureState.OPEN


def sentence(found: Door, request: AssistanceRequest) -> str:
    """The one that the page says."""
    until = request.until
    return SENTENCES[found].format(until=f"{until.year}年{until.month}月{until.day}日")


def late(request: AssistanceRequest, today: date) -> bool:
    """The day asked for is over and no answer has come."""
    return request.state in AWAITED and request.due < today


def expired(request: AssistanceRequest, today: date) -> bool:
    """The link opens no more, though an answer is still awaited."""
    return request.state in AWAITED and request.until < today
