"""The public site over the web: frozen files and pages made of them, kept by the site's stamp."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags
from django.views.decorators.http import require_safe

from bihuan.web.disclosure.freezing import LARGE, verify
from bihuan.web.disclosure.models import Edition
from bihuan.web.disclosure.public.entries import site
from bihuan.web.disclosure.public.rendering import Answer, html, render
from bihuan.web.disclosure.workflow import SHOWN, Audience

if TYPE_CHECKING:
    from bihuan.web.disclosure.public.entries import Site

MOST_KEPT, HITS, LONGEST = 300, 50, 60
AROUND = 40
_KEPT: OrderedDict[tuple[str, int], tuple[Answer, str]] = OrderedDict()
_LOCK = Lock()


@login_not_required
@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """A file of the site: one query, for the stamp. ``middleware`` answers before this where there is one."""
    found = kept_page(request, path)
    if found is None:
        raise Http404
    return found


def kept_page(request: HttpRequest, path: str) -> HttpResponse | None:
    """The same; None where the site has no such file."""
    now = site()
    kept = _kept(path, now)
    return _answer(request, *kept, now) if kept else None


def _kept(path: str, now: Site) -> tuple[Answer, str] | None:
    key = (path, now.stamp)
    with _LOCK:
        found = _KEPT.get(key)
    if found:
        return found
    made = render(path, now)
    if made is None:
        return None
    tagged = made, f'"{hashlib.sha256(made.data).hexdigest()[:32]}"'
    if len(made.data) >= LARGE:
        return tagged
    with _LOCK:
        _KEPT[key] = tagged
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return tagged


def _answer(request: HttpRequest, made: Answer, tag: str, now: Site) -> HttpResponse:
    """304 where the visitor has it already; caches may keep it for a minute."""
    seen = parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponse(status=304) if tag in seen or f"W/{tag}" in seen else HttpResponse(made.data)
    answer.headers["Content-Type"] = made.kind
    answer.headers["ETag"] = tag
    answer.headers["Last-Modified"] = http_date(now.changed_at.timestamp())
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@login_not_required
@require_safe
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """Every frozen file hashed again now, and the signature checked."""
    del request
    entry = site().by_pk.get(pk)
    if entry is None or not entry.now.shown:
        raise Http404
    checks, key = verify(Edition(files=entry.now.files))
    made = html("public/verify.html", 3, True, entry=entry, checks=checks, key=key)
    answer = HttpResponse(made.data, content_type=made.kind)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Words in what is on show; fifty hits at most, one query beside the stamp's."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    now, hits = site(), []
    if words:
        rows = Edition.objects.filter(
            announcement__audience=Audience.PUBLIC, state__in=SHOWN, text__contains=words
        ).order_by("-published_at", "-pk")
        for pk, text in rows.values_list("announcement_id", "text")[:HITS]:
            if pk in now.by_pk:
                hits.append((now.by_pk[pk], _around(text, words)))
    made = html("public/search.html", 1, True, words=words, hits=hits, most=HITS)
    answer = HttpResponse(made.data, content_type=made.kind)
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _around(text: str, words: str) -> tuple[str, str, str]:
    """The first place with what stands around it."""
    at = text.find(words)
    before, after = text[max(0, at - AROUND) : at], text[at + len(words) : at + len(words) + AROUND]
    return before.rpartition("\n")[2], words, after.partition("\n")[0]
