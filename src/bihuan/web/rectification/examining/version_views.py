"""How a case moved from version to version, and two versions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.checks.versions.report import Change, Mode
from bihuan.checks.versions.written import WORDS, counts, told
from bihuan.documents.pages.compared import write
from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refused_at
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.examining import versions as found_versions
from bihuan.web.rectification.examining.views import as_file

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.examining.versions import Compared

MOST = 150
"""Blocks on one page; the file has more."""


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version with its counts, and what is new since the document in force was filed."""
    case = case_for(signed_in(request), pk)
    listed = found_versions.versions(case)
    context = {
        "case": case,
        "ledger": reverse("rectification:ledger", args=[pk]),
        "versions": listed,
        "pairs": list(zip(listed, [*listed[1:], None], strict=True)),
        "since": listed[0].moved,
    }
    return render_page(request, "examining/versions.html", context)


@require_safe
@refused_at("examining:versions")
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side, finding by finding."""
    case = case_for(signed_in(request), pk)
    found = _asked(request, case)
    context = {**_shown(found), "case": case, "ledger": reverse("rectification:ledger", args=[pk])}
    return render_page(request, "examining/compare.html", context)


@require_safe
@refused_at("examining:versions")
def compare_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as one file to print or send on."""
    case = case_for(signed_in(request), pk)
    found = _asked(request, case)
    pieces = write(found.old.name, found.new.name, found.comparison, None)
    return as_file(pieces, f"{case.unit}{case.round}对照.html")


def _asked(request: HttpRequest, case: Feedback) -> Compared:
    return found_versions.compared(case, request.GET.get("old", ""), request.GET.get("new", ""))


def _shown(found: Compared) -> dict[str, Any]:
    """What the page needs of a comparison: blocks that differ, their sums, what is open."""
    comparison = found.comparison
    answers = comparison.mode is Mode.ANSWERS
    blocks = [one for one in comparison.blocks if answers or one.changed or one.questions]
    sums = (
        ("问题", [pair for one in comparison.blocks for pair in one.findings]),
        ("措施", [pair for one in comparison.blocks for pair in one.measures]),
        ("整改状态", [one.outcome for one in comparison.blocks if one.outcome]),
    )
    return {
        "both": found,
        "choices": found.choices,
        "comparison": comparison,
        "answers": answers,
        "blocks": blocks[:MOST],
        "left": max(0, len(blocks) - MOST),
        "same": len(comparison.blocks) - len(blocks),
        "sums": [(name, told(counts(pairs))) for name, pairs in sums],
        "words": WORDS,
        "Change": Change,
    }
