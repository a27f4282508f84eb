"""The bytes of what somebody asks for: in the layout of the office where it has one, else in ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import TemplateError

from bihuan.documents.blocks import texts
from bihuan.documents.kinds import Format
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.fonts import fonts
from bihuan.web.papers.template_queries import office_of, replaced, template_in_use
from bihuan.web.papers.templating.filling import contradictions, fill
from bihuan.web.papers.templating.reading import TooLongError
from bihuan.web.papers.wanting import content, told

if TYPE_CHECKING:
    from bihuan.documents.kinds import Kind
    from bihuan.web.papers.models import OfficeTemplate
    from bihuan.web.papers.wanting import Wanted


ONLY_WORD = "{word}用巡察办自己的 Word 模板，没有 PDF：请下载 Word 文件，打开后另存为 PDF。"


class Produced(NamedTuple):
    """A document as a file."""

    name: str
    """Without its ending."""
    data: bytes
    notice: str = ""
    """What to know of it: characters that the PDF shows as boxes."""


def produced(wanted: Wanted) -> Produced:
    """The file; ``ServiceError`` where the office's template cannot be used or nobody is to have it."""
    refuse_other_look(wanted)
    facts = told(wanted)
    made = wanted.kind.make(facts)
    if wanted.form is Format.WORD and (own := template_in_use(office_of(wanted.thing), wanted.kind.slug)):
        return Produced(made.name, filled(own, wanted.kind, facts))
    notice = fonts().unshown("".join(texts(made))) if wanted.form is Format.PDF else ""
    return Produced(made.name, content(made, wanted.form), notice)


def refuse_other_look(wanted: Wanted) -> None:
    """``ServiceError`` for the PDF of a kind that has a template of the office's own: the same form would go
    about in two layouts. One query, for a PDF only.
    """
    if wanted.form is Format.PDF and replaced(office_of(wanted.thing), wanted.kind.slug):
        raise ServiceError(ONLY_WORD.format(word=wanted.kind.word), field="file", code="only_word")


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
