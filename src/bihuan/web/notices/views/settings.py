"""Where I want to be told, and my calendar feed."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse
from bihuan.web.notices import queries
from bihuan.web.notices.calendar import Event, calendar
from bihuan.web.notices.duties import duties
from bihuan.web.notices.forms import SubscriptionForm
from bihuan.web.notices.links import absolute, domain
from bihuan.web.notices.mail.settings import Server
from bihuan.web.notices.models import Subscription
from bihuan.web.notices.queue import GiveUp
from bihuan.web.notices.services.subscribing import (
    feed_digest,
    feed_make,
    feed_revoke,
    subscription_change,
    subscription_of,
)

FEED_BACK, FEED_AHEAD, FEED_MOST = timedelta(days=365), timedelta(days=730), 2_000


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Letter and feed; the letters of the last days with what became of them."""
    user = signed_in(request)
    found = subscription_of(user)
    form = SubscriptionForm(request.POST or None, initial={"email": found.email, "digest": found.digest})
    if request.method == "POST" and form.is_valid():
        try:
            subscription_change(actor=user, now=timezone.now(), **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "通知设置已保存。")
            return redirect("notices:settings")
    return _page(request, user, form, found)


def _page(
    request: HttpRequest, user: User, form: SubscriptionForm, found: Subscription, address: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "address": address,
        "letters": queries.letters_of(user),
        "mail": _mail_works(),
    }
    return render_page(request, "notices/settings.html", context)


def _mail_works() -> bool:
    try:
        return Server.of_settings() is not None
    except GiveUp:
        return False


@require_POST
@never_cache
def feed_new(request: HttpRequest) -> HttpResponse:
    """A new address, shown this once: only its digest is stored, so the page is not a redirect."""
    user = signed_in(request)
    token = feed_make(actor=user, now=timezone.now())
    path = reverse("notices:feed", args=[token])
    found = subscription_of(user)
    form = SubscriptionForm(initial={"email": found.email, "digest": found.digest})
    return _page(request, user, form, found, absolute(path) or request.build_absolute_uri(path))


@require_POST
def feed_stop(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    feed_revoke(actor=signed_in(request), now=timezone.now())
    messages.success(request, "日历地址已停用，原来的订阅不再更新。")
    return redirect("notices:settings")


@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Deadlines for a calendar program; the secret in the address is the key."""
    del request
    rows = Subscription.objects.filter(feed_digest=feed_digest(token), person__user__is_active=True)
    found = rows.select_related("person__user", "person__unit").first()
    if found is None:
        raise Http404
    user, now = found.person.user, timezone.now()
    today = timezone.localdate(now)
    open_ = duties(user, first=today - FEED_BACK, last=today + FEED_AHEAD, limit=FEED_MOST)
    events = [
        Event(f"{one.uid}@{domain()}", one.due, f"到期：{one.title}", one.where, absolute(one.link))
        for one in open_.rows
    ]
    answer = HttpResponse(
        calendar(events, name=f"闭环·{found.person.unit}", now=now),
        content_type="text/calendar; charset=utf-8",
    )
    answer.headers["Cache-Control"] = "private, max-age=900"
    answer.headers["Content-Disposition"] = 'inline; filename="bihuan.ics"'
    return answer
