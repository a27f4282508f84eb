"""Remarks on a response."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.refusals import tell
from bihuan.web.rectification.loop.queries import response_for
from bihuan.web.rectification.models import Comment
from bihuan.web.rectification.services import comment_add, comment_resolve


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something."""
    user = signed_in(request)
    row = response_for(user, pk)
    require(user, Action.COMMENT, row.feedback)
    try:
        made = comment_add(actor=user, now=timezone.now(), response=row, text=request.POST.get("text", ""))
    except ServiceError as error:
        tell(request, error)
        return redirect(f"{reverse('loop:response', args=[pk])}#comments")
    return redirect(f"{reverse('loop:response', args=[pk])}#comment-{made.pk}")


@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Resolved, or open again."""
    user = signed_in(request)
    one = get_for_user(Comment.objects.select_related("feedback"), user, pk=pk)
    require(user, Action.COMMENT, one.feedback)
    comment_resolve(actor=user, now=timezone.now(), comment=one, resolved=request.POST.get("resolved") == "1")
    return redirect(f"{reverse('loop:response', args=[one.response_id])}#comment-{pk}")
