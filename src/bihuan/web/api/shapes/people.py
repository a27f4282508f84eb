"""Units, departments, people, accounts, roles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.queries.people import account_of
from bihuan.web.api.shapes.account import LeaveShown, RoleShown, leave_shown
from bihuan.web.api.shapes.common import Day, Id, Named, Shown, Told, note, say, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.web.accounts.models import Department, Person, Unit, User
    from bihuan.web.accounts.queries.people import Line

UnitKindName = Literal["committee", "office", "unit"]
RoleName = Literal[
    "liaison", "handler", "department_head", "lead_leader", "first_person", "reader", "inspection_office",
    "supervisor_discipline", "supervisor_organisation", "system_administrator", "security_administrator",
    "audit_administrator",
]  # fmt: skip
"""Roles of the permission table; a test holds them against it."""


class DepartmentShown(Shown):
    """A department."""

    id: int = say("科室编号")
    name: str = say("名称")
    closed_on: dt.date | None = say("撤销日期")


class UnitLine(Shown):
    """A unit in a list."""

    id: int = say("单位编号")
    parent: int | None = say("上级的单位编号")
    kind: str = say("committee 党委、office 巡察办、unit 单位")
    name: str = say("全称")
    short_name: str = say("简称")
    closed_on: dt.date | None = say("撤销日期")


class UnitShown(UnitLine):
    """A unit with its departments."""

    departments: list[DepartmentShown] = say("科室")
    members: int = say("在职人数")


class PersonLine(Shown):
    """A person in a list."""

    id: int = say("人员编号")
    name: str = say("姓名")
    unit: Named = say("单位")
    department: str = say("科室；没有为空")
    post: str = say("职务")
    username: str = say("登录名；没有账户为空")
    active: bool = say("账户是否启用")
    roles: list[str] = say("角色")
    left_on: dt.date | None = say("离任日期")


class TermShown(Shown):
    """A post held."""

    unit: str = say("单位")
    department: str = say("科室")
    post: str = say("职务")
    from_on: dt.date = say("任职日期")
    to_on: dt.date | None = say("免职日期")


class HoldingShown(Shown):
    """What a person holds."""

    label: str = say("什么")
    count: int = say("多少")


class PersonShown(Shown):
    """One person."""

    id: int = say("人员编号")
    name: str = say("姓名")
    unit: Named = say("单位")
    department: Named | None = say("科室")
    post: str = say("职务")
    left_on: dt.date | None = say("离任日期")
    username: str = say("登录名；没有账户为空")
    active: bool = say("账户是否启用")
    factor: bool = say("是否启用动态码")
    locked_until: dt.datetime | None = say("登录失败锁定到何时")
    roles: list[RoleShown] = say("角色")
    terms: list[TermShown] = say("任职经历，新的在前")
    leaves: list[LeaveShown] = say("最近的离岗代理")
    holdings: list[HoldingShown] = say("名下的工作；只有系统管理员看得到数目")


class CodeShown(Shown):
    """What was done to an account."""

    said: str = say("办理结果")
    code: str = say("一次性重设码，只显示这一次；没有发码时为空")


class RolesShown(Shown):
    """Roles of an account with what the change must send back."""

    roles: list[RoleShown] = say("现在的角色")
    seen: str = say("印记，调整时写回")


class EffectShown(Shown):
    """Objects on which the same actions are lost or gained."""

    kind: str = say("哪类对象")
    actions: str = say("哪些动作")
    lost: int = say("失去多少个")
    gained: int = say("得到多少个")


class PreviewShown(Shown):
    """What a change of roles takes away and gives."""

    objects: list[EffectShown] = say("逐类对象")
    house_lost: list[str] = say("失去的管理权限")
    house_gained: list[str] = say("得到的管理权限")


class UnitTold(Told):
    """A unit and its superior."""

    name: str = text("全称", 100)
    short_name: str = note("简称", 40)
    kind: UnitKindName = say("类别", "unit")
    parent: Id | None = say("上级的单位编号；没有上级为 null", None)


class NameTold(Told):
    """A name."""

    name: str = text("名称", 60)


class PersonTold(Told):
    """A new person, with an account where a log-in name is given."""

    unit: Id = say("单位编号")
    department: Id | None = say("科室编号", None)
    name: str = text("姓名", 40)
    post: str = note("职务", 60)
    on: Day = say("任职日期")
    username: str = note("登录名；写了即开通账户并发重设码", 60)


class PersonEdit(Told):
    """A name or title that was written wrongly."""

    name: str = text("姓名", 40)
    post: str = note("职务", 60)


class MoveTold(Told):
    """A new post."""

    unit: Id = say("单位编号")
    department: Id | None = say("科室编号", None)
    post: str = note("职务", 60)
    on: Day = say("从哪天起")
    successor: Id | None = say("接手人的人员编号；名下有工作而调离单位时必填", None)


class GoTold(Told):
    """Leaving office."""

    on: Day = say("离任日期")
    successor: Id | None = say("接手人的人员编号；名下有工作时必填", None)


class DepartmentGoTold(Told):
    """Dissolving a department."""

    successor: Id | None = say("接手科室的编号；还有没办完的事时必填", None)


class AccountTold(Told):
    """What is to be done to an account."""

    do: Literal["open", "code", "disable", "enable", "unlock", "unlink"] = say(
        "开通、发重设码、停用、启用、解除锁定、解除统一身份关联"
    )
    username: str = note("登录名；开通时必填", 60)


class RoleTold(Told):
    """A role in a unit."""

    role: RoleName = say("角色代号")
    unit: Id = say("单位编号")


class RolesTold(Told):
    """Exactly these roles."""

    roles: list[RoleTold] = say("调整后的全部角色", max_length=50)
    seen: str = note("看到的印记；预览时可以不写", 4_000)


class HandoverTold(Told):
    """Everything of one goes to another."""

    person: Id = say("移交人的人员编号")
    to: Id = say("接手人的人员编号")


def unit_line(one: Unit) -> UnitLine:
    """A unit by its names."""
    return UnitLine(**_unit(one))


def _unit(one: Unit) -> dict[str, Any]:
    names = ("kind", "name", "short_name", "closed_on")
    return {**{name: getattr(one, name) for name in names}, "id": one.pk, "parent": one.parent_id}


def unit_shown(one: Unit) -> UnitShown:
    """A unit with its departments; two queries."""
    departments = [department_shown(each) for each in one.departments.order_by("closed_on", "id")]
    members = one.people.filter(left_on=None).count()
    return UnitShown(**_unit(one), departments=departments, members=members)


def department_shown(one: Department) -> DepartmentShown:
    """A department by its name."""
    return DepartmentShown(id=one.pk, name=one.name, closed_on=one.closed_on)


def person_line(line: Line) -> PersonLine:
    """A row of the list."""
    one, user = line.person, line.user
    return PersonLine(
        id=one.pk,
        name=one.name,
        unit=Named(id=one.unit_id, name=str(one.unit)),
        department=str(one.department or ""),
        post=one.post,
        username=user.username if user else "",
        active=bool(user and user.is_active),
        roles=line.roles,
        left_on=one.left_on,
    )


def roles_of(account: User | None) -> list[RoleShown]:
    """Roles with their units."""
    return [
        RoleShown(role=one.role, label=Role(one.role).label, unit=Named(id=one.unit_id, name=str(one.unit)))
        for one in (account.roles() if account else ())
    ]


def person_shown(
    one: Person, *, terms: Iterable[Any], leaves: Iterable[Any], holdings: Iterable[Any], **more: Any
) -> PersonShown:
    """One person; ``more`` are ``factor`` and ``locked_until`` of the account."""
    account = account_of(one)
    return PersonShown(
        id=one.pk,
        name=one.name,
        unit=Named(id=one.unit_id, name=str(one.unit)),
        department=Named(id=one.department.pk, name=one.department.name) if one.department else None,
        post=one.post,
        left_on=one.left_on,
        username=account.username if account else "",
        active=bool(account and account.is_active),
        roles=roles_of(account),
        terms=[
            TermShown(
                unit=str(each.unit),
                department=str(each.department or ""),
                post=each.post,
                from_on=each.from_on,
                to_on=each.to_on,
            )
            for each in terms
        ],
        leaves=[leave_shown(each) for each in leaves],
        holdings=[HoldingShown(label=label, count=count) for label, _, count in holdings if count],
        **more,
    )
