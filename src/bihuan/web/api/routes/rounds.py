"""Rounds and what is decided for them; deadlines and the working calendar."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest
from django.utils import timezone
from pydantic import Field

from bihuan.policy.notices import library_notices
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.permissions import Action, Relation, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.shapes import rounds as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Rows
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.keyset import page
from bihuan.web.inspections.archiving import round_archive, round_unarchive
from bihuan.web.inspections.cases import case_for
from bihuan.web.inspections.models import Round, YearNotice
from bihuan.web.inspections.queries import deadlines_of
from bihuan.web.inspections.services import round_create, year_notice_enter
from bihuan.web.rectification.services import Party, parties_of, parties_write

operations = Operations(Area.ROUNDS)
Year = Annotated[int, Field(ge=2000, le=2200)]


@operations.get("/rounds", "轮次清单", Rows[shapes.RoundLine], about="新的在前。")
def rounds_list(request: HttpRequest, cursor: Cursor = "") -> Any:
    """Rounds of the account's office, or those in which its unit has a case."""
    seen = Round.objects.visible_to(signed_in(request)).distinct().annotate(newest=-F("id"))
    found = page(seen, ("newest", "id"), lambda one: (-one.pk, one.pk), token=cursor or None)
    return rows(found, [shapes.round_line(one) for one in found.rows])


def _round(user: User, pk: int) -> Round:
    found = Round.objects.visible_to(user).filter(pk=pk).select_related("office").distinct().first()
    if found is None:
        raise Http404
    return found


@operations.get("/rounds/{int:round}", "一个轮次", shapes.RoundLine)
def round_get(request: HttpRequest, round: Id) -> Any:
    """A round by its name and days."""
    return shapes.round_line(_round(signed_in(request), round))


@operations.post("/rounds", "建立轮次", shapes.RoundLine, status=201)
def round_create_(request: HttpRequest, told: shapes.RoundTold) -> Any:
    """A new round of an office."""
    user = signed_in(request)
    require(user, Action.MANAGE_ROUNDS)
    words = told.model_dump(exclude={"office"})
    office = Unit.objects.filter(pk=told.office).first() if told.office else None
    if told.office and (office is None or not _keeps(user, told.office)):
        raise ServiceError("没有这个巡察办，请核对编号。", field="office")
    made = round_create(actor=user, now=timezone.now(), office=office, **words)
    return shapes.round_line(made)


def _keeps(user: User, office: int) -> bool:
    return office in user.scope().units(Relation.OFFICE, Action.ARCHIVE)


@operations.post("/rounds/{int:round}/archive", "归档", shapes.RoundLine)
def round_archive_(request: HttpRequest, round: Id, told: shapes.ReasonTold) -> Any:
    """Close the books; a reason is asked for where findings are still open."""
    user = signed_in(request)
    found = _round(user, round)
    made = round_archive(actor=user, now=timezone.now(), round=found, reason=told.reason)
    return shapes.round_line(made)


@operations.post("/rounds/{int:round}/unarchive", "解除归档", shapes.RoundLine)
def round_unarchive_(request: HttpRequest, round: Id, told: shapes.ReasonTold) -> Any:
    """Open the books again, with a reason."""
    user = signed_in(request)
    found = _round(user, round)
    made = round_unarchive(actor=user, now=timezone.now(), round=found, reason=told.reason)
    return shapes.round_line(made)


def _reviewed(user: User, pk: int) -> Round:
    found = _round(user, pk)
    if found.office_id not in user.scope().units(Relation.OFFICE, Action.REVIEW):
        raise PermissionDenied("会审方由主办这一轮次的巡察办设定。")
    return found


@operations.get("/rounds/{int:round}/parties", "会审各方", list[shapes.PartyShown])
def parties_get(request: HttpRequest, round: Id) -> Any:
    """Who takes part in the co-reviews of a round."""
    return [one._asdict() for one in parties_of(_reviewed(signed_in(request), round))]


@operations.put("/rounds/{int:round}/parties", "设定会审各方", list[shapes.PartyShown])
def parties_write_(request: HttpRequest, round: Id, told: shapes.PartiesTold) -> Any:
    """From now on; running co-reviews keep their seats."""
    user = signed_in(request)
    found = _reviewed(user, round)
    parties = [Party(**one.model_dump()) for one in told.parties]
    made = parties_write(actor=user, now=timezone.now(), round=found, parties=parties)
    return [one._asdict() for one in made]


@operations.get("/cases/{int:case}/deadlines", "一份台账的期限", list[shapes.DeadlineShown])
def deadlines_list(request: HttpRequest, case: Id) -> Any:
    """Deadlines in force first, then what they replaced."""
    return [shapes.deadline_shown(one) for one in deadlines_of(case_for(signed_in(request), case))]


@operations.get("/calendar", "工作日历", list[shapes.YearShown])
def calendar_get(request: HttpRequest) -> Any:
    """Every year of which a notice is known, the latest first."""
    signed_in(request)
    found = {
        one.year: {
            "year": one.year,
            "document": one.source,
            "entered_by": "",
            "days_off": sorted(one.holidays),
            "working_days": sorted(one.makeup_workdays),
        }
        for one in library_notices()
    }
    for one in YearNotice.objects.select_related("entered_by__person"):
        names = ("year", "document", "days_off", "working_days")
        found[one.year] = {name: getattr(one, name) for name in names} | {"entered_by": one.entered_by.name}
    return [found[year] for year in sorted(found, reverse=True)]


@operations.put("/calendar/{int:year}", "录入放假通知", shapes.NoticeResult)
def year_notice_enter_(request: HttpRequest, year: Year, told: shapes.NoticeTold) -> Any:
    """Enter or correct a year's notice; open deadlines are computed anew."""
    user = signed_in(request)
    require(user, Action.MANAGE_POLICY)
    changed = year_notice_enter(actor=user, now=timezone.now(), year=year, **told.model_dump())
    return {"changed": [shapes.deadline_shown(one) for one in changed]}
