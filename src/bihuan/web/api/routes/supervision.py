"""Supervision: months of a round, letters, visits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, Place, require, require_at
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.shapes import supervision as shapes
from bihuan.web.api.shapes.common import Cursor, Done, Id, Named, Rows
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.cases import case_for
from bihuan.web.supervision import queries
from bihuan.web.supervision.models import VisitResult, VisitWay
from bihuan.web.supervision.months import Month, last_months
from bihuan.web.supervision.services import (
    missive_receive,
    missive_reply,
    month_explain,
    scoring_switch,
    supervision_ask,
    unit_urge,
    visit_record,
)
from bihuan.web.supervision.services.urging import RANKS

operations = Operations(Area.SUPERVISION)
YEAR = 12


def month_told(text: str) -> Month:
    """The month that a text names."""
    found = Month.read(text)
    if found is None:
        raise ServiceError("月份请写成 2026-03 这样。", field="month")
    return found


@operations.get("/supervision/rounds/{int:round}", "一个轮次的逐月督导", shapes.RoundMonths)
def months_get(request: HttpRequest, round: Id, cursor: Cursor = "") -> Any:
    """Lights of the last twelve months, unit by unit, and the newest records."""
    user = signed_in(request)
    found: Any = queries.round_for(user, round)
    page = queries.cases_of(user, found, cursor or None)
    months = last_months(timezone.localdate(), YEAR)
    known = queries.standings(page.rows, months[0].first)
    lines = [
        {
            "case": one.pk,
            "unit": Named(id=one.unit_id, name=str(one.unit)),
            "months": [
                {"month": month.first, "light": known[one.pk, month.first].light}
                for month in months
                if (one.pk, month.first) in known
            ],
        }
        for one in page.rows
    ]
    records = [shapes.record_line(one) for one in queries.records_of(found)]
    return {**rows(page, lines), "scored": found.scored, "records": records}


@operations.post("/supervision/rounds/{int:round}/records", "生成一个月的督导记录", Done)
def supervision_ask_(request: HttpRequest, round: Id, told: shapes.MonthTold) -> Any:
    """The worker makes it; it is frozen."""
    user = signed_in(request)
    found = queries.round_for(user, round)
    require_at(user, Action.SUPERVISE, Place(office=found.office_id))
    month = month_told(told.month)
    supervision_ask(actor=user, now=timezone.now(), round=found, month=month)
    return {"said": f"正在生成{month.label}的督导记录。"}


@operations.put("/supervision/rounds/{int:round}/scoring", "启用或停用计分排名", Done)
def scoring_switch_(request: HttpRequest, round: Id, told: shapes.ScoringTold) -> Any:
    """From the next record on."""
    user = signed_in(request)
    found = queries.round_for(user, round)
    require_at(user, Action.SUPERVISE, Place(office=found.office_id))
    scoring_switch(actor=user, now=timezone.now(), round=found, scored=told.scored)
    return {"said": "已启用计分排名。" if told.scored else "已停用计分排名。"}


@operations.get("/supervision/records/{int:record}", "一份督导记录", shapes.RecordShown)
def record_get(request: HttpRequest, record: Id, cursor: Cursor = "") -> Any:
    """A month of all units that the account sees."""
    user = signed_in(request)
    found = queries.record_for(user, record)
    page = queries.sheets_of(user, found, cursor or None)
    shown = [shapes.sheet_line(one) for one in page.rows]
    return {**rows(page, shown), "record": shapes.record_line(found)}


@operations.get("/supervision/sheets/{int:month_sheet}", "月度督导检查表", shapes.MonthSheetShown)
def month_sheet_get(request: HttpRequest, month_sheet: Id) -> Any:
    """A unit's month with its items."""
    found = queries.sheet_for(signed_in(request), month_sheet)
    words = queries.explanation_of(found)
    return shapes.sheet_shown(found, words.text if words else "")


