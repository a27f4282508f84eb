"""Records of what people saw on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.rectification.models import Response
from bihuan.web.rectification.services.locking import case_touched, locked_case
from bihuan.web.supervision.models import Visit, VisitResult, VisitWay
from bihuan.web.supervision.passages import visit_found

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

LONGEST = 5_000


@transaction.atomic
def visit_record(
    *,
    actor: User,
    now: datetime,
    case: Feedback,
    on: date,
    way: str,
    place: str,
    people: str,
    seen: str,
    result: str,
    response_id: int | None = None,
) -> Visit:
    """Write down a visit; a mistake is put right by another record."""
    found = locked_case(case.pk)
    require(actor, Action.RECHECK, found)
    place, people, seen = " ".join(place.split()), " ".join(people.split()), seen.strip()
    if on > timezone.localdate(now):
        raise ServiceError("日期在今天以后，请填已经去过的日期。", field="on")
    if way not in VisitWay.values:
        raise ServiceError("请选择方式。", field="way")
    if result not in VisitResult.values:
        raise ServiceError("请选择结论：属实、部分属实还是不属实。", field="result")
    for text, name, sentence in (
        (place, "place", "请写明去了哪里，或者问了谁。"),
        (people, "people", "请写明参加人员。"),
        (seen, "seen", "请写明看到的情况。"),
    ):
        if not text:
            raise ServiceError(sentence, field=name)
    if response_id and not Response.objects.filter(pk=response_id, feedback=found).exists():
        raise ServiceError("核查的整改要从本单位这份台账中选择。", field="response")
    if Visit.objects.filter(feedback=found, on=on, place=place[:100], seen=seen).exists():
        raise ServiceError("这条记录已经登记过了，不必重复登记。")
    made = Visit.objects.create(
        feedback=found,
        unit_id=found.unit_id,
        response_id=response_id,
        on=on,
        way=way,
        place=place[:100],
        people=people[:200],
        seen=seen[:LONGEST],
        result=result,
        by=actor,
        at=now,
    )
    changes = {"on": ["", on.isoformat()], "result": ["", result], "seen": ["", made.seen]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="visit_record", thing=made, changes=changes
    )
    visit_found(made)
    case_touched(found)
    return made
