"""The tree of units and their departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from bihuan.web.accounts.models import Department, Unit, UnitKind
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User

DEEPEST = 12
"""Levels of the tree; ``path`` has room for more."""


@transaction.atomic
def unit_create(
    *,
    actor: User | None,
    now: datetime,
    name: str,
    parent: Unit | None = None,
    kind: str = UnitKind.UNIT,
    short_name: str = "",
) -> Unit:
    """A new unit under its superior; ``actor`` None is the command line."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    name = name.strip()
    _check_name(name, parent, None)
    if parent and parent.depth + 1 >= DEEPEST:
        raise ServiceError(f"单位最多分{DEEPEST}级，请挂到更高一级的单位下面。", field="parent")
    unit = Unit.objects.create(
        parent=parent,
        kind=kind,
        name=name,
        short_name=short_name.strip(),
        path=f"new:{now.timestamp()}:{name}"[:200],
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk:06}/"
    unit.save(update_fields=["path"])
    write_down(actor, now, "unit_create", unit, name=["", name])
    return unit


def _check_name(name: str, parent: Unit | None, unit: Unit | None) -> None:
    if not name:
        raise ServiceError("请填写单位名称。", field="name")
    same = Unit.objects.filter(parent=parent, name=name)
    if (same.exclude(pk=unit.pk) if unit else same).exists():
        raise ServiceError(f"已经有“{name}”了，请换一个名称。", field="name")


@transaction.atomic
def unit_edit(
    *,
    actor: User | None,
    now: datetime,
    unit: Unit,
    name: str,
    short_name: str = "",
    kind: str = UnitKind.UNIT,
    parent: Unit | None = None,
) -> Unit:
    """New words, or a new superior: the whole subtree moves with the unit."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    name, short_name = name.strip(), short_name.strip()
    _check_name(name, parent, unit)
    told = {
        "name": [unit.name, name],
        "short_name": [unit.short_name, short_name],
        "kind": [unit.kind, str(kind)],
        "parent": [str(unit.parent or ""), str(parent or "")],
    }
    changes = {field: both for field, both in told.items() if both[0] != both[1]}
    moved = unit.parent_id != (parent.pk if parent else None)
    unit.name, unit.short_name, unit.kind = name, short_name, str(kind)
    unit.save(update_fields=["name", "short_name", "kind"])
    if moved:
        _move(unit, parent)
    if changes:
        write_down(actor, now, "unit_edit", unit, **changes)
    return unit


def _move(unit: Unit, parent: Unit | None) -> None:
    if parent and parent.path.startswith(unit.path):
        raise ServiceError("不能挂到自己或自己的下级单位下面，请另选上级。", field="parent")
    old, new = unit.path, f"{parent.path if parent else ''}{unit.pk:06}/"
    below = Unit.objects.filter(path__startswith=old)
    deepest = max(one.count("/") for one in below.values_list("path", flat=True))
    if deepest + new.count("/") - old.count("/") > DEEPEST:
        raise ServiceError(f"这样会超过{DEEPEST}级，请挂到更高一级的单位下面。", field="parent")
    below.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    unit.parent, unit.path = parent, new


@transaction.atomic
def department_add(*, actor: User | None, now: datetime, unit: Unit, name: str) -> Department:
    """A department of a unit."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    name = name.strip()
    if not name:
        raise ServiceError("请填写科室名称。", field="name")
    if unit.departments.filter(name=name).exists():
        raise ServiceError(f"已经有“{name}”了，请换一个名称。", field="name")
    made = Department.objects.create(unit=unit, name=name)
    write_down(actor, now, "department_add", made, unit=["", str(unit)])
    return made


@transaction.atomic
def department_rename(*, actor: User | None, now: datetime, department: Department, name: str) -> None:
    """Another name; everything that belongs to the department stays with it."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    name, old = name.strip(), department.name
    if not name:
        raise ServiceError("请填写科室名称。", field="name")
    if Department.objects.filter(unit=department.unit_id, name=name).exclude(pk=department.pk).exists():
        raise ServiceError(f"已经有“{name}”了，请换一个名称。", field="name")
    if name == old:
        return
    department.name = name
    department.save(update_fields=["name"])
    write_down(actor, now, "department_rename", department, name=[old, name])
