"""The list of measures as its address: filters, columns and page survive a reload. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bihuan.web.rectification.models import Category, MeasureKind, MeasureState
from bihuan.web.rectification.workflow import ResponseState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_SEARCH = 60
CLOSED = {
    "kind": ("none", *MeasureKind.values),
    "category": tuple(Category.values),
    "state": tuple(MeasureState.values),
    "stage": tuple(one.value for one in ResponseState),
}
"""Filters that take one of a closed set; ``none`` is a measure whose kind nobody chose."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty values do not narrow. The names are those of the address."""

    q: str = ""
    u: str = ""
    """Words of the unit's name."""
    case: int | None = None
    department: int | None = None
    leader: int | None = None
    person: int | None = None
    kind: str = ""
    category: str = ""
    state: str = ""
    stage: str = ""
    since: date | None = None
    until: date | None = None
    late: bool = False
    returned: bool = False
    unproved: bool = False
    asked: bool = False
    """An extension waits for an answer."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From an address; what makes no sense is left out."""
        told: dict[str, Any] = {}
        for one in fields(cls):
            text = query.get(one.name, "").strip()
            told[one.name] = _READERS[str(one.type)](text, one.name) if text else one.default
        return cls(**told)

    def parts(self) -> dict[str, str]:
        """As it stands in an address."""
        return {one.name: _told(getattr(self, one.name)) for one in fields(self) if getattr(self, one.name)}

    def narrows(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.parts())


NAMES = tuple(one.name for one in fields(Filters))


def _told(value: Any) -> str:
    if value is True:
        return "1"
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(text: str, name: str) -> str:
    if name in CLOSED:
        return text if text in CLOSED[name] else ""
    return " ".join(text.split())[:LONGEST_SEARCH]


def _number(text: str, _: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _day(text: str, _: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_READERS: dict[str, Callable[[str, str], Any]] = {
    "str": _text,
    "int | None": _number,
    "date | None": _day,
    "bool": lambda text, _: text == "1",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the list is, narrowed how, with which columns."""

    path: str
    filters: Filters
    columns: str = ""
    page: str = ""

    @classmethod
    def read(cls, path: str, query: Mapping[str, str]) -> Address:
        """From a request's address."""
        return cls(path, Filters.read(query), query.get("cols", "")[:300], query.get("page", "")[:400])

    def __str__(self) -> str:
        parts = {**self.filters.parts(), "cols": self.columns, "page": self.page}
        told = urlencode({name: value for name, value in parts.items() if value})
        return f"{self.path}?{told}" if told else self.path

    def at(self, page: str) -> Address:
        """Another page of the same list."""
        return replace(self, page=page)
