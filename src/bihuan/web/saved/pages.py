"""Lists that can be saved: each app announces its own, with what of their address makes a filter. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may be shown or hidden."""

    code: str
    word: str
    shown: bool = True
    """Whether it is there as long as nobody chose."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list with filters."""

    code: str
    word: str
    view: str
    """Where it opens when it is reached from elsewhere."""
    keeps: tuple[str, ...]
    """Parts of its address that narrow it; page numbers and open rows are no filter."""
    columns: tuple[Column, ...] = ()

    def query(self, told: str) -> str:
        """The part of a query string that makes a filter, in one order; empty where nothing narrows."""
        given = [(name, value) for name, value in parse_qsl(told) if name in self.keeps and value]
        return urlencode(sorted(dict.fromkeys(given)))[:LONGEST]

    def chosen(self, told: Mapping[str, str], liked: str) -> tuple[str, ...]:
        """Columns by the address, else as the person likes them, else as the house does."""
        asked = told.get("cols") or liked
        known = [one.code for one in self.columns]
        found = tuple(one for one in known if one in asked.split(",")) if asked else ()
        return found or tuple(one.code for one in self.columns if one.shown)

    def is_usual(self, columns: Sequence[str]) -> bool:
        """Whether these are the columns of the house."""
        return tuple(columns) == tuple(one.code for one in self.columns if one.shown)


PAGES: dict[str, ListPage] = {}


def announce_page(page: ListPage) -> ListPage:
    """Once, however often the app gets ready."""
    return PAGES.setdefault(page.code, page)
