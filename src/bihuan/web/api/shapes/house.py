"""How the machine runs and what is asked of everybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.accounts.services.policy import LIMITS
from bihuan.web.api.services import LIMITS as API_LIMITS
from bihuan.web.api.shapes.common import Id, Named, SeenTold, Shown, Told, note, say, text
from bihuan.web.api.shapes.happened import Part
from bihuan.web.api.shapes.people import RoleName

if TYPE_CHECKING:
    from bihuan.web.notices.models import Job, Robot


class PolicyShown(Shown):
    """What is asked of log-ins."""

    min_length: int = say("密码最短几位")
    min_classes: int = say("密码至少含几类字符")
    history: int = say("不得与最近几次相同")
    max_days: int = say("密码有效天数，0 为不限")
    max_failures: int = say("同一账号连续失败几次锁定")
    max_address_failures: int = say("同一来源地址失败几次锁定")
    lock_minutes: int = say("锁定几分钟")
    idle_minutes: int = say("闲置几分钟须重新登录")
    code_hours: int = say("重设码有效几小时")
    factor_roles: list[str] = say("须用动态码的角色")
    version: int = say("版本，修改时写回")


class ApiPolicyShown(Shown):
    """What is allowed of tokens."""

    enabled: bool = say("是否开放接口")
    longest_days: int = say("令牌最长有效天数")
    per_minute: int = say("每个令牌每分钟最多请求数")
    version: int = say("版本，修改时写回")


class HolderShown(Shown):
    """Somebody with living tokens."""

    account: int = say("账户编号，吊销时写")
    name: str = say("姓名")
    unit: Named = say("单位")
    tokens: int = say("在用的令牌数")
    last_used_at: dt.datetime | None = say("最近使用")


class EntryShown(Shown):
    """An entry of the journal."""

    number: int = say("序号")
    at: dt.datetime = say("时间")
    who: str = say("谁")
    action: str = say("动作代号")
    what: str = say("做了什么")
    where: str = say("哪个单位；不属于单位的为空")
    label: str = say("对象")
    parts: list[Part] = say("变化；单位的业务内容只写哪一项")


class JournalShown(Shown):
    """A page of the journal."""

    rows: list[EntryShown] = say("新的在前")
    next: int | None = say("下一页的 before；没有时为 null")
    size: int = say("日志一共多少条")


class BreakShown(Shown):
    """A place where the journal does not hold."""

    chain: int = say("哪条链")
    number: int = say("第几条")
    text: str = say("一句话说明")


class JobShown(Shown):
    """A background job that was given up."""

    id: int = say("任务编号")
    name: str = say("任务")
    attempts: int = say("已试次数")
    error: str = say("上次失败")
    created_at: dt.datetime = say("排入时间")
    ended_at: dt.datetime | None = say("结束时间")


class RobotShown(Shown):
    """A robot of a group chat; its address is never shown again."""

    id: int = say("机器人编号")
    unit: Named = say("单位")
    kind: str = say("wecom 企业微信、dingtalk 钉钉、feishu 飞书")
    name: str = say("名称")
    active: bool = say("是否启用")
    told_at: dt.datetime | None = say("最近一次送达")
    error: str = say("最近一次失败")


def _limited(words: str, limits: tuple[int, int]) -> Any:
    return say(words, ge=limits[0], le=limits[1])


class PolicyTold(SeenTold):
    """All of it, anew."""

    min_length: int = _limited("密码最短几位", LIMITS["min_length"])
    min_classes: int = _limited("密码至少含几类字符", LIMITS["min_classes"])
    history: int = _limited("不得与最近几次相同", LIMITS["history"])
    max_days: int = _limited("密码有效天数，0 为不限", LIMITS["max_days"])
    max_failures: int = _limited("同一账号连续失败几次锁定", LIMITS["max_failures"])
    max_address_failures: int = _limited("同一来源地址失败几次锁定", LIMITS["max_address_failures"])
    lock_minutes: int = _limited("锁定几分钟", LIMITS["lock_minutes"])
    idle_minutes: int = _limited("闲置几分钟须重新登录", LIMITS["idle_minutes"])
    code_hours: int = _limited("重设码有效几小时", LIMITS["code_hours"])
    factor_roles: list[RoleName] = say("须用动态码的角色", max_length=12)


class ApiPolicyTold(SeenTold):
    """All of it, anew."""

    enabled: bool = say("是否开放接口；停用后本次以后的请求都会被拒绝")
    longest_days: int = _limited("令牌最长有效天数", API_LIMITS["longest_days"])
    per_minute: int = _limited("每个令牌每分钟最多请求数", API_LIMITS["per_minute"])


class RobotTold(Told):
    """A robot."""

    unit: Id = say("单位编号")
    kind: Literal["wecom", "dingtalk", "feishu"] = say("平台")
    name: str = text("名称", 40)
    url: str = text("机器人地址，以 https:// 开头", 500)
    secret: str = note("加签密钥", 200)


def job_shown(one: Job, label: str) -> JobShown:
    """A job by its name for people."""
    names = ("attempts", "error", "created_at", "ended_at")
    return JobShown(**{name: getattr(one, name) for name in names}, id=one.pk, name=label)


def robot_shown(one: Robot) -> RobotShown:
    """A robot without its keys."""
    names = ("kind", "name", "active", "told_at", "error")
    unit = Named(id=one.unit_id, name=str(one.unit))
    return RobotShown(**{name: getattr(one, name) for name in names}, id=one.pk, unit=unit)
