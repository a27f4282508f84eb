"""PostgreSQL: a column with the tokens as numbers, under an inverted index (GIN).

The index gives all hits at once and in no order. That is fast for the rare word and slow for the frequent
one; ``likely`` tells them apart by what the database's own statistics say of the most frequent tokens.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import connection

from bihuan.web.search.rows import Row, tokens_of
from bihuan.web.search.stores.answers import Likely, Narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence


_COLUMNS = ", ".join(f'"{name}"' for name in (*Row._fields, "grams"))
PLACE, LEAST, MOST = "strpos", "least", "greatest"
KEPT = 600.0
"""Seconds for which the statistics are remembered."""


def add(rows: Sequence[Row]) -> None:
    """Rows and their tokens, as one stream."""
    with connection.cursor() as cursor, cursor.copy(f"COPY search_passage ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            tokens = ",".join(map(str, tokens_of(row)))
            copy.write_row((*row, f"{{{tokens}}}"))


def remove(rows: Sequence[Row]) -> None:
    """Rows and their tokens."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_passage WHERE key = ANY(%s::bigint[])", [[row.key for row in rows]]
        )


def clear() -> None:
    """Everything."""
    with connection.cursor() as cursor:
        # Rows that wait for their references to be checked cannot be truncated.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE search_passage")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def finish() -> None:
    """After everything was written: statistics, and no list of late entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('search_passage_grams'::regclass)")
        cursor.execute("ANALYZE search_passage")
    _KNOWN.clear()


def narrow(tokens: Sequence[int]) -> Narrowed:
    """By the index, then sorted: ``key + 0`` keeps the planner from walking along the keys instead, which it
    thinks cheap wherever it takes hits to be spread evenly, and OFFSET 0 from verifying before it sorts.
    """
    where, order = "search_passage.grams @> %s::int4[]", "search_passage.key + 0 OFFSET 0"
    return Narrowed("search_passage", where, [list(tokens)], order)


_KNOWN: dict[str, tuple[float, float, dict[int, float], float]] = {}


def likely(tokens: Sequence[int]) -> Likely:
    """From the statistics; a token that is not among the most frequent is rarer than all of them."""
    name = str(connection.settings_dict["NAME"])
    known = _KNOWN.get(name)
    if known is None or known[0] < time.monotonic():
        known = _KNOWN[name] = (time.monotonic() + KEPT, *_statistics())
    _, passages, parts, least = known
    return Likely(passages, min((parts.get(one, least) for one in tokens), default=1.0))


def _statistics() -> tuple[float, dict[int, float], float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.reltuples, s.most_common_elems::text::int4[], s.most_common_elem_freqs"
            " FROM pg_class c LEFT JOIN pg_stats s ON s.tablename = c.relname AND s.attname = 'grams'"
            " AND s.schemaname = current_schema() WHERE c.oid = 'search_passage'::regclass"
        )
        passages, tokens, parts = cursor.fetchone() or (0, None, None)
    told = dict(zip(tokens or (), parts or (), strict=False))
    return float(max(passages or 0, 0)), told, min(told.values(), default=0.0)
