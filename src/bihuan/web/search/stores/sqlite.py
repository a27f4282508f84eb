"""SQLite: an FTS5 table without content and without positions, a word of eight digits for each token.

Such a table forgets a row only when it is told the row's words again; they are worked out from the passage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from bihuan.web.search import grams
from bihuan.web.search.rows import Row, tokens_of
from bihuan.web.search.stores.answers import Sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.search.stores.answers import Sought


PLACE, LEAST, MOST = "instr", "min", "max"
_COLUMNS = ", ".join(f'"{name}"' for name in Row._fields)
_MARKS = ", ".join(["%s"] * len(Row._fields))


def add(rows: Sequence[Row]) -> None:
    """Rows and their tokens."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO search_passage ({_COLUMNS}) VALUES ({_MARKS})",  # noqa: S608 - names of our own
            [row._replace(on=row.on.isoformat() if row.on else None) for row in rows],  # type: ignore[arg-type]  # how SQLite keeps days
        )
        cursor.executemany(
            "INSERT INTO search_words (rowid, words) VALUES (%s, %s)",
            [(row.key, grams.as_text(tokens_of(row))) for row in rows],
        )


def remove(rows: Sequence[Row]) -> None:
    """Rows and their tokens."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', %s, %s)",
            [(row.key, grams.as_text(tokens_of(row))) for row in rows],
        )
        cursor.executemany("DELETE FROM search_passage WHERE key = %s", [(row.key,) for row in rows])


def clear() -> None:
    """Everything."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_passage")
        cursor.execute("INSERT INTO search_words (search_words) VALUES ('delete-all')")


def finish() -> None:
    """After everything was written: merge the pieces of the index."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")


def pieces(sought: Sought, limit: int) -> list[Sql]:
    """FTS5 gives rows in the order of their ids, one by one as they are asked for: the first page of a
    million hits costs no more than that of twenty.
    """
    del limit
    rows = whole(sought)
    return [Sql(f"{rows.text} ORDER BY search_words.rowid", rows.told)]


def whole(sought: Sought) -> Sql:
    """All of them; kind and title are left to whoever verifies."""
    return Sql(
        "SELECT search_passage.* FROM search_words CROSS JOIN search_passage"  # noqa: S608 - names of our own
        f" WHERE {sought.seen.text} AND search_words MATCH %s AND search_passage.key = search_words.rowid"
        " AND search_passage.key > %s AND search_passage.key < %s",
        [*sought.seen.told, _asked(sought), sought.behind, sought.before],
    )


def _asked(sought: Sought) -> str:
    words = grams.as_text(sought.tokens)
    places = grams.as_text(sought.places).replace(" ", " OR ")
    return f"{words} AND ({places})" if places else words


def most(sought: Sought) -> None:
    """Nothing to weigh: hits always come one by one."""
    del sought