@operations.post(
    "/supervision/sheets/{int:month_sheet}/explanation", "说明当月情况", shapes.WordsShown, status=201
)
def month_explain_(request: HttpRequest, month_sheet: Id, told: shapes.WordsTold) -> Any:
    """The unit's words on its month; once."""
    user = signed_in(request)
    found = queries.sheet_for(user, month_sheet)
    require(user, Action.RECEIPT, found)
    made = month_explain(actor=user, now=timezone.now(), sheet=found, text=told.text)
    return {"text": made.text, "by": made.by.name, "at": made.at}


@operations.get("/letters", "督办文书", Rows[shapes.MissiveLine], about="新的在前。")
def missives_list(
    request: HttpRequest, unit: Id | None = None, unsigned: bool = False, cursor: Cursor = ""
) -> Any:
    """What was sent or came; ``unsigned``: what an addressee has not signed for."""
    found = queries.missives_page(signed_in(request), cursor or None, "", unit, unsigned=unsigned)
    return rows(found, [shapes.missive_line(one, one.addressees.all()) for one in found.rows])


@operations.get("/letters/{int:missive}", "一份督办文书", shapes.MissiveShown)
def missive_get(request: HttpRequest, missive: Id) -> Any:
    """A letter with its trace; that a program read it does not count as opened."""
    found = queries.missive_for(signed_in(request), missive)
    people, replies = queries.trace_of(found)
    return shapes.missive_shown(found, people, replies)


@operations.post("/letters/{int:missive}/receive", "签收", Done)
def missive_receive_(request: HttpRequest, missive: Id) -> Any:
    """Sign for it."""
    user = signed_in(request)
    missive_receive(actor=user, now=timezone.now(), missive=queries.missive_for(user, missive))
    return {"said": "已签收，时间和姓名已经记下。"}


@operations.post("/letters/{int:missive}/replies", "回复", shapes.WordsShown, status=201)
def missive_reply_(request: HttpRequest, missive: Id, told: shapes.WordsTold) -> Any:
    """Answer it."""
    user = signed_in(request)
    found = queries.missive_for(user, missive)
    require(user, Action.RECEIPT, found)
    made = missive_reply(actor=user, now=timezone.now(), missive=found, text=told.text)
    return {"text": made.text, "by": made.by.name, "at": made.at}


@operations.post("/cases/{int:case}/urge", "催办", shapes.MissiveLine, status=201)
def unit_urge_(request: HttpRequest, case: Id, told: shapes.UrgeTold) -> Any:
    """Urge a unit by hand."""
    user = signed_in(request)
    found = case_for(user, case)
    require(user, Action.SUPERVISE, found)
    if told.rank not in [one.value for one in RANKS]:
        ranks = "、".join(one.value for one in RANKS)
        raise ServiceError(f"请写明发给谁，可以是：{ranks}。", field="rank")
    made = unit_urge(actor=user, now=timezone.now(), case=found, rank=told.rank, text=told.text)
    people, _ = queries.trace_of(made)
    return shapes.missive_line(made, people)


@operations.get("/cases/{int:case}/visits", "现场督导", list[shapes.VisitShown])
def visits_list(request: HttpRequest, case: Id) -> Any:
    """What was seen, the newest first; a hundred at most."""
    return [shapes.visit_shown(one) for one in queries.visits_of(case_for(signed_in(request), case))]


@operations.post("/cases/{int:case}/visits", "登记现场督导", shapes.VisitShown, status=201)
def visit_record_(request: HttpRequest, case: Id, told: shapes.VisitTold) -> Any:
    """Write a visit down."""
    user = signed_in(request)
    found = case_for(user, case)
    require(user, Action.RECHECK, found)
    for name, choices in (("way", VisitWay), ("result", VisitResult)):
        if getattr(told, name) not in choices.values:
            raise ServiceError(f"没有这个选项，可以是：{'、'.join(choices.values)}。", field=name)
    words = told.model_dump(exclude={"response"})
    now = timezone.now()
    made = visit_record(actor=user, now=now, case=found, response_id=told.response, **words)
    return shapes.visit_shown(made)
