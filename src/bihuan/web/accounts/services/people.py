"""People: added, moved, gone; their accounts opened and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.models import Department, Membership, Person, Term, Unit, User
from bihuan.web.accounts.permissions import ADMINISTRATORS, Action, Role
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.accounts.services.deputies import deputies_end
from bihuan.web.accounts.services.handover import hand_over, holdings_of
from bihuan.web.accounts.services.passwords import set_password
from bihuan.web.accounts.services.roles import grant, lock, refuse_last, roles_end
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.words import day_words

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def person_create(
    *,
    actor: User | None,
    now: datetime,
    unit: Unit,
    name: str,
    post: str = "",
    department: Department | None = None,
    from_on: date | None = None,
) -> Person:
    """A person of a unit, in office from a day on (today where none is given); no account yet."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    name = name.strip()
    if not name:
        raise ServiceError("请填写姓名。", field="name")
    refuse_closed(unit, department)
    person = Person.objects.create(unit=unit, department=department, name=name, post=post.strip())
    _begin_term(person, from_on or timezone.localdate(now))
    write_down(actor, now, "person_create", person, unit=["", str(unit)], post=["", person.post])
    return person


def refuse_closed(unit: Unit, department: Department | None) -> None:
    """``ServiceError`` where nobody can be put any more, or the department is another unit's."""
    if unit.closed_on:
        raise ServiceError(f"“{unit}”已经撤销，请另选单位。", field="unit")
    if department and department.unit_id != unit.pk:
        raise ServiceError(f"“{department}”不是{unit}的科室，请重新选择。", field="department")
    if department and department.closed_on:
        raise ServiceError(f"“{department}”已经撤销，请另选科室。", field="department")


def _begin_term(person: Person, day: date) -> None:
    Term.objects.create(
        person=person, unit=person.unit, department=person.department, post=person.post, from_on=day
    )


@transaction.atomic
def account_open(*, actor: User | None, now: datetime, person: Person, username: str) -> User:
    """An account without password and without roles: the system administrator hands over a one-time code,
    the security administrator gives the roles.
    """
    allowed(actor, Action.MANAGE_ACCOUNTS)
    username = username.strip()
    if User.objects.filter(person=person).exists():
        page = reverse("accounts:person", args=[person.pk])
        raise ServiceError(f"{person}已经有账户了。", field="username", href=page)
    _refuse_username(username)
    user = User(person=person, username=username)
    user.set_unusable_password()
    user.save()
    write_down(actor, now, "account_open", user, username=["", username])
    return user


def _refuse_username(username: str) -> None:
    if not username:
        raise ServiceError("请填写姓名和登录名。", field="username")
    if not all(one.isalnum() or one in "._-" for one in username):
        raise ServiceError("登录名只能用文字、字母、数字和 . _ -，中间不要空格。", field="username")
    if User.objects.filter(username__iexact=username).exists():
        raise ServiceError(f"登录名“{username}”已被使用，请换一个。", field="username")


@transaction.atomic
def user_create(
    *,
    actor: User | None,
    now: datetime,
    unit: Unit,
    name: str,
    username: str,
    password: str,
    role: Role | None = None,
    post: str = "",
) -> User:
    """A person of a unit with an account, and a first role where the command line gives one; an
    administrator of the system cannot (``actor`` None is the command line).
    """
    allowed(actor, Action.MANAGE_ACCOUNTS)
    if role is not None:
        allowed(actor, Action.MANAGE_ROLES)
    username, name = username.strip(), name.strip()
    if not name:
        raise ServiceError("请填写姓名和登录名。", field="username")
    _refuse_username(username)
    refuse_closed(unit, None)
    person = Person.objects.create(unit=unit, name=name, post=post)
    _begin_term(person, timezone.localdate(now))
    user = User(person=person, username=username)
    set_password(user, password, now)
    user.save()
    write_down(actor, now, "user_create", user, name=["", name])
    if role is not None:
        grant(actor, now, user, unit, role)
    return user


