"""The tree of units and their departments, kept by the system administrator."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from bihuan.web.accounts import services
from bihuan.web.accounts.models import Department, Unit
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.queries import people as queries
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.rights import keeper
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.shapes import people as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Rows, Words
from bihuan.web.base.errors import ServiceError

operations = Operations(Area.PEOPLE)
KEEPS = Action.MANAGE_ACCOUNTS


def unit_told(wanted: int, field: str = "unit") -> Unit:
    """A unit that exists still; refused beside the field that names it."""
    found = queries.units_in_order().filter(pk=wanted).first()
    if found is None:
        raise ServiceError("没有这个单位，或者它已经撤销，请核对编号。", field=field)
    return found


@operations.get("/units", "单位清单", Rows[shapes.UnitLine], about="不写 parent 和 q 是最上级；写 q 找全部。")
def units_list(request: HttpRequest, parent: Id | None = None, q: Words = "", cursor: Cursor = "") -> Any:
    """Units directly below one, or every unit whose name holds the words."""
    keeper(request, KEEPS)
    above = queries.unit_for(parent) if parent else None
    found = queries.children_page(above, cursor or None, q.strip())
    return rows(found, [shapes.unit_line(one) for one in found.rows])


@operations.post("/units", "建立单位", shapes.UnitShown, status=201)
def unit_create_(request: HttpRequest, told: shapes.UnitTold) -> Any:
    """One more unit."""
    user = keeper(request, KEEPS)
    words = told.model_dump(exclude={"parent"})
    parent = unit_told(told.parent, "parent") if told.parent else None
    made = services.unit_create(actor=user, now=timezone.now(), parent=parent, **words)
    return shapes.unit_shown(made)


@operations.get("/units/{int:unit}", "一个单位", shapes.UnitShown)
def unit_get(request: HttpRequest, unit: Id) -> Any:
    """A unit with its departments."""
    keeper(request, KEEPS)
    return shapes.unit_shown(queries.unit_for(unit))


@operations.put("/units/{int:unit}", "修改单位", shapes.UnitShown, about="换了上级的，下级一并移动。")
def unit_edit_(request: HttpRequest, unit: Id, told: shapes.UnitTold) -> Any:
    """New words, or a new superior."""
    user = keeper(request, KEEPS)
    words = told.model_dump(exclude={"parent"})
    found = queries.unit_for(unit)
    parent = unit_told(told.parent, "parent") if told.parent else None
    made = services.unit_edit(actor=user, now=timezone.now(), unit=found, parent=parent, **words)
    return shapes.unit_shown(made)


@operations.post("/units/{int:unit}/close", "撤销单位", shapes.UnitShown)
def unit_close_(request: HttpRequest, unit: Id) -> Any:
    """Nothing new is put there; what is there stays readable."""
    user, found = keeper(request, KEEPS), queries.unit_for(unit)
    services.unit_close(actor=user, now=timezone.now(), unit=found)
    return shapes.unit_shown(found)


@operations.post("/units/{int:unit}/reopen", "恢复单位", shapes.UnitShown)
def unit_reopen_(request: HttpRequest, unit: Id) -> Any:
    """Take a closing back."""
    user, found = keeper(request, KEEPS), queries.unit_for(unit)
    services.unit_reopen(actor=user, now=timezone.now(), unit=found)
    return shapes.unit_shown(found)


@operations.post("/units/{int:unit}/departments", "增加科室", shapes.DepartmentShown, status=201)
def department_add_(request: HttpRequest, unit: Id, told: shapes.NameTold) -> Any:
    """A department of a unit."""
    user, found = keeper(request, KEEPS), queries.unit_for(unit)
    made = services.department_add(actor=user, now=timezone.now(), unit=found, name=told.name)
    return shapes.department_shown(made)


def _department(pk: int) -> Department:
    found = Department.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@operations.patch("/departments/{int:department}", "科室改名", shapes.DepartmentShown)
def department_rename_(request: HttpRequest, department: Id, told: shapes.NameTold) -> Any:
    """Everything that belongs to the department stays with it."""
    user, found = keeper(request, KEEPS), _department(department)
    services.department_rename(actor=user, now=timezone.now(), department=found, name=told.name)
    return shapes.department_shown(found)


@operations.post("/departments/{int:department}/close", "撤销科室", shapes.DepartmentShown)
def department_close_(
    request: HttpRequest, department: Id, told: shapes.DepartmentGoTold | None = None
) -> Any:
    """The department was dissolved; what it still has to do goes to the successor."""
    user, found = keeper(request, KEEPS), _department(department)
    wanted = told.successor if told else None
    successor = queries.other_departments(found).filter(pk=wanted).first() if wanted else None
    if wanted and successor is None:
        raise ServiceError("接手科室应是同一单位的其他科室，请核对编号。", field="successor")
    services.department_close(actor=user, now=timezone.now(), department=found, successor=successor)
    return shapes.department_shown(found)
