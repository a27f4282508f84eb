"""The library of measures, who supports a measure, what is to prove it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.seen import seen_version, show_version
from bihuan.web.api.shapes import templates as shapes
from bihuan.web.api.shapes.common import Done, Id
from bihuan.web.api.shapes.measures import MeasureShown, measure_shown
from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification.desk.templates import home_for, template_kept
from bihuan.web.rectification.loop.queries import measure_for, response_for
from bihuan.web.rectification.models import Involvement, Measure, Part
from bihuan.web.rectification.services import (
    parts_write,
    proofs_expect,
    template_retire,
    template_write,
    templates_insert,
)
from bihuan.web.rectification.services.involving import Who
from bihuan.web.rectification.services.templating import Facts, keeps_in, templates_for

operations = Operations(Area.WORK)
APPROVED = "方案批准以后只能增加，不能减少。"


@operations.get("/templates", "措施库", list[shapes.TemplateShown])
def templates_list(request: HttpRequest) -> Any:
    """Templates in use of one's units and of the offices that supervise them."""
    user = signed_in(request)
    keeps = set(keeps_in(user))
    return [shapes.template_shown(one, keeps) for one in templates_for(user)]


def _facts(told: shapes.TemplateTold) -> Facts:
    names = ("title", "text", "kind", "category", "criteria")
    return Facts(**{name: getattr(told, name) for name in names}, department_id=told.department)


@operations.post("/templates", "增加措施模板", shapes.TemplateShown, status=201)
def template_create(request: HttpRequest, told: shapes.TemplateNew) -> Any:
    """A measure to plan with."""
    user = signed_in(request)
    unit = home_for(user)
    if told.unit and told.unit != unit.pk:
        found = Unit.objects.filter(pk__in=keeps_in(user), pk=told.unit).first()
        if found is None:
            raise ServiceError("您不维护这个单位的措施库，请核对单位编号。", field="unit")
        unit = found
    made = template_write(actor=user, now=timezone.now(), unit=unit, facts=_facts(told))
    return shapes.template_shown(made, {unit.pk})


@operations.get("/templates/{int:template}", "一个措施模板", shapes.TemplateShown, about="只给维护它的人。")
def template_get(request: HttpRequest, answer: HttpResponse, template: Id) -> Any:
    """A template that one keeps; everybody else reads it in the list."""
    found = template_kept(signed_in(request), template)
    show_version(answer, found.version)
    return shapes.template_shown(found, {found.unit_id})


@operations.put("/templates/{int:template}", "修改措施模板", shapes.TemplateShown, seen=True)
def template_edit(request: HttpRequest, template: Id, told: shapes.TemplateEdit) -> Any:
    """Other words; what was planned from it stays as it is."""
    user = signed_in(request)
    found, now = template_kept(user, template), timezone.now()
    version = seen_version(request, told.version)
    made = template_write(
        actor=user, now=now, unit=found.unit, facts=_facts(told), template=found, version=version
    )
    return shapes.template_shown(made, {made.unit_id})


@operations.delete("/templates/{int:template}", "停用措施模板", about="用它写出的措施不受影响。")
def template_retire_(request: HttpRequest, template: Id) -> None:
    """Out of use."""
    user = signed_in(request)
    template_retire(actor=user, now=timezone.now(), template=template_kept(user, template))


@operations.post("/responses/{int:response}/templates", "从措施库选入", Done)
def templates_insert_(request: HttpRequest, response: Id, told: shapes.InsertTold) -> Any:
    """Templates become measures of the response; what it has already is not added again."""
    user = signed_in(request)
    row = response_for(user, response)
    require(user, Action.EDIT, row.feedback)
    offered = templates_for(user).filter(unit__in=[row.unit_id, row.feedback.office_id or 0])
    picked = list(offered.filter(pk__in=told.templates))
    if len(picked) < len(set(told.templates)):
        raise Refused(422, "no_such_template", "有的措施模板不在可选之列，请从措施库核对编号。")
    count = templates_insert(actor=user, now=timezone.now(), response=row, templates=picked)
    return {"said": f"已加入{count}项措施，请补上时限和责任人。"}


def _measure(request: HttpRequest, pk: int) -> Measure:
    """The measure, if the account may plan it."""
    user = signed_in(request)
    found = measure_for(user, pk)
    require(user, Action.EDIT, found.feedback)
    return found


def _parts(measure: Measure) -> list[shapes.PartyPart]:
    rows = Involvement.objects.filter(measure=measure).select_related("person", "department")
    return [shapes.part_shown(one) for one in rows.order_by("id")]


@operations.get("/measures/{int:measure}/parts", "配合和知悉", list[shapes.PartyPart])
def parts_get(request: HttpRequest, measure: Id) -> Any:
    """Who supports a measure, who is informed of it."""
    return _parts(_measure(request, measure))


@operations.put("/measures/{int:measure}/parts", "列明配合和知悉", list[shapes.PartyPart])
def parts_write_(request: HttpRequest, measure: Id, told: shapes.PartsTold) -> Any:
    """All of them anew."""
    found = _measure(request, measure)
    parts: dict[Part, list[Who]] = {part: [] for part in Part}
    for one in told.parts:
        if bool(one.person) == bool(one.department):
            raise ServiceError("每一项请写人员或科室，只写一样。", field="parts")
        who: Who = ("person", one.person) if one.person else ("department", one.department or 0)
        parts[Part(one.part)].append(who)
    parts_write(actor=signed_in(request), now=timezone.now(), measure=found, parts=parts)
    return _parts(found)


@operations.put("/measures/{int:measure}/expects", "应有佐证", MeasureShown, seen=True, about=APPROVED)
def proofs_expect_(request: HttpRequest, measure: Id, told: shapes.ExpectTold) -> Any:
    """Which kinds of evidence must be there before the measure can end."""
    found, user = _measure(request, measure), signed_in(request)
    version = seen_version(request, told.version)
    made = proofs_expect(actor=user, now=timezone.now(), measure=found, kinds=told.kinds, version=version)
    return measure_shown(made, timezone.localdate())
