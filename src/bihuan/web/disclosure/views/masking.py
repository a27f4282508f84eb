"""The preview with every replacement marked; masks given and released by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.masking import Kind
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, tell
from bihuan.web.disclosure import previewing, publications
from bihuan.web.disclosure.drafting import draft_of
from bihuan.web.disclosure.forms import MaskForm, WishesForm
from bihuan.web.disclosure.places import place
from bihuan.web.disclosure.services import mask_choose, mask_forget, wishes_set
from bihuan.web.disclosure.services.common import at_work
from bihuan.web.disclosure.workflow import State


@require_http_methods(["GET", "HEAD", "POST"])
def masking(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft with its masks; a decision of the user on one original. Originals are shown to those alone
    who write or examine announcements.
    """
    user = signed_in(request)
    found = publications.announcement_for(user, pk)
    if request.method == "POST" or not may(user, Action.VET, found):
        require(user, Action.PUBLISH, found)
    form = MaskForm(request.POST if request.method == "POST" else None, initial={"active": True})
    if request.method == "POST" and form.is_valid():
        try:
            mask_choose(actor=user, now=timezone.now(), announcement=found, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            said = "已隐去" if form.cleaned_data["active"] else "不再隐去"
            messages.success(request, f"“{form.cleaned_data['original']}”{said}。")
            return redirect("disclosure:masking", pk)
    return render_page(request, "disclosure/masking.html", _context(user, found, form))


def _context(user: Any, found: Any, form: MaskForm) -> dict[str, Any]:
    draft, work = draft_of(found), at_work(found)
    back = reverse("disclosure:publication", args=[found.pk])
    return {
        "announcement": found,
        "case": found.feedback,
        "place": place(found.feedback, (found.get_audience_display(), back), ("隐名", None)),
        "draft": draft,
        "lines": previewing.lines(draft),
        "rows": previewing.rows(draft),
        "form": form,
        "kinds": [(one.value, one.label) for one in Kind],
        "may_edit": may(user, Action.PUBLISH, found.feedback)
        and work is not None
        and work.state == State.DRAFT,
    }


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to what the rules say."""
    user = signed_in(request)
    choice = publications.choice_for(user, pk)
    back = redirect("disclosure:masking", choice.announcement_id)
    try:
        mask_forget(actor=user, now=timezone.now(), choice=choice)
    except ServiceError as error:
        tell(request, error)
        return back
    messages.success(request, f"“{choice.original}”恢复按规则处理。")
    return back


@require_POST
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """Which kinds are masked by rule, and for how long the announcement stands."""
    user = signed_in(request)
    found = publications.announcement_for(user, pk)
    require(user, Action.PUBLISH, found.feedback)
    form = WishesForm(request.POST)
    try:
        if not form.is_valid():
            raise ServiceError("公开期填1到250个工作日，种类从列表中选。")
        wishes_set(actor=user, now=timezone.now(), announcement=found, **form.cleaned_data)
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(request, "已保存。")
    return redirect("disclosure:publication", pk)
