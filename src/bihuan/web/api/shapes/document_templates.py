"""Word templates of an inspection office."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bihuan.web.api.shapes.common import Id, Named, Shown, Told, say, text

if TYPE_CHECKING:
    from bihuan.documents.kinds import Kind
    from bihuan.web.papers.models import OfficeTemplate
    from bihuan.web.papers.templating.field import Field


class TemplateKind(Shown):
    """A kind of document that may have a template."""

    slug: str = say("名称，上传模板时写在 kind")
    word: str = say("叫什么")
    starts: bool = say("是否有起步模板")


class OfficeTemplateLine(Shown):
    """A template in a list."""

    id: int = say("模板编号")
    office: Named = say("哪个巡察办的")
    kind: str = say("用于哪种文书")
    word: str = say("这种文书叫什么")
    number: int = say("这种文书的第几份模板")
    name: str = say("文件名")
    size: int = say("字节数")
    sha256: str = say("SHA-256 摘要")
    in_use: bool = say("是否在用：一种文书最多一份")
    made_by: str = say("上传人")
    made_at: dt.datetime = say("上传时间")


class OfficeTemplateShown(OfficeTemplateLine):
    """A template with the fields that it uses."""

    used: list[str] = say("用到的字段")
    switched_by: str = say("最近启用或停用的人；没有为空")
    switched_at: dt.datetime | None = say("最近启用或停用的时间")
    keeps: bool = say("您是否可以试填、启用、停用")


class TemplateField(Shown):
    """What may stand in a template."""

    name: str = say("字段；循环里的写明属于哪一组，如 各事项.时限")
    about: str = say("是什么；一看就懂的为空")
    listed: bool = say("是不是一组内容，要用 for 逐项取")


class OfficeTemplateTold(Told):
    """A template; the file goes beside this field as multipart/form-data."""

    kind: str = text("用于哪种文书，如 letter", 40)


class SwitchTold(Told):
    """Whether documents are made with it."""

    on: bool = say("true 启用（原来在用的随即停用）、false 停用")


class TrialTold(Told):
    """What it is tried with."""

    of: Id = say("这种文书由什么生成，就写它的编号，如督办文书的编号")


def template_kind(one: Kind, starts: bool) -> TemplateKind:
    """A kind by its slug."""
    return TemplateKind(slug=one.slug, word=one.word, starts=starts)


def office_template_line(one: OfficeTemplate) -> OfficeTemplateLine:
    """A template by its file."""
    return OfficeTemplateLine(**_facts(one))


def _facts(one: OfficeTemplate) -> dict[str, Any]:
    names = ("kind", "word", "number", "name", "size", "sha256", "in_use", "made_at")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "office": Named(id=one.office_id, name=str(one.office)),
        "made_by": one.made_by.name,
    }


def office_template_shown(one: OfficeTemplate, keeps: bool) -> OfficeTemplateShown:
    """A template with what it uses."""
    return OfficeTemplateShown(
        **_facts(one),
        used=one.used,
        switched_by=one.switched_by.name if one.switched_by else "",
        switched_at=one.switched_at,
        keeps=keeps,
    )


def template_fields(found: tuple[Field, ...], group: str = "") -> list[TemplateField]:
    """Every field, each followed by those of its rows."""
    told = []
    for one in found:
        name = f"{group}{one.name}"
        told.append(TemplateField(name=name, about=one.about, listed=one.listed))
        told += template_fields(one.rows, f"{name}.")
    return told
