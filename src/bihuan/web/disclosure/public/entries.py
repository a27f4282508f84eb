"""What the public may know of announcements: what publishing froze, and what became of it. The ledger is
never read here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bihuan.web.disclosure.models import Edition, PublicStamp
from bihuan.web.disclosure.workflow import GONE, KNOWN, SHOWN, Audience, State

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was published once."""

    edition: int
    number: int
    state: State
    published_at: datetime
    until: date
    ended_at: datetime | None
    ended_reason: str
    head: dict[str, Any]
    files: dict[str, Any]

    @property
    def shown(self) -> bool:
        """Whether its text may be read."""
        return self.state in SHOWN

    @property
    def gone(self) -> bool:
        """Whether it was corrected or withdrawn."""
        return self.state in GONE


@dataclass(frozen=True, slots=True)
class Entry:
    """An announcement; ``now`` is its newest version, ``before`` the earlier ones, the newest first."""

    pk: int
    unit_id: int
    round_id: int
    now: Version
    before: tuple[Version, ...]

    @property
    def title(self) -> str:
        """A withdrawn one is called by its unit: the title went with the text."""
        told = self.now.head
        return told["title"] if self.now.shown else f"{told['unit']}整改情况"

    @property
    def counts(self) -> dict[str, int]:
        """Findings and measures of the version on show."""
        counts: dict[str, int] = self.now.head["counts"]
        return counts

    @property
    def changed_at(self) -> datetime:
        """When anything last happened to it."""
        return self.now.ended_at or self.now.published_at


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that is public at one moment; ``stamp`` differs as soon as anything else is."""

    stamp: int
    changed_at: datetime
    entries: tuple[Entry, ...]
    by_pk: dict[int, Entry] = field(default_factory=dict)

    def of_unit(self, pk: int) -> list[Entry]:
        """Announcements of a unit."""
        return [one for one in self.entries if one.unit_id == pk]

    def of_round(self, pk: int) -> list[Entry]:
        """Announcements of a round."""
        return [one for one in self.entries if one.round_id == pk]


_KEPT: list[Site] = []
_LOCK = Lock()


def site() -> Site:
    """The site as it stands: one query for its stamp, one more after something was published."""
    row = PublicStamp.objects.filter(pk=1).values_list("number", "at").first()
    stamp, changed_at = row or (0, datetime(2000, 1, 1, tzinfo=UTC))
    with _LOCK:
        kept = _KEPT[0] if _KEPT else None
    if kept and (kept.stamp, kept.changed_at) == (stamp, changed_at):
        return kept
    made = _load(stamp, changed_at)
    with _LOCK:
        _KEPT[:] = [made]
    return made


def _load(stamp: int, changed_at: datetime) -> Site:
    rows = Edition.objects.filter(announcement__audience=Audience.PUBLIC, state__in=KNOWN)
    names = (
        *("announcement_id", "announcement__unit_id", "announcement__feedback__round_id", "pk", "number"),
        *("state", "published_at", "until", "ended_at", "ended_reason", "head", "files"),
    )
    grouped: dict[tuple[int, int, int], list[Version]] = {}
    for pk, unit, round_, *told in rows.order_by("announcement_id", "-number").values_list(*names):
        edition, number, state, *rest = told
        version = Version(edition, number, State(state), *rest)
        grouped.setdefault((pk, unit, round_), []).append(version)
    entries = sorted(
        (Entry(*key, versions[0], tuple(versions[1:])) for key, versions in grouped.items()),
        key=lambda one: (one.now.published_at, one.pk),
        reverse=True,
    )
    return Site(stamp, changed_at, tuple(entries), {one.pk: one for one in entries})


def day_of(moment: datetime) -> date:
    """The day of the house."""
    return timezone.localdate(moment)
