"""The ledger: cases, findings, responses, measures."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.histories import HISTORIES, lines
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.seen import seen_version, show_version
from bihuan.web.api.shapes import happened, measures
from bihuan.web.api.shapes import ledger as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Rows, Version, Words
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page
from bihuan.web.base.queries import events
from bihuan.web.inspections.cases import case_for, cases_page
from bihuan.web.rectification.desk.filters import Filters as MeasureFilters
from bihuan.web.rectification.desk.queries import measures_page, numbers
from bihuan.web.rectification.loop.queries import measure_for, response_for
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.queries import (
    Filters,
    case_findings,
    case_totals,
    finding_for,
    finding_page,
    ledger,
    visible_findings,
)
from bihuan.web.rectification.services import measure_add, measure_edit, measure_remove, outcome_edit

operations = Operations(Area.LEDGER)
BY_DUE = "筛选与措施清单页相同；不指定台账时依时限，指定台账时依文中次序。"
FILTERED = "筛选与台账页相同：按部分、状态、逾期和词。"
NEWEST = "thing 可以是 finding、response、measure、evidence、commitment、duty、case、person；新的在前。"
Claimed = Literal[
    "", "completed", "mostly_completed", "stage", "ongoing", "long_term", "not_started", "unknown", "none"
]
"""Statuses that a material claims; a test holds them against those of the ledger."""


def rows(found: Page[Any], shown: list[Any]) -> dict[str, Any]:
    """A page of a list as it is answered."""
    return {"rows": shown, "next": found.next, "previous": found.previous}


@operations.get("/cases", "台账清单", Rows[shapes.CaseLine], about="体检中不能成立的项数多的在前。")
def cases_list(request: HttpRequest, q: Words = "", cursor: Cursor = "") -> Any:
    """``q`` narrows to units whose name holds it."""
    found = cases_page(signed_in(request), cursor or None, q.strip())
    return rows(found, [shapes.case_line(one) for one in found.rows])


@operations.get("/cases/{int:case}", "一份台账", shapes.CaseShown)
def case_get(request: HttpRequest, case: Id) -> Any:
    """A case with its counts and sections."""
    found = case_for(signed_in(request), case)
    totals, sections = case_totals(found, timezone.localdate())
    return shapes.case_shown(found, totals, sections)


@operations.get("/findings", "问题清单", Rows[shapes.FindingLine], about=FILTERED)
def findings_list(
    request: HttpRequest,
    case: Id | None = None,
    section: Id | None = None,
    status: Claimed = "",
    overdue: bool = False,
    q: Words = "",
    cursor: Cursor = "",
) -> Any:
    """Findings of one case or of all that the account sees."""
    user, today = signed_in(request), timezone.localdate()
    seen = case_findings(case_for(user, case)) if case else visible_findings(user)
    filters = Filters(section=section, status=status, overdue=overdue, words=" ".join(q.split()))
    found = ledger(seen, filters, today=today, token=cursor or None)
    return rows(found, [shapes.finding_line(one, today) for one in found.rows])


@operations.get("/findings/{int:finding}", "一个问题", shapes.FindingShown)
def finding_get(request: HttpRequest, finding: Id) -> Any:
    """A finding, what was done about it, what the examination asks."""
    return shapes.finding_shown(finding_page(finding_for(signed_in(request), finding)), timezone.localdate())


@operations.get("/history/{slug:thing}/{int:pk}", "一个对象的沿革", happened.History, about=NEWEST)
def history_get(request: HttpRequest, thing: str, pk: Id, before: Id | None = None) -> Any:
    """Fifty entries of an object that the account may read."""
    kind = HISTORIES.get(thing)
    if kind is None:
        raise Http404
    subject = kind.find(signed_in(request), pk)
    found, onward = events(subject.keys, before=before)
    return {"title": subject.title, "rows": [happened.event(one) for one in lines(found)], "next": onward}


@operations.get("/measures", "措施清单", Rows[measures.MeasureLine], about=BY_DUE)
def measures_list(request: HttpRequest, asked: Query[measures.MeasureFilters], cursor: Cursor = "") -> Any:
    """Measures of every case that the account sees, narrowed as on the page."""
    user, today = signed_in(request), timezone.localdate()
    filters = MeasureFilters(**asked.model_dump())
    found = measures_page(user, filters, today=today, token=cursor or None)
    findings = numbers(found.rows)
    return rows(
        found, [measures.measure_line(one, findings.get(one.response, ()), today) for one in found.rows]
    )


@operations.get("/measures/{int:measure}", "一项措施", measures.MeasureShown)
def measure_get(request: HttpRequest, response: HttpResponse, measure: Id) -> Any:
    """A measure; its version comes as ETag too."""
    found = measure_for(signed_in(request), measure)
    show_version(response, found.version)
    return measures.measure_shown(found, timezone.localdate())


@operations.patch("/measures/{int:measure}", "修改措施原文", measures.MeasureShown, seen=True)
def measure_edit_(request: HttpRequest, measure: Id, told: measures.MeasureText) -> Any:
    """New words; the case is examined anew."""
    user, now = signed_in(request), timezone.now()
    found = _measure(request, measure)
    version = seen_version(request, told.version)
    made = measure_edit(actor=user, now=now, measure=found, value=told.text, version=version)
    return measures.measure_shown(made, timezone.localdate())


@operations.delete("/measures/{int:measure}", "删除措施", seen=True, about="原文留在经过里。")
def measure_remove_(request: HttpRequest, measure: Id, version: Version | None = None) -> Any:
    """Take a measure out."""
    user, found = signed_in(request), _measure(request, measure)
    seen = seen_version(request, version)
    measure_remove(actor=user, now=timezone.now(), measure=found, version=seen)


def _measure(request: HttpRequest, pk: int) -> Measure:
    user = signed_in(request)
    found = get_for_user(Measure.objects.select_related("feedback", "response"), user, pk=pk)
    require(user, Action.EDIT, found.feedback)
    return found


@operations.post("/responses/{int:response}/measures", "增加措施", measures.MeasureShown, status=201)
def measure_add_(request: HttpRequest, response: Id, told: measures.MeasureNew) -> Any:
    """One more measure at the end of a response."""
    user = signed_in(request)
    found = response_for(user, response)
    require(user, Action.EDIT, found.feedback)
    made = measure_add(actor=user, now=timezone.now(), response=found, value=told.text)
    return measures.measure_shown(made, timezone.localdate())


@operations.put("/responses/{int:response}/outcome", "修改整改情况", shapes.AnswerShown, seen=True)
def outcome_edit_(request: HttpRequest, response: Id, told: shapes.OutcomeText) -> Any:
    """The outcome of a response; an empty text takes it out."""
    user = signed_in(request)
    found = response_for(user, response)
    require(user, Action.EDIT, found.feedback)
    version = seen_version(request, told.version)
    made = outcome_edit(actor=user, now=timezone.now(), response=found, value=told.text, version=version)
    return shapes.answer_of(made, timezone.localdate())
