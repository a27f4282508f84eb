"""Who sees and does what: the table, the WHERE clause, and the three administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from bihuan.web.accounts.backends import AccountBackend
from bihuan.web.accounts.models import Membership
from bihuan.web.accounts.permissions import GRANTS, Action, Role, may
from bihuan.web.accounts.services import membership_grant, user_create
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.diagnosis.models import Filing, ImportDraft
from bihuan.web.inspections.models import Feedback, Finding, Round
from bihuan.web.rectification.models import Commitment, Measure, Response, Tally
from tests.web.world import NOW, PASSWORD, import_text, make_draft

if TYPE_CHECKING:
    from django.test.utils import CaptureQueriesContext

    from tests.web.world import World

SEE = ["liaison", "first_person", "handler", "reader", "officer"]
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


@pytest.mark.parametrize("who", ["reader", "handler", "first_person", *BLIND])
def test_who_may_not_import(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        make_draft(world, "一、问题", actor=world.everybody()[who])


def test_administrators_have_no_business_action() -> None:
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR):
        granted = frozenset().union(*GRANTS[role].values())
        assert not granted & {Action.READ, Action.EDIT, Action.IMPORT, Action.APPROVE}


def test_every_role_stands_in_the_table() -> None:
    assert set(GRANTS) == set(Role)


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


def test_second_membership_opens_a_second_unit(world: World) -> None:
    import_text(world)
    membership_grant(actor=None, now=NOW, user=world.stranger, unit=world.bureau, role=Role.READER)
    assert Finding.objects.visible_to(world.stranger).exists()
    assert not may(world.stranger, Action.EDIT, Feedback.objects.get())


def test_only_the_system_administrator_makes_accounts(world: World) -> None:
    told = {"now": NOW, "unit": world.bureau, "name": "新人", "username": "xin", "password": PASSWORD}
    with pytest.raises(PermissionDenied):
        user_create(actor=world.liaison, role=Role.READER, **told)
    assert user_create(actor=world.system_admin, role=Role.READER, **told).name == "新人"


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
    world: World, django_assert_num_queries: CaptureQueriesContext
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
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
