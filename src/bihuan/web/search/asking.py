"""What somebody asks, as it stands in the address. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bihuan.web.search.folding import fold
from bihuan.web.search.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 200
RELEVANCE, DATE = "", "date"
_WORD = re.compile(r"""(?<!\S)(?:"([^"]*)"|“([^”]*)”|「([^」]*)」)(?!\S)|(\S+)""")
"""A phrase stands in quotes that have blanks around them; quotes inside a text are characters of it."""
_AFTER = re.compile(r"([0-3])-(\d{1,19})")


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and what the hits are narrowed to; what makes no sense is left out."""

    text: str = ""
    kind: str = ""
    unit: str = ""
    """Part of the unit's name."""
    round: int | None = None
    state: str = ""
    since: date | None = None
    until: date | None = None
    order: str = RELEVANCE
    after: tuple[int, int] | None = None
    """Tier and key of the last hit of the page before."""
    cut: bool = False
    """It was longer than ``LONGEST``."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        """From a request's address."""
        text = " ".join(query.get("q", "").replace("\0", " ").split())
        kind = query.get("kind", "")
        known = KINDS.get(kind)
        state = query.get("state", "")
        return cls(
            text=text[:LONGEST].rstrip(),
            kind=kind if known else "",
            unit=" ".join(query.get("unit", "").replace("\0", " ").split())[:60],
            round=_number(query.get("round", "")),
            state=state if known and state in known.states else "",
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
            order=DATE if query.get("order") == DATE else RELEVANCE,
            after=_after(query.get("after", "")),
            cut=len(text) > LONGEST,
        )

    @property
    def words(self) -> tuple[str, ...]:
        """What each hit must hold, folded, each once; a phrase is one of them."""
        found = ("".join(part or "" for part in match) for match in _WORD.findall(self.text))
        return tuple(dict.fromkeys(word for one in found if (word := fold(one).strip())))

    def with_(self, **changes: object) -> str:
        """The address of the first page of the same question with a change."""
        one = replace(self, **{"after": None, **changes})  # type: ignore[arg-type]  # field names of ours
        if one.kind != self.kind:
            one = replace(one, state="")
        told = {
            "q": one.text,
            "kind": one.kind,
            "unit": one.unit,
            "round": one.round,
            "state": one.state,
            "since": one.since,
            "until": one.until,
            "order": one.order,
            "after": "-".join(map(str, one.after)) if one.after else "",
        }
        return f"?{urlencode({name: value for name, value in told.items() if value})}"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words narrows it."""
        return bool(self.kind or self.unit or self.round or self.state or self.since or self.until)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _after(text: str) -> tuple[int, int] | None:
    match = _AFTER.fullmatch(text) if text.isascii() else None
    return (int(match[1]), int(match[2])) if match and int(match[2]) < 2**63 else None
