"""Asking and following requests, for people of the house."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.assistance import contexts, queries
from bihuan.web.assistance.forms import AskForm, DaysForm, ReasonForm, RenewForm
from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services import (
    assistance_ask,
    assistance_extend,
    assistance_renew,
    assistance_revoke,
)
from bihuan.web.assistance.services.asking import Issued, Question
from bihuan.web.assistance.services.finding import may_ask, require_asking
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse
from bihuan.web.notices.links import absolute
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.queries import measure_for
from bihuan.web.rectification.models import MeasureState

WEEK = timedelta(7)
CODE_HINT = "勾选后另给一个口令：链接发给对方，口令用电话等另外告知。涉及个人信息、资金的建议设。"


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """All requests that one sees, the newest first."""
    return _listed(request, None)


@require_safe
def of_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of one measure, and asking for more."""
    return _listed(request, pk)


def _listed(request: HttpRequest, measure: int | None) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    row = measure_for(user, measure) if measure else None
    which = request.GET.get("which", "")
    which = which if which in queries.WHICH else ""
    page = queries.requests_page(
        user, which=which, today=today, measure=measure, token=request.GET.get("page")
    )
    where = ("一项措施的", None)
    context = {
        "place": contexts.place(row.feedback.unit if row else user.unit, *([where] if row else [])),
        "page": page,
        "rows": [contexts.line(one, today) for one in page.rows],
        "which": which,
        "choices": queries.WHICH,
        "measure": row,
        "may_ask": row is not None and row.state == MeasureState.OPEN and may_ask(user, row),
    }
    return render_page(request, "assistance/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody; the link is shown this once, so the page is not a redirect."""
    user = signed_in(request)
    row = measure_for(user, pk)
    require_asking(user, row)
    today = timezone.localdate()
    first = {"shown": row.text, "due": (today + WEEK).isoformat(), "until": (today + 2 * WEEK).isoformat()}
    form = AskForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        with_code = told.pop("with_code")
        try:
            made = assistance_ask(
                actor=user, now=timezone.now(), measure=row, asked=Question(**told), with_code=with_code
            )
        except ServiceError as error:
            refuse(form, error)
        else:
            return _issued(request, made)
    context = {"form": form, "measure": row, "place": contexts.place(row.feedback.unit, ("发起", None))}
    return render_page(request, "assistance/new.html", {**context, "code_hint": CODE_HINT})


def link_to(request: HttpRequest, issued: Issued) -> str:
    """The whole address of the link."""
    path = reverse("assistance:outside", args=[issued.token])
    return absolute(path) or request.build_absolute_uri(path)


def _issued(request: HttpRequest, issued: Issued) -> HttpResponse:
    one = issued.request
    context = {
        "request_": one,
        "link": link_to(request, issued),
        "code": issued.code,
        "place": contexts.place(one.unit, (contexts.called(one), None)),
    }
    return render_page(request, "assistance/issued.html", context)


@require_safe
def request_(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, how the link stands, what came, who opened it."""
    user = signed_in(request)
    one = queries.request_for(user, pk)
    told = contexts.request_page(
        user, one, queries.answers_of(one), queries.trace_of(one), timezone.localdate()
    )
    return render_page(request, "assistance/request.html", told)


def asked_about(one: AssistanceRequest, title: str, button: str, *fields: Field, **more: Any) -> Asked:
    """A small form about a request."""
    back = reverse("assistance:request", args=[one.pk])
    return Asked(
        title=title,
        case=one.feedback,
        place=contexts.place(one.unit, (contexts.called(one), back), (title, None)),
        fields=fields,
        button=button,
        back=back,
        **{"about": (one.question,), **more},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another link in the place of a lost one, shown once as well."""
    user = signed_in(request)
    one = queries.request_for(user, pk)
    require_asking(user, one.measure)
    first = {"with_code": bool(one.code_hash)}
    form = RenewForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            return _issued(
                request,
                assistance_renew(actor=user, now=timezone.now(), request=one, **form.cleaned_data),
            )
        except ServiceError as error:
            refuse(form, error)
    context = {"form": form, "request_": one, "place": contexts.place(one.unit, (contexts.called(one), None))}
    return render_page(request, "assistance/renew.html", {**context, "code_hint": CODE_HINT})


DAYS = (Field("due", "答复期限", "date"), Field("until", "链接有效至", "date", hint="过了这一天链接打不开。"))


def days_ahead(one: AssistanceRequest) -> dict[str, str]:
    """A week from now where the days in force are over."""
    today = timezone.localdate()
    due = one.due if one.due >= today else today + WEEK
    return {"due": due.isoformat(), "until": max(one.until, due).isoformat()}


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Later days; the same link opens again."""
    user = signed_in(request)
    one = queries.request_for(user, pk)
    require_asking(user, one.measure)

    def save(told: dict[str, Any]) -> str:
        assistance_extend(actor=user, now=timezone.now(), request=one, **told)
        return "已延长，原来的链接照常可用。"

    form = DaysForm(request.POST if request.method == "POST" else None, initial=days_ahead(one))
    return ask(request, form, asked_about(one, "延长链接", "延长", *DAYS), save)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The link opens nothing any more."""
    user = signed_in(request)
    one = queries.request_for(user, pk)
    require_asking(user, one.measure)

    def save(told: dict[str, Any]) -> str:
        assistance_revoke(actor=user, now=timezone.now(), request=one, **told)
        return "已撤回，链接立刻失效。"

    field = Field("reason", "为什么撤回", rows=2, hint="对方只看到请求已经撤回，看不到理由。")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return ask(request, form, asked_about(one, "撤回请求", "撤回", field, danger=True), save)
