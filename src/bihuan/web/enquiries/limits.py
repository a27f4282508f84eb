"""How much may come in: from one network address, and in all. An address is hashed with the house's key and
the window of time, so that rows of different days cannot be told to be of the same visitor.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from bihuan.web.base.errors import ServiceError
from bihuan.web.enquiries.models import Allowance

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Limit(NamedTuple):
    """So many times in a window; ``each`` counts network addresses apart, else all of them together."""

    name: str
    window: timedelta
    most: int
    each: bool
    told: str


PROVEN = (
    Limit("sent", HOUR, 5, True, "您所在的网络一小时内提交得太多，请过一小时再提交。"),
    Limit("sent", DAY, 20, True, "您所在的网络今天提交得太多，请明天再提交。"),
    Limit("sent", DAY, 500, False, "今天收到的意见太多，请明天再提交，或者直接向发布单位反映。"),
)
"""Of what came with a proof of work."""
UNPROVEN = (
    Limit("held", DAY, 2, True, "没有作人机校验的，每个网络每天只收两条，请明天再提交。"),
    Limit(
        "held",
        DAY,
        60,
        False,
        "今天没有作人机校验的意见收得太多，请换一个能运行脚本的浏览器，或者明天再提交。",
    ),
)
"""Of what came without: slower, and looked at by somebody first."""
CODES = (Limit("code", HOUR, 10, True, "回执码输错的次数太多，请过一小时再试。"),)
"""Receipt codes that open nothing."""
FORMS = (Limit("form", HOUR, 120, True, "打开得太频繁，请过一小时再试。"),)
"""Each form that is opened costs the server some work."""

SENDINGS = (
    Limit("files", HOUR, 10, True, "您所在的网络一小时内带附件提交得太多，请过一小时再交，或者只写文字。"),
    Limit("files", DAY, 300, False, "今天带附件的意见收得太多，请明天再附，或者只写文字提交。"),
)
"""Forms with files, whatever becomes of them: counted before a byte of them is read."""


class TooManyError(ServiceError):
    """Too much came in; nothing was stored."""


def key_of(limit: Limit, address: str, now: datetime) -> tuple[str, datetime]:
    """The hash under which it is counted, and when the window ends."""
    seconds = int(limit.window.total_seconds())
    number = int(now.timestamp()) // seconds
    told = f"{limit.name}:{seconds}:{number}:{address if limit.each else 'all'}"
    until = datetime.fromtimestamp((number + 1) * seconds, UTC)
    return salted_hmac("enquiries.limits", told, algorithm="sha256").hexdigest(), until


@transaction.atomic
def take(limits: tuple[Limit, ...], address: str, now: datetime) -> None:
    """One more of each; ``TooManyError`` where one of them is reached, and then nothing is counted."""
    for limit in limits:
        key, until = key_of(limit, address, now)
        Allowance.objects.get_or_create(key=key, defaults={"until": until})
        if not Allowance.objects.filter(key=key, count__lt=limit.most).update(count=F("count") + 1):
            raise TooManyError(limit.told, code="too_many")


def refuse_spent(limits: tuple[Limit, ...], address: str, now: datetime) -> None:
    """``TooManyError`` where one of them is reached; nothing is counted. One query."""
    keys = {key_of(limit, address, now)[0]: limit for limit in limits}
    for key, count in Allowance.objects.filter(key__in=list(keys)).values_list("key", "count"):
        if count >= keys[key].most:
            raise TooManyError(keys[key].told, code="too_many")
