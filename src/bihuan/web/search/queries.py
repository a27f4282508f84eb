"""Finding passages: exactly those that hold every word and that the account may read, page by page.

Three tiers by relevance: the title is the word, the title holds all words, title and text together hold them.
Each tier is read in the order of keys. The store narrows by tokens; here every hit is verified against the
text, so tokens only ever save time.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Q

from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.search import grams, sql
from bihuan.web.search.asking import DATE, Asked
from bihuan.web.search.models import Passage
from bihuan.web.search.rows import end_key, first_key
from bihuan.web.search.sql import ANY, SAME, TEXT, TITLE, Hit, Sql
from bihuan.web.search.stores import store

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
    first: int
    """No hit has a smaller key, nor this one or a larger:"""
    last: int


def search(user: User, asked: Asked, size: int = SIZE) -> Found:
    """One page; at most five queries, three as a rule. Nothing where there are no words or no rights."""
    words = asked.words
    try:
        seen = sql.rights(Passage.objects.visible_to(user))
    except EmptyResultSet:
        return Found([], None, {})
    if not words:
        return Found([], None, {})
    question = _question(user, seen, asked)
    found = _by_date(question, asked, size) if asked.order == DATE else _by_tier(question, asked, size)
    more = found[size - 1].place_in_order if len(found) > size else None
    whole = not more and asked.after is None and not asked.kind
    counts = _tally(found) if whole else _counts(_question(user, seen, asked, any_kind=True))
    return Found(found[:size], more, counts)


# --- what is asked for --------------------------------------------------------------------------------------


def _question(user: User, seen: Sql, asked: Asked, *, any_kind: bool = False) -> Question:
    tokens, told, values = _places(user), ["1 = 1"], []
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
    first = first_key(asked.until) if asked.until else 0
    last = end_key(asked.since) if asked.since else LAST
    return Question(asked.words, seen, Sql(" AND ".join(told), values), kind, tokens, first, last)


def _places(user: User) -> list[int]:
    """The fact that all has which the account may read, where it is one; its right is asked besides."""
    scope = user.scope()
    facts = [("unit", one) for one in scope.units(Relation.OWN, Action.READ)]
    facts += [("office", one) for one in scope.units(Relation.OFFICE, Action.READ)]
    return [grams.fact(*facts[0])] if len(facts) == 1 else []


def _units(name: str) -> list[int]:
    """Units with this in their name. Nobody learns which there are: only their passages can be seen."""
    named = Q(name__contains=name) | Q(short_name__contains=name)
    return list(Unit.objects.filter(named).values_list("pk", flat=True))


# --- tiers --------------------------------------------------------------------------------------------------


def _by_tier(question: Question, asked: Asked, size: int) -> list[Hit]:
    """Titles first, with one query; texts where they leave room."""
    tier, key = asked.after or (SAME, -1)
    found: list[Hit] = []
    for tiers in ((SAME, TITLE), (TEXT,)):
        wanted = [(one, key if one == tier else -1) for one in tiers if one >= tier]
        if len(question.words) > 1:  # several words are no title
            wanted = [pair for pair in wanted if pair[0] != SAME]
        if wanted and len(found) <= size:
            found += _read(question, wanted, size + 1 - len(found))
    return found


def _by_date(question: Question, asked: Asked, size: int) -> list[Hit]:
    return _read(question, [(ANY, asked.after[1] if asked.after else -1)], size + 1)


def _read(question: Question, wanted: Sequence[tuple[int, int]], limit: int) -> list[Hit]:
    """Hits of these tiers, each behind a key; by walking where that is sooner, else by the index."""
    near = [(tier, key, _near(question, tier, key, limit)) for tier, key in wanted]
    parts = [(tier, _whole(question, tier, key) if rows is None else rows) for tier, key, rows in near]
    found = sql.hits(parts, question.narrowed, question.words, limit)
    if len(found) < limit and any(rows is not None for _, _, rows in near):
        parts = [(tier, _whole(question, tier, key)) for tier, key in wanted]
        found = sql.hits(parts, question.narrowed, question.words, limit)
    return found[:limit]


def _tokens(question: Question, tier: int) -> list[int]:
    if tier == SAME:
        return [*question.tokens, grams.fact("title", question.words[0])]
    tokens = grams.of_words(question.words)
    told = [*sorted(grams.heads(tokens)), grams.TITLED] if tier == TITLE else tokens
    return question.tokens + told


def _whole(question: Question, tier: int, key: int) -> Sql:
    """All that have the tokens, by the index."""
    behind = max(key, question.first - 1)
    return sql.by_index(question.seen, _tokens(question, tier), behind, question.last)


def _near(question: Question, tier: int, key: int, limit: int) -> Sql | None:
    """The newest passages, to be read one by one until the page is full: where so many hold the words that
    this is sooner than collecting all of them. It goes no further than collecting them would.
    """
    likely = store().likely(_tokens(question, tier))
    if likely is None or likely.part <= 0 or tier == SAME:
        return None
    hits = likely.passages * likely.part
    among = [grams.fact("kind", question.kind)] if question.kind else []
    among += [grams.TITLED] if tier == TITLE else []
    walked = store().likely(among) if among else None
    part = min(likely.part / walked.part, 1.0) if walked and walked.part else likely.part
    if 2 * limit / part > hits:
        return None
    behind = max(key, question.first - 1)
    return sql.by_walk(question.seen, question.kind, behind, question.last, ceil(hits), titled=tier == TITLE)


# --- counts -------------------------------------------------------------------------------------------------


def _tally(found: Sequence[Hit]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in found:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def _counts(question: Question) -> dict[str, int] | None:
    """Exact up to ``COUNTED``; None beyond, and where counting would cost more than the page is worth."""
    likely = store().likely(_tokens(question, ANY))
    if likely is not None and likely.passages * likely.part > 5 * COUNTED:
        return None
    rows = _whole(question, ANY, -1)
    counts = sql.counted(rows, question.narrowed, question.words, COUNTED + 1)
    return counts if sum(counts.values()) <= COUNTED else None
