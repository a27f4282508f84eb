"""The examination: which case, then what it found, folded by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.partials import render_page
from bihuan.web.diagnosis.listing import WEIGHTS, by_rule, counts
from bihuan.web.diagnosis.queries import diagnostics_of
from bihuan.web.diagnosis.rulesets import rules_told
from bihuan.web.diagnosis.snapshots import seen_of, since_filing
from bihuan.web.inspections.cases import case_for, cases_page
from bihuan.web.saved.queries import bar, opens_with

if TYPE_CHECKING:
    from bihuan.web.saved.pages import ListPage

LONGEST_ID = 18
"""Digits that a database takes as a number."""


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Which case; whoever sees one goes straight to it."""
    return choose(request, "体检", "diagnosis:diagnostics")


def choose(
    request: HttpRequest, what: str, target: str, page: ListPage | None = None, files: str = ""
) -> HttpResponse:
    """A list of cases, the one with most errors first, each leading to ``target``; ``files`` is where the
    list is taken away.
    """
    above = bar(request, signed_in(request), page) if page else None
    if above and (elsewhere := opens_with(request, above)):
        return redirect(elsewhere)
    words, round_ = request.GET.get("q", "").strip()[:60], _round_asked(request)
    found = cases_page(signed_in(request), request.GET.get("page"), words, round_)
    if len(found.rows) == 1 and "page" not in request.GET:
        return redirect(target, found.rows[0].pk)
    told = {name: value for name, value in (("q", words), ("round", round_)) if value}
    context = {
        "round": found.rows[0].round if round_ and found.rows else None,
        "more": f"{urlencode(told)}&" if told else "",
        "what": what,
        "target": target,
        "files": files,
        "page": found,
        "words": request.GET.get("q", ""),
        "path": request.path,
        "bar": above,
    }
    return render_page(request, "diagnosis/cases.html", context)


def _round_asked(request: HttpRequest) -> int | None:
    """The round to which a board narrows the list; None for all of them, or for what is no number."""
    asked = request.GET.get("round", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_ID else None


@require_safe
def diagnostics(request: HttpRequest, pk: int) -> HttpResponse:
    """What the examination of a case found."""
    user = signed_in(request)
    case = case_for(user, pk)
    found = diagnostics_of(case)
    chosen = request.GET.get("severity", "")
    shown = [one for one in found if one.severity == chosen] if chosen in WEIGHTS else found
    seen = seen_of(found)
    since = since_filing(case, seen)
    new = {id(one) for one in since.new} if since else set()
    context = {
        "case": case,
        "ledger": reverse("rectification:ledger", args=[pk]),
        "since": since,
        "new": {one.pk for one, told in zip(found, seen, strict=True) if id(told) in new},
        "counts": counts(found),
        "chosen": chosen,
        "folders": by_rule(shown),
        "weights": WEIGHTS,
        "may_edit": may(user, Action.EDIT, case),
        "rules": rules_told(case),
    }
    return render_page(request, "diagnosis/diagnostics.html", context)
