"""Finding passages: exactly those that hold every word and that the account may read, page by page.

Three tiers by relevance: the title is the word, the title holds all words, title and text together hold them.
Each tier is read in the order of keys. The store narrows by tokens; here every hit is verified against the
text, so tokens only ever save time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet

from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.prepared import at_once
from bihuan.web.search import grams, sql
from bihuan.web.search.asking import DATE, Asked
from bihuan.web.search.models import Passage
from bihuan.web.search.registry import KINDS, kinds, live_kinds
from bihuan.web.search.rows import end_key, first_key
from bihuan.web.search.sql import ANY, SAME, TEXT, TITLE, Hit
from bihuan.web.search.stores import store
from bihuan.web.search.stores.answers import Sought, Sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.accounts.models import User

SIZE = 20
COUNTED = 1000
"""Hits are counted so far; beyond that a number tells nobody anything."""
LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits."""

    hits: list[Hit]
    next: tuple[int, int] | None
    """Tier and key behind which the next page begins."""
    counts: dict[str, int] | None
    """Hits by kind, whatever kind was asked for; None where there are too many to count."""


class Question(NamedTuple):
    """What is asked, of whom, as the database is asked it."""

    words: tuple[str, ...]
    seen: Sql
    """The account's right to read, as a WHERE clause."""
    narrowed: Sql
    """What else every hit is."""
    kind: str
    tokens: list[int]
    """Facts that every hit has, for the index."""
    places: list[int]
    """Facts of which every hit has one."""
    first: int
    """No hit has a smaller key, nor this one or a larger:"""
    last: int


def search(user: User, asked: Asked, size: int = SIZE) -> Found:
    """One page; two or three queries as a rule, six at most. Nothing where no words or no rights are."""
    words = asked.words
    try:
        seen = sql.rights(Passage.objects.visible_to(user))
    except EmptyResultSet:
        return Found([], None, {})
    if not words:
        return Found([], None, {})
    found = _found(_question(user, seen, asked), asked, size)
    if not _all_live(user, found):
        found = _found(_question(user, seen, asked, live=True), asked, size)
    more = found[size - 1].place_in_order if len(found) > size else None
    whole = not more and asked.after is None and not asked.kind
    counts = _tally(found) if whole else _counts(user, seen, asked)
    return Found(found[:size], more, counts)


def _all_live(user: User, found: Sequence[Hit]) -> bool:
    """Whether the account may read, at this moment, every object of which a hit tells: a passage may be older
    than its object, a right never is. No query where no hit is of such a kind, else one.
    """
    asked = list[QuerySet[Any, Any]]()
    wanted = list[int]()
    for kind in kinds():
        if kind.live and (objects := {one.object for one in found if one.kind == kind.code}):
            asked.append(kind.live(user).filter(pk__in=objects).values_list("pk"))
            wanted.append(len(objects))
    return [len(set(rows)) for rows in at_once(*asked)] == wanted


# --- what is asked for --------------------------------------------------------------------------------------


def _question(user: User, seen: Sql, asked: Asked, *, any_kind: bool = False, live: bool = False) -> Question:
    """``live``: every hit is asked for among the objects that may be read now. Most pages do without, because
    a part for each of those kinds costs the database more than the search.
    """
    tokens, told, values = list[int](), ["1 = 1"], list[Any]()
    kind = "" if any_kind else asked.kind
    for column, value in (("kind", kind), ("state", asked.state if kind else ""), ("round", asked.round)):
        if value:
            told.append(f's."{column}" = %s')
            values.append(value)
            tokens += [grams.fact(column, value)] if column != "state" else []
    if asked.unit:
        units = _units(asked.unit)
        told.append(f"s.unit_id IN ({', '.join(['%s'] * len(units))})" if units else "1 = 0")
        values += units
        tokens += [grams.fact("unit", units[0])] if len(units) == 1 else []
    if live:
        now = sql.live(user, live_kinds(kind))
        told.append(now.text)
        values += now.told
    first = first_key(asked.until) if asked.until else 0
    last = end_key(asked.since) if asked.since else LAST
    narrowed = Sql(" AND ".join(told), values)
    return Question(asked.words, seen, narrowed, kind, tokens, _places(user), first, last)


def _places(user: User) -> list[int]:
    """The facts of which all has one that the account may read; its right is asked besides."""
    scope = user.scope()
    facts = [("unit", one) for one in scope.units(Relation.OWN, Action.READ)]
    facts += [("office", one) for one in scope.units(Relation.OFFICE, Action.READ)]
    return [grams.fact(*one) for one in facts]


def _units(name: str) -> list[int]:
    """Units with this in their name. Nobody learns which there are: only their passages can be seen."""
    named = Q(name__contains=name) | Q(short_name__contains=name)
    return list(Unit.objects.filter(named).values_list("pk", flat=True))


# --- tiers --------------------------------------------------------------------------------------------------


def _found(question: Question, asked: Asked, size: int) -> list[Hit]:
    return _by_date(question, asked, size) if asked.order == DATE else _by_tier(question, asked, size)


def _by_tier(question: Question, asked: Asked, size: int) -> list[Hit]:
    """Titles first, texts where they leave room."""
    tier, key = asked.after or (SAME, -1)
    tiers = [one for one in (SAME, TITLE, TEXT) if one >= tier]
    if len(question.words) > 1:  # several words are no title
        tiers = [one for one in tiers if one != SAME]
    return _read(question, [(one, key if one == tier else -1) for one in tiers], size + 1)


def _by_date(question: Question, asked: Asked, size: int) -> list[Hit]:
    return _read(question, [(ANY, asked.after[1] if asked.after else -1)], size + 1)


def _read(question: Question, wanted: Sequence[tuple[int, int]], limit: int) -> list[Hit]:
    """Hits of these tiers, each behind a key."""
    pieces = [(tier, store().pieces(_sought(question, tier, key), limit)) for tier, key in wanted]
    parts = [(tier, one) for tier, some in pieces for one in some]
    return sql.hits(parts, question.narrowed, question.words, limit)


def _tokens(question: Question, tier: int) -> list[int]:
    if tier == SAME:
        return [*question.tokens, grams.fact("title", question.words[0])]
    tokens = grams.of_words(question.words)
    told = [*sorted(grams.heads(tokens)), grams.TITLED] if tier == TITLE else tokens
    return question.tokens + told


def _sought(question: Question, tier: int, key: int) -> Sought:
    tokens, behind = _tokens(question, tier), max(key, question.first - 1)
    titled = tier in (SAME, TITLE)
    apart = len(question.words) > 1
    return Sought(question.seen, tokens, question.places, question.kind, titled, behind, question.last, apart)


# --- counts -------------------------------------------------------------------------------------------------


def _tally(found: Sequence[Hit]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in found:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def _counts(user: User, seen: Sql, asked: Asked) -> dict[str, int] | None:
    """Exact up to ``COUNTED``; None beyond, and where counting would cost more than the page is worth."""
    question = _question(user, seen, asked, any_kind=True)
    sought = _sought(question, ANY, -1)
    most = store().most(sought)
    if most is not None and most > 5 * COUNTED:
        return None
    counts = _counted(question, sought)
    if any(KINDS[kind].live for kind in counts):
        counts = _counted(_question(user, seen, asked, any_kind=True, live=True), sought)
    return counts if sum(counts.values()) <= COUNTED else None


def _counted(question: Question, sought: Sought) -> dict[str, int]:
    return sql.counted(store().whole(sought), question.narrowed, question.words, COUNTED + 1)
