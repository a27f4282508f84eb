"""What waits for somebody: the list as its address. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bihuan.web.rectification.workflow import ResponseState
from bihuan.web.saved.pages import ListPage, announce_page

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_SEARCH = 60
ASKED = {
    ResponseState.PLAN_SUBMITTED.value: "批准方案",
    ResponseState.SELF_ASSESSED.value: "分管领导审核",
    ResponseState.LEADER_APPROVED.value: "主要负责人审核",
    ResponseState.UNIT_APPROVED.value: "受理会审",
    ResponseState.UNDER_REVIEW.value: "会审",
}
"""What is asked of somebody, by the state that asks it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, and its page; empty values do not narrow. The names are those of the
    address.
    """

    ask: str = ""
    u: str = ""
    """Words of the unit's name."""
    section: str = ""
    """The number of an outermost part, or words of its title."""
    since: date | None = None
    until: date | None = None
    page: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """From an address; what makes no sense is left out."""
        ask = query.get("ask", "")
        return cls(
            ask if ask in ASKED else "",
            _words(query.get("u", "")),
            _words(query.get("section", "")),
            _day(query.get("since", "")),
            _day(query.get("until", "")),
            query.get("page", "")[:400],
        )

    def narrows(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.ask or self.u or self.section or self.since or self.until)

    def at(self, page: str) -> str:
        """Address of another page of the same list, without its path."""
        told = {one.name: getattr(replace(self, page=page), one.name) for one in fields(self)}
        return "?" + urlencode({name: value for name, value in told.items() if value})


QUEUE = ListPage(
    "queue", "等我办理", "loop:queue", tuple(one.name for one in fields(Wanted) if one.name != "page")
)


def announce() -> None:
    """Once the app is ready."""
    announce_page(QUEUE)


def _words(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:LONGEST_SEARCH]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
