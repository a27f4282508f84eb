"""What an administrator does first in a new house, in order; it stays true later, so it is always shown.

An administrator sees no ledger: without these lines the home page would be empty, and whoever has just made
the first accounts on the command line would not know that units come first, people second and roles third.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.links import url

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User


class Step(NamedTuple):
    """One thing to do, why, and where it is done; the place is empty where somebody else does it."""

    title: str
    why: str
    href: str = ""
    action: str = ""


def beginning(user: User) -> list[Step]:
    """The steps of this administrator; none for everybody else. No query."""
    if may(user, Action.MANAGE_ACCOUNTS):
        return [
            Step(
                "建立单位",
                "从最上级开始逐级建立；巡察办的类别选“巡察办”，与被巡察单位在同一个上级之下。",
                url("accounts:unit_new"),
                "建立单位",
            ),
            Step(
                "登记人员",
                "填了登录名就开通账户，把只显示一次的重设码当面或电话告知本人。",
                url("accounts:person_new"),
                "登记人员",
            ),
            Step(
                "请安全管理员授予角色", "新账户没有角色，登录后看不到台账；角色由安全管理员在“人员”页授予。"
            ),
        ]
    if may(user, Action.MANAGE_ROLES):
        return [
            Step(
                "授予角色",
                "系统管理员登记人员以后，点开本人，选“调整角色”，先看后果再确认。",
                url("accounts:people"),
                "看人员",
            ),
            Step(
                "定登录要求",
                "密码、锁定、闲置时限，哪些角色必须用动态码。",
                url("accounts:policy"),
                "看登录要求",
            ),
            Step(
                "录入放假安排",
                "国务院办公厅公布下一年安排以后录入，待核的期限随即重算。",
                url("inspections:calendar"),
                "看日历",
            ),
        ]
    if may(user, Action.READ_JOURNAL):
        return [
            Step(
                "看日志",
                "谁在何时做了什么，改了哪些项；业务内容不在这里显示。",
                url("accounts:journal"),
                "看日志",
            ),
            Step(
                "核对日志",
                "在日志页逐条重算摘要，有没有被改动、抽走。建议每月核对一次。",
                url("accounts:journal"),
                "去核对",
            ),
        ]
    return []
