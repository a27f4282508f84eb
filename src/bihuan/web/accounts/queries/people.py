"""Lists of people, one person, the tree of units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.http import Http404

from bihuan.web.accounts.models import Department, Deputy, Membership, Person, Term, Unit, User
from bihuan.web.accounts.permissions import Role
from bihuan.web.base.keyset import Page, page

if TYPE_CHECKING:
    from django.db.models import QuerySet

STATES = {
    "": "在职人员",
    "account": "有账户的",
    "none": "没有账户的",
    "closed": "账户已停用的",
    "left": "已离任的",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A person in the list."""

    person: Person
    user: User | None
    roles: list[str]


def people_page(token: str | None, words: str, state: str, unit: Unit | None) -> Page[Line]:
    """Fifty people by unit; two queries. ``words`` are looked for in names and log-in names."""
    rows = Person.objects.select_related("unit", "department", "user").filter(_state(state))
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(user__username__icontains=words))
    if unit:
        rows = rows.filter(unit=unit)
    found = page(rows, ("unit_id", "id"), lambda one: (one.unit_id, one.pk), token=token)
    roles: dict[int, list[str]] = {}
    accounts = {one.pk: account_of(one) for one in found.rows}
    users = [user.pk for user in accounts.values() if user]
    for one in Membership.objects.filter(user__in=users).select_related("unit").order_by("id"):
        roles.setdefault(one.user_id, []).append(f"{Role(one.role).label}（{one.unit}）")
    lines = [
        Line(one, user, roles.get(user.pk, []) if user else [])
        for one in found.rows
        for user in [accounts[one.pk]]
    ]
    return Page(lines, found.next, found.previous)


def account_of(person: Person) -> User | None:
    """The person's account, where there is one; no query when it came with the person."""
    try:
        return person.user
    except User.DoesNotExist:
        return None


def _state(state: str) -> Q:
    return {
        "account": Q(left_on=None, user__is_active=True),
        "none": Q(left_on=None, user=None),
        "closed": Q(left_on=None, user__is_active=False),
        "left": Q(left_on__isnull=False),
    }.get(state, Q(left_on=None))


def person_for(pk: int) -> Person:
    """With unit, department and account, or 404."""
    found = Person.objects.select_related("unit", "department", "user__person__unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def terms_of(person: Person) -> list[Term]:
    """Posts, the newest first."""
    return list(person.terms.select_related("unit", "department").order_by("-from_on", "-id"))


def deputies_of(user: User) -> list[Deputy]:
    """The last leaves of an account."""
    return list(Deputy.objects.filter(absent=user).select_related("deputy__person").order_by("-from_on")[:5])


def colleagues(person: Person) -> QuerySet[Person]:
    """Others of the same unit who are in office."""
    same = Person.objects.filter(unit_id=person.unit_id, left_on=None).exclude(pk=person.pk)
    return same.order_by("name", "id")


def department_for(pk: int) -> Department:
    """One that still exists, with its unit, or 404."""
    found = Department.objects.select_related("unit").filter(pk=pk, closed_on=None).first()
    if found is None:
        raise Http404
    return found


def other_departments(department: Department) -> QuerySet[Department]:
    """Those of the same unit that still exist."""
    same = Department.objects.filter(unit_id=department.unit_id, closed_on=None).exclude(pk=department.pk)
    return same.order_by("name", "id")


def units_in_order() -> QuerySet[Unit]:
    """Units that still exist, as a tree from top to bottom."""
    return Unit.objects.filter(closed_on=None).order_by("path")


def superiors_for(unit: Unit | None) -> QuerySet[Unit]:
    """Units that may stand above this one: neither itself nor what is below it; all for a new one."""
    return units_in_order().exclude(path__startswith=unit.path) if unit else units_in_order()


def unit_for(pk: int) -> Unit:
    """With its superior, or 404."""
    found = Unit.objects.select_related("parent").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def children_page(parent: Unit | None, token: str | None, words: str) -> Page[Unit]:
    """Units directly below, or every unit whose name holds the words; ``people`` and ``below`` are counts."""
    rows = Unit.objects.annotate(
        members=Count("people", filter=Q(people__left_on=None), distinct=True),
        below=Count("children", distinct=True),
    )
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(short_name__contains=words))
    else:
        rows = rows.filter(parent=parent)
    return page(rows, ("id",), lambda one: (one.pk,), token=token)


def superiors(unit: Unit) -> list[Unit]:
    """From the root down to the unit's superior; one query."""
    ids = [int(one) for one in unit.path.split("/")[:-2]]
    found = {one.pk: one for one in Unit.objects.filter(pk__in=ids)}
    return [found[one] for one in ids if one in found]
