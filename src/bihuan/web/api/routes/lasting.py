"""Regular duties, promises, second looks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.shapes import lasting as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Rows
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import page
from bihuan.web.rectification.drawing import digest_of, draw
from bihuan.web.rectification.loop.queries import (
    commitments_for,
    duties_for,
    numbers_of,
    occurrences_of,
    response_for,
)
from bihuan.web.rectification.models import Commitment, Recheck, RecheckItem, RegularDuty
from bihuan.web.rectification.services import (
    commitment_keep,
    duty_create,
    occurrence_record,
    recheck_draw,
    recheck_judge,
)
from bihuan.web.rectification.services.locking import standing_of_duty, standings_of
from bihuan.web.rectification.services.rechecking import office_of

operations = Operations(Area.WORK)


@operations.get("/duties", "定期任务清单", Rows[shapes.DutyShown])
def duties_list(request: HttpRequest, cursor: Cursor = "") -> Any:
    """Duties that the account sees, with how each period went."""
    found, today = duties_for(signed_in(request), cursor or None), timezone.localdate()
    done = occurrences_of(found.rows)
    return rows(found, [shapes.duty_shown(one, done.get(one.pk, {}), today) for one in found.rows])


def _duty(request: HttpRequest, pk: int) -> RegularDuty:
    rows = RegularDuty.objects.select_related("feedback")
    found: RegularDuty = get_for_user(rows, signed_in(request), pk=pk)
    return found


@operations.get("/duties/{int:duty}", "一项定期任务", shapes.DutyShown)
def duty_get(request: HttpRequest, duty: Id) -> Any:
    """A duty with its periods."""
    found = _duty(request, duty)
    return shapes.duty_shown(found, occurrences_of([found]).get(found.pk, {}), timezone.localdate())


@operations.post("/responses/{int:response}/duties", "设立定期任务", shapes.DutyShown, status=201)
def duty_create_(request: HttpRequest, response: Id, told: shapes.DutyTold) -> Any:
    """A duty that comes round."""
    user = signed_in(request)
    found = response_for(user, response)
    require(user, Action.EDIT, found.feedback)
    words = told.model_dump()
    words["department_id"], words["person_id"] = words.pop("department"), words.pop("person")
    made = duty_create(actor=user, now=timezone.now(), response=found, **words)
    return shapes.duty_shown(made, {}, timezone.localdate())


@operations.post("/duties/{int:duty}/occurrences", "登记一期", shapes.DutyShown, status=201)
def occurrence_record_(request: HttpRequest, duty: Id, told: shapes.OccurrenceTold) -> Any:
    """A period in which the duty was done."""
    user, found = signed_in(request), _duty(request, duty)
    require(user, Action.RECORD, standing_of_duty(found))
    occurrence_record(actor=user, now=timezone.now(), duty=found, **told.model_dump())
    return shapes.duty_shown(found, occurrences_of([found]).get(found.pk, {}), timezone.localdate())


@operations.get("/commitments", "承诺清单", Rows[shapes.CommitmentShown], about="期限近的在前。")
def commitments_list(request: HttpRequest, kept: bool = False, cursor: Cursor = "") -> Any:
    """Promises by their day; ``kept`` shows those that were kept."""
    found = commitments_for(signed_in(request), kept=kept, token=cursor or None)
    today = timezone.localdate()
    return rows(found, [shapes.commitment_shown(one, today) for one in found.rows])


@operations.post("/commitments/{int:commitment}/keep", "登记兑现", shapes.CommitmentShown)
def commitment_keep_(request: HttpRequest, commitment: Id, told: shapes.KeepTold) -> Any:
    """How and when a promise was kept."""
    user = signed_in(request)
    found = get_for_user(Commitment.objects.select_related("feedback"), user, pk=commitment)
    require(user, Action.RECORD, standings_of([found])[found.pk])
    made = commitment_keep(actor=user, now=timezone.now(), commitment=found, **told.model_dump())
    return shapes.commitment_shown(made, timezone.localdate())


def _offices(user: User) -> list[int]:
    found = office_of(user)
    if not found:
        raise PermissionDenied("抽查由巡察办办理。")
    return found


@operations.get("/rechecks", "抽查清单", Rows[shapes.RecheckLine])
def rechecks_list(request: HttpRequest, cursor: Cursor = "") -> Any:
    """Draws of the account's offices."""
    seen = Recheck.objects.filter(office__in=_offices(signed_in(request)))
    found = page(
        seen.select_related("drawn_by__person"), ("id",), lambda one: (one.pk,), token=cursor or None
    )
    return rows(found, [shapes.recheck_line(one) for one in found.rows])


@operations.post("/rechecks", "抽取复查名单", shapes.RecheckLine, status=201)
def recheck_draw_(request: HttpRequest, told: shapes.DrawTold) -> Any:
    """The list is frozen and the seed written down before anything is drawn."""
    user = signed_in(request)
    offices = _offices(user)
    wanted = told.office or offices[0]
    if wanted not in offices:
        raise Refused(422, "not_your_office", "只能在本巡察办抽查，请核对编号。")
    office = Unit.objects.get(pk=wanted)
    words = told.model_dump(exclude={"office"})
    return shapes.recheck_line(recheck_draw(actor=user, now=timezone.now(), office=office, **words))


@operations.get("/rechecks/{int:recheck}", "一次抽查", shapes.RecheckShown)
def recheck_get(request: HttpRequest, recheck: Id) -> Any:
    """The frozen list, the seed, the draw, and what was found."""
    user = signed_in(request)
    _offices(user)
    found = get_for_user(Recheck.objects.select_related("drawn_by__person"), user, pk=recheck)
    people = ("response__feedback__unit", "judged_by__person")
    items = list(RecheckItem.objects.filter(recheck=found).select_related(*people).order_by("order"))
    again = draw(found.population, found.seed, found.size) == [one.response_id for one in items]
    repeats = again and digest_of(found.population) == found.digest
    return shapes.recheck_shown(found, items, numbers_of(one.response_id for one in items), repeats)


@operations.post("/recheck-items/{int:item}/judgement", "登记复查结论", shapes.ItemShown)
def recheck_judge_(request: HttpRequest, item: Id, told: shapes.JudgeTold) -> Any:
    """It holds, or it is reopened."""
    user = signed_in(request)
    people = ("response__feedback__round", "response__feedback__unit", "judged_by__person")
    found = get_for_user(RecheckItem.objects.select_related(*people), user, pk=item)
    require(user, Action.RECHECK, found.response.feedback)
    made = recheck_judge(actor=user, now=timezone.now(), item=found, **told.model_dump())
    made.response.feedback = found.response.feedback
    return shapes.item_shown(made, numbers_of([made.response_id])[made.response_id])
