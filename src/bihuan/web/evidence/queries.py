"""Reading evidence: lists, an entry with everything on it, chips beside what it proves, space used."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Q, Sum
from django.utils import timezone

from bihuan.web.base.gathered import gather
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page, page
from bihuan.web.evidence import targets
from bihuan.web.evidence.models import (
    Blob,
    Evidence,
    EvidenceFile,
    EvidenceLink,
    EvidenceVersion,
    ReviewState,
)
from bihuan.web.evidence.occasions import WORDS, occasions_beside, others_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.base.guards import Viewer
    from bihuan.web.evidence.models import EvidenceQuerySet
    from bihuan.web.evidence.targets import Key, Target

IN_FORCE = Q(version__number=F("version__evidence__number"))
"""Files of the version that counts."""
SHOWN = 60
SOON = timedelta(days=30)
"""So long before its term ends evidence is marked: a licence is not renewed in a week."""


class Filters(NamedTuple):
    """What the list is narrowed to; empty values do not narrow."""

    state: str = ""
    kind: str = ""
    words: str = ""
    loose: bool = False
    """Only entries that prove nothing yet."""
    expiring: bool = False
    """Only entries whose term has ended or ends soon."""


class Chip(NamedTuple):
    """A piece of evidence beside what it proves."""

    id: int
    title: str
    state: str
    files: int
    event_date: date | None
    also: str
    """问题2、5、8: what else the entry or one of its files is cited for."""
    occasion: str = ""
    """同一天的会议也用于问题6: for what else entries of the same meeting are cited."""
    kind: str = ""
    expires_on: date | None = None


def bytes_of(unit_id: int) -> int:
    """Bytes that the evidence of a unit takes, each content once."""
    rows = Blob.objects.filter(pk__in=EvidenceFile.objects.filter(unit=unit_id).values("blob"))
    return rows.aggregate(sum=Sum("size"))["sum"] or 0


def same_bytes(unit_id: int, hashes: Iterable[str]) -> dict[str, list[Evidence]]:
    """Entries of the unit that hold these contents already, by hash; other units' entries stay unknown."""
    rows = EvidenceFile.objects.filter(unit=unit_id, blob__sha256__in=list(hashes))
    found: dict[str, dict[int, Evidence]] = defaultdict(dict)
    for one in rows.select_related("version__evidence", "blob").order_by("version__evidence_id"):
        found[one.blob.sha256][one.version.evidence_id] = one.version.evidence
    return {sha256: list(entries.values()) for sha256, entries in found.items()}


def entry_for(user: User, pk: int) -> Evidence:
    """The entry with unit and uploader, or 404."""
    return get_for_user(Evidence.objects.select_related("unit", "office", "created_by__person"), user, pk=pk)


def entries(user: User, filters: Filters, token: str | None) -> Page[Evidence]:
    """Fifty entries that the user sees, the newest first."""
    rows = Evidence.objects.visible_to(user).select_related("unit", "created_by__person")
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.loose:
        rows = rows.filter(link_count=0)
    if filters.expiring:
        rows = _to_renew(rows, timezone.localdate() + SOON)
    for word in filters.words.split():
        rows = rows.filter(Q(title__contains=word) | Q(description__contains=word))
    return page(rows, ("recency", "id"), lambda one: (one.recency, one.pk), token=token)


def expiring(user: Viewer, first: date | None, last: date) -> QuerySet[Evidence]:
    """Entries whose term ends in first…last, soonest first: the rule for what falls due. What proves
    something of an archived round is no longer renewed.
    """
    rows = _to_renew(Evidence.objects.visible_to(user), last)
    if first is not None:
        rows = rows.filter(expires_on__gte=first)
    return rows.select_related("unit").order_by("expires_on", "pk")


def _to_renew(rows: EvidenceQuerySet, last: date) -> EvidenceQuerySet:
    bound = EvidenceLink.objects.filter(targets.of_archived()).values("evidence")
    return rows.filter(expires_on__lte=last).exclude(pk__in=bound)


