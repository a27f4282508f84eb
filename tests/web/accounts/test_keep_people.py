"""Units, departments, posts and terms of office; roles given and taken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bihuan.web.accounts.models import Deputy, Membership, Term, Unit
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import (
    account_disable,
    account_enable,
    account_open,
    department_add,
    department_close,
    department_rename,
    deputy_appoint,
    deputy_end,
    hand_over,
    person_create,
    person_edit,
    person_leave,
    person_move,
    roles_set,
    unit_close,
    unit_create,
    unit_edit,
)
from bihuan.web.accounts.services.roles import fingerprint
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.notices.models import Notification
from tests.web.world import NOW

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from tests.web.world import World

DAY = date(2024, 6, 3)


def last() -> JournalEntry:
    return JournalEntry.objects.order_by("-id")[0]


def set_roles(world: World, user: User, wanted: set[tuple[Role, int]], **told: object) -> None:
    held = [(one.role, one.unit_id) for one in user.memberships.all()]
    roles_set(
        **{
            "actor": world.security_admin,
            "now": NOW,
            "user": user,
            "wanted": wanted,
            "seen": fingerprint(held),
            **told,
        }
    )  # type: ignore[arg-type]


def test_a_unit_moves_with_everything_below_it(world: World) -> None:
    told = {"actor": world.system_admin, "now": NOW}
    district = unit_create(**told, name="鹿溪市鹿鸣区", parent=world.committee)
    team = unit_create(**told, name="市统计局普查中心", parent=world.bureau)
    below = unit_create(**told, name="普查中心一队", parent=team)
    unit_edit(**told, unit=world.bureau, name="鹿溪市统计局", short_name="市统计局", parent=district)
    below.refresh_from_db()
    assert below.path == f"{district.path}{world.bureau.pk:06}/{team.pk:06}/{below.pk:06}/"
    assert last().changes == {"parent": ["市委", "鹿溪市鹿鸣区"]}
    world.bureau.refresh_from_db()
    with pytest.raises(ServiceError, match="下级单位"):
        unit_edit(**told, unit=world.bureau, name="鹿溪市统计局", parent=below)


def test_a_unit_with_people_or_units_below_is_not_closed(world: World) -> None:
    told = {"actor": world.system_admin, "now": NOW}
    with pytest.raises(ServiceError, match="下面还有单位"):
        unit_close(**told, unit=world.committee)
    with pytest.raises(ServiceError, match="在职人员"):
        unit_close(**told, unit=world.bureau)
    empty = unit_create(**told, name="鹿溪市旧城办", parent=world.committee)
    unit_close(**told, unit=empty)
    with pytest.raises(ServiceError, match="已经撤销"):
        person_create(**told, unit=empty, name="新人")


def test_departments_are_renamed_and_closed_once_empty(world: World) -> None:
    told = {"actor": world.system_admin, "now": NOW}
    made = department_add(**told, unit=world.bureau, name="执法科")
    with pytest.raises(ServiceError, match="已经有"):
        department_add(**told, unit=world.bureau, name=" 执法科 ")
    department_rename(**told, department=made, name="执法监督科")
    assert last().changes == {"name": ["执法科", "执法监督科"]}
    person_create(**told, unit=world.bureau, name="新人", department=made)
    with pytest.raises(ServiceError, match="还有人员"):
        department_close(**told, department=made)
    with pytest.raises(ServiceError, match="不是市水务局的科室"):
        person_create(**told, unit=world.stranger_unit, name="新人", department=made)


@pytest.mark.parametrize("who", ["liaison", "officer", "security_admin", "audit_admin", "reader"])
def test_only_the_system_administrator_keeps_units_and_people(world: World, who: str) -> None:
    told = {"actor": world.everybody()[who], "now": NOW}
    with pytest.raises(PermissionDenied):
        unit_create(**told, name="鹿溪市新单位")
    with pytest.raises(PermissionDenied):
        person_create(**told, unit=world.bureau, name="新人")
    with pytest.raises(PermissionDenied):
        person_leave(**told, person=world.reader.person, on=DAY)
    assert not Unit.objects.filter(name="鹿溪市新单位").exists()


def test_a_new_account_has_neither_password_nor_roles(world: World) -> None:
    told = {"actor": world.system_admin, "now": NOW}
    person = person_create(**told, unit=world.bureau, name="  新人 ", post="科员", from_on=DAY)
    user = account_open(**told, person=person, username="xinren")
    assert (person.name, user.has_usable_password(), list(user.roles())) == ("新人", False, [])
    assert Term.objects.get(person=person).from_on == DAY
    for wrong in ("xinren2", "LIN", "有 空格", ""):
        with pytest.raises(ServiceError):
            account_open(**told, person=person, username=wrong)


def test_moving_within_the_unit_keeps_roles_and_work(world: World) -> None:
    told = {"actor": world.system_admin, "now": NOW}
    person = world.handler.person
    office = department_add(**told, unit=world.bureau, name="办公室")
    person_move(**told, person=person, unit=world.bureau, department=office, post="主任科员", on=DAY)
    assert world.handler.memberships.count() == 1
    terms = [(one.post, one.from_on, one.to_on) for one in person.terms.order_by("id")]
    assert terms == [("执法科科员", DAY, DAY), ("主任科员", DAY, None)]
    with pytest.raises(ServiceError, match="早于"):
        person_move(
            **told, person=person, unit=world.bureau, department=None, post="x", on=DAY - timedelta(9)
        )


def test_moving_to_another_unit_ends_the_roles_there(world: World) -> None:
    told = {"actor": world.system_admin, "now": NOW}
    person = world.handler.person
    person_move(**told, person=person, unit=world.stranger_unit, department=None, post="科员", on=DAY)
    person.refresh_from_db()
    assert (person.unit, world.handler.memberships.count()) == (world.stranger_unit, 0)


def test_whoever_leaves_can_no_longer_log_in_and_stays_readable(world: World) -> None:
    told = {"actor": world.system_admin, "now": NOW}
    person_leave(**told, person=world.reader.person, on=DAY)
    world.reader.refresh_from_db()
    assert not world.reader.is_active
    with pytest.raises(ServiceError, match="已经离任"):
        person_leave(**told, person=world.reader.person, on=DAY)
    with pytest.raises(ServiceError, match="已经离任"):
        account_enable(**told, user=world.reader)


def test_the_database_knows_one_post_in_office(world: World) -> None:
    person = world.reader.person
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(person=person, unit=world.bureau, from_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(person=person, unit=world.bureau, from_on=DAY, to_on=DAY - timedelta(1))


def test_a_slip_of_the_pen_is_mended(world: World) -> None:
    person_edit(actor=world.system_admin, now=NOW, person=world.reader.person, name="何书彦", post="委员")
    assert last().changes == {"name": ["何书言", "何书彦"], "post": ["机关纪委委员", "委员"]}


def test_roles_are_set_in_one_step_and_written_down(world: World) -> None:
    bureau = world.bureau.pk
    set_roles(world, world.handler, {(Role.LIAISON, bureau), (Role.READER, bureau)})
    assert last().changes == {
        "roles": [["市统计局：科室经办人"], ["市统计局：整改联络员", "市统计局：查阅人员"]]
    }
    set_roles(world, world.handler, {(Role.AUDIT_ADMINISTRATOR, world.committee.pk)})
    assert [one.role for one in world.handler.roles()] == ["audit_administrator"]


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ([Role.LIAISON, Role.SYSTEM_ADMINISTRATOR], "分设"),
        ([Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR], "分设"),
        ([Role.SUPERVISOR_DISCIPLINE], "须设在巡察办"),
    ],
)
def test_roles_that_do_not_go_together(world: World, roles: list[Role], said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        set_roles(world, world.handler, {(role, world.bureau.pk) for role in roles})
    assert [one.role for one in Membership.objects.filter(user=world.handler)] == ["handler"]


def test_roles_changed_in_the_meantime_are_not_overwritten(world: World) -> None:
    with pytest.raises(ServiceError, match="刚刚被别人改过"):
        set_roles(world, world.handler, set(), seen="reader@1")


def test_the_last_administrator_stays(world: World) -> None:
    with pytest.raises(ServiceError, match="最后一位审计管理员"):
        set_roles(world, world.audit_admin, set())
    with pytest.raises(ServiceError, match="自己的角色"):
        set_roles(world, world.security_admin, set())
    with pytest.raises(ServiceError, match="最后一位安全管理员"):
        account_disable(actor=world.system_admin, now=NOW, user=world.security_admin)
    with pytest.raises(ServiceError, match="自己的账户"):
        account_disable(actor=world.system_admin, now=NOW, user=world.system_admin)


@pytest.mark.parametrize("who", ["system_admin", "audit_admin", "liaison", "officer"])
def test_others_give_no_roles(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        set_roles(world, world.handler, set(), actor=world.everybody()[who])


def appoint(world: World, **told: object) -> Deputy:
    return deputy_appoint(
        **{
            "actor": world.liaison,
            "now": NOW,
            "absent": world.liaison,
            "deputy": world.handler,
            "from_on": DAY,
            "to_on": DAY + timedelta(7),
            "reason": "出差",
            **told,
        }
    )  # type: ignore[arg-type]


def test_a_deputy_stands_for_both(world: World) -> None:
    appoint(world)
    assert last().changes == {"deputy": ["", "乔木"], "days": ["", "2024年6月3日至2024年6月10日"]}
    world.handler.act_for(world.liaison, list(world.liaison.roles()))
    assert world.handler.name == "乔木（代林知夏）"
    assert world.handler.stands_for() == {world.handler.pk, world.liaison.pk}


def told_to(user: User) -> list[str]:
    rows = Notification.objects.filter(person_id=user.person_id).order_by("id")
    return [one.text for one in rows if one.kind == "deputy" and one.link == "/account/"]


def test_a_deputy_is_told_of_being_one_and_of_the_end(world: World) -> None:
    row = appoint(world)
    assert told_to(world.handler) == [
        "林知夏请您在2024年6月3日至2024年6月10日代理工作（出差），到时在账户页点“开始代理”。"
    ]
    assert not told_to(world.liaison), "who asked knows"
    deputy_end(actor=world.liaison, now=NOW, deputy=row)
    deputy_end(actor=world.liaison, now=NOW, deputy=row)
    assert told_to(world.handler)[1:] == ["您代林知夏办理工作（2024年6月3日至2024年6月10日）已提前结束。"]


def test_who_could_not_ask_is_told_what_was_arranged(world: World) -> None:
    row = appoint(world, actor=world.security_admin)
    assert told_to(world.liaison) == ["已安排乔木在2024年6月3日至2024年6月10日代您办理工作（出差）。"]
    deputy_end(actor=world.handler, now=NOW, deputy=row)
    assert told_to(world.liaison)[1:] == ["乔木代您办理工作（2024年6月3日至2024年6月10日）已提前结束。"]
    assert len(told_to(world.handler)) == 1, "who ended it knows"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"deputy": "liaison"}, "不能是本人"),
        ({"deputy": "stranger"}, "本单位能登录的人员"),
        ({"to_on": DAY - timedelta(1)}, "早于开始日期"),
        ({"to_on": DAY + timedelta(400)}, "不超过一年"),
        ({"reason": " "}, "离岗事由"),
    ],
)
def test_deputies_that_make_no_sense(world: World, told: dict[str, object], said: str) -> None:
    known = {key: getattr(world, value) if isinstance(value, str) and key == "deputy" else value
             for key, value in told.items()}  # fmt: skip
    with pytest.raises(ServiceError, match=said):
        appoint(world, **known)


def test_two_deputies_at_once_are_refused_until_the_first_is_over(world: World) -> None:
    first = appoint(world)
    with pytest.raises(ServiceError, match="已经有代理人"):
        appoint(world, deputy=world.reader)
    deputy_end(actor=world.handler, now=NOW, deputy=first)
    assert appoint(world, deputy=world.reader).pk


def test_administrators_have_no_deputies_and_deputies_appoint_none(world: World) -> None:
    with pytest.raises(ServiceError, match="管理员的工作不能代理"):
        appoint(world, actor=world.security_admin, absent=world.audit_admin, deputy=world.system_admin)
    with pytest.raises(PermissionDenied):
        appoint(world, actor=world.reader)
    world.handler.act_for(world.liaison, list(world.liaison.roles()))
    with pytest.raises(PermissionDenied):
        appoint(world, actor=world.handler, absent=world.handler, deputy=world.reader)


def test_handing_over_needs_a_colleague_in_office(world: World) -> None:
    told = {"actor": world.liaison, "now": NOW, "person": world.handler.person}
    assert hand_over(**told, to=world.head.person) is not None
    assert (last().action, last().chain) == ("hand_over", world.bureau.pk)
    with pytest.raises(ServiceError, match="本人"):
        hand_over(**told, to=world.handler.person)
    with pytest.raises(ServiceError, match="同一单位"):
        hand_over(**told, to=world.stranger.person)
    for who in (world.stranger, world.reader, world.officer, world.security_admin):
        with pytest.raises(PermissionDenied):
            hand_over(**{**told, "actor": who}, to=world.head.person)
