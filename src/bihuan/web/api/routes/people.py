"""People, accounts, roles, handing over."""

from __future__ import annotations

from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from bihuan.web.accounts import services
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Department, Person, Unit, User
from bihuan.web.accounts.permissions import DENIED, Action, Relation, Role, may
from bihuan.web.accounts.queries import people as queries
from bihuan.web.accounts.queries.rights import preview
from bihuan.web.accounts.services.factors import factor_of
from bihuan.web.accounts.services.logins import locked_until
from bihuan.web.accounts.services.roles import fingerprint
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.rights import keeper
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.routes.units import unit_told
from bihuan.web.api.shapes import people as shapes
from bihuan.web.api.shapes.common import Cursor, Done, Id, Rows, Words
from bihuan.web.base.errors import ServiceError

operations = Operations(Area.PEOPLE)
KEEPS, RULES = Action.MANAGE_ACCOUNTS, Action.MANAGE_ROLES


@operations.get("/people", "人员清单", Rows[shapes.PersonLine])
def people_list(
    request: HttpRequest,
    unit: Id | None = None,
    state: Literal["", "account", "none", "closed", "left"] = "",
    q: Words = "",
    cursor: Cursor = "",
) -> Any:
    """Fifty people by unit, looked for by name, log-in name and state."""
    keeper(request, KEEPS, RULES)
    where = Unit.objects.filter(pk=unit).first() if unit else None
    if unit and where is None:
        raise Http404
    found = queries.people_page(cursor or None, q.strip(), state, where)
    return rows(found, [shapes.person_line(one) for one in found.rows])


@operations.post("/people", "登记人员", shapes.CodeShown, status=201, kept=False)
def person_create_(request: HttpRequest, told: shapes.PersonTold) -> Any:
    """A person; with a log-in name also the account and the code for its first password."""
    user, now = keeper(request, KEEPS), timezone.now()
    unit = unit_told(told.unit)
    with transaction.atomic():
        made = services.person_create(
            actor=user, now=now, unit=unit, name=told.name, post=told.post,
            department=_department(unit, told.department), from_on=told.on,
        )  # fmt: skip
        if not told.username:
            return {"said": f"已登记{made.name}，人员编号 {made.pk}。", "code": ""}
        account = services.account_open(actor=user, now=now, person=made, username=told.username)
        code = services.reset_code_issue(actor=user, now=now, user=account)
    return {"said": f"已登记{made.name}并开通账户，人员编号 {made.pk}。", "code": code}


def _department(unit: Unit, wanted: int | None) -> Department | None:
    if wanted is None:
        return None
    found = Department.objects.filter(unit=unit, pk=wanted, closed_on=None).first()
    if found is None:
        raise ServiceError(f"{unit}没有这个科室，请核对编号。", field="department")
    return found


@operations.get("/people/{int:person}", "一个人", shapes.PersonShown)
def person_get(request: HttpRequest, person: Id) -> Any:
    """Posts, account, roles, leaves; the system administrator also sees how much they hold."""
    user = keeper(request, KEEPS, RULES)
    found = queries.person_for(person)
    account, now = queries.account_of(found), timezone.now()
    return shapes.person_shown(
        found,
        terms=queries.terms_of(found),
        leaves=queries.deputies_of(account) if account else [],
        holdings=services.holdings_of(found) if may(user, KEEPS) else [],
        factor=bool(account and factor_of(account)),
        locked_until=locked_until(account, now) if account else None,
    )


@operations.patch("/people/{int:person}", "更正人员", Done)
def person_edit_(request: HttpRequest, person: Id, told: shapes.PersonEdit) -> Any:
    """Mend a name or a title; a new post is a move."""
    user, found = keeper(request, KEEPS), queries.person_for(person)
    services.person_edit(actor=user, now=timezone.now(), person=found, **told.model_dump())
    return {"said": "已更正。"}


@operations.post("/people/{int:person}/move", "调动", Done)
def person_move_(request: HttpRequest, person: Id, told: shapes.MoveTold) -> Any:
    """A new post, perhaps in another unit: then everything is handed over and the roles end."""
    user, found = keeper(request, KEEPS), queries.person_for(person)
    unit = unit_told(told.unit)
    services.person_move(
        actor=user, now=timezone.now(), person=found, unit=unit, post=told.post, on=told.on,
        department=_department(unit, told.department), successor=_successor(found, told.successor),
    )  # fmt: skip
    return {"said": "已办理调动。"}


def _successor(person: Person, wanted: int | None) -> Person | None:
    if wanted is None:
        return None
    found = queries.colleagues(person).filter(pk=wanted).first()
    if found is None:
        raise ServiceError("接手人应是同一单位的在职人员，请核对编号。", field="successor")
    return found


