"""What a department or a unit still has to do when it is dissolved: nothing is left without an owner."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from bihuan.web.accounts.models import Department
from bihuan.web.accounts.services import (
    department_add,
    department_close,
    holdings_of,
    person_leave,
    unit_close,
    unit_reopen,
)
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalAlso, JournalEntry
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.inspections.models import Round
from bihuan.web.rectification.models import Involvement, Measure, MeasureTemplate, Part, RegularDuty
from bihuan.web.rectification.services import duty_create, extension_ask, parts_write, template_write
from bihuan.web.rectification.services.templating import Facts
from bihuan.web.supervision.models import Assignment, AssignmentState, Directive
from tests.web.rectification.loop import DUE, bring, first
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


@pytest.fixture
def case(world: World) -> Feedback:
    """A case whose first response is planned: its measures are the department's."""
    found = import_text(world)
    bring(world, first(found), "planned")
    return found


@pytest.fixture
def busy(world: World, case: Feedback) -> Department:
    """The department with one of everything that a department can have to do."""
    department = Department.objects.get(unit=world.bureau, name="执法科")
    told: dict[str, Any] = {"actor": world.liaison, "now": NOW}
    duty_create(
        **told, response=first(case), title="每月核查两家企业", every="month",
        starts_on=date(2024, 1, 1), department_id=department.pk,
    )  # fmt: skip
    measure = Measure.objects.filter(response=first(case)).order_by("pk")[0]
    extension_ask(
        **told, measure=measure, new_due=DUE + timedelta(30), reason="须等市里统一部署后才能逐家核查完毕。"
    )
    draft = Measure.objects.filter(feedback=case, department=None).order_by("pk")[0]
    parts_write(**told, measure=draft, parts={Part.SUPPORT: [("department", department.pk)]})
    template = Facts(title="抽查", text="每季度抽查两家。", department_id=department.pk)
    template_write(**told, unit=world.bureau, facts=template)
    directive = Directive.objects.create(
        unit=world.bureau,
        title="数据质量攻坚",
        issuer="市委",
        issued_on=DUE,
        made_by=world.liaison,
        made_at=NOW,
    )
    Assignment.objects.create(
        directive=directive, unit=world.bureau, order=1, text="核查台账", department=department,
        made_by=world.liaison, made_at=NOW,
    )  # fmt: skip
    return department


def system(world: World) -> dict[str, Any]:
    return {"actor": world.system_admin, "now": NOW}


def test_a_department_with_work_left_is_not_closed(world: World, busy: Department) -> None:
    with pytest.raises(ServiceError) as caught:
        department_close(**system(world), department=busy)
    own = Measure.objects.filter(department=busy).count()
    assert str(caught.value) == (
        f"“执法科”还有分解任务1项、未落实的措施{own}项、待批的延期申请1项、定期任务1项、配合或知悉的措施1项、措施模板1个，"
        "请选定接手科室，一并移交。"
    )
    assert caught.value.href == f"/departments/{busy.pk}/close/"
    busy.refresh_from_db()
    assert busy.closed_on is None


def test_everything_goes_to_the_successor_in_one_step(world: World, busy: Department) -> None:
    office = department_add(**system(world), unit=world.bureau, name="办公室")
    measures = list(Measure.objects.filter(department=busy).order_by("pk").values_list("pk", "version"))
    department_close(**system(world), department=busy, successor=office)
    moved = Measure.objects.filter(department=office).order_by("pk").values_list("pk", "version")
    assert list(moved) == [(pk, version + 1) for pk, version in measures]
    for rows in (RegularDuty, Involvement, MeasureTemplate, Assignment):
        assert not rows._default_manager.filter(department=busy).exists()
    busy.refresh_from_db()
    assert busy.closed_on is not None
    entry = JournalEntry.objects.order_by("-id")[0]
    assert (entry.action, entry.changes["successor"]) == ("department_close", ["", "办公室"])
    told = JournalAlso.objects.filter(entry=entry, object_type="rectification.measure").order_by("object_id")
    assert list(told.values_list("object_id", flat=True)) == [pk for pk, _ in measures]


def test_a_successor_that_supports_or_leads_already_is_not_listed_twice(
    world: World, case: Feedback, busy: Department
) -> None:
    office = department_add(**system(world), unit=world.bureau, name="办公室")
    shared = Involvement.objects.get(department=busy)
    Involvement.objects.create(
        feedback=case, unit=world.bureau, measure=shared.measure, part=Part.SUPPORT, department=office
    )
    department_close(**system(world), department=busy, successor=office)
    assert list(Involvement.objects.values_list("department", flat=True)) == [office.pk]


