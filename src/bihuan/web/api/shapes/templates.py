"""Templates of measures, who supports a measure, what is to prove it."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Literal

from bihuan.web.api.shapes.common import Id, Named, SeenTold, Shown, Told, Version, note, say, text
from bihuan.web.api.shapes.evidence import Kind as ProofKind
from bihuan.web.api.shapes.plans import Category, Kind

if TYPE_CHECKING:
    from bihuan.web.rectification.models import Involvement, MeasureTemplate


class TemplateShown(Shown):
    """A template of a measure."""

    id: int = say("模板编号")
    unit: Named = say("哪个单位的措施库")
    title: str = say("名称")
    text: str = say("措施的文字")
    kind: str = say("类型；未定为空")
    category: str = say("性质；未定为空")
    criteria: str = say("完成标准")
    department: Named | None = say("通常的责任科室")
    version: int = say("版本，修改时写回")
    keeps: bool = say("您是否可以修改、停用")


class TemplateTold(Told):
    """What a template says."""

    title: str = text("名称，便于挑选", 60)
    text: str = text("措施的文字", 2_000)
    kind: Kind = say("类型", "")
    category: Category = say("性质", "")
    criteria: str = note("完成标准", 2_000)
    department: Id | None = say("通常的责任科室编号", None)


class TemplateNew(TemplateTold):
    """A new template."""

    unit: Id | None = say("放进哪个单位的措施库；不写即您的单位", None)


class TemplateEdit(SeenTold, TemplateTold):
    """A template as it is to be."""


class InsertTold(Told):
    """Which templates become measures."""

    templates: list[Id] = say("模板编号", min_length=1, max_length=100)


class PartyPart(Shown):
    """Somebody who supports a measure or is informed of it."""

    part: str = say("support 配合、informed 知悉")
    person: Named | None = say("人员；是科室时为 null")
    department: Named | None = say("科室；是人员时为 null")


class PartTold(Told):
    """A person or a department, with what it has to do."""

    part: Literal["support", "informed"] = say("配合还是知悉")
    person: Id | None = say("人员编号；与 department 只写一样", None)
    department: Id | None = say("科室编号；与 person 只写一样", None)


class PartsTold(Told):
    """All of them anew."""

    parts: list[PartTold] = say("配合和知悉的全部；写空即都去掉", max_length=80)


class ExpectTold(Told):
    """Which kinds of evidence must be there."""

    kinds: list[ProofKind] = say("应有哪几类佐证；写空即不作要求", max_length=40)
    version: Version | None = say("您看到的措施版本；也可以写在 If-Match", None)


def template_shown(one: MeasureTemplate, keeps: typing.Container[int]) -> TemplateShown:
    """A template of a library that the account reads."""
    names = ("title", "text", "kind", "category", "criteria", "version")
    return TemplateShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        unit=Named(id=one.unit_id, name=str(one.unit)),
        department=Named(id=one.department.pk, name=one.department.name) if one.department else None,
        keeps=one.unit_id in keeps,
    )


def part_shown(one: Involvement) -> PartyPart:
    """One line of who supports and who is informed."""
    person, department = one.person, one.department
    return PartyPart(
        part=one.part,
        person=Named(id=person.pk, name=person.name) if person else None,
        department=Named(id=department.pk, name=department.name) if department else None,
    )