@operations.post("/people/{int:person}/leave", "离任", Done)
def person_leave_(request: HttpRequest, person: Id, told: shapes.GoTold) -> Any:
    """Handed over, roles ended, account closed."""
    user, found = keeper(request, KEEPS), queries.person_for(person)
    successor = _successor(found, told.successor)
    services.person_leave(actor=user, now=timezone.now(), person=found, on=told.on, successor=successor)
    return {"said": "已办理离任。"}


@operations.post("/people/{int:person}/account", "办理账户", shapes.CodeShown, kept=False)
def account_do(request: HttpRequest, person: Id, told: shapes.AccountTold) -> Any:
    """Open, close, unlock an account, hand out a code."""
    actor, now = keeper(request, KEEPS), timezone.now()
    found = queries.person_for(person)
    account = queries.account_of(found)
    if told.do == "open":
        with transaction.atomic():
            made = services.account_open(actor=actor, now=now, person=found, username=told.username)
            return {
                "said": "账户已开通。",
                "code": services.reset_code_issue(actor=actor, now=now, user=made),
            }
    if account is None:
        raise ServiceError(f"{found}还没有账户，请先开通。", field="do")
    if told.do == "code":
        return {"said": "重设码已发。", "code": services.reset_code_issue(actor=actor, now=now, user=account)}
    service = {
        "disable": services.account_disable,
        "enable": services.account_enable,
        "unlock": services.unlock,
        "unlink": services.subject_unlink,
    }[told.do]
    service(actor=actor, now=now, user=account)
    return {"said": "已办理。", "code": ""}


def _account(pk: int) -> User:
    account = queries.account_of(queries.person_for(pk))
    if account is None:
        raise Http404
    return account


@operations.get("/people/{int:person}/roles", "一个人的角色", shapes.RolesShown)
def roles_get(request: HttpRequest, person: Id) -> Any:
    """Roles, with what the change must send back."""
    keeper(request, RULES)
    account = _account(person)
    seen = fingerprint((Role(one.role), one.unit_id) for one in account.roles())
    return {"roles": shapes.roles_of(account), "seen": seen}


def _wanted(told: shapes.RolesTold) -> set[tuple[Role, int]]:
    return {(Role(one.role), one.unit) for one in told.roles}


@operations.put("/people/{int:person}/roles", "调整角色", shapes.RolesShown)
def roles_set_(request: HttpRequest, person: Id, told: shapes.RolesTold) -> Any:
    """Exactly these roles; they count from the next request on."""
    user, account = keeper(request, RULES), _account(person)
    services.roles_set(actor=user, now=timezone.now(), user=account, wanted=_wanted(told), seen=told.seen)
    seen = fingerprint((Role(one.role), one.unit_id) for one in account.roles())
    return {"roles": shapes.roles_of(account), "seen": seen}


@operations.post("/people/{int:person}/roles/preview", "预览调整角色", shapes.PreviewShown, kept=False)
def roles_preview(request: HttpRequest, person: Id, told: shapes.RolesTold) -> Any:
    """What the change would take away and give; numbers only. Nothing is changed."""
    keeper(request, RULES)
    found = preview(_account(person), sorted(_wanted(told)))
    return {
        "objects": [
            {"kind": one.kind, "actions": one.actions, "lost": one.lost, "gained": one.gained}
            for one in found.objects
        ],
        "house_lost": found.house_lost,
        "house_gained": found.house_gained,
    }


@operations.delete("/people/{int:person}/factor", "解除动态码", about="手机丢失时，由安全管理员解除。")
def factor_remove_(request: HttpRequest, person: Id) -> None:
    """Take the second factor off an account."""
    user = keeper(request, RULES)
    services.factor_remove(actor=user, now=timezone.now(), user=_account(person))


def _colleague(user: User, pk: int, field: str) -> Person:
    """Somebody of a unit in which the account may hand over; 403 where there is none."""
    units = user.scope().units(Relation.OWN, Action.HAND_OVER)
    if not units:
        raise PermissionDenied(DENIED)
    found = Person.objects.filter(unit__in=units, pk=pk).select_related("unit").first()
    if found is None:
        raise ServiceError("没有这个人，或者他不在本单位，请核对编号。", field=field)
    return found


@operations.get("/handover/{int:person}", "某人名下的工作", list[shapes.HoldingShown])
def holdings_get(request: HttpRequest, person: Id) -> Any:
    """What a colleague holds, as numbers."""
    found = _colleague(signed_in(request), person, "person")
    return [{"label": label, "count": count} for label, _, count in services.holdings_of(found) if count]


@operations.post("/handover", "移交工作", list[shapes.HoldingShown])
def hand_over_(request: HttpRequest, told: shapes.HandoverTold) -> Any:
    """All of it goes to a colleague in one step."""
    user = signed_in(request)
    giver, taker = _colleague(user, told.person, "person"), _colleague(user, told.to, "to")
    moved = services.hand_over(actor=user, now=timezone.now(), person=giver, to=taker)
    return [{"label": label, "count": count} for label, count in moved.items() if count]
