"""Choose a document, correct how it was read, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at
from bihuan.web.diagnosis.models import ImportDraft
from bihuan.web.diagnosis.queries import draft_report, open_drafts
from bihuan.web.diagnosis.services import draft_create, draft_discard, draft_edit, draft_undo_edit
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.forms import VersionForm
from bihuan.web.rectification.services import draft_confirm, feedback_replace, import_undo
from bihuan.web.rectification.services.replacing import replacement
from bihuan.web.rectification.wizard import contexts
from bihuan.web.rectification.wizard.choices import may_import, rounds_shown
from bihuan.web.rectification.wizard.forms import ConfirmForm, CorrectionForm, DocumentForm

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback


@require_safe
def filings(request: HttpRequest) -> HttpResponse:
    """What waits for confirmation, and what was imported."""
    user = signed_in(request)
    return render_page(request, "imports/list.html", contexts.filings(user, list(open_drafts(user))))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A file or pasted text; ``pk`` is the case whose feedback it corrects."""
    user = signed_in(request)
    if not may_import(user):
        raise PermissionDenied("导入由整改联络员或巡察办工作人员办理，您的角色没有这项权限。")
    replaces = case_for(user, pk) if pk else None
    if replaces:
        require(user, Action.IMPORT, replaces)
    units = [replaces.unit] if replaces else contexts.units(user)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(user, units, rounds_shown(user), *posted)
    if request.method == "POST" and form.is_valid() and (draft := _draft(user, form, replaces)):
        return redirect("imports:reading", draft.pk)
    return render_page(request, "imports/new.html", contexts.document(form, units, replaces))


def _draft(user: User, form: DocumentForm, replaces: Feedback | None) -> ImportDraft | None:
    """The draft, None where the service refused and the form says why."""
    content, name = form.content()
    chosen = form.rounds.get(form.cleaned_data["round"])
    try:
        return draft_create(
            actor=user, now=timezone.now(), unit=form.cleaned_data["unit"], content=content, name=name,
            round=chosen, replaces=replaces,
        )  # fmt: skip
    except ServiceError as error:
        refuse(form, error)
        return None


@require_safe
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Source and tree side by side."""
    user = signed_in(request)
    draft = _draft_for(user, pk)
    if draft.confirmed_at:
        messages.info(request, "这份材料已经入账。")
        return redirect("imports:list")
    leaf = request.GET.get("leaf", "")
    chosen = int(leaf) if leaf.isdecimal() and len(leaf) < 9 else None
    context = contexts.reading(draft, draft_report(draft), chosen)
    context["may_import"] = may(user, Action.IMPORT, _Owned(draft))
    return render_page(request, "imports/reading.html", context)


@require_POST
@refused_at("imports:reading")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a leaf into something else, join, split, or take the last correction back."""
    user = signed_in(request)
    draft = _draft_for(user, pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        raise ServiceError("请先选一行，再选要改成什么。")
    leaf, change, version = (form.cleaned_data[name] for name in ("leaf", "change", "version"))
    now = timezone.now()
    if change == "undo":
        draft_undo_edit(actor=user, now=now, draft=draft, version=version)
    elif leaf is None:
        raise ServiceError("请先选一行，再选要改成什么。")
    else:
        draft_edit(actor=user, now=now, draft=draft, leaf=leaf, action=change, version=version)
    where = f"?leaf={leaf}#n{leaf}" if leaf is not None else ""
    return redirect(f"{contexts.address(draft)}{where}")


@require_POST
@refused_at("imports:reading")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft becomes a case."""
    user = signed_in(request)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise ServiceError("；".join(str(text) for texts in form.errors.values() for text in texts))
    case = draft_confirm(actor=user, now=timezone.now(), draft=_draft_for(user, pk), **form.cleaned_data)
    messages.success(request, "已入账，体检也已做过。在此之后台账没有改动以前，可以在“导入”里撤销。")
    return redirect("rectification:ledger", case.pk)


@require_POST
@refused_at("imports:reading")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    user = signed_in(request)
    draft_discard(actor=user, now=timezone.now(), draft=_draft_for(user, pk))
    messages.success(request, "已放弃这次导入，没有改动任何台账。")
    return redirect("imports:list")


@require_http_methods(["GET", "HEAD", "POST"])
@refused_at("rectification:ledger")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole import back: asks first, then the draft is open again."""
    user = signed_in(request)
    case = case_for(user, pk)
    require(user, Action.IMPORT, case)
    if request.method != "POST":
        return render_page(request, "imports/undo.html", {"case": case})
    draft = import_undo(actor=user, now=timezone.now(), feedback=case)
    messages.success(request, "已撤销入账，材料和更正都在，可以重新核对。")
    return redirect("imports:reading", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@refused_at("imports:reading")
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A corrected feedback beside the one in force; confirmed, it takes its place."""
    user = signed_in(request)
    draft = _draft_for(user, pk)
    if draft.replaces is None or draft.confirmed_at:
        return redirect("imports:reading", pk)
    if request.method != "POST":
        context = {"draft": draft, "case": draft.replaces, **contexts.comparison(replacement(draft))}
        return render_page(request, "imports/replace.html", context)
    version = VersionForm(request.POST).seen()
    case, _ = feedback_replace(actor=user, now=timezone.now(), draft=draft, version=version)
    messages.success(request, "已替换反馈，原来的材料仍保存在“导入”里。")
    return redirect("rectification:ledger", case.pk)


def _draft_for(user: User, pk: int) -> ImportDraft:
    rows = ImportDraft.objects.select_related("filing__unit", "replaces__unit", "replaces__round")
    return get_for_user(rows, user, pk=pk)


class _Owned:
    """A draft as the permission table sees it."""

    def __init__(self, draft: ImportDraft) -> None:
        self.unit_id, self.office_id = draft.filing.unit_id, draft.office_id
