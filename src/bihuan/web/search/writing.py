"""Writing passages: called by the services of the apps above, inside the transaction of what they tell.

No journal: whoever changes an object says so there; the index holds nothing that the objects do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from bihuan.web.search.models import Passage
from bihuan.web.search.rows import Row, row_of
from bihuan.web.search.stores import store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from bihuan.web.search.registry import Entry


def passages_add(entries: Iterable[Entry]) -> None:
    """Entries of objects that are new; nothing is looked up."""
    store().add([row_of(one) for one in entries])


def passages_put(entries: Iterable[Entry]) -> None:
    """Entries as their objects stand now, in the place of what was there."""
    told = list(entries)
    wanted = Q(pk__in=())
    for kind in {one.kind for one in told}:
        wanted |= Q(kind=kind, object__in=[one.object for one in told if one.kind == kind])
    _exchange(Passage.objects.filter(wanted), told)


def bundle_put(bundle: str, entries: Iterable[Entry]) -> None:
    """All entries of a bundle; what stands there already is left alone, what is no longer told goes."""
    _exchange(Passage.objects.filter(bundle=bundle), list(entries))


def bundles_put(bundles: Iterable[str], entries: Iterable[Entry]) -> None:
    """The same for several at once."""
    _exchange(Passage.objects.filter(bundle__in=list(bundles)), list(entries))


def bundle_drop(bundle: str) -> None:
    """Nothing of the bundle is found any more."""
    _exchange(Passage.objects.filter(bundle=bundle), [])


def passages_drop(kind: str, objects: Iterable[int]) -> None:
    """These objects are not found any more."""
    _exchange(Passage.objects.filter(kind=kind, object__in=list(objects)), [])


def states_put(kind: str, objects: QuerySet[Any], state: str) -> None:
    """The state of objects whose words are as they were; one statement. No token tells of a state."""
    Passage.objects.filter(kind=kind, object__in=objects.values("pk")).update(state=state)


def _exchange(old: QuerySet[Passage, Any], entries: list[Entry]) -> None:
    """Make the rows those of the entries, writing only what differs: one query to look, two to write."""
    stored = {Row(*one) for one in old.values_list(*Row._fields)}
    wanted = {row_of(one) for one in entries}
    gone, fresh = stored - wanted, wanted - stored
    if gone:
        store().remove(sorted(gone))
    if fresh:
        store().add(sorted(fresh))
