"""What the wizard's templates are given."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from bihuan.report.nodes import DocumentKind
from bihuan.web.diagnosis import tree
from bihuan.web.diagnosis.listing import WEIGHTS
from bihuan.web.diagnosis.models import Filing
from bihuan.web.rectification.wizard.choices import UNITS_SHOWN, may_import, units_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.report import Report, nodes
    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.diagnosis.models import ImportDraft
    from bihuan.web.inspections.models import Feedback, Finding
    from bihuan.web.rectification.comparing import Comparison
    from bihuan.web.rectification.wizard.forms import DocumentForm

READABLE = ("txt", "md", "html", "docx", "pdf", "doc", "wps")
FILINGS_SHOWN = 50
MARKED_UP_TO = 1_000_000
"""Characters of one text times those of the other; finding the differences takes their product."""


def document(form: DocumentForm, units: Sequence[Unit], replaces: Feedback | None) -> dict[str, Any]:
    """The first step."""
    return {
        "form": form,
        "units": units,
        "replaces": replaces,
        "kinds": "、".join(READABLE),
        "accept": ",".join(f".{one}" for one in READABLE),
        "megabytes": settings.UPLOAD_LIMIT // (1024 * 1024),
    }


def reading(draft: ImportDraft, report: Report, chosen: int | None) -> dict[str, Any]:
    """The second step: source, tree, what is not sure."""
    nodes = tree.nodes(report)
    node = next((one for one in nodes if one.id == chosen), None)
    return {
        "draft": draft,
        "filing": draft.filing,
        "title": report.title or draft.filing.name,
        "kind": tree.KINDS[report.kind],
        "is_feedback": report.kind is DocumentKind.FEEDBACK,
        "lines": tree.lines(report),
        "cut": len(report.lines) > tree.LONGEST,
        "total_lines": len(report.lines),
        "nodes": nodes,
        "counts": tree.counts(report),
        "sure": tree.sure(report),
        "changes": tree.CHANGES,
        "chosen": node,
        "examined": examined(draft),
        "given_on": report.feedback_on,
        "given_line": report.feedback_line,
    }


def examined(draft: ImportDraft) -> dict[str, Any]:
    """What checking finds before confirmation; empty where the text is too long for it."""
    if not draft.examined:
        return {}
    errors = [
        {"code": code, "line": line, "quote": quote, "message": message}
        for code, line, quote, message in draft.examined["errors"]
    ]
    counts = {weight: draft.examined["counts"].get(weight, 0) for weight in WEIGHTS}
    return {"counts": counts, "errors": errors, "stale": draft.examined_version != draft.version}


def filings(user: User, drafts: Sequence[ImportDraft]) -> dict[str, Any]:
    """Drafts that wait, then documents under cases, newest first."""
    filed = Filing.objects.visible_to(user).filter(feedback__isnull=False)
    rows = filed.select_related("unit", "received_by__person", "feedback__round").order_by("-id")
    return {
        "drafts": drafts,
        "filings": rows[:FILINGS_SHOWN],
        "kinds": tree.KINDS,
        "may_import": may_import(user),
    }


def units(user: User) -> list[Unit]:
    """Units to choose from; a long list is cut, the name can be typed all the same."""
    return list(units_for(user)[:UNITS_SHOWN])


def address(draft: ImportDraft) -> str:
    """Where the draft is corrected."""
    return reverse("imports:reading", args=[draft.pk])


def comparison(found: Comparison) -> dict[str, Any]:
    """Corrected and former feedback: a row a difference; what did not change is only counted."""
    changed = [
        {
            "what": "文字或序号有改动",
            "old": list(runs(_told(pair.old), _told(pair.new))),
            "new": list(runs(_told(pair.new), _told(pair.old))),
        }
        for pair in found.changed
    ]
    added = [{"what": "新增", "old": [], "new": [(True, _told(one))]} for one in found.added]
    gone = [{"what": "不再列出", "old": [(True, _told(one))], "new": []} for one in found.gone]
    return {
        "rows": [*gone, *changed, *added],
        "same": len(found.same),
        "gone": gone,
        "added": added,
        "changed": changed,
    }


def _told(finding: Finding | nodes.Finding) -> str:
    return f"{finding.number or ''}　{finding.title}"


def runs(text: str, other: str) -> Iterator[tuple[bool, str]]:
    """Pieces of ``text``, marked where the other has something else; two long ones are marked as a whole."""
    if len(text) * len(other) > MARKED_UP_TO:
        yield True, text
        return
    for tag, start, end, _, _ in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        if start < end:
            yield tag != "equal", text[start:end]
