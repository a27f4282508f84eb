"""The examination of a case as a page to keep and to send on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from bihuan.documents.pages.checked import write
from bihuan.report.source import split_lines
from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.diagnosis.rulesets import rules_told
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification import text
from bihuan.web.rectification.examining.covering import covered
from bihuan.web.rectification.examining.stored import checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponse

CHUNK = 64 * 1024


@require_safe
def page(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The whole text with its diagnostics beside it: one file that needs nothing else."""
    case = case_for(signed_in(request), pk)
    lines = [line for line, _ in split_lines(text.load(case).render())]
    name = f"{case.unit}{case.round}整改情况"
    told = rules_told(case)
    off = [f"{one.code} {one.title}（{one.reason}）" for one in told.off] if told else []
    return as_file(write(name, lines, checked(case, timezone.localdate()), off), f"{name}体检.html")


def as_file(pieces: Iterable[str], name: str) -> StreamingHttpResponse:
    """A page to keep, handed out as it is made."""
    answer = StreamingHttpResponse(_chunks(pieces), content_type="text/html; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """Each key word of each finding, and where a measure takes it up."""
    case = case_for(signed_in(request), pk)
    found = covered(case, request.GET.get("page"))
    context = {
        "case": case,
        "ledger": reverse("rectification:ledger", args=[pk]),
        "rows": found.rows,
        "next": found.next,
        "previous": found.previous,
        "open": sum(one.cover.verdict is False for row in found.rows for one in row.aspects),
    }
    return render_page(request, "examining/coverage.html", context)


def _chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Few large pieces instead of many small ones."""
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > CHUNK:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8", "replace")
