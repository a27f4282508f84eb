"""The board of a round, and the lists behind its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.board import round_contexts as contexts
from bihuan.web.board.round_queries import round_for
from bihuan.web.inspections.queries import rounds_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import Any

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Round

    Build = Callable[[User, Round, Mapping[str, str], date], dict[str, Any]]


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """To the board of the newest round that the user knows."""
    newest = rounds_for(signed_in(request)).first()
    if newest is None:
        return render_page(request, "board/no_round.html", {})
    return redirect("board:round", newest.pk)


@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """How the round stands: units by sections, ages, who waits for whom."""
    return _page(request, pk, "board/round.html", contexts.board)


@require_safe
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings behind a figure."""
    return _page(request, pk, "board/findings.html", contexts.findings)


@require_safe
def responses(request: HttpRequest, pk: int) -> HttpResponse:
    """The responses behind a figure."""
    return _page(request, pk, "board/responses.html", contexts.responses)


def _page(request: HttpRequest, pk: int, template: str, build: Build) -> HttpResponse:
    user = signed_in(request)
    found = round_for(user, pk)
    return render_page(request, template, build(user, found, request.GET, timezone.localdate()))
