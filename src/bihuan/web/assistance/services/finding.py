"""Requests as a service finds them: locked, in the state that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.assistance.models import AWAITED, AssistanceRequest, RequestState
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.rectification.services.locking import locked_measure, standing_of

if TYPE_CHECKING:
    from collections.abc import Container

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models import Measure, Response


def may_ask(actor: User, measure: Measure) -> bool:
    """Whoever records on the measure and may bring evidence to it: an answer becomes both."""
    return may(actor, Action.RECORD, standing_of(measure)) and may(
        actor, Action.ADD_EVIDENCE, measure.feedback
    )


def require_asking(actor: User, measure: Measure) -> None:
    """The same as a refusal: 403, or the sentence of the archive."""
    require(actor, Action.RECORD, standing_of(measure))
    require(actor, Action.ADD_EVIDENCE, measure.feedback)


def found_for(
    actor: User,
    request: AssistanceRequest,
    states: Container[str],
    what: str,
    version: int | None = None,
) -> tuple[AssistanceRequest, Response]:
    """The request with its measure and case, locked in the order of the house (the case first)."""
    case, response, measure = locked_measure(request.measure)
    require_asking(actor, measure)
    rows = AssistanceRequest.objects.select_for_update(of=("self",)).select_related("unit", "person")
    found: AssistanceRequest = still_there(rows.filter(pk=request.pk), "这项协办请求")
    page = reverse("assistance:request", args=[found.pk])
    if version is not None and version != found.version:
        raise StaleError("这项协办请求", href=page)
    if found.state not in states:
        state = RequestState(found.state).label
        raise ServiceError(f"这项协办请求现在是“{state}”，不能{what}。", href=page, code="wrong_state")
    found.measure, found.feedback = measure, case
    return found, response


def locked_request(request: AssistanceRequest) -> AssistanceRequest:
    """The request alone, for whoever comes by the link."""
    rows = AssistanceRequest.objects.select_for_update(of=("self",)).select_related("unit", "person")
    found: AssistanceRequest = still_there(rows.filter(pk=request.pk), "这项协办请求")
    return found


RUNNING = (*AWAITED, RequestState.ANSWERED)
"""Nobody has decided yet."""
