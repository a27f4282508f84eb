"""From an entry to the columns of its passage, and to its tokens. No database."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bihuan.web.search import grams
from bihuan.web.search.folding import fold
from bihuan.web.search.registry import KINDS, Entry

_OBJECT_BITS, _KIND_BITS = 35, 6
_LAST_DAY = date.max.toordinal()


class Row(NamedTuple):
    """The columns of a passage in the order in which they are written."""

    key: int
    bundle: str
    kind: str
    object: int
    unit_id: int
    office_id: int | None
    round: int | None
    on: date | None
    state: str
    place: str
    view: str
    view_id: int
    anchor: str
    title: str
    text: str
    title_folded: str
    text_folded: str


def key_of(kind: str, pk: int, on: date | None) -> int:
    """Where it stands among all passages: newest day first, without a day last; then by kind and id."""
    return first_key(on) + (KINDS[kind].number << _OBJECT_BITS) + pk


def first_key(on: date | None) -> int:
    """The least key of a day; that of the day before it is larger."""
    return key_of_day(_LAST_DAY - on.toordinal() if on else _LAST_DAY)


def end_key(on: date) -> int:
    """Beyond every key of a day and of the days after it."""
    return first_key(on) + key_of_day(1)


def day_of(key: int) -> int:
    """The number of the day in a key; later days have smaller ones."""
    return key >> _OBJECT_BITS + _KIND_BITS


def key_of_day(day: int) -> int:
    """The least key with this number."""
    return day << _OBJECT_BITS + _KIND_BITS


def row_of(entry: Entry) -> Row:
    """The columns; NUL, which no database keeps, becomes a blank."""
    title, text = entry.title.replace("\0", " "), entry.text.replace("\0", " ")
    title_folded, text_folded = fold(title), fold(text)
    return Row(
        key_of(entry.kind, entry.object, entry.on),
        *(entry.bundle, entry.kind, entry.object, entry.unit, entry.office, entry.round, entry.on),
        *(entry.state, entry.place[:80], entry.view, entry.view_id, entry.anchor, title, text),
        "" if title_folded == title else title_folded,
        "" if text_folded == text else text_folded,
    )


def tokens_of(row: Row) -> set[int]:
    """Its words, and the facts that narrow a search before any row is read."""
    found = grams.of_text(row.title_folded or row.title, row.text_folded or row.text)
    found.add(grams.fact("kind", row.kind))
    found.add(grams.fact("unit", row.unit_id))
    if row.office_id is not None:
        found.add(grams.fact("office", row.office_id))
    if row.round is not None:
        found.add(grams.fact("round", row.round))
    return found
