"""The statements of a search. By hand, because each part has to stay where it is put: an inner query gives
passages in the order of keys, the next one verifies them one by one (a file may hold two million characters)
and stops when there is enough, only the outermost fetches what is shown of those.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from bihuan.web.search.stores import store
from bihuan.web.search.stores.answers import Sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.search.models import Passage
    from bihuan.web.search.registry import Live

WINDOW, BEFORE = 600, 120
"""Characters of a text that come back, and how many of them stand before the first hit."""
_SHOWN = ("key", "kind", "object", "on", "state", "place", "view", "view_id", "anchor", "title")
_FAR = 2**30
_TITLE = "coalesce(nullif(s.title_folded, ''), s.title)"
_TEXT = "coalesce(nullif(s.text_folded, ''), s.text)"


class Hit(NamedTuple):
    """A passage that was found; ``text`` is the part around the first hit."""

    tier: int
    key: int
    kind: str
    object: int
    on: date | None
    state: str
    place: str
    view: str
    view_id: int
    anchor: str
    title: str
    text: str
    begins: int
    """Where the part begins in the whole text, from 1."""
    length: int
    """Of the whole text."""
    unit: str

    @property
    def place_in_order(self) -> tuple[int, int]:
        """What the next page begins behind."""
        return self.tier, self.key


def rights(rows: QuerySet[Passage]) -> Sql:
    """The WHERE clause of a query set; ``EmptyResultSet`` where no row can match."""
    text, told = rows.query.get_compiler(connection=connection).compile(rows.query.where)
    return Sql(text or "1 = 1", list(told))


def live(user: User, kinds: Sequence[Live]) -> Sql:
    """That a passage of these kinds tells of an object which the account may read at this moment; true of any
    other kind. A passage may be older than its object, a right never is.
    """
    told, values = ["1 = 1"], list[Any]()
    for kind in kinds:
        same = kind.rows(user).filter(pk=RawSQL('s."object"', ())).values("pk")
        try:
            text, held = same.query.sql_with_params()
        except EmptyResultSet:
            told.append("s.kind <> %s")
            values.append(kind.code)
        else:
            told.append(f"(s.kind <> %s OR EXISTS ({text}))")
            values += [kind.code, *held]
    return Sql(" AND ".join(told), values)


def hits(parts: Sequence[tuple[int, Sql]], narrowed: Sql, words: Sequence[str], limit: int) -> list[Hit]:
    """The first ``limit`` that hold the words as their tiers ask; one query.

    The parts stand in the order of the hits. The database reads one after the other and none that it does
    not need.
    """
    told = [_part(number, *part, narrowed, words, limit) for number, part in enumerate(parts)]
    union = " UNION ALL ".join(one.text for one in told)
    statement = (
        "SELECT h.*, (SELECT coalesce(nullif(u.short_name, ''), u.name) FROM accounts_unit u"  # noqa: S608 - no word of anybody's
        f" WHERE u.id = h.unit_id) FROM ({union} LIMIT %s) h"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(value for one in told for value in one.told), limit])
        return sorted(_hit(row) for row in cursor.fetchall())


def _part(number: int, tier: int, rows: Sql, narrowed: Sql, words: Sequence[str], limit: int) -> Sql:
    asked, begins = _verify(words, tier), _begins(words)
    shown = ", ".join(f's."{name}"' for name in _SHOWN)
    text = (
        f"SELECT {tier} AS tier, {shown}, substr(s.text, {begins.text}, {WINDOW}) AS part,"  # noqa: S608 - no word of anybody's
        f" {begins.text} AS begins, length(s.text) AS size, s.unit_id"
        f" FROM ({rows.text}) s WHERE {narrowed.text} AND {asked.text} LIMIT %s"
    )
    told = [*begins.told, *begins.told, *rows.told, *narrowed.told, *asked.told, limit]
    return Sql(f"SELECT * FROM ({text}) t{number}", told)  # noqa: S608 - the same


def _hit(row: Sequence[Any]) -> Hit:
    """Without the unit's number; SQLite gives days as text."""
    on = date.fromisoformat(row[4]) if isinstance(row[4], str) else row[4]
    return Hit._make((*row[:4], on, *row[5:14], row[15]))


def counted(rows: Sql, narrowed: Sql, words: Sequence[str], limit: int) -> dict[str, int]:
    """By kind, how many of the first ``limit`` hits there are."""
    asked = _verify(words, ANY)
    statement = (
        f"SELECT kind, count(*) FROM (SELECT s.kind FROM ({rows.text}) s"  # noqa: S608 - no word of anybody's
        f" WHERE {narrowed.text} AND {asked.text} LIMIT %s) t GROUP BY kind"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*rows.told, *narrowed.told, *asked.told, limit])
        return dict(cursor.fetchall())


SAME, TITLE, TEXT, ANY = range(4)
"""The title is the word; the title holds all words; title and text together do; either of the last two."""


def _at(column: str) -> str:
    return f"{store().PLACE}({column}, %s)"


def _verify(words: Sequence[str], tier: int) -> Sql:
    titled = " AND ".join([f"{_at(_TITLE)} > 0"] * len(words))
    either = " AND ".join([f"({_at(_TITLE)} > 0 OR {_at(_TEXT)} > 0)"] * len(words))
    twice = [word for word in words for _ in range(2)]
    if tier == SAME:
        return Sql(f"{_TITLE} = %s", [words[0]])
    if tier == TITLE:
        same = f" AND {_TITLE} <> %s" if len(words) == 1 else ""
        return Sql(titled + same, [*words, *(words if same else ())])
    if tier == TEXT:
        return Sql(f"{either} AND NOT ({titled})", [*twice, *words])
    return Sql(either, twice)


def _begins(words: Sequence[str]) -> Sql:
    """Where the part around the first hit begins; at 1 where no word stands in the text."""
    wanted = list(words[:5])
    places = [f"coalesce(nullif({_at(_TEXT)}, 0), {_FAR})" for _ in wanted]
    first = f"{store().LEAST}({', '.join([*places, str(_FAR)])})"
    begins = f"{store().MOST}({first} - {BEFORE}, 1)"
    return Sql(f"CASE WHEN {first} = {_FAR} THEN 1 ELSE {begins} END", wanted * 2)
