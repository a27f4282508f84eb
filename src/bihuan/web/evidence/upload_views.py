"""Uploading: a plain form that works without script, and the parts that the script sends one by one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at
from bihuan.web.evidence import contexts, targets
from bihuan.web.evidence.addresses import back_of
from bihuan.web.evidence.forms import NewForm, VersionForm
from bihuan.web.evidence.models import Upload
from bihuan.web.evidence.queries import entry_for, entry_page
from bihuan.web.evidence.receiving import StagingHandler, handler_of, staged_files
from bihuan.web.evidence.services import (
    evidence_create,
    evidence_supersede,
    upload_append,
    upload_begin,
    upload_discard,
    upload_finish,
    upload_receive,
)
from bihuan.web.evidence.services.opening import require_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Evidence
    from bihuan.web.evidence.targets import Target

CUT = "上传中断，文件没有收全，一个也没有保存。请检查网络后重新选择文件。"
DENIED = "上传佐证由整改联络员或科室经办人办理，您的角色没有这项权限。"


def _staging(inner: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Files go to the folder of incoming files as they arrive: the handler must stand before anything reads
    the form, the check of the form's token included, so that check runs inside.
    """
    guarded = csrf_protect(inner)

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    def outer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [StagingHandler(request)]
        return guarded(request, **kwargs)

    return outer


@_staging
def new(request: HttpRequest) -> HttpResponse:
    """A new entry, for what ``for`` names (it may stand several times) or for nothing yet."""
    user = signed_in(request)
    found = [targets.find(user, text) for text in _named(request, "for")[:100]]
    unit = _unit(user, found)
    targets.refuse_archived(found)
    form = NewForm(request.POST if request.method == "POST" else None)
    uploads: list[Upload] = []
    if request.method == "POST":
        uploads = _received(request, user, unit, form)
        if (
            form.is_valid()
            and "drop" not in request.POST
            and (made := _created(user, unit, form, uploads, found))
        ):
            messages.success(request, f"佐证“{made.title}”已保存。")
            return redirect(back_of(request, reverse("evidence:entry", args=[made.pk])))
    context = contexts.upload(user, unit, found, uploads, back_of(request, ""))
    return render_page(request, "evidence/new.html", {**context, "form": form, "entry": None})


def _named(request: HttpRequest, name: str) -> list[str]:
    source = request.POST if request.method == "POST" else request.GET
    return list(dict.fromkeys(source.getlist(name)))


def _unit(user: User, found: list[Target]) -> Unit:
    """The unit whose evidence it becomes; 403 for whoever may upload nowhere."""
    own = contexts.units_of(user)
    wanted = {one.unit_id for one in found} or set(own[:1])
    if not wanted or not wanted <= set(own):
        raise PermissionDenied(DENIED)
    return Unit.objects.get(pk=min(wanted))


def _created(
    user: User, unit: Unit, form: NewForm, uploads: list[Upload], found: list[Target]
) -> Evidence | None:
    """The entry, None where the service refused and the form says why."""
    try:
        return evidence_create(
            actor=user, now=timezone.now(), unit=unit, facts=form.facts(), uploads=uploads, targets=found,
            confirmed=form.cleaned_data["confirmed"], again=form.cleaned_data["again"],
        )  # fmt: skip
    except ServiceError as error:
        refuse(form, error)
        return None


@_staging
@refused_at("evidence:entry")
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of an entry's files."""
    user = signed_in(request)
    entry = entry_for(user, pk)
    require_open(user, Action.ADD_EVIDENCE, entry)
    posted = request.POST if request.method == "POST" else None
    form = VersionForm(posted, initial={"version": entry.version})
    uploads: list[Upload] = []
    if posted is not None:
        uploads = _received(request, user, entry.unit, form)
        if form.is_valid() and "drop" not in posted and _superseded(request, user, entry, form, uploads):
            messages.success(request, "新版本已保存，原来的版本仍保留；等待审核。")
            return redirect("evidence:entry", pk)
    shown = entry_page(entry)
    context = contexts.upload(user, entry.unit, [], uploads, reverse("evidence:entry", args=[pk]))
    files = contexts.entry(user, shown, [])["current"]["files"]
    kept = (
        {int(one) for one in posted.getlist("kept") if one.isdecimal()}
        if posted
        else {one["id"] for one in files}
    )
    return render_page(
        request, "evidence/new.html", {**context, "form": form, "entry": entry, "files": files, "kept": kept}
    )


