"""From hits to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.search.asking import DATE, RELEVANCE, Asked
from bihuan.web.search.building import unfinished
from bihuan.web.search.excerpts import excerpt, marked
from bihuan.web.search.registry import KINDS, ROUNDS, kinds

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.search.queries import Found
    from bihuan.web.search.sql import Hit

ORDERS = ((RELEVANCE, "最相关的在前"), (DATE, "日期新的在前"))


def results(user: User, asked: Asked, found: Found) -> dict[str, Any]:
    """Everything on the page."""
    words = asked.words
    office = bool(user.scope().units(Relation.OFFICE, Action.READ))
    return {
        "asked": asked,
        "words": words,
        "hits": [_hit(one, asked) for one in found.hits],
        "facets": _facets(asked, found.counts) if words and found.counts != {} else [],
        "count": _count(asked, found.counts),
        "way_back": way_back(asked),
        "next": asked.with_(after=found.next) if found.next else "",
        "first": asked.with_() if asked.after else "",
        "bare": Asked(asked.text).with_() if asked.narrowed else "",
        "orders": ORDERS,
        "states": KINDS[asked.kind].states if asked.kind else (),
        "rounds": [pair for tell in ROUNDS for pair in tell(user)],
        "office": office,
        "unfinished": unfinished(),
    }


def _hit(one: Hit, asked: Asked) -> dict[str, Any]:
    words, before = asked.words, one.begins > 1
    return {
        "kind": KINDS[one.kind].word,
        "unit": one.unit,
        "place": one.place,
        "on": one.on,
        "state": one.state,
        "view": one.view,
        "view_id": one.view_id,
        "anchor": f"#{one.anchor}" if one.anchor else "",
        "title": marked(one.title, words),
        "excerpt": excerpt(one.text, words, before=before, more=one.begins - 1 + len(one.text) < one.length)
        if one.text
        else [],
    }


def way_back(asked: Asked) -> str:
    """What a link to a hit carries, so that its page can lead back to the same hits."""
    return f"?found={quote(asked.with_(after=asked.after), safe='')}"


def _count(asked: Asked, counts: dict[str, int] | None) -> int | None:
    if counts is None:
        return None
    return counts.get(asked.kind, 0) if asked.kind else sum(counts.values())


def _facets(asked: Asked, counts: dict[str, int] | None) -> list[dict[str, Any]]:
    """All, and each kind that has hits; kinds without are left out where they were counted."""
    every = sum(counts.values()) if counts is not None else None
    found = [{"word": "全部", "href": asked.with_(kind=""), "here": not asked.kind, "count": every}]
    for kind in kinds():
        count = counts.get(kind.code, 0) if counts is not None else None
        if count != 0 or kind.code == asked.kind:
            here = kind.code == asked.kind
            href = asked.with_(kind=kind.code)
            found.append({"word": kind.word, "href": href, "here": here, "count": count})
    return found
