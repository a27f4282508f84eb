"""Templates of an office: upload, look at the fields, try with real facts, switch on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.documents.kinds import Format, kinds
from bihuan.documents.making import TYPES
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import DENIED, Action, may, require
from bihuan.web.base.choosing import offer
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at
from bihuan.web.papers import template_queries as queries
from bihuan.web.papers import template_services as services
from bihuan.web.papers.models import OfficeTemplate
from bihuan.web.papers.templating.fields import fields_of
from bihuan.web.papers.templating.package import LIMITS, TOO_LARGE
from bihuan.web.papers.templating.starting import STARTING, starting
from bihuan.web.papers.trying import tried

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from bihuan.web.accounts.models import Unit, User


class TemplateForm(forms.Form):
    """A kind and a file."""

    kind = forms.ChoiceField(
        error_messages={"required": "请选一种文书。", "invalid_choice": "请选一种文书。"}
    )
    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": "请选一个文件。", "max_length": "文件名太长，请改短后再交。"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "kind", [(one.slug, one.word) for one in queries.replaceable_kinds()])

    def clean_file(self) -> UploadedFile[Any]:
        """Too large is told before a byte of it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LIMITS.file_bytes:
            raise forms.ValidationError(TOO_LARGE)
        return file


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Whose templates; whoever sees one goes straight to it."""
    found = queries.offices_for(signed_in(request))
    if not found:
        raise PermissionDenied(DENIED)
    if len(found) == 1:
        return redirect("papers:templates", found[0].pk)
    return render_page(request, "papers/template_offices.html", {"offices": found})


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, pk: int) -> HttpResponse:
    """Every template of an office; posting uploads one."""
    user = signed_in(request)
    office = queries.office_for(user, pk)
    form = TemplateForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST":
        require(user, Action.KEEP_TEMPLATES, OfficeTemplate(office=office))
        if form.is_valid() and (made := _added(user, office, form)):
            messages.success(request, f"模板已收下，用到{len(made.used)}个字段。试填看过以后再启用。")
            return redirect("papers:template", made.pk)
    context = {
        "office": office,
        "form": form,
        "found": queries.templates_of(office),
        "kinds": queries.replaceable_kinds(),
        "starting": [kinds()[slug] for slug in STARTING],
        "may": may(user, Action.KEEP_TEMPLATES, OfficeTemplate(office=office)),
    }
    return render_page(request, "papers/templates.html", context)


def _added(user: User, office: Unit, form: TemplateForm) -> OfficeTemplate | None:
    file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    data = file.read()
    try:
        return services.office_template_add(
            actor=user, now=timezone.now(), office=office, kind=kind, data=data,
            name=file.name or "模板.docx",
        )  # fmt: skip
    except ServiceError as error:
        refuse(form, error)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@refused_at("papers:template")
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template; posting switches it on or off, or fills it with something real."""
    user = signed_in(request)
    found = queries.template_for(user, pk)
    if request.method == "POST":
        require(user, Action.KEEP_TEMPLATES, found)
        return _done(request, user, found)
    context = {
        "one": found,
        "kind": kinds().get(found.kind),
        "things": queries.things_for(user, found),
        "may": may(user, Action.KEEP_TEMPLATES, found),
    }
    return render_page(request, "papers/template.html", context)


def _done(request: HttpRequest, user: User, found: OfficeTemplate) -> HttpResponse:
    do = request.POST.get("do", "")
    if do == "try":
        return _tried(request, user, found)
    if do in ("on", "off"):
        services.office_template_switch(actor=user, now=timezone.now(), template=found, on=do == "on")
        said = f"以后的{found.word}（Word）都用这份模板生成。" if do == "on" else "已停用，改用系统的版面。"
        messages.success(request, said)
    return redirect("papers:template", found.pk)


def _tried(request: HttpRequest, user: User, found: OfficeTemplate) -> HttpResponse:
    """The template filled with something that the user sees."""
    made = tried(actor=user, now=timezone.now(), template=found, of=request.POST.get("thing", ""))
    return word_file(made.data, made.name)


@require_safe
def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The template as it was uploaded."""
    found = queries.template_for(signed_in(request), pk)
    return word_file(bytes(found.content.data), found.name.removesuffix(".docx"))


@require_safe
def template_start(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A template to begin from."""
    office = queries.office_for(signed_in(request), pk)
    if slug not in STARTING:
        raise Http404
    return word_file(starting(slug, office.name), f"{kinds()[slug].word}模板")


@require_safe
def fields(request: HttpRequest, slug: str) -> HttpResponse:
    """What may be written into a template of a kind."""
    signed_in(request)
    found = next((one for one in queries.replaceable_kinds() if one.slug == slug), None)
    if found is None:
        raise Http404
    return render_page(request, "papers/fields.html", {"kind": found, "fields": fields_of(found)})


def word_file(data: bytes, name: str) -> HttpResponse:
    """A Word file to be saved; ``name`` is without its ending."""
    answer = HttpResponse(data, content_type=TYPES[Format.WORD])
    told_name = f"{name.replace('/', '／')[:100]}.docx"
    answer.headers["Content-Disposition"] = content_disposition_header(True, told_name) or "attachment"
    return answer
