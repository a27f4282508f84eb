"""Templates of measures: kept by a unit or its office, put into plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from bihuan.web.accounts.models import Department
from bihuan.web.accounts.permissions import DENIED, Action, Relation, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.services import journal_append
from bihuan.web.inspections.models import Feedback
from bihuan.web.rectification.models import Category, Measure, MeasureKind, MeasureTemplate
from bihuan.web.rectification.services.planning import MeasurePlan, plan_write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.rectification.models import Response

LONGEST, LONGEST_TITLE = 2_000, 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What a template says."""

    title: str
    text: str
    kind: str = ""
    category: str = ""
    criteria: str = ""
    department_id: int | None = None


def keeps_in(user: User) -> list[int]:
    """Units and offices whose templates the person keeps."""
    scope = user.scope()
    return sorted({*scope.units(Relation.OWN, Action.EDIT), *scope.units(Relation.OFFICE, Action.REVIEW)})


def templates_for(user: User) -> QuerySet[MeasureTemplate]:
    """In use: of the units in which one has a role, and of the offices that supervise them."""
    units = [one.unit_id for one in user.roles()]
    offices = Feedback.objects.filter(unit__in=units, office__isnull=False).values("office")
    rows = MeasureTemplate.objects.filter(Q(unit__in=units) | Q(unit__in=offices), retired_at=None)
    return rows.select_related("unit", "department").order_by("unit_id", "title")


@transaction.atomic
def template_write(
    *,
    actor: User,
    now: datetime,
    unit: Unit,
    facts: Facts,
    template: MeasureTemplate | None = None,
    version: int | None = None,
) -> MeasureTemplate:
    """A new template of a unit, or other words for one."""
    if unit.pk not in keeps_in(actor):
        raise PermissionDenied(DENIED)
    found = _kept(template, version) if template else MeasureTemplate(unit=unit, made_by=actor, made_at=now)
    new = _checked(unit, facts)
    if MeasureTemplate.objects.filter(unit=unit, title=new.title).exclude(pk=found.pk).exists():
        raise ServiceError("已经有同名的措施模板，请换一个名称。", field="title")
    names = ("title", "text", "kind", "category", "criteria")
    changes = {
        name: [getattr(found, name) if template else "", getattr(new, name)]
        for name in names
        if getattr(new, name) != (getattr(found, name) if template else "")
    }
    if template and not changes and found.department_id == new.department_id:
        return found
    for name in (*names, "department_id"):
        setattr(found, name, getattr(new, name))
    found.version += 1 if template else 0
    found.save()
    journal_append(actor=actor, now=now, chain=unit.pk, action="template_write", thing=found, changes=changes)
    return found


def _checked(unit: Unit, facts: Facts) -> Facts:
    title, text, criteria = " ".join(facts.title.split()), facts.text.strip(), facts.criteria.strip()
    if not title:
        raise ServiceError("请给模板起个名称，便于挑选。", field="title")
    if len(title) > LONGEST_TITLE:
        raise ServiceError(f"名称最多{LONGEST_TITLE}字，请改短些。", field="title")
    if not text:
        raise ServiceError("请写明措施的文字。", field="text")
    if len(text) > LONGEST or len(criteria) > LONGEST:
        raise ServiceError(f"每栏最多{LONGEST}字，请写得简要些。", field="text")
    if facts.kind not in ("", *MeasureKind.values) or facts.category not in ("", *Category.values):
        raise ServiceError("类型或性质不在可选之列，请重新选择。", field="kind")
    known = Department.objects.filter(unit=unit, pk=facts.department_id or 0).exists()
    if facts.department_id and not known:
        raise ServiceError("责任科室要从本单位科室中选择。", field="department")
    return Facts(title, text, facts.kind, facts.category, criteria, facts.department_id)


def _kept(template: MeasureTemplate, version: int | None) -> MeasureTemplate:
    found = MeasureTemplate.objects.select_for_update(of=("self",)).filter(pk=template.pk).first()
    if found is None or (version is not None and version != found.version):
        raise StaleError("这个措施模板")
    return found


@transaction.atomic
def template_retire(*, actor: User, now: datetime, template: MeasureTemplate) -> None:
    """Out of use; what was planned from it stays."""
    found = _kept(template, None)
    if found.unit_id not in keeps_in(actor):
        raise PermissionDenied(DENIED)
    if found.retired_at:
        return
    found.title, found.retired_at = f"{found.title[:48]}（停用{found.pk}）", now
    found.save(update_fields=["title", "retired_at"])
    journal_append(actor=actor, now=now, chain=found.unit_id, action="template_retire", thing=found)


@transaction.atomic
def templates_insert(
    *, actor: User, now: datetime, response: Response, templates: Sequence[MeasureTemplate]
) -> int:
    """Measures of a plan made from templates: words, type, standard, and the department where it is the
    unit's own; how many were new.
    """
    require(actor, Action.EDIT, response.feedback)
    if not templates:
        raise ServiceError("请先勾选要用的措施模板。")
    held = set(Measure.objects.filter(response=response).values_list("text", flat=True))
    new = [
        (
            one.text,
            MeasurePlan(
                kind=one.kind,
                category=one.category,
                criteria=one.criteria,
                department_id=one.department_id if one.unit_id == response.unit_id else None,
            ),
        )
        for one in templates
        if one.text not in held
    ]
    if not new:
        raise ServiceError("选中的措施这项整改里已经有了，没有再增加一遍。")
    plan_write(actor=actor, now=now, response=response, target=response.target, measures={}, new=new)
    return len(new)