def frozen(entry: Evidence) -> bool:
    """Whether the entry proves anything of an archived round: then it is read and no longer changed."""
    return EvidenceLink.objects.filter(targets.of_archived(), evidence=entry).exists()


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything on the page of an entry."""

    entry: Evidence
    versions: list[EvidenceVersion]
    """The one in force first; ``listed`` of each holds its files."""
    proves: list[Target]
    also: dict[int, str]
    """By blob: 问题2、5、8, where the unit cites the same bytes under another entry."""
    occasion: list[tuple[Evidence, str]]
    """Other entries of the same meeting or training, and what they are cited for."""
    frozen: bool
    """It proves something of an archived round."""


def entry_page(entry: Evidence) -> EntryPage:
    """What the page of an entry shows: two queries and one for each kind of thing that it proves, however
    much hangs on it.
    """
    listed, versions, copies, occasions = gather(
        EvidenceFile.objects.filter(version__evidence=entry).select_related("blob").order_by("position"),
        EvidenceVersion.objects.filter(evidence=entry)
        .select_related("made_by__person", "reviewed_by__person")
        .order_by("-number"),
        _copies([entry.pk], [entry.unit_id]).exclude(version__evidence=entry),
        occasions_beside([entry]).filter(kind=entry.kind).exclude(pk=entry.pk),
    )
    for version in versions:
        version.listed = [one for one in listed if one.version_id == version.pk]
    links = _links({entry.pk, *(pk for _, _, pk in copies), *(one.pk for one in occasions)})
    known = targets.load([key for keys in links.values() for key in keys])
    mine = [key for key in links[entry.pk] if key in known]
    others: dict[int, list[Target]] = defaultdict(list)
    for _, blob, pk in copies:
        others[blob] += [known[key] for key in links[pk] if key in known and key not in mine]
    return EntryPage(
        entry,
        versions,
        proves=[known[key] for key in mine],
        also={blob: places(found) for blob, found in others.items()},
        occasion=[(one, places([known[key] for key in links[one.pk] if key in known])) for one in occasions],
        frozen=any(known[key].archived for key in mine),
    )


def _copies(entries: Iterable[int], units: Iterable[int]) -> QuerySet[EvidenceFile, tuple[int, int, int]]:
    """Unit, blob and entry of all files in force in these units with the bytes of a file of these entries."""
    mine = EvidenceFile.objects.filter(IN_FORCE, version__evidence__in=list(entries)).values("blob")
    same = EvidenceFile.objects.filter(IN_FORCE, unit__in=set(units), blob__in=mine)
    return same.order_by("pk").values_list("unit", "blob", "version__evidence")


def _links(ids: set[int]) -> dict[int, list[Key]]:
    found: dict[int, list[Key]] = defaultdict(list)
    rows = EvidenceLink.objects.filter(evidence__in=ids).order_by("id")
    for pk, kind, target in rows.values_list("evidence", "kind", "target"):
        found[pk].append((kind, target))
    return found


def places(found: Iterable[Target], but: Iterable[str] = ()) -> str:
    """问题2、5、8: where these objects belong, each number once, without those in ``but``."""
    by_topic: dict[str, dict[str, None]] = defaultdict(dict)
    for one in found:
        by_topic[one.topic] |= dict.fromkeys(number for number in one.numbers if number not in set(but))
    told = [
        f"{topic}{'、'.join(sorted(numbers, key=_order))}" for topic, numbers in by_topic.items() if numbers
    ]
    return "；".join(told)


def _order(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isascii() and number.isdigit() else (10**9, number)


def chips(keys: Sequence[Key], near: Mapping[Key, Target] | None = None) -> dict[Key, list[Chip]]:
    """Evidence of each object: one query where there is none; where there is, three and one for each kind of
    object. Objects that are at hand as targets (``near``) are not asked for again.
    """
    wanted = Q()
    for kind in {kind for kind, _ in keys}:
        wanted |= Q(kind=kind, target__in=[pk for code, pk in keys if code == kind])
    rows = EvidenceLink.objects.filter(wanted).select_related("evidence") if keys else []
    held = [((one.kind, one.target), one.evidence) for one in rows]
    if not held:
        return {}
    cited, occasions = _cited_elsewhere({entry.pk: entry for _, entry in held})
    told = (key for part in (cited, occasions) for found in part.values() for key in found)
    known = dict(near or {})
    known |= targets.load({*keys, *told} - known.keys())
    found: dict[Key, list[Chip]] = defaultdict(list)
    for key, entry in sorted(held, key=lambda pair: pair[1].pk):
        mine = known[key].numbers if key in known else ()
        also = places([known[other] for other in cited[entry.pk] if other in known], but=mine)
        day = places([known[other] for other in occasions.get(entry.pk, ()) if other in known], but=mine)
        found[key].append(
            Chip(
                entry.pk,
                entry.title,
                entry.state,
                entry.file_count,
                entry.event_date,
                also,
                f"{WORDS[entry.kind]}也用于：{day}" if day else "",
                entry.kind,
                entry.expires_on,
            )
        )
    return dict(found)


def _cited_elsewhere(entries: dict[int, Evidence]) -> tuple[dict[int, list[Key]], dict[int, list[Key]]]:
    """By entry: what it and other entries of its unit with one of its files prove; and what further entries
    of the same meeting prove.
    """
    units = {pk: entry.unit_id for pk, entry in entries.items()}
    copies, occasions = gather(_copies(units, units.values()), occasions_beside(entries.values()))
    holders: dict[tuple[int, int], set[int]] = defaultdict(set)
    for unit, blob, entry in copies:
        holders[unit, blob].add(entry)
    together = {
        pk: {pk}.union(*(held for (home, _), held in holders.items() if home == unit and pk in held))
        for pk, unit in units.items()
    }
    same_day = others_among(entries.values(), occasions)
    days = {pk: set(others) - together[pk] for pk, others in same_day.items()}
    links = _links({one for part in (together, days) for group in part.values() for one in group})

    def proved(groups: dict[int, set[int]]) -> dict[int, list[Key]]:
        return {pk: [key for one in sorted(group) for key in links[one]] for pk, group in groups.items()}

    return proved(together), proved(days)


def proven(keys: Sequence[Key], *, accepted: bool = False) -> set[Key]:
    """Which of these objects have evidence (that the office accepted): what a gate asks."""
    wanted = Q()
    for kind in {kind for kind, _ in keys}:
        wanted |= Q(kind=kind, target__in=[pk for code, pk in keys if code == kind])
    if not keys:
        return set()
    rows = EvidenceLink.objects.filter(wanted)
    if accepted:
        rows = rows.filter(evidence__state=ReviewState.ACCEPTED)
    return set(rows.values_list("kind", "target"))


def evidence_of(keys: Sequence[Key]) -> QuerySet[Evidence]:
    """Entries that prove any of these objects."""
    wanted = Q(pk__in=[])
    for kind in {kind for kind, _ in keys}:
        wanted |= Q(kind=kind, target__in=[pk for code, pk in keys if code == kind])
    return Evidence.objects.filter(pk__in=EvidenceLink.objects.filter(wanted).values("evidence"))
