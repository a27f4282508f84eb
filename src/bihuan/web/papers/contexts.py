"""What the pages of documents are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.documents import facts as f
from bihuan.documents.fonts import FontsMissingError
from bihuan.documents.kinds import Format, Scope, of_scope
from bihuan.report.nodes import LeafKind
from bihuan.web.base.fonts import fonts
from bihuan.web.base.gathered import gather
from bihuan.web.inspections.models import Feedback, Passage, Subfinding
from bihuan.web.papers.facts import case_facts
from bihuan.web.papers.services import PAPER
from bihuan.web.papers.template_queries import in_use, keeps
from bihuan.web.rectification.models import SheetFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.documents.kinds import Kind
    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Round

WORDS = {Format.WORD: "Word", Format.PDF: "PDF", Format.EXCEL: "Excel", Format.TEXT: "文本"}
GROUPS = (
    ("方案与清单", ("plan", "problem-list", "task-list", "duty-list", "progress-table")),
    ("报告", ("progress-report", "concentrated-report", "first-person-report", "annex")),
    ("销号与佐证", ("certificate", "evidence-list")),
    ("通报与公开", ("party-notice", "announcement")),
)
FILES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A kind on the page."""

    kind: Kind
    missing: list[str]
    buttons: list[tuple[str, str]]
    """(value, word)."""
    own: str = ""
    """Where the office has a template of its own: which files are made with it, and which are not."""


def case_page(user: User, case: Feedback, today: date) -> dict[str, Any]:
    """Every kind of document of a case with what is missing; seven queries, whatever its length."""
    told = case_facts(case, today, whole=False)
    wanted = (_parts(case), files_of(user), in_use(case.office_id), *_more_words(case))
    parts, files, own, passages, aspects = gather(*wanted)
    facts: dict[Scope, Any] = {
        Scope.CASE: told,
        Scope.ANNOUNCEMENT: _text(case, parts, today),
        Scope.EVIDENCE: None,
        Scope.ANNEX: None,
        Scope.RESPONSE: None,
    }
    some = [(kind, facts[scope]) for scope in facts for kind in of_scope(scope)]
    replaced = frozenset(one.kind for one in own)
    rows = {kind.slug: _row(kind, _missing(kind, seen, told), replaced) for kind, seen in some}
    return {
        "case": case,
        "groups": [(word, [rows[slug] for slug in slugs]) for word, slugs in GROUPS],
        "keeps": keeps(user, case.office_id),
        "notice": font_notice("".join((*f.words_in(told), *(text for (text,) in (*passages, *aspects))))),
        "files": files,
    }


def _missing(kind: Kind, facts: Any, told: f.Case) -> list[str]:
    """Of evidence and forms the light facts know enough."""
    if kind.scope is Scope.EVIDENCE:
        return [] if any(one.proofs for one in told.measures) else ["还没有上传佐证。"]
    if kind.scope is Scope.ANNEX:
        return []
    if kind.scope is Scope.RESPONSE:
        return [] if any(one.evaluation for one in told.responses) else ["还没有提交自评的整改。"]
    return kind.missing(facts)


def _parts(case: Feedback) -> QuerySet[Passage]:
    """Title and signature, where there are any."""
    wanted = (LeafKind.TITLE, LeafKind.SIGNATURE)
    return Passage.objects.filter(feedback=case, kind__in=wanted).order_by("position")


def _more_words(case: Feedback) -> tuple[QuerySet[Any, Any], ...]:
    """What documents say and the light facts leave out: running text, aspects of findings."""
    aspects = Subfinding.objects.filter(finding__feedback=case).order_by("id")
    passages = Passage.objects.filter(feedback=case).order_by("id")
    return passages.values_list("text"), aspects.values_list("title")


def _text(case: Feedback, parts: list[Passage], today: date) -> f.Announcement:
    """Which of the parts that a public text needs are there; their words do not matter here."""
    lines = tuple(f.Line(one.kind, one.kind) for one in parts)
    return f.Announcement(str(case.unit), str(case.round), today, lines)


def _row(kind: Kind, missing: list[str], own: frozenset[str]) -> Row:
    """A kind with a template of the office's own has no PDF: it would look otherwise than the Word file."""
    replaced = kind.slug in own
    formats = [form for form in kind.formats if not (replaced and form is Format.PDF)]
    buttons = [(f"{kind.slug}.{form}", WORDS[form]) for form in formats]
    return Row(kind, missing, buttons, _told_of(formats) if replaced else "")


def _told_of(formats: Sequence[Format]) -> str:
    rest = "、".join(WORDS[form] for form in formats if form is not Format.WORD)
    kept = f"{rest} 只取内容，仍是系统的排法；" if rest else ""
    return f"Word 用本巡察办的模板；{kept}要 PDF 的，请用 Word 打开后另存"


def round_page(user: User, round: Round, today: date) -> dict[str, Any]:
    """Documents of a round, and its cases with a way to theirs."""
    del today
    replaced = frozenset(in_use(round.office_id).values_list("kind", flat=True))
    cases = Feedback.objects.filter(round=round).select_related("unit").order_by("unit__path", "id")
    return {
        "round": round,
        "found": [_row(kind, [], replaced) for kind in of_scope(Scope.ROUND)],
        "cases": list(cases[:200]),
        "keeps": keeps(user, round.office_id),
        "notice": font_notice(),
        "files": files_of(user),
    }


def files_of(user: User) -> QuerySet[SheetFile]:
    """Documents that the worker made or is making for somebody."""
    return SheetFile.objects.filter(owner=user, kind=PAPER).order_by("-id")[:FILES_SHOWN]


def font_notice(text: str = "") -> str:
    """What PDFs are set in where the real fonts are not there, and which characters of a text none has."""
    try:
        return fonts().notice(text)
    except FontsMissingError as error:
        return str(error)
