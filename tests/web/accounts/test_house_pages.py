"""Pages of the three administrators, and handing over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.web.accounts.models import Department, LoginPolicy, Membership, Person, Unit, User
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.queries.rights import preview
from bihuan.web.accounts.services import holdings_of, person_create, unit_create
from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.models import Measure
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.web.world import World


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def system(world: World) -> Client:
    return client_of(world.system_admin)


@pytest.fixture
def security(world: World) -> Client:
    return client_of(world.security_admin)


@pytest.fixture
def audit(world: World) -> Client:
    return client_of(world.audit_admin)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def post(client: Client, address: str, **form: object) -> str:
    return client.post(address, form, follow=True).content.decode()


def test_people_are_found_by_name_unit_and_state(world: World, system: Client) -> None:
    assert "整改联络员（市统计局）" in text(system, "/people/")
    found = text(system, "/people/?q=林知")
    assert "林知夏" in found
    assert "周衡远" not in found
    assert "林知夏" in text(system, "/people/?q=LIN")
    assert "水清源" not in text(system, f"/people/?unit={world.bureau.pk}")
    assert "没有找到" in text(system, "/people/?state=left")
    assert "没有找到" in text(system, "/people/?q=%F0%9F%92%A9&unit=x&state=nonsense")


def test_pages_of_people_go_on_by_key(
    world: World, system: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for at in range(60):
        person_create(actor=None, now=NOW, unit=world.stranger_unit, name=f"某{at}")
    with django_assert_max_num_queries(5):
        first = text(system, "/people/")
    onward = re.search(r'rel="next" href="\?(page=[^"]+)"', first)
    assert onward
    second = text(system, f"/people/?{onward[1]}")
    assert "某59" in second
    assert 'rel="prev"' in second


def test_a_person_is_added_with_an_account_and_sets_the_password(world: World, system: Client) -> None:
    form = {"name": "新人", "unit": world.bureau.pk, "department": "", "post": "科员", "on": "2024-06-03"}
    shown = post(system, "/people/new/", **form, username="xinren")
    code = re.search(r'class="once">([A-Z0-9-]{14})<', shown)
    assert code
    made = User.objects.get(username="xinren")
    assert "没有授予角色" in text(system, f"/people/{made.person_id}/")
    password = "青石板路第三个巷口"
    reset = {"username": "xinren", "code": code[1], "new": password, "again": password}
    client = Client()
    assert client.post("/login/reset/", reset).headers["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"unit": "999999"}, "请从名单里选择"),
        ({"department": "没有的科"}, "没有“没有的科”"),
        ({"on": "2024-02-30"}, "确有这一天"),
        ({"username": "lin"}, "已被使用"),
        ({"username": "有 空格"}, "中间不要空格"),
    ],
)
def test_a_bad_form_is_told_and_leaves_nothing(
    world: World, system: Client, change: dict[str, str], said: str
) -> None:
    count = Person.objects.count()
    form = {"name": "新人", "unit": world.bureau.pk, "department": "", "post": "", "on": "2024-06-03"}
    assert said in post(system, "/people/new/", **{**form, **change})
    assert Person.objects.count() == count


def test_account_is_closed_opened_unlocked_and_gets_codes(world: World, system: Client) -> None:
    page = f"/people/{world.reader.person_id}/account/"
    lin = client_of(world.reader)
    assert "已停用" in post(system, page, do="disable")
    assert lin.get("/").status_code == 302, "a session of a closed account is over"
    assert "请先启用" in post(system, page, do="code")
    assert "账户已启用" in post(system, page, do="enable")
    assert "已解除锁定" in post(system, page, do="unlock")
    assert 'class="once"' in post(system, page, do="code")
    assert system.post(page, {"do": "nonsense"}).status_code == 404


def test_moving_and_leaving_on_pages(world: World, system: Client) -> None:
    page, today = f"/people/{world.handler.person_id}/", timezone.localdate()
    form = {"unit": world.stranger_unit.pk, "department": "", "post": "科员", "on": today, "successor": ""}
    assert "已办理调动" in post(system, f"{page}move/", **form)
    assert "市水务局" in text(system, page)
    assert "已办理离任" in post(system, f"{page}leave/", on=today, successor="")
    assert "离任" in text(system, page)
    assert "已更正" in post(system, f"/people/{world.reader.person_id}/edit/", name="何书彦", post="委员")


def roles_form(user: User, **told: object) -> dict[str, object]:
    held = ",".join(sorted(f"{one.role}@{one.unit_id}" for one in user.memberships.all()))
    return {"seen": held, "do": "preview", **told}


def test_the_preview_counts_what_is_lost_and_gained(world: World, security: Client) -> None:
    import_text(world)
    page = f"/people/{world.liaison.person_id}/roles/"
    form = roles_form(world.liaison, role0="reader", unit0=world.bureau.pk)
    shown = post(security, page, **form)
    assert "修改台账" in shown
    assert re.search(r"台账</td><td>修改台账[^<]*</td><td[^>]*><b class=\"lost\">−1<", shown)
    assert "核查" not in shown, "numbers only"
    assert Membership.objects.get(user=world.liaison).role == "liaison", "a preview changes nothing"
    saved = post(security, page, **{**form, "do": "save"})
    assert "角色已调整" in saved
    assert Membership.objects.get(user=world.liaison).role == "reader"


def test_the_preview_tells_of_house_actions_and_of_nothing(world: World) -> None:
    found = preview(world.security_admin, [])
    assert found.house_lost == ["授予和收回角色", "管理规则和登录要求"]
    assert preview(world.liaison, [(Role.LIAISON, world.bureau.pk)]).empty
    gained = preview(
        world.reader, [(Role.READER, world.bureau.pk), (Role.INSPECTION_OFFICE, world.office.pk)]
    )
    assert gained.house_gained == ["管理轮次"]


def test_the_preview_counts_what_a_leader_leads_and_answers_for(world: World) -> None:
    """Work is recorded on what one leads or answers for; examined is what one leads or nobody does."""
    told = iter(import_text(world).measures.order_by("position"))
    me, other = world.leader.person, world.handler.person
    for leader, person in ((me, other), (other, me), (other, other), (None, other), (other, None)):
        one = next(told)
        one.leader, one.person = leader, person
        one.save(update_fields=["leader", "person"])
    for one in told:
        one.leader = one.person = other
        one.save(update_fields=["leader", "person"])
    found = preview(world.leader, [])
    lost = {word: one.lost for one in found.objects if one.kind == "措施" for word in one.actions.split("、")}
    assert lost["填报进展"] == 2
    assert lost["分管审核"] == 2, "what nobody leads is anybody's who leads"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"role0": "reader", "unit0": ""}, "每个新角色都要选定"),
        ({"role0": "king", "unit0": "1"}, "不存在"),
        ({"role0": "reader", "unit0": "9" * 30}, "不存在"),
        ({"role0": "reader", "unit0": "99999", "do": "save"}, "不存在"),
        ({"keep": "liaison@1", "role0": "audit_administrator", "unit0": "1", "do": "save"}, "分设"),
        ({"seen": "other", "do": "save"}, "刚刚被别人改过"),
    ],
)
def test_bad_roles_are_told(world: World, security: Client, form: dict[str, str], said: str) -> None:
    page = f"/people/{world.liaison.person_id}/roles/"
    assert said in post(security, page, **roles_form(world.liaison, **form))
    assert Membership.objects.get(user=world.liaison).role == "liaison"


def test_what_was_chosen_stays_after_a_refusal(world: World, security: Client) -> None:
    """Two new roles, one of them without its unit, and the old one unticked: nothing is chosen anew."""
    form = roles_form(world.liaison, role0="reader", unit0="", role1="handler", unit1=world.bureau.pk)
    shown = post(security, f"/people/{world.liaison.person_id}/roles/", **form)
    assert '<option value="reader" selected>' in shown
    assert '<option value="handler" selected>' in shown
    assert f'<option value="{world.bureau.pk}" selected>' in shown
    assert f'value="liaison@{world.bureau.pk}">' in shown, "what was unticked stays so"


def test_units_are_made_changed_and_closed_on_pages(world: World, system: Client) -> None:
    assert "中共鹿溪市委员会" in text(system, "/units/")
    assert "鹿溪市统计局" in text(system, "/units/?q=统计")
    assert "没有这样的单位" in text(system, "/units/?q=没有")
    form = {"name": "鹿溪市档案馆", "short_name": "市档案馆", "kind": "unit", "parent": world.committee.pk}
    assert "已建立" in post(system, "/units/new/", **form)
    assert "已经有" in post(system, "/units/new/", **form)
    made = Unit.objects.get(name="鹿溪市档案馆")
    page = f"/units/{made.pk}/"
    unit_create(actor=None, now=NOW, name="鹿溪市档案馆城北分馆", parent=made)
    assert "自己的下级" in post(system, page, **{**form, "parent": made.pk})
    told = text(system, page)
    offered = set(re.findall(r'<option value="([0-9]+)"', told[told.index('name="parent"') :]))
    others = Unit.objects.exclude(name__contains="档案馆").values_list("pk", flat=True)
    assert offered == set(map(str, others)), "neither itself nor what is below it is offered as superior"
    assert "单位已保存" in post(system, page, **{**form, "short_name": "档案馆"})
    assert "已保存" in post(system, f"{page}do/", do="add", name="保管科")
    department = Department.objects.get(unit=made)
    assert "保管利用科" in post(
        system, f"{page}do/", do="rename", department=department.pk, name="保管利用科"
    )
    assert "没有这个科室" in post(system, f"{page}do/", do="rename", department=0, name="x")
    assert "gone" in post(system, f"{page}do/", do="drop", department=department.pk)
    Unit.objects.filter(parent=made).delete()
    assert "恢复单位" in post(system, f"{page}do/", do="close")
    assert "在职人员" in post(system, f"/units/{world.bureau.pk}/do/", do="close")


def test_the_policy_is_set_on_its_page(security: Client) -> None:
    page = text(security, "/login-policy/")
    fields = dict(re.findall(r'name="(\w+)"[^>]*? value="(\d+)"', page))
    assert "min_length" in fields
    told = {**fields, "min_length": "10", "factor_roles": ["inspection_office"]}
    assert "登录要求已保存" in post(security, "/login-policy/", **told)
    row = LoginPolicy.objects.get()
    assert (row.min_length, row.factor_roles) == (10, ["inspection_office"])
    assert "刚刚被别人改过" in post(security, "/login-policy/", **told)
    assert "8到64" in post(security, "/login-policy/", **{**told, "min_length": "4"})


def test_the_audit_reads_who_what_when_and_no_business_data(world: World, audit: Client) -> None:
    import_text(world)
    page = text(audit, "/journal/")
    assert "导入入账" in page
    assert "建立账户" in page
    assert "核查" not in page
    assert "林知夏" in text(audit, "/journal/?who=林知夏")
    assert "没有符合条件" in text(audit, "/journal/?who=没有此人")
    assert "建立账户" in text(audit, "/journal/?action=user_create")
    assert "没有符合条件" in text(audit, "/journal/?until=2020-01-01")
    assert "导入入账" in text(audit, "/journal/?since=2024-06-03&until=2024-06-03&before=9999")
    assert text(audit, "/journal/?since=2024-02-30&before=x&action=zzz")
    assert "没有符合条件" in text(audit, "/journal/?before=0")


@pytest.mark.parametrize(
    ("who", "page", "most"),
    [
        ("system_admin", "/people/{person}/", 12),
        ("system_admin", "/units/{unit}/", 9),
        ("security_admin", "/people/{person}/roles/", 6),
        ("audit_admin", "/journal/?who=林&since=2024-01-01&until=2030-01-01", 9),
        ("officer", "/rounds/", 4),
    ],
)
def test_pages_ask_few_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries, who: str, page: str, most: int
) -> None:
    import_text(world)
    client = client_of(world.everybody()[who])
    with django_assert_max_num_queries(most):
        text(client, page.format(person=world.liaison.person_id, unit=world.bureau.pk))


def test_the_audit_verifies_and_finds_what_was_changed(audit: Client) -> None:
    assert "日志完整" in post(audit, "/journal/verify/")
    assert JournalEntry.objects.order_by("-id")[0].action == "journal_verified"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_journalentry SET actor_name = '某某' WHERE number = 1 AND chain = 0")
    assert "内容被改动过" in post(audit, "/journal/verify/")


def test_the_liaison_hands_over(world: World) -> None:
    case = import_text(world)
    person = world.handler.person
    held = Measure.objects.filter(feedback=case)[:2]
    Measure.objects.filter(pk__in=[one.pk for one in held]).update(person=person, leader=world.leader.person)
    assert ("负责的措施", "项", 2) in holdings_of(person)
    liaison = client_of(world.liaison)
    page = text(liaison, f"/handover/?person={world.handler.person_id}")
    assert "负责的措施 <b>2</b> 项" in page
    assert "水清源" not in page
    told = {"person": world.handler.person_id, "successor": world.head.person_id}
    assert "已全部移交唐既明" in post(liaison, "/handover/", **told)
    assert Measure.objects.filter(person=world.head.person).count() == 2
    entry = JournalEntry.objects.get(action="hand_over")
    rows = entry.changes.pop("rows")
    assert entry.changes == {"to": ["", "唐既明"], "负责的措施": ["", 2]}
    assert [row[3] for row in rows] == [{"person": ["乔木", "唐既明"]}] * 2
    assert "请选定" in post(liaison, "/handover/", person=world.stranger.person_id, successor="")
    assert client_of(world.reader).get("/handover/").status_code == 403


def test_nobody_moves_away_from_open_work(world: World, system: Client) -> None:
    case, today = import_text(world), timezone.localdate()
    Measure.objects.filter(feedback=case).update(person=world.handler.person)
    page = f"/people/{world.handler.person_id}/"
    assert "名下工作" in text(system, page)
    form = {"unit": world.stranger_unit.pk, "department": "", "post": "科员", "on": today, "successor": ""}
    assert "请选定接手人" in post(system, f"{page}move/", **form)
    assert Person.objects.get(pk=world.handler.person_id).unit == world.bureau
    form["successor"] = world.head.person_id
    assert "已办理调动" in post(system, f"{page}move/", **form)
    assert not Measure.objects.filter(person=world.handler.person).exists()
