"""Hits of a search."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from django.urls import reverse

from bihuan.web.api.shapes.common import Day, Id, Shown, Told, note, say
from bihuan.web.search.excerpts import excerpt
from bihuan.web.search.registry import KINDS

if TYPE_CHECKING:
    from bihuan.web.search.asking import Asked
    from bihuan.web.search.queries import Found
    from bihuan.web.search.sql import Hit


class HitShown(Shown):
    """Something that holds the words."""

    kind: str = say("种类代号，如 finding、measure")
    kind_label: str = say("种类")
    id: int = say("对象编号")
    unit: str = say("单位简称")
    place: str = say("在哪里，如“问题3”")
    on: dt.date | None = say("日期")
    state: str = say("状态；没有状态的为空")
    title: str = say("标题")
    excerpt: str = say("词前后的一段正文；只在标题里的为空")
    href: str = say("它的页面")


class HitCount(Shown):
    """How many hits of a kind."""

    kind: str = say("种类代号")
    count: int = say("几条")


class SearchShown(Shown):
    """A page of hits."""

    rows: list[HitShown] = say("这一页的各条，每页 20 条")
    counts: list[HitCount] | None = say("各种类的条数；太多而没有数为 null")
    next: str | None = say("下一页的 after；没有时为 null")


class SearchTold(Told):
    """What is looked for; the names are those of the page's address."""

    q: str = note("词，几个词都要有；连着的一句写在引号里", 200)
    kind: str = note("种类代号", 20)
    unit: str = note("单位名称里的词", 60)
    round: Id | None = say("轮次编号", None)
    state: str = note("状态；与 kind 同用", 20)
    since: Day | None = say("日期不早于", None)
    until: Day | None = say("日期不晚于", None)
    order: Literal["", "date"] = say("写 date 即日期新的在前，不写即最相关的在前", "")
    after: str = note("上一页的 next", 40)


def search_shown(found: Found, asked: Asked) -> SearchShown:
    """A page of hits with the part of the text around the first word."""
    counts = found.counts
    return SearchShown(
        rows=[_hit(one, asked) for one in found.hits],
        counts=None
        if counts is None
        else [HitCount(kind=kind, count=n) for kind, n in sorted(counts.items())],
        next="-".join(map(str, found.next)) if found.next else None,
    )


def _hit(one: Hit, asked: Asked) -> HitShown:
    more = one.begins - 1 + len(one.text) < one.length
    pieces = excerpt(one.text, asked.words, before=one.begins > 1, more=more) if one.text else []
    names = ("kind", "unit", "place", "on", "state", "title")
    return HitShown(
        **{name: getattr(one, name) for name in names},
        id=one.object,
        kind_label=KINDS[one.kind].word,
        excerpt="".join(piece.text for piece in pieces),
        href=reverse(one.view, args=[one.view_id]) + (f"#{one.anchor}" if one.anchor else ""),
    )
