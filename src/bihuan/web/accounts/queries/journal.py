"""The journal as the audit administrator reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Min, Sum
from django.utils import timezone

from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.registry import ACTION_WORDS
from bihuan.web.base.journal_words import action_word, field_word, value_word
from bihuan.web.base.models import JournalChain, JournalEntry
from bihuan.web.base.services import HOUSE

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZE = 50
FIELDS_SHOWN = 3
"""Of an entry of a unit; a whole plan changes a hundred."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Who, what, when, on what."""

    who: str = ""
    action: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        """From an address; a day that does not exist is left out."""
        who, words = (asked.get(name, "").strip()[:60] for name in ("who", "words"))
        action = asked.get("action", "")
        action = action if action in ACTION_WORDS else ""
        return cls(who, action, words, _day(asked.get("since")), _day(asked.get("until")))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words."""

    entry: JournalEntry
    what: str
    where: str
    changes: list[tuple[str, str, str]]
    """Field, old, new; of a unit's entries the field alone, because the audit reads no business data."""


def journal_page(filters: Filters, before: int | None) -> tuple[list[Told], int | None]:
    """Fifty entries, the newest first, and the number to go on from; at most five queries."""
    rows = JournalEntry.objects.all()
    if filters.who:
        found = User.objects.filter(person__name__contains=filters.who).values_list("pk", flat=True)[:500]
        rows = rows.filter(actor__in=list(found))
    if filters.action:
        rows = rows.filter(action=filters.action)
    if filters.words:
        rows = rows.filter(object_label__contains=filters.words)
    rows = _between(rows, filters.since, filters.until)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found_rows = list(rows.order_by("-id")[: SIZE + 1])
    shown = found_rows[:SIZE]
    units = Unit.objects.in_bulk({one.chain for one in shown} - {HOUSE})
    told = [_told(one, units) for one in shown]
    return told, shown[-1].pk if len(found_rows) > SIZE else None


def _between(rows: Any, since: date | None, until: date | None) -> Any:
    """Days turned into numbers of entries, which grow with time: one look into the index of time each."""
    if since:
        first = JournalEntry.objects.filter(at__gte=_midnight(since)).aggregate(at=Min("id"))["at"]
        rows = rows.filter(id__gte=first) if first else rows.none()
    if until:
        end = _midnight(until + timedelta(days=1))
        last = JournalEntry.objects.filter(at__lt=end).aggregate(at=Max("id"))["at"]
        rows = rows.filter(id__lte=last) if last else rows.none()
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _told(entry: JournalEntry, units: Mapping[int, Unit]) -> Told:
    house = entry.chain == HOUSE
    told = {name: both for name, both in entry.changes.items() if name != "rows"}
    changes = [
        (field_word(name, entry.object_type), *(_both(entry, name, both) if house else ("", "")))
        for name, both in list(told.items())[: FIELDS_SHOWN if not house else None]
    ]
    if len(told) > len(changes):
        changes.append((f"等{len(told)}项", "", ""))
    if rows := entry.changes.get("rows"):
        changes.append((f"{len(rows)}个对象", "", ""))
    where = "" if house else str(units.get(entry.chain, f"链{entry.chain}"))
    return Told(entry, action_word(entry.action), where, changes)


def _both(entry: JournalEntry, name: str, both: Any) -> tuple[str, str]:
    """Old and new in words; an entry of the first days may hold the new one alone."""
    old, new = both if isinstance(both, list) and len(both) == 2 else ("", both)
    words = [value_word(one, name, action=entry.action, object_type=entry.object_type) for one in (old, new)]
    return words[0], words[1]


def journal_size() -> int:
    """How many entries there are, from the heads of the chains."""
    return JournalChain.objects.aggregate(all=Sum("number"))["all"] or 0
