"""办理: what waits for me, what came back, what my people are working on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.partials import render_page
from bihuan.web.base.words import day_words
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.queries import numbers_of
from bihuan.web.rectification.loop.turns import asked, turns
from bihuan.web.rectification.loop.waiting import ASKED, QUEUE, Wanted
from bihuan.web.rectification.workflow import NEXT, ResponseState
from bihuan.web.saved.queries import bar, opens_with

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models import Response


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Fifty of what waits for this person, narrowed by the address; the whole first page says too what came
    back, what must be approved and what is being worked on.
    """
    user, wanted = signed_in(request), Wanted.read(request.GET)
    above = bar(request, user, QUEUE)
    if elsewhere := opens_with(request, above):
        return redirect(elsewhere)
    whole = not wanted.narrows() and not wanted.page
    context = {**_waiting(user, wanted), **_asked_of(user, whole=whole), "bar": above, "whole": whole}
    return render_page(request, "loop/queue.html", context)


def _waiting(user: User, wanted: Wanted) -> dict[str, Any]:
    found = turns(user, wanted)
    page = found.waiting
    findings = numbers_of(one.pk for rows in (page.rows, found.returned, found.working) for one in rows)

    def lines(rows: list[Response]) -> list[dict[str, Any]]:
        return [_line(one, findings[one.pk]) for one in rows]

    return {
        "wanted": wanted,
        "kinds": ASKED.items(),
        "waiting": lines(page.rows),
        "groups": [
            ("退回给我单位的", lines(found.returned), "按退回意见补正后重新提交"),
            ("正在整改", lines(found.working), "登记进展，落实一项记一项"),
        ],
        "next_href": wanted.at(page.next) if page.next else None,
        "previous_href": wanted.at(page.previous) if page.previous else None,
        "many_units": bool(user.scope().units(Relation.OFFICE, Action.READ)),
        "may_prove": bool(user.scope().units(Relation.OWN, Action.ADD_EVIDENCE)),
        "may_recheck": bool(user.scope().units(Relation.OFFICE, Action.RECHECK)),
    }


def _asked_of(user: User, *, whole: bool) -> dict[str, Any]:
    """Later days and answers to diagnostics that wait for this person, and the person's own measures."""
    later, answers, mine = asked(user) if whole else ([], [], [])
    lines = [
        {
            "word": "延期",
            "text": f"{one.text}：由{day_words(one.first)}延至{day_words(one.second)}",
            "href": reverse("loop:extension", args=[one.pk]),
            "row": one,
        }
        for one in later
    ]
    lines += [
        {
            "word": "体检说明",
            "text": one.text,
            "href": reverse("diagnosis:answer", args=[one.pk]),
            "row": one,
        }
        for one in answers
    ]
    return {"asked": lines, "mine": mine, "today": timezone.localdate()}


def _line(one: Response, findings: list[Any]) -> dict[str, Any]:
    return {
        "row": one,
        "called": contexts.called(findings),
        "title": findings[0].title if findings else str(one),
        "next": NEXT[ResponseState(one.state)],
    }
