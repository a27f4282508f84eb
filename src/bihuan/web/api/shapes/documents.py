"""Documents: what there is, and what to make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bihuan.web.api.shapes.common import Id, Shown, Told, say, text

if TYPE_CHECKING:
    from bihuan.documents.kinds import Kind

Of = Literal["case", "annex", "announcement", "evidence", "response", "letter", "sheet", "round"]


class DocumentKind(Shown):
    """A kind of document."""

    slug: str = say("名称，与格式合起来就是 file，如 plan.docx")
    word: str = say("叫什么")
    about: str = say("是什么")
    of: Of = say("由什么生成：case、annex、announcement、evidence 都给台账编号，其余给该对象的编号")
    formats: list[str] = say("有哪些格式")


class DocumentTold(Told):
    """Which document of what."""

    file: str = text("名称和格式，如 plan.docx、certificate.pdf", 60)
    of: Id = say("台账、整改、文书、督导表或轮次的编号")


def document_kind(one: Kind) -> DocumentKind:
    """A kind by its slug."""
    return DocumentKind(
        slug=one.slug, word=one.word, about=one.about, of=one.scope.value, formats=list(one.formats)
    )
