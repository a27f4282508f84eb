"""What happened to an object."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bihuan.web.api.shapes.common import Shown, say

if TYPE_CHECKING:
    from bihuan.web.accounts.histories import Line


class Change(Shown):
    """A field that changed."""

    field: str = say("哪一项")
    old: str = say("原来")
    new: str = say("现在")


class Part(Shown):
    """What one entry changed on one object."""

    label: str = say("哪个对象；就是所问的对象时为空")
    changes: list[Change] = say("逐项变化")


class Event(Shown):
    """Who did what, and what changed."""

    at: dt.datetime = say("时间")
    who: str = say("谁；经令牌办理的写明令牌名称")
    what: str = say("做了什么")
    parts: list[Part] = say("变化")


class History(Shown):
    """A page of what happened to an object, the newest first."""

    title: str = say("对象")
    rows: list[Event] = say("这一页的各条")
    next: int | None = say("下一页的 before；没有时为 null")


def event(one: Line) -> Event:
    """A line of the page as it reads there."""
    parts = [
        Part(label=label, changes=[Change(field=each.word, old=each.old, new=each.new) for each in changes])
        for label, changes in one.parts
    ]
    return Event(at=one.at, who=one.who, what=one.what, parts=parts)
