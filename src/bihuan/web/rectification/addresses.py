"""The state of the ledger as its address: filters, page and open finding survive a reload. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from bihuan.web.inspections.models import STATUSES
from bihuan.web.rectification.queries import Filters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_SEARCH, LONGEST_WAY = 60, 1000


@dataclass(frozen=True, slots=True)
class Address:
    """Where the list is, narrowed how, and which finding is open."""

    path: str
    filters: Filters
    page: str = ""
    open: int | None = None
    columns: str = ""

    @classmethod
    def read(cls, path: str, query: Mapping[str, str]) -> Address:
        """From a request's address; what makes no sense is left out."""
        status = query.get("status", "")
        return cls(
            path,
            Filters(
                section=_number(query.get("section")),
                status=status if status in STATUSES else "",
                overdue=query.get("overdue") == "1",
                words=" ".join(query.get("q", "").split())[:LONGEST_SEARCH],
            ),
            query.get("page", "")[:400],
            _number(query.get("open")),
            query.get("cols", "")[:300],
        )

    def __str__(self) -> str:
        parts: dict[str, Any] = {
            "section": self.filters.section,
            "status": self.filters.status,
            "overdue": 1 if self.filters.overdue else "",
            "q": self.filters.words,
            "cols": self.columns,
            "page": self.page,
            "open": self.open,
        }
        told = urlencode({name: value for name, value in parts.items() if value})
        return f"{self.path}?{told}" if told else self.path

    def whole(self) -> str:
        """Everything of the list, also where the person opens it with a filter."""
        here = str(replace(self.in_section(None), filters=Filters()))
        return here if "?" in here else f"{here}?all=1"

    def in_section(self, section: int | None) -> Address:
        """The first page of a section, nothing open."""
        return Address(self.path, replace(self.filters, section=section), columns=self.columns)

    def at(self, page: str) -> Address:
        """Another page of the same list."""
        return replace(self, page=page, open=None)

    def opened(self, finding: int) -> Address:
        """The same page with this finding open."""
        return replace(self, open=finding)

    def way_back(self) -> str:
        """What a link away carries so that its page can lead back here; empty for a list without state."""
        here = str(replace(self, open=None))
        return f"?{urlencode({'back': here})}" if here != self.path else ""

    def narrowed(self) -> bool:
        """Whether anything but the section narrows the list."""
        return bool(self.filters.status or self.filters.overdue or self.filters.words)


def came_from(text: str, paths: Sequence[str]) -> Address | None:
    """The list that a page was reached from; None unless it is one of ours, so nobody is led elsewhere."""
    path, _, query = text.partition("?")
    if path not in paths or len(text) > LONGEST_WAY:
        return None
    return Address.read(path, dict(parse_qsl(query)))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
