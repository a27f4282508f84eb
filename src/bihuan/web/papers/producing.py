"""The bytes of what somebody asks for: in the layout of the office where it has one, else in ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

from bihuan.documents.kinds import Format
from bihuan.web.base.errors import ServiceError
from bihuan.web.papers.template_queries import office_of, template_in_use
from bihuan.web.papers.templating.filling import contradictions, fill
from bihuan.web.papers.templating.reading import TooLongError
from bihuan.web.papers.wanting import content, told

if TYPE_CHECKING:
    from bihuan.documents.kinds import Kind
    from bihuan.web.papers.models import OfficeTemplate
    from bihuan.web.papers.wanting import Wanted


def produced(wanted: Wanted) -> tuple[str, bytes]:
    """(name without its ending, bytes); ``ServiceError`` where the office's template cannot be used."""
    facts = told(wanted)
    made = wanted.kind.make(facts)
    if wanted.form is Format.WORD and (own := template_in_use(office_of(wanted.thing), wanted.kind.slug)):
        return made.name, filled(own, wanted.kind, facts)
    return made.name, content(made, wanted.form)


def filled(template: OfficeTemplate, kind: Kind, facts: Any) -> bytes:
    """The template with facts; refused where its own words state other numbers than the ledger."""
    data, document = bytes(template.content.data), kind.make(facts)
    try:
        if said := contradictions(data, kind, facts):
            raise ServiceError(
                f"“{template.name}”写死的数字与台账不一致：{'；'.join(said[:3])}。请在模板里改用字段后重新上传。"
            )
        return fill(data, kind, facts, name=document.name, day=document.day)
    except (TemplateError, TooLongError) as error:
        raise ServiceError(
            f"“{template.name}”现在不能用了，请巡察办停用这份模板，对照字段表改好后重新上传。"
        ) from error
