"""What this app announces to those below: rights, what a person holds, what stands below an announcement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.web.accounts.registry import Holding, Kind, announce_holding, announce_kind
from bihuan.web.base.journal_words import announce_file
from bihuan.web.base.services import Told
from bihuan.web.disclosure.public.beside import BESIDE
from bihuan.web.enquiries.beside import answers, invitation
from bihuan.web.enquiries.models import WAITING, Enquiry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Person, User


def announce() -> None:
    """Called once the app is ready."""
    announce_kind(Kind("群众意见", Enquiry.objects.all))
    announce_holding(Holding("群众意见", "条", _held, _move, _told))
    announce_file(Path(__file__).parent / "journal.toml")
    BESIDE.extend(one for one in (answers, invitation) if one not in BESIDE)


def _held(person: Person) -> QuerySet[Enquiry]:
    rows: QuerySet[Enquiry] = Enquiry.objects.filter(unit=person.unit_id, person=person, state__in=WAITING)
    return rows


def _move(old: Person, new: Person, actor: User | None, now: datetime) -> int:
    del actor, now
    return _held(old).update(person=new)


def _told(old: Person, new: Person) -> list[Told]:
    return [Told.of(one, {"person": [old.name, new.name]}) for one in _held(old).order_by("pk")]