def _superseded(
    request: HttpRequest, user: User, entry: Evidence, form: VersionForm, uploads: list[Upload]
) -> bool:
    kept = [int(one) for one in request.POST.getlist("kept") if one.isdecimal() and len(one) < 19]
    try:
        evidence_supersede(
            actor=user, now=timezone.now(), evidence=entry, uploads=uploads, kept=kept, **{
                name: form.cleaned_data[name] for name in ("note", "version", "confirmed")
            },
        )  # fmt: skip
    except ServiceError as error:
        refuse(form, error)
        return False
    return True


def _received(request: HttpRequest, user: User, unit: Unit, form: Form) -> list[Upload]:
    """Uploads that this form names, and those that came with it; what was refused stands on the form.

    The last field of the form is ``whole``: where it is missing the request broke off, and the last file
    would be half a file.
    """
    handler = handler_of(request)
    held = _staged(user, unit, request.POST.getlist("upload"))
    if request.POST.get("whole") != "1":
        handler.drop_all()
        form.add_error("file", CUT)
        return held
    for told in handler.refused:
        form.add_error("file", told)
    dropped = set(request.POST.getlist("drop"))
    for one in [one for one in held if str(one.token) in dropped]:
        upload_discard(actor=user, now=timezone.now(), upload=one)
        held.remove(one)
    for staged in staged_files(request):
        try:
            held.append(upload_receive(actor=user, now=timezone.now(), unit=unit, staged=staged))
        except ServiceError as error:
            form.add_error("file", str(error))
    return held


def _staged(user: User, unit: Unit, tokens: list[str]) -> list[Upload]:
    """The user's own uploads by their tokens, in that order; others' and old ones are left out."""
    known = [token for text in tokens[:500] if (token := _token(text))]
    rows = Upload.objects.filter(token__in=known, owner=user, unit=unit).defer("text")
    found = {one.token: one for one in rows}
    return [found[token] for token in dict.fromkeys(known) if token in found]


def _token(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# --- the script's way ---------------------------------------------------------------------------------------


def _told(inner: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal as JSON, where the script reads it."""

    def outer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return inner(request, **kwargs)
        except ServiceError as error:
            return JsonResponse({"error": str(error)}, status=422)

    return outer


@require_POST
@_told
def uploads(request: HttpRequest) -> HttpResponse:
    """Announce a file; its address for the parts comes back."""
    user = signed_in(request)
    unit = _unit(user, [targets.find(user, text) for text in request.POST.getlist("for")[:100]])
    size = request.POST.get("size", "")
    if not size.isascii() or not size.isdigit() or len(size) > 15:
        raise ServiceError("没有写明文件大小，请重新选择文件。")
    name = request.POST.get("name", "")[:500]
    made = upload_begin(actor=user, now=timezone.now(), unit=unit, name=name, size=int(size))
    return JsonResponse(contexts.told_upload(made), status=201)


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@_told
def upload(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """How far it came; the next part (``Upload-Offset`` says from where); throw it away."""
    user = signed_in(request)
    found = _own(user, token)
    if request.method == "DELETE":
        upload_discard(actor=user, now=timezone.now(), upload=found)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        offset = request.headers.get("Upload-Offset", "")
        if not offset.isascii() or not offset.isdigit() or len(offset) > 15:
            raise ServiceError("没有写明从哪里续传。")
        try:
            upload_append(actor=user, now=timezone.now(), upload=found, offset=int(offset), source=request)
        except ServiceError as error:
            return JsonResponse({**contexts.told_upload(found), "error": str(error)}, status=409)
    return JsonResponse(contexts.told_upload(found))


@require_POST
@_told
def upload_whole(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """All parts are sent: hash the file, look into it, tell what to confirm."""
    user = signed_in(request)
    return JsonResponse(
        contexts.told_upload(upload_finish(actor=user, now=timezone.now(), upload=_own(user, token)))
    )


def _own(user: User, token: uuid.UUID) -> Upload:
    if not contexts.units_of(user):
        raise Http404
    return get_object_or_404(Upload.objects.select_related("unit").defer("text"), token=token, owner=user)
