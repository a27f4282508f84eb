"""The history of a piece of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.accounts.histories import HistoryKind, Subject, announce_history
from bihuan.web.base.queries import key_of
from bihuan.web.evidence.queries import entry_for

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User


def find(user: User, pk: int) -> Subject:
    """The entry with its versions, links and reviews, or 404."""
    entry = entry_for(user, pk)
    back = reverse("evidence:entry", args=[pk])
    place = [(str(entry.unit), None), ("佐证", reverse("evidence:list")), (entry.title, back), ("沿革", None)]
    return Subject(entry.title, back, place, [key_of(entry)])


def announce() -> None:
    """Once the app is ready."""
    announce_history(HistoryKind("evidence", "佐证", find))
