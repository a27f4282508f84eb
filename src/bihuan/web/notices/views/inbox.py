"""The inbox."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.base.partials import render_page
from bihuan.web.notices import queries
from bihuan.web.notices.kinds import word_of
from bihuan.web.notices.models import Notification
from bihuan.web.notices.services.reading import inbox_read, notification_read


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What I was told, the newest first."""
    user, only_unread = signed_in(request), request.GET.get("show") == "unread"
    page = queries.inbox(user, only_unread=only_unread, token=request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, word_of(one.kind)) for one in page.rows],
        "only_unread": only_unread,
        "newest": page.rows[0].newest_first if page.rows else 0,
    }
    return render_page(request, "notices/inbox.html", context)


@require_POST
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to what it is about."""
    user = signed_in(request)
    found = _mine(user, pk)
    notification_read(actor=user, now=timezone.now(), notification=found)
    return redirect(found.link or "notices:inbox")


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and back to the list."""
    user = signed_in(request)
    notification_read(actor=user, now=timezone.now(), notification=_mine(user, pk))
    return redirect(_list(request))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything that the page showed on top and what is older."""
    user = signed_in(request)
    newest = request.POST.get("newest", "")
    if not newest.lstrip("-").isascii() or not newest.lstrip("-").isdigit() or len(newest) > 16:
        raise Http404
    count = inbox_read(actor=user, now=timezone.now(), newest=int(newest))
    messages.success(request, f"已把{count}条标为已读。" if count else "没有未读的消息。")
    return redirect(_list(request))


def _mine(user: User, pk: int) -> Notification:
    found = Notification.objects.filter(pk=pk, person_id=user.person_id).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest) -> str:
    from django.urls import reverse

    return reverse("notices:inbox") + ("?show=unread" if request.POST.get("show") == "unread" else "")
