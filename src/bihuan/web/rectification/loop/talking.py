"""Remarks on findings, responses and measures."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.loop.queries import response_for
from bihuan.web.rectification.models import Comment
from bihuan.web.rectification.services import comment_add, comment_resolve
from bihuan.web.rectification.services.commenting import page_of, readers

_NUMBER = re.compile(r"[0-9]{1,15}")


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something on a response or on one of its measures."""
    user = signed_in(request)
    row = response_for(user, pk)
    require(user, Action.COMMENT, row.feedback)
    which = request.POST.get("measure", "")
    measure = row.measures.filter(pk=int(which)).first() if _NUMBER.fullmatch(which) else None
    return _say(request, f"{reverse('loop:response', args=[pk])}#comments", response=row, measure=measure)


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """The talk about a finding, before there is an answer and beside it."""
    user = signed_in(request)
    row = get_for_user(Finding.objects.select_related("feedback__round", "feedback__unit"), user, pk=pk)
    if request.method == "POST":
        require(user, Action.COMMENT, row.feedback)
        return _say(request, reverse("loop:talk", args=[pk]), finding=row)
    comments = Comment.objects.filter(finding=row).select_related("by__person", "resolved_by__person")
    says = may(user, Action.COMMENT, row.feedback)
    context = {
        "finding": row,
        "case": row.feedback,
        "comments": list(comments.order_by("id")),
        "may_comment": says,
        "readers": list(readers(row.feedback).select_related("unit")) if says else [],
    }
    return render_page(request, "loop/talk.html", context)


def _say(request: HttpRequest, back: str, **about: Any) -> HttpResponse:
    people = [int(one) for one in request.POST.getlist("people") if _NUMBER.fullmatch(one)]
    try:
        made = comment_add(
            actor=signed_in(request),
            now=timezone.now(),
            text=request.POST.get("text", ""),
            people=people,
            **about,
        )
    except ServiceError as error:
        tell(request, error)
        return redirect(back)
    return redirect(page_of(made))


@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Resolved, or open again."""
    user = signed_in(request)
    one = get_for_user(Comment.objects.select_related("feedback"), user, pk=pk)
    require(user, Action.COMMENT, one.feedback)
    comment_resolve(actor=user, now=timezone.now(), comment=one, resolved=request.POST.get("resolved") == "1")
    return redirect(page_of(one))