@transaction.atomic
def account_disable(*, actor: User | None, now: datetime, user: User) -> None:
    """The account can no longer log in, and every session of it ends with the next request."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    if actor is not None and actor.pk == user.pk:
        raise ServiceError("不能停用自己的账户，请另一位系统管理员办理。")
    lock(user)
    for role in Membership.objects.filter(user=user, role__in=ADMINISTRATORS).values_list("role", flat=True):
        refuse_last(Role(role), Q(user=user))
    user.is_active = False
    user.save(update_fields=["is_active"])
    write_down(actor, now, "account_disable", user)


@transaction.atomic
def account_enable(*, actor: User | None, now: datetime, user: User) -> None:
    """The account may log in again."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    if user.person.left_on:
        page = reverse("accounts:person_move", args=[user.person_id])
        raise ServiceError(f"{user.name}已经离任，请先办理任职再启用账户。", href=page)
    user.is_active = True
    user.save(update_fields=["is_active"])
    write_down(actor, now, "account_enable", user)


@transaction.atomic
def person_edit(*, actor: User | None, now: datetime, person: Person, name: str, post: str) -> None:
    """A name or title that was written wrongly; a new post is a move."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    told = {"name": [person.name, name.strip()], "post": [person.post, post.strip()]}
    if not name.strip():
        raise ServiceError("请填写姓名。", field="name")
    changes = {field: both for field, both in told.items() if both[0] != both[1]}
    if not changes:
        return
    person.name, person.post = name.strip(), post.strip()
    person.save(update_fields=["name", "post"])
    Term.objects.filter(person=person, to_on=None).update(post=person.post)
    write_down(actor, now, "person_edit", person, **changes)


@transaction.atomic
def person_move(
    *,
    actor: User | None,
    now: datetime,
    person: Person,
    unit: Unit,
    department: Department | None,
    post: str,
    on: date,
    successor: Person | None = None,
) -> None:
    """A new post from a day on. To another unit: everything is handed over to the successor, and the roles
    of the account end; whoever needs roles there is given them by the security administrator.
    """
    allowed(actor, Action.MANAGE_ACCOUNTS)
    refuse_closed(unit, department)
    old = [str(person.unit), str(person.department or ""), person.post]
    if unit.pk != person.unit_id:
        _leave_unit(actor, now, person, successor)
    _end_term(person, on)
    person.unit, person.department, person.post, person.left_on = unit, department, post.strip(), None
    person.save(update_fields=["unit", "department", "post", "left_on"])
    _begin_term(person, on)
    new = [str(unit), str(department or ""), person.post]
    write_down(actor, now, "person_move", person, post=[" ".join(old), " ".join(new)], on=["", str(on)])


@transaction.atomic
def person_leave(
    *, actor: User | None, now: datetime, person: Person, on: date, successor: Person | None = None
) -> None:
    """The person leaves office altogether: handed over, roles ended, account closed; the name stays readable
    wherever it stands.
    """
    allowed(actor, Action.MANAGE_ACCOUNTS)
    if person.left_on:
        raise ServiceError(f"{person}已经离任。")
    _leave_unit(actor, now, person, successor)
    _end_term(person, on)
    person.left_on = on
    person.save(update_fields=["left_on"])
    User.objects.filter(person=person).update(is_active=False)
    write_down(actor, now, "person_leave", person, on=["", str(on)])


def _leave_unit(actor: User | None, now: datetime, person: Person, successor: Person | None) -> None:
    held = [f"{label}{count}{unit}" for label, unit, count in holdings_of(person) if count]
    if held and successor is None:
        raise ServiceError(f"{person}名下还有{'、'.join(held)}，请选定接手人，一并移交。", field="successor")
    if successor is not None and held:
        hand_over(actor=actor, now=now, person=person, to=successor)
    user = User.objects.filter(person=person).first()
    if user:
        lock(user)
        deputies_end(actor, now, user)
        roles_end(actor, now, user)


def _end_term(person: Person, on: date) -> None:
    term = Term.objects.filter(person=person, to_on=None).first()
    if term is None:
        return
    if on < term.from_on:
        raise ServiceError(f"日期早于现任职务的任职日期（{day_words(term.from_on)}），请核对。", field="on")
    term.to_on = on
    term.save(update_fields=["to_on"])
