"""What this app announces to those below: rights, what a person holds, what ends with measure or round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.web.accounts.registry import Holding, Kind, announce_holding, announce_kind
from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services.closing import measures_over, round_over
from bihuan.web.assistance.services.finding import RUNNING
from bihuan.web.base.journal_words import announce_file
from bihuan.web.base.services import Told
from bihuan.web.inspections.archiving import ARCHIVED
from bihuan.web.rectification.services.ending import MEASURES_ENDED

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Person, User


def announce() -> None:
    """Called once the app is ready."""
    announce_kind(Kind("协办请求", AssistanceRequest.objects.all))
    announce_holding(Holding("协办请求", "项", _held, _move, _told))
    announce_file(Path(__file__).parent / "journal.toml")
    if measures_over not in MEASURES_ENDED:
        MEASURES_ENDED.append(measures_over)
    if round_over not in ARCHIVED:
        ARCHIVED.append(round_over)


def _held(person: Person) -> QuerySet[AssistanceRequest]:
    rows: QuerySet[AssistanceRequest] = AssistanceRequest.objects.filter(
        unit=person.unit_id, person=person, state__in=RUNNING
    )
    return rows


def _move(old: Person, new: Person, actor: User | None, now: datetime) -> int:
    """The links live on: the answers come to whoever takes over."""
    del actor, now
    return _held(old).update(person=new)


def _told(old: Person, new: Person) -> list[Told]:
    return [Told.of(one, {"person": [old.name, new.name]}) for one in _held(old).order_by("pk")]
