"""What somebody asks for: a document of a thing in a format, and how to make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.documents.kinds import Format, Scope, kinds
from bihuan.documents.making import written
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.fonts import fonts
from bihuan.web.papers import facts
from bihuan.web.rectification.models import Tally

if TYPE_CHECKING:
    from datetime import date

    from bihuan.documents.blocks import Document
    from bihuan.documents.kinds import Kind
    from bihuan.web.inspections.models import Feedback, Round
    from bihuan.web.rectification.models import Response
    from bihuan.web.supervision.models import Missive, Sheet

    Thing = Feedback | Response | Missive | Sheet | Round

OF_CASE = (Scope.CASE, Scope.ANNEX, Scope.ANNOUNCEMENT, Scope.EVIDENCE, Scope.RESPONSE)
"""Scopes that a case has documents of."""
HEAVY = {Format.PDF: 250, Format.WORD: 3_000, Format.EXCEL: 3_000, Format.TEXT: 20_000}
"""Measures (or rows) from which on the worker makes it: about two seconds of a request."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that somebody asks for."""

    kind: Kind
    form: Format
    thing: Thing
    today: date

    @property
    def name(self) -> str:
        """``整改方案.docx``: kind and format, as the journal says it."""
        return f"{self.kind.word}.{self.form}"


def asked(told: str, scopes: tuple[Scope, ...], thing: Any, today: date) -> Wanted:
    """From ``plan.docx``; ServiceError for what there is not."""
    slug, _, form = told.partition(".")
    kind = kinds().get(slug)
    if kind is None or kind.scope not in scopes or form not in kind.formats:
        raise ServiceError("请从列出的文书和格式中选择一种。", field="file")
    return Wanted(kind, Format(form), thing, today)


def size_of(wanted: Wanted) -> int:
    """Measures of a case by the tallies, units of a round; 1 of what is small; one query."""
    thing: Any = wanted.thing
    if wanted.kind.scope is Scope.ROUND:
        return int(thing.cases.count())
    if wanted.kind.scope in OF_CASE and not hasattr(thing, "feedback_id"):
        return sum(Tally.objects.filter(feedback=thing, section=None).values_list("measures", flat=True))
    return 1


def document(wanted: Wanted) -> Document:
    """The document in blocks."""
    return wanted.kind.make(told(wanted))


def content(made: Document, form: Format) -> bytes:
    """The document as a file."""
    return written(made, form, fonts() if form is Format.PDF else None)


def told(wanted: Wanted) -> Any:
    """The facts that the kind is made from."""
    thing: Any = wanted.thing
    if wanted.kind.scope is Scope.RESPONSE and not hasattr(thing, "feedback_id"):
        case = facts.case_facts(thing, wanted.today)
        return case, [one for one in case.responses if one.evaluation or one.opinions]
    return _FACTS[wanted.kind.scope](thing, wanted.today)


_FACTS: dict[Scope, Any] = {
    Scope.CASE: facts.case_facts,
    Scope.ANNOUNCEMENT: facts.announcement_facts,
    Scope.EVIDENCE: facts.catalogue_facts,
    Scope.ANNEX: facts.annex_facts,
    Scope.RESPONSE: facts.response_facts,
    Scope.LETTER: lambda letter, _: facts.letter_facts(letter),
    Scope.SHEET: lambda sheet, _: facts.sheet_facts(sheet),
    Scope.ROUND: facts.round_facts,
}
