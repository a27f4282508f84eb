"""What an inspector asks about a case: diagnostics and their answers, evidence with digests, the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.documents import facts
from bihuan.web.accounts.histories import lines
from bihuan.web.base.queries import Key, entries_of, event_of, key_of
from bihuan.web.diagnosis.models import Diagnostic, Filing, Waiver, WaiverState
from bihuan.web.diagnosis.waiving import key_of as concern_of
from bihuan.web.diagnosis.words import SEVERITY_WORDS
from bihuan.web.papers.facts.others import catalogue_facts
from bihuan.web.rectification.models import Measure, Response

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bihuan.web.accounts.histories import Line
    from bihuan.web.inspections.models import Feedback

MOST_EVENTS = 2_000
LONGEST = 160
"""Characters of a change: the whole of it stands in the history on the page."""


def annex_facts(case: Feedback, today: date) -> facts.Annex:
    """The annex; fourteen queries, whatever the case holds."""
    people = ("asked_by__person", "decided_by__person")
    waivers = Waiver.objects.filter(feedback=case, state=WaiverState.GRANTED, until__gte=today)
    answers = {concern_of(one): one for one in waivers.select_related(*people).order_by("id")}
    found = list(Diagnostic.objects.filter(feedback=case).select_related("finding").order_by("line", "id"))
    opened = [one for one in found if concern_of(one) not in answers]
    answered = [(one, answers[concern_of(one)]) for one in found if concern_of(one) in answers]
    events, cut = _events(case)
    return facts.Annex(
        catalogue_facts(case, today),
        tuple(_concern(one) for one in opened),
        tuple(_concern(one, waiver) for one, waiver in answered),
        tuple(events),
        cut,
    )


def _concern(one: Diagnostic, waiver: Waiver | None = None) -> facts.Concern:
    number = one.finding.number if one.finding else ""
    told = facts.Concern(
        one.code, SEVERITY_WORDS[one.severity], f"问题{number}" if number else "", one.quote, one.message
    )
    if waiver is None:
        return told
    agreed = waiver.decided_by.name if waiver.decided_by else ""
    return facts.Concern(
        told.code, told.severity, told.about, told.quote, told.message, waiver.reason, waiver.asked_by.name,
        agreed, waiver.until,
    )  # fmt: skip


def _events(case: Feedback) -> tuple[Iterable[facts.Happening], bool]:
    """The newest ones, the oldest of them first; and whether there are older ones."""
    keys = [key_of(case), *_keys(case)]
    known = frozenset(keys)
    entries = list(entries_of(keys, size=MOST_EVENTS + 1))
    shown = list(reversed(entries[:MOST_EVENTS]))
    labels = {(one.object_type, one.object_id or 0): one.object_label for one in shown}
    told = lines((event_of(one, known) for one in shown), labels)
    return [_happening(one) for one in told], len(entries) > MOST_EVENTS


def _keys(case: Feedback) -> Iterable[Key]:
    for model in (Filing, Response, Measure):
        rows = model._default_manager.filter(feedback=case).order_by("pk")
        for pk in rows.values_list("pk", flat=True):
            yield model._meta.label_lower, pk


def _happening(one: Line) -> facts.Happening:
    changes = [
        f"{f'{name}：' if name else ''}{change.word} {change.old or '（空）'} → {change.new or '（空）'}"
        for name, some in one.parts
        for change in some
    ]
    told = "；".join(changes)
    told = told if len(told) <= LONGEST else f"{told[:LONGEST]}……"
    return facts.Happening(f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}", one.who, one.what, one.about, told)
