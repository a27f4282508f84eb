"""措施库: kept by a unit and its office, put into plans, out of use when retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.accounts.models import Department
from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.models import Measure, MeasureTemplate
from tests.web.rectification import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

WORDS = {
    "title": "修订制度",
    "text": "修订有关制度，经党组会议研究后印发执行。",
    "kind": "limited",
    "category": "rules",
}


def write(client: Client, **told: object) -> str:
    return client.post(reverse("desk:template_new"), {**WORDS, **told}, follow=True).content.decode()


def test_a_template_is_written_and_changed(liaison: Client, world: World) -> None:
    department = Department.objects.create(unit=world.bureau, name="综合科")
    assert "措施模板已保存" in write(liaison, department=department.pk, criteria="印发并执行。")
    made = MeasureTemplate.objects.get()
    assert (made.unit, made.kind, made.department) == (world.bureau, "limited", department)
    assert "已经有同名的措施模板" in write(liaison)
    address = reverse("desk:template", args=[made.pk])
    page = liaison.post(
        address, {**WORDS, "text": "改过的措施。", "version": 1}, follow=True
    ).content.decode()
    assert "改过的措施。" in page
    page = liaison.post(address, {**WORDS, "text": "晚到的。", "version": 1}).content.decode()
    assert "刚刚被别人改过" in page
    assert JournalEntry.objects.filter(action="template_write").count() == 2


def test_the_office_keeps_templates_for_its_units(
    case: Feedback, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    officer = sign_in(world.officer)
    assert "措施模板已保存" in write(officer)
    made = MeasureTemplate.objects.get()
    assert made.unit == world.office
    assert "修订制度" in liaison.get(reverse("desk:templates")).content.decode()
    assert liaison.get(reverse("desk:template", args=[made.pk])).status_code == 404
    assert WORDS["text"] not in sign_in(world.stranger).get(reverse("desk:templates")).content.decode()
    assert case.office == world.office


def test_plans_are_made_from_templates(case: Feedback, world: World, liaison: Client) -> None:
    write(liaison)
    made = MeasureTemplate.objects.get()
    response = loop.first(case)
    address = reverse("desk:insert", args=[response.pk])
    assert WORDS["text"] in liaison.get(address).content.decode()
    page = liaison.post(address, {"template": made.pk}, follow=True).content.decode()
    assert "已加入1项措施" in page
    measure = Measure.objects.get(response=response, text=WORDS["text"])
    assert (measure.kind, measure.category) == ("limited", "rules")
    assert measure.office == world.office
    page = liaison.post(address, {"template": made.pk}, follow=True).content.decode()
    assert "已经有了" in page
    assert "请先勾选" in liaison.post(address, {"template": "x"}, follow=True).content.decode()


def test_an_approved_plan_takes_no_templates(case: Feedback, world: World, liaison: Client) -> None:
    write(liaison)
    response = loop.bring(world, loop.first(case), "planned")
    address = reverse("desk:insert", args=[response.pk])
    page = liaison.post(address, {"template": MeasureTemplate.objects.get().pk}, follow=True).content.decode()
    assert "调整方案" in page
    assert not Measure.objects.filter(text=WORDS["text"]).exists()


def test_a_measure_becomes_a_template(case: Feedback, liaison: Client) -> None:
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    page = liaison.get(f"{reverse('desk:template_new')}?from={measure.pk}").content.decode()
    assert measure.text in page
    assert liaison.get(f"{reverse('desk:template_new')}?from=999999999").status_code == 200


def test_retired_ones_are_out_of_use(liaison: Client) -> None:
    write(liaison)
    made = MeasureTemplate.objects.get()
    page = liaison.post(reverse("desk:template_off", args=[made.pk]), follow=True).content.decode()
    assert "已停用" in page
    assert "措施库还是空的" in page
    assert "措施模板已保存" in write(liaison)  # the name is free again


def test_readers_only_read(world: World, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(world.reader).get(reverse("desk:template_new")).status_code == 403
    assert sign_in(world.reader).get(reverse("desk:templates")).status_code == 200
