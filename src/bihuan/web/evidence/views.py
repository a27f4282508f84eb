"""The list of evidence, an entry, and what may be done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.queries import history
from bihuan.web.base.refusals import refuse, refused_at, worded
from bihuan.web.evidence import contexts, targets
from bihuan.web.evidence.addresses import back_of
from bihuan.web.evidence.forms import EditForm, ReviewForm
from bihuan.web.evidence.lists import LIST
from bihuan.web.evidence.models import EvidenceKind, ReviewState
from bihuan.web.evidence.queries import Filters, entries, entry_for, entry_page
from bihuan.web.evidence.services import evidence_edit, evidence_link, evidence_review, evidence_unlink
from bihuan.web.evidence.services.opening import require_open
from bihuan.web.saved.queries import bar, opens_with

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Evidence


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every entry that the user sees, the newest first."""
    user = signed_in(request)
    asked = request.GET
    filters = Filters(
        state=asked.get("state", "") if asked.get("state") in ReviewState.values else "",
        kind=asked.get("kind", "") if asked.get("kind") in EvidenceKind.values else "",
        words=asked.get("q", "").strip()[:60],
        loose=asked.get("loose") == "True",
        expiring=asked.get("expiring") == "True",
    )
    above = bar(request, user, LIST)
    if elsewhere := opens_with(request, above):
        return redirect(elsewhere)
    found = entries(user, filters, asked.get("page"))
    context = {**contexts.listing(user, found, filters), "bar": above}
    return render_page(request, "evidence/list.html", context, block="rows")


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry: its files, what it proves, what was said of it, what happened to it."""
    user = signed_in(request)
    return _entry_page(request, user, entry_for(user, pk))


def _entry_page(request: HttpRequest, user: User, found: Evidence, **more: Any) -> HttpResponse:
    shown = entry_page(found)
    context = {**contexts.entry(user, shown, history([found])), **more}
    words = request.GET.get("find", "").strip()[:60]
    wants = context["may_edit"] and "find" in request.GET
    context["choices"] = contexts.choices(user, found, shown.proves, words) if wants else None
    context["find"] = words
    return render_page(request, "evidence/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@refused_at("evidence:entry")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct title, kind, dates, description."""
    user = signed_in(request)
    found = entry_for(user, pk)
    require_open(user, Action.ADD_EVIDENCE, found)
    names = ("title", "kind", "event_date", "expires_on", "description", "version")
    form = EditForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            evidence_edit(
                actor=user, now=timezone.now(), evidence=found, facts=form.facts(),
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "佐证的说明已保存。")
            return redirect("evidence:entry", pk)
    return render_page(request, "evidence/edit.html", {"entry": found, "form": form})


@require_POST
@refused_at("evidence:entry")
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an entry prove more."""
    user = signed_in(request)
    found = entry_for(user, pk)
    wanted = [targets.find(user, text) for text in request.POST.getlist("for")]
    if not wanted:
        raise ServiceError("请先选要关联的事项。")
    evidence_link(actor=user, now=timezone.now(), evidence=found, targets=wanted)
    messages.success(request, f"已关联到{'、'.join(dict.fromkeys(one.place for one in wanted))}。")
    return redirect(back_of(request, reverse("evidence:entry", args=[pk])))


@require_POST
@refused_at("evidence:entry")
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an entry prove one thing less."""
    user = signed_in(request)
    key = targets.parse(request.POST.get("for", ""))
    evidence_unlink(actor=user, now=timezone.now(), evidence=entry_for(user, pk), key=key)
    messages.success(request, "已取消关联，佐证本身仍保留。")
    return redirect("evidence:entry", pk)


@require_POST
@refused_at("evidence:entry")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or reject; a refused form comes back with what was written."""
    user = signed_in(request)
    found = entry_for(user, pk)
    require_open(user, Action.REVIEW_EVIDENCE, found)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        raise ServiceError("请选认可或不认可；意见最多 1000 字。")
    data = form.cleaned_data
    try:
        evidence_review(
            actor=user, now=timezone.now(), evidence=found, number=data["number"],
            accepted=data["verdict"] == "accept", reason=data["reason"],
        )  # fmt: skip
    except ServiceError as error:
        return _entry_page(request, user, found, refused=worded(error), reason=data["reason"])
    messages.success(request, "审核意见已保存。")
    return redirect("evidence:entry", pk)
