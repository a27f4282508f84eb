"""One's own account: who am I, what falls due, leaves, inbox, notices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bihuan.web.api.areas import Area
from bihuan.web.api.shapes.common import Day, Id, Named, Shown, Told, note, say, text
from bihuan.web.notices.kinds import word_of

if TYPE_CHECKING:
    from bihuan.web.accounts.models import Deputy
    from bihuan.web.api.models import Token
    from bihuan.web.notices.models import Notification


class RoleShown(Shown):
    """A role in a unit."""

    role: str = say("角色代号")
    label: str = say("角色名称")
    unit: Named = say("单位")


class TokenShown(Shown):
    """A token by what it may do."""

    id: int = say("令牌编号")
    name: str = say("名称")
    hint: str = say("末四位")
    writes: bool = say("可以写")
    areas: list[str] = say("范围；空为全部")
    made_at: dt.datetime = say("建立时间")
    expires_at: dt.datetime = say("到期时间")
    last_used_at: dt.datetime | None = say("最近使用")
    revoked: bool = say("是否已吊销")


class MeShown(Shown):
    """Who asks."""

    account: int = say("账户编号")
    person: int = say("人员编号")
    name: str = say("姓名")
    username: str = say("登录名")
    unit: Named = say("单位")
    department: int | None = say("科室编号")
    post: str = say("职务")
    roles: list[RoleShown] = say("现在的角色")
    token: TokenShown = say("这次用的令牌")


class DutyLine(Shown):
    """Something with a last day."""

    uid: str = say("不变的标识")
    due: dt.date = say("期限")
    title: str = say("什么事")
    where: str = say("单位和序号")
    link: str = say("页面地址")


class DutiesShown(Shown):
    """What falls due."""

    rows: list[DutyLine] = say("期限近的在前")
    total: int = say("一共多少项")


class LeaveShown(Shown):
    """A leave with who acts."""

    id: int = say("代理编号")
    deputy: str = say("代理人")
    from_on: dt.date = say("开始")
    to_on: dt.date = say("结束")
    reason: str = say("事由")


class NoticeShown(Shown):
    """A line of the inbox."""

    id: int = say("消息编号")
    kind: str = say("类别代号")
    kind_label: str = say("类别名称")
    text: str = say("内容")
    link: str = say("页面地址")
    at: dt.datetime = say("时间")
    read: bool = say("是否已读")
    order: int = say("次序；全部标为已读时，写最上面一条的")


class SubscriptionShown(Shown):
    """Where a person is told."""

    email: str = say("收信地址；没有为空")
    digest: bool = say("每天寄一封汇总")
    feed: bool = say("是否有日历订阅地址")


class FeedShown(Shown):
    """A new address of the calendar."""

    address: str = say("日历地址，只显示这一次；知道它的人都能看到您的期限")


class LeaveTold(Told):
    """Who acts for me, from when to when."""

    deputy: Id = say("代理人的人员编号，须是本单位能登录的人员")
    from_on: Day = say("开始")
    to_on: Day = say("结束，一年以内")
    reason: str = text("事由，如出差、休假、学习", 100)


class ReadTold(Told):
    """Everything down from a line."""

    newest: int = say("看到的最上面一条的 order", ge=-(2**53), le=2**53)


class SubscriptionTold(Told):
    """Where to be told."""

    email: str = note("收信地址；写空即不寄", 200)
    digest: bool = say("每天寄一封汇总", True)


def token_shown(one: Token) -> TokenShown:
    """A token without its secret, which nobody knows any more."""
    names = ("name", "hint", "writes", "made_at", "expires_at", "last_used_at")
    areas = [area for area in one.areas if area in tuple(Area)]
    told = {name: getattr(one, name) for name in names}
    return TokenShown(**told, id=one.pk, areas=areas, revoked=one.revoked_at is not None)


def leave_shown(one: Deputy) -> LeaveShown:
    """A leave by its days."""
    names = ("from_on", "to_on", "reason")
    told = {name: getattr(one, name) for name in names}
    return LeaveShown(**told, id=one.pk, deputy=one.deputy.name)


def notice_shown(one: Notification) -> NoticeShown:
    """A line of the inbox."""
    return NoticeShown(
        id=one.pk,
        kind=one.kind,
        kind_label=word_of(one.kind),
        text=one.text,
        link=one.link,
        at=one.created_at,
        read=one.read_at is not None,
        order=one.newest_first,
    )
