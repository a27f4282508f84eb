"""PostgreSQL: a column with the tokens as numbers, under an inverted index (GIN).

The index gives all hits at once and in no order. That is fast for the rare word and slow for the frequent
one, so each passage also has tokens of its day: the index is then asked for the newest days only, and for
earlier ones when these do not fill the page. The database's own statistics tell which words are frequent.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from django.db import connection

from bihuan.web.search.days import cells_of, cover
from bihuan.web.search.rows import Row, day_of, key_of_day, tokens_of
from bihuan.web.search.stores.answers import Sought, Sql
from bihuan.web.search.stores.statistics import OFTEN, forget, known

if TYPE_CHECKING:
    from collections.abc import Sequence


_COLUMNS = ", ".join(f'"{name}"' for name in (*Row._fields, "grams"))
PLACE, LEAST, MOST = "strpos", "least", "greatest"
FEW = 4_000
"""So many hits are collected at once."""
MORE, MANY = 2_500, 20_000
"""So many passages are read one by one for a frequent word, and for one that is nearly everywhere."""


def add(rows: Sequence[Row]) -> None:
    """Rows and their tokens, as one stream."""
    with connection.cursor() as cursor, cursor.copy(f"COPY search_passage ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            tokens = ",".join(map(str, tokens_of(row).union(cells_of(day_of(row.key)))))
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
    forget()


def pieces(sought: Sought, limit: int) -> list[Sql]:
    """The rare word at once. The frequent one from the newest passages on: read one by one where that may
    fill a page, then by the index some days at a time, then all the rest.
    """
    part = known().part(sought)
    if part * known().passages <= FEW:
        return [_gathered(sought)]
    wanted = ceil(3 * limit / part)
    walk = MANY if part > OFTEN else MORE if wanted <= MORE else 0
    if not walk:
        days = _some_days(sought._replace(behind=_first(sought) - 1), wanted)
        return [_if_few(sought, days)] if sought.apart else days
    end = next(iter(known().spans(sought.behind, sought.before, walk)), None)
    if end is None:
        return [_walked(sought)]
    near, far = sought._replace(before=end), sought._replace(behind=end - 1)
    days = _some_days(far, walk)
    return [_walked(near), *([_if_few(far, days)] if sought.apart else days)]


def _if_few(sought: Sought, days: Sequence[Sql]) -> Sql:
    """What several frequent words have in common may be next to nothing: the index alone tells that at one
    look, while going by days takes one for each group of them. Where it is much, by days all the same. One
    statement, so that the index is asked only once which of the two it is.
    """
    where = _where(sought)
    few = f"SELECT key AS k FROM search_passage WHERE {where.text} LIMIT {FEW + 1}"  # noqa: S608 - names of our own
    common = (
        f"SELECT p.* FROM (SELECT k FROM few WHERE (SELECT count(*) FROM few) <= {FEW} ORDER BY k OFFSET 0) n"  # noqa: S608 - the same
        " CROSS JOIN LATERAL (SELECT * FROM search_passage WHERE key = n.k OFFSET 0) p"
    )
    much = f"WHERE (SELECT count(*) FROM few) > {FEW}"  # noqa: S608 - the same
    others = [f"SELECT * FROM ({one.text}) d{at} {much}" for at, one in enumerate(days)]  # noqa: S608 - the same
    union = " UNION ALL ".join([f"SELECT * FROM ({common}) c", *others])  # noqa: S608 - the same
    told = [*where.told, *(value for one in days for value in one.told)]
    return Sql(f"WITH few AS MATERIALIZED ({few}) {union}", told)


def _some_days(sought: Sought, wanted: int) -> list[Sql]:
    """By the index: the days with about so many passages, then somewhat more, then all others."""
    groups, day = list[list[int]](), day_of(sought.behind + 1)
    for end in known().spans(sought.behind, sought.before, wanted):
        if day_of(end) >= day:
            groups.append(cover(day, day_of(end)))
            day = day_of(end) + 1
    beyond = key_of_day(day)
    if beyond >= sought.before:
        return [_by_days(sought, groups)]
    rest = _gathered(sought._replace(behind=max(sought.behind, beyond - 1)))
    return [_by_days(sought._replace(before=beyond), groups), rest] if groups else [rest]


def whole(sought: Sought) -> Sql:
    """All of them, as they come."""
    where = _where(sought)
    return Sql(f"SELECT * FROM search_passage WHERE {where.text}", where.told)  # noqa: S608 - names of our own


def most(sought: Sought) -> float:
    """From the statistics; a token that is not among the most frequent is rarer than all of them."""
    return known().part(sought) * known().passages


def _gathered(sought: Sought) -> Sql:
    """By the index, sorted: only the keys, whole rows as they are asked for.

    ``key + 0`` keeps the planner from going along the keys instead, which it thinks cheap wherever it takes
    hits to be spread evenly; OFFSET 0 from joining before it sorts.
    """
    where = _where(sought)
    return Sql(
        f"SELECT p.* FROM (SELECT key AS k FROM search_passage WHERE {where.text}"  # noqa: S608 - names of our own
        " ORDER BY key + 0 OFFSET 0) n"
        " CROSS JOIN LATERAL (SELECT * FROM search_passage WHERE key = n.k OFFSET 0) p",
        where.told,
    )


def _by_days(sought: Sought, groups: Sequence[Sequence[int]]) -> Sql:
    """The same for one group of cells after the other: those behind a full page are never looked at."""
    where = _where(sought)
    return Sql(
        "SELECT p.* FROM unnest(%s::text[]) c(cells)"  # noqa: S608 - the same
        f" CROSS JOIN LATERAL (SELECT key AS k FROM search_passage WHERE {where.text}"
        " AND grams && c.cells::int4[] ORDER BY key + 0 OFFSET 0) n"
        " CROSS JOIN LATERAL (SELECT * FROM search_passage WHERE key = n.k OFFSET 0) p",
        [[f"{{{','.join(map(str, one))}}}" for one in groups], *where.told],
    )


def _where(sought: Sought) -> Sql:
    places = [sought.places] if known().part_of_places(sought) <= OFTEN else []
    among = _among(sought)
    tokens = known().telling(sought.tokens, apart=sought.apart)
    return Sql(
        f"{among.text} AND key + 0 > %s AND key + 0 < %s AND grams @> %s::int4[]"
        + " AND grams && %s::int4[]" * len(places),
        [*among.told, sought.behind, sought.before, tokens, *places],
    )


def _walked(sought: Sought) -> Sql:
    """One by one, whatever they hold: where every other one is a hit, no index is faster."""
    along = _along(sought)
    return Sql(f"SELECT * FROM search_passage {along.text}", along.told)  # noqa: S608 - the same


def _first(sought: Sought) -> int:
    """The first key among them."""
    along = _along(sought)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM search_passage {along.text} LIMIT 1", along.told)  # noqa: S608 - the same
        found = cursor.fetchone()
    return found[0] if found else sought.behind + 1


def _along(sought: Sought) -> Sql:
    among = _among(sought)
    text = f"WHERE {among.text} AND key > %s AND key < %s ORDER BY key"
    return Sql(text, [*among.told, sought.behind, sought.before])


def _among(sought: Sought) -> Sql:
    """Where an index of keys leads."""
    kind = " AND kind = %s" if sought.kind else ""
    titled = " AND NOT title = ''" if sought.titled else ""
    return Sql(sought.seen.text + kind + titled, [*sought.seen.told, *([sought.kind] if sought.kind else [])])
