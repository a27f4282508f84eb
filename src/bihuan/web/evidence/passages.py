"""What of evidence can be found by its words: the entry at once, the words of its files by a background job,
because a file may hold two million characters. Files of earlier versions are not searched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum
from django.db.models.functions import Length
from django.utils import timezone

from bihuan.web.evidence.models import Evidence, EvidenceFile, ReviewState
from bihuan.web.notices.queue import enqueue
from bihuan.web.search.folding import flow
from bihuan.web.search.registry import Entry, Kind, Source
from bihuan.web.search.writing import bundle_put, passages_put, states_put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

BUNDLE, AT_ONCE = "evidence", 20
"""Entries of a piece of a rebuild; each may have files with many words."""
FEW = 50_000
"""Characters of an entry's files that are written within the request; more are left to the worker."""
KINDS = (
    Kind("evidence", 11, "佐证", tuple(ReviewState.values), Evidence.objects.visible_to),
    Kind("file", 12, "佐证文件", tuple(ReviewState.values), EvidenceFile.objects.visible_to),
)


def evidence_found(entry: Evidence, now: datetime) -> None:
    """After any change of what is said of an entry. The state of its files is kept here and now; where the
    rest follows by a job (which exists if this commits), who may find them is asked of the files themselves.
    """
    if _words_of(entry) <= FEW:
        bundle_put(_bundle(entry), _everything(entry))
        return
    passages_put([_told(entry)])
    states_put("file", EvidenceFile.objects.filter(version__evidence=entry), entry.state)
    enqueue("evidence_words", {"evidence": entry.pk}, now=now)


def evidence_files_found(entry: Evidence, now: datetime) -> None:
    """After a change of the files themselves: what was replaced is not found any more, what is new by its
    name until the job has read its words.
    """
    bundle_put(_bundle(entry), [_told(entry), *_files(entry, words=False)])
    enqueue("evidence_words", {"evidence": entry.pk}, now=now)


def words_put(pk: int) -> None:
    """The whole entry with the words of its files; within a transaction."""
    entry = Evidence.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if entry is not None:
        bundle_put(_bundle(entry), _everything(entry))


def batch(after: int) -> tuple[list[Entry], int | None]:
    """The entries behind this id, locked."""
    rows = Evidence.objects.select_for_update(of=("self",)).filter(pk__gt=after).order_by("pk")
    entries = list(rows[:AT_ONCE])
    return [told for entry in entries for told in _everything(entry)], entries[-1].pk if entries else None


SOURCE = Source(BUNDLE, batch)


def _words_of(entry: Evidence) -> int:
    """How many characters its files hold; one query."""
    rows = EvidenceFile.objects.filter(version__evidence=entry, version__number=entry.number)
    found: int | None = rows.aggregate(n=Sum(Length("blob__words__text")))["n"]
    return found or 0


def _bundle(entry: Evidence) -> str:
    return f"{BUNDLE}:{entry.pk}"


def _everything(entry: Evidence) -> list[Entry]:
    return [_told(entry), *_files(entry, words=True)]


def _told(entry: Evidence) -> Entry:
    return Entry(
        *(_bundle(entry), "evidence", entry.pk, entry.unit_id, entry.office_id, None),
        *(entry.event_date or timezone.localdate(entry.created_at), entry.state, "", "evidence:entry"),
        *(entry.pk, "", entry.title, entry.description),
    )


def _files(entry: Evidence, *, words: bool) -> Iterator[Entry]:
    """Files of the version in force; one query."""
    rows = EvidenceFile.objects.filter(version__evidence=entry, version__number=entry.number)
    names = ("pk", "name", "blob__words__text") if words else ("pk", "name")
    for pk, name, *text in rows.order_by("position").values_list(*names):
        yield _told(entry)._replace(
            kind="file",
            object=pk,
            place=entry.title[:80],
            view="evidence:file",
            view_id=pk,
            title=name,
            text=flow(text[0] or "") if text else "",
        )
