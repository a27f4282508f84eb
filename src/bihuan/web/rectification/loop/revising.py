"""What a revised plan changes of the one that was approved, for whoever approves it again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bihuan.web.base.queries import changes_of, events, key_of
from bihuan.web.rectification.models import Category, MeasureKind
from bihuan.web.rectification.workflow import ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bihuan.web.base.models import JournalEntry
    from bihuan.web.base.queries import Key
    from bihuan.web.rectification.models import Measure, Response

FIELDS = {"text": "措施", "kind": "类型", "category": "性质", "criteria": "完成标准"}
_CHOSEN = {**dict(MeasureKind.choices), **dict(Category.choices)}
_PAGE = 200


@dataclass(slots=True)
class Revision:
    """What differs now from what was approved."""

    target: str | None = None
    """The approved target, where there is another one now."""
    removed: list[str] = field(default_factory=list)
    """Words of measures that were taken out."""
    added: set[int] = field(default_factory=set)
    before: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """By measure: which of ``FIELDS`` changed, in the words of people, and how it read."""


def revision(row: Response, measures: Sequence[Measure]) -> Revision | None:
    """None where the plan that waits is the first one. As a rule one query: what happened to the response and
    its measures since the approval, the newest first, so that the oldest of several changes counts.
    """
    if row.state != ResponseState.PLAN_SUBMITTED or row.planned_at is None:
        return None
    old: dict[Key, dict[str, str]] = defaultdict(dict)
    removed: list[str] = []
    for entry in _since_approval(row, measures):
        for key, told in changes_of(entry):
            old[key] |= {name: both[0] for name, both in told.items()}
        if entry.action == "measure_remove":
            removed.append(entry.changes["text"][0])
    target = old[key_of(row)].get("target", row.target)
    found = Revision(None if target == row.target else target, removed)
    for one in measures:
        was = old[key_of(one)]
        if was.get("text") == "":
            found.added.add(one.pk)
        else:
            found.before[one.pk] = list(_differing(was, one))
    return found


def _differing(was: dict[str, str], one: Measure) -> Iterator[tuple[str, str]]:
    for name, word in FIELDS.items():
        now = getattr(one, name)
        before = was.get(name, now)
        before = _CHOSEN.get(before, before)
        if before != _CHOSEN.get(now, now):
            yield word, before


def _since_approval(row: Response, measures: Iterable[Measure]) -> Iterator[JournalEntry]:
    """Entries since the approval, the newest first."""
    keys, before = [key_of(row), *map(key_of, measures)], None
    while True:
        found, before = events(keys, before=before, size=_PAGE)
        for one in found:
            if one.entry.action == f"step_{Step.APPROVE_PLAN}":
                return
            yield one.entry
        if before is None:
            return