@pytest.mark.parametrize("wrong", ["itself", "closed", "stranger"])
def test_successors_that_make_no_sense(world: World, busy: Department, wrong: str) -> None:
    told = system(world)
    stranger = department_add(**told, unit=world.stranger_unit, name="办公室")
    closed = department_add(**told, unit=world.bureau, name="旧科室")
    department_close(**told, department=closed)
    closed.refresh_from_db()
    chosen = {"itself": busy, "closed": closed, "stranger": stranger}[wrong]
    with pytest.raises(ServiceError, match="同一单位的其他科室"):
        department_close(**told, department=busy, successor=chosen)


def test_what_is_done_or_archived_keeps_no_department_open(world: World, case: Feedback) -> None:
    department = Department.objects.get(unit=world.bureau, name="执法科")
    bring_on = Round.objects.filter(cases=case).first()
    if bring_on is None:
        bring_on = Round.objects.create(office=world.office, name="第一轮")
        type(case).objects.filter(pk=case.pk).update(round=bring_on)
    round_archive(actor=world.officer, now=NOW, round=bring_on, reason="机构改革，余下问题另行交办。")
    department_close(**system(world), department=department)
    department.refresh_from_db()
    assert department.closed_on is not None


def test_the_page_says_what_is_left_and_hands_it_over(world: World, busy: Department) -> None:
    office = department_add(**system(world), unit=world.bureau, name="办公室")
    client = Client()
    client.force_login(world.system_admin)
    form = {"do": "drop", "department": busy.pk}
    refused = client.post(f"/units/{world.bureau.pk}/do/", form, follow=True).content.decode()
    page = f"/departments/{busy.pk}/close/"
    assert f'<a href="{page}">去办理</a>' in refused
    shown = client.get(page).content.decode()
    assert "定期任务 <b>1</b> 项" in shown
    assert "办公室" in shown
    assert "请选定接手科室" in client.post(page, {"successor": ""}).content.decode()
    assert client.post(page, {"successor": office.pk}).status_code == 302
    busy.refresh_from_db()
    assert busy.closed_on is not None
    assert client.get(page).status_code == 404
    assert client.get("/departments/999999/close/").status_code == 404


def test_a_unit_with_work_left_is_not_closed(world: World, case: Feedback, busy: Department) -> None:
    del busy
    with pytest.raises(ServiceError) as caught:
        unit_close(**system(world), unit=world.bureau)
    # Two of three: of the third the text says that all is done, and nobody ever took it up here.
    assert "还有分解任务1项、未了结的整改2项、定期任务1项，" in str(caught.value)
    assert caught.value.href == f"/people/?unit={world.bureau.pk}"
    Assignment.objects.update(state=AssignmentState.DONE, done_on=DUE)
    RegularDuty.objects.update(ends_on=date(2024, 5, 1))
    type(case).objects.filter(pk=case.pk).update(archived_at=NOW)
    with pytest.raises(ServiceError, match="在职人员"):
        unit_close(**system(world), unit=world.bureau)


def test_an_office_with_open_rounds_is_not_closed(world: World) -> None:
    Round.objects.create(office=world.office, name="第二轮")
    with pytest.raises(ServiceError, match="未归档的轮次1个"):
        unit_close(**system(world), unit=world.office)


def test_a_unit_below_a_closed_one_is_not_reopened_alone(world: World) -> None:
    from bihuan.web.accounts.services import unit_create

    told = system(world)
    above = unit_create(**told, name="鹿溪市旧城办", parent=world.committee)
    below = unit_create(**told, name="旧城一处", parent=above)
    unit_close(**told, unit=below)
    unit_close(**told, unit=above)
    with pytest.raises(ServiceError, match="上级单位"):
        unit_reopen(**told, unit=below)


def test_whoever_leaves_hands_over_what_they_support(world: World, case: Feedback) -> None:
    draft = Measure.objects.filter(feedback=case, department=None).order_by("pk")[0]
    who = world.reader.person
    parts_write(actor=world.liaison, now=NOW, measure=draft, parts={Part.SUPPORT: [("person", who.pk)]})
    assert ("配合或知悉的措施", "项", 1) in holdings_of(who)
    with pytest.raises(ServiceError, match="配合或知悉的措施1项"):
        person_leave(**system(world), person=who, on=NOW.date())
    person_leave(**system(world), person=who, on=NOW.date(), successor=world.head.person)
    assert list(Involvement.objects.values_list("person", flat=True)) == [world.head.person_id]
