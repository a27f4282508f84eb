"""Handing a workbook in: choose it, see what would become of each row, take it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.models import Workbook
from bihuan.web.rectification.services.sheets_in import (
    sheet_again,
    sheet_confirm,
    sheet_create,
    sheet_discard,
)
from bihuan.web.rectification.services.sheets_undo import sheet_undo
from bihuan.web.rectification.sheets import contexts
from bihuan.web.rectification.sheets.forms import ConfirmForm, SheetForm
from bihuan.web.rectification.wizard.choices import may_import, rounds_shown
from bihuan.web.rectification.wizard.contexts import units

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

MOST_TICKED = 5_000


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Choose a file; ``pk`` is the case that it changes, without it a new case is made."""
    user = signed_in(request)
    case = case_for(user, pk) if pk else None
    if case:
        require(user, Action.EDIT, case)
    elif not may_import(user):
        raise PermissionDenied("导入由整改联络员或巡察办工作人员办理，您的角色没有这项权限。")
    choices = [case.unit] if case else units(user)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetForm(user, choices, rounds_shown(user), *posted)
    if request.method == "POST" and form.is_valid() and (draft := _draft(user, form, case)):
        return redirect("sheets:sheet", draft.pk)
    return render_page(request, "sheets/new.html", contexts.choosing(user, form, choices, case))


def _draft(user: User, form: SheetForm, case: Feedback | None) -> Workbook | None:
    """The draft, None where the service refused and the form says why."""
    file, told = form.cleaned_data["file"], form.cleaned_data
    try:
        return sheet_create(
            actor=user, now=timezone.now(), unit=told["unit"], content=file.read(), name=file.name or "",
            case=case, round=None if case else form.rounds.get(told["round"]),
            given_on=None if case else told["given_on"],
        )  # fmt: skip
    except ServiceError as error:
        refuse(form, error)
        return None


def _sheet_for(user: User, pk: int) -> Workbook:
    rows = Workbook.objects.select_related("unit", "owner__person", "feedback__unit", "feedback__round")
    return get_for_user(rows, user, pk=pk)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of each row, or what became of it."""
    user = signed_in(request)
    draft = _sheet_for(user, pk)
    return render_page(request, "sheets/sheet.html", contexts.preview(user, draft, request.GET))


@require_POST
@refused_at("sheets:sheet")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare with the ledger as it is now."""
    user = signed_in(request)
    sheet_again(actor=user, now=timezone.now(), draft=_sheet_for(user, pk))
    messages.success(request, "已按台账现在的内容重新比对。")
    return redirect("sheets:sheet", pk)


@require_POST
@refused_at("sheets:sheet")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it in."""
    user = signed_in(request)
    draft = _sheet_for(user, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise ServiceError("请选择怎样处理台账里已有的行。")
    over = request.POST.getlist("over")[:MOST_TICKED]
    done = sheet_confirm(actor=user, now=timezone.now(), draft=draft, over=over, **form.cleaned_data)
    messages.success(request, contexts.summary(done))
    return redirect("sheets:sheet", pk)


@require_POST
@refused_at("sheets:sheet")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away."""
    user = signed_in(request)
    draft = _sheet_for(user, pk)
    case = draft.feedback_id
    sheet_discard(actor=user, now=timezone.now(), draft=draft)
    messages.success(request, "已放弃这张表，没有改动台账。")
    return redirect("rectification:ledger", case) if case else redirect("imports:list")


@require_POST
@refused_at("sheets:sheet")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the whole import back."""
    user = signed_in(request)
    sheet_undo(actor=user, now=timezone.now(), draft=_sheet_for(user, pk))
    messages.success(request, "已撤销整次导入，台账回到导入以前。")
    return redirect("sheets:sheet", pk)
