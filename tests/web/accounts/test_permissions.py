"""Who sees and does what: the table, the WHERE clause, and the three administrators."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from bihuan.web.accounts.backends import AccountBackend
from bihuan.web.accounts.models import Membership
from bihuan.web.accounts.permissions import (
    ACTIONS,
    GRANTS,
    LABELS,
    RELATIONS,
    Action,
    Relation,
    Role,
    may,
    require,
)
from bihuan.web.accounts.services import department_add, membership_grant, user_create
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.diagnosis.models import Filing, ImportDraft
from bihuan.web.inspections.models import Feedback, Finding, Round
from bihuan.web.rectification.models import Commitment, Measure, Response, Tally
from tests.web.world import NOW, PASSWORD, import_text, make_draft

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import Unit
    from tests.web.world import World

SEE = [
    *("liaison", "first_person", "handler", "reader", "officer"),
    *("head", "leader", "discipline", "organisation"),
]
BLIND = ["stranger", "system_admin", "security_admin", "audit_admin"]
TABLES = [Feedback, Finding, Response, Measure, Commitment, Tally, Round, Filing]


@pytest.mark.parametrize("who", SEE + BLIND)
def test_visible_rows(world: World, who: str) -> None:
    import_text(world)
    user = world.everybody()[who]
    for table in TABLES:
        assert table.objects.visible_to(user).exists() is (who in SEE), table.__name__


@pytest.mark.parametrize("who", SEE + BLIND)
def test_stranger_gets_404(world: World, who: str) -> None:
    case, user = import_text(world), world.everybody()[who]
    if who in SEE:
        assert get_for_user(Feedback.objects.all(), user, pk=case.pk) == case
        return
    with pytest.raises(Http404):
        get_for_user(Feedback.objects.all(), user, pk=case.pk)


@pytest.mark.parametrize("number", [0, -1, 2**70, "x"])
def test_senseless_number_gets_404(world: World, number: object) -> None:
    with pytest.raises(Http404):
        get_for_user(Feedback.objects.all(), world.liaison, pk=number)


def test_drafts_are_seen_by_the_unit_and_its_office_only(world: World) -> None:
    make_draft(world, "一、问题\n1.核查不严\n7月3日，召开会议。\n")
    seen = {name for name, one in world.everybody().items() if ImportDraft.objects.visible_to(one).exists()}
    assert seen == set(SEE)


@pytest.mark.parametrize("who", sorted({*SEE, *BLIND} - {"liaison", "officer"}))
def test_who_may_not_import(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        make_draft(world, "一、问题", actor=world.everybody()[who])


def test_administrators_have_no_business_action() -> None:
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR):
        assert set(GRANTS[role]) == {Relation.HOUSE}


def test_every_role_action_and_relation_has_its_place_and_word() -> None:
    assert set(GRANTS) == set(LABELS) == set(Role)
    assert set(ACTIONS) == set(Action)
    assert set(RELATIONS) == set(Relation)
    granted = [action for role in GRANTS.values() for actions in role.values() for action in actions]
    assert set(granted) == set(Action), "an action that nobody has"


def test_nobody_approves_and_edits() -> None:
    for role, relations in GRANTS.items():
        actions = frozenset().union(*relations.values())
        assert not actions >= {Action.EDIT, Action.APPROVE}, role


def test_department_and_person_widen_what_one_may_do(world: World) -> None:
    person = world.head.person
    person.department = department_add(actor=None, now=NOW, unit=world.bureau, name="执法科")
    person.save()
    world.head.refresh_from_db()
    own = thing(world.bureau, department_id=person.department_id)
    assert may(world.head, Action.ASSESS, own)
    assert not may(world.head, Action.ASSESS, thing(world.bureau, department_id=0))
    assert may(world.leader, Action.ENDORSE, thing(world.bureau, people_ids=[world.leader.person_id]))
    assert not may(world.leader, Action.ENDORSE, thing(world.bureau, people_ids=[person.pk]))
    assert may(world.leader, Action.ENDORSE, thing(world.bureau, people_ids=[None]))
    assert not may(
        world.leader, Action.ENDORSE, thing(world.stranger_unit, people_ids=[world.leader.person_id])
    )


def test_archived_objects_are_read_only_with_a_sentence(world: World) -> None:
    old = thing(world.bureau, archived_at=NOW)
    assert may(world.liaison, Action.READ, old)
    assert not may(world.liaison, Action.EDIT, old)
    with pytest.raises(ServiceError, match="已经归档"):
        require(world.liaison, Action.EDIT, old)
    with pytest.raises(PermissionDenied):
        require(world.reader, Action.EDIT, old)


def thing(unit: Unit, **facts: object) -> Any:
    """An object of a unit."""
    return SimpleNamespace(unit_id=unit.pk, office_id=None, **facts)


def test_administrators_exclude_each_other_and_everybody_else(world: World) -> None:
    for user, role in [
        (world.system_admin, Role.AUDIT_ADMINISTRATOR),
        (world.system_admin, Role.READER),
        (world.liaison, Role.SECURITY_ADMINISTRATOR),
    ]:
        with pytest.raises(ServiceError, match="分设"):
            membership_grant(actor=None, now=NOW, user=user, unit=world.bureau, role=role)


def test_database_refuses_two_administrator_roles(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=world.system_admin, unit=world.committee, role=Role.AUDIT_ADMINISTRATOR
        )


@pytest.mark.parametrize(
    ("held", "more"),
    [("system_admin", Role.READER), ("audit_admin", Role.LIAISON), ("liaison", Role.SECURITY_ADMINISTRATOR)],
)
def test_database_refuses_an_administrator_who_is_something_else(world: World, held: str, more: Role) -> None:
    user = world.everybody()[held]
    with pytest.raises(IntegrityError, match="administrators_apart"), transaction.atomic():
        Membership.objects.create(user=user, unit=world.bureau, role=more)
    Membership.objects.create(user=world.reader, unit=world.office, role=Role.READER)
    changed = Membership.objects.filter(user=world.reader, unit=world.office)
    with pytest.raises(IntegrityError, match="administrators_apart"), transaction.atomic():
        changed.update(role=Role.AUDIT_ADMINISTRATOR)


def test_second_membership_opens_a_second_unit(world: World) -> None:
    import_text(world)
    membership_grant(actor=None, now=NOW, user=world.stranger, unit=world.bureau, role=Role.READER)
    assert Finding.objects.visible_to(world.stranger).exists()
    assert not may(world.stranger, Action.EDIT, Feedback.objects.get())


def test_only_the_system_administrator_makes_accounts(world: World) -> None:
    told = {"now": NOW, "unit": world.bureau, "name": "新人", "username": "xin", "password": PASSWORD}
    for who in (world.liaison, world.security_admin, world.audit_admin):
        with pytest.raises(PermissionDenied):
            user_create(actor=who, **told)
    made = user_create(actor=world.system_admin, **told)
    assert (made.name, list(made.roles())) == ("新人", [])


def test_only_the_security_administrator_gives_roles(world: World) -> None:
    told = {"now": NOW, "user": world.stranger, "unit": world.bureau, "role": Role.READER}
    for who in (world.liaison, world.system_admin, world.audit_admin):
        with pytest.raises(PermissionDenied):
            membership_grant(actor=who, **told)
    assert membership_grant(actor=world.security_admin, **told).role == Role.READER


@pytest.mark.parametrize("password", ["12345678", "password", "短"])
def test_weak_password_is_refused(world: World, password: str) -> None:
    with pytest.raises(ServiceError, match="密码"):
        user_create(
            actor=None,
            now=NOW,
            unit=world.bureau,
            name="新人",
            username="xin",
            password=password,
            role=Role.READER,
        )


def test_account_comes_with_roles_in_one_query(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        user = AccountBackend().get_user(world.liaison.pk)
        assert user is not None
        assert (user.name, str(user.unit), len(user.roles())) == ("林知夏", "市统计局", 1)
        assert may(user, Action.MANAGE_ACCOUNTS) is False


def test_log_in_by_name_without_regard_to_case(world: World) -> None:
    backend = AccountBackend()
    assert backend.authenticate(None, username="LIN", password=PASSWORD) == world.liaison
    assert backend.authenticate(None, username="lin", password="错") is None
    assert backend.authenticate(None, username="nobody", password=PASSWORD) is None


def test_closed_account_cannot_log_in(world: World) -> None:
    world.liaison.is_active = False
    world.liaison.save()
    backend = AccountBackend()
    assert backend.authenticate(None, username="lin", password=PASSWORD) is None
    assert backend.get_user(world.liaison.pk) is None
