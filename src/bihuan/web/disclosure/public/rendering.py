"""The public site as bytes: what the server answers and what the static export writes are the same.

Links are relative, so that a copy of the site works below any address of any web server.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.staticfiles import finders
from django.template import engines
from markupsafe import Markup

from bihuan.web.disclosure.freezing import ARTICLE, NAMES, TEXT, frozen, frozen_file
from bihuan.web.disclosure.models import Edition
from bihuan.web.disclosure.packing import package_bytes
from bihuan.web.disclosure.public.beside import beside
from bihuan.web.disclosure.public.charts import rows_of
from bihuan.web.disclosure.public.entries import day_of
from bihuan.web.evidence.keys import public_keys, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bihuan.web.disclosure.public.entries import Entry, Site

PAGE = 30
HTML = "text/html; charset=utf-8"


class Answer(NamedTuple):
    """A file of the site."""

    data: bytes
    kind: str


def render(path: str, site: Site, *, live: bool = True) -> Answer | None:
    """The file at a path below the root; None where there is none. ``live`` adds what needs a server."""
    for prefix, make in _MAKERS.items():
        if path == prefix or (prefix.endswith("/") and path.startswith(prefix)):
            return make(path.removeprefix(prefix), site, live)
    return None


def paths(site: Site) -> Iterator[str]:
    """Every file of the site but what needs a server."""
    yield from (
        "",
        "feed.atom",
        "announcements.json",
        "announcements.csv",
        "keys.json",
        "public.css",
        "icon.svg",
    )
    yield from (f"page/{number}/" for number in range(2, _pages(site.entries) + 1))
    for pk in dict.fromkeys(one.unit_id for one in site.entries):
        yield from _group_paths(f"unit/{pk}/", site.of_unit(pk))
    for pk in dict.fromkeys(one.round_id for one in site.entries):
        yield from _group_paths(f"round/{pk}/", site.of_round(pk))
    for one in site.entries:
        yield f"a/{one.pk}/"
        if one.now.shown:
            yield from (f"a/{one.pk}/{name}" for name in (*one.now.files, "package.zip"))


def _group_paths(first: str, entries: Sequence[Entry]) -> Iterator[str]:
    yield first
    yield from (f"{first}page/{number}/" for number in range(2, _pages(entries) + 1))


def html(template: str, depth: int, live: bool, **context: Any) -> Answer:
    """A page; ``depth`` is how many folders below the root it stands."""
    backend: Any = engines["jinja2"]
    root = "../" * depth or "./"
    text = backend.get_template(template).template.render(root=root, live=live, **context)
    return Answer(text.encode("utf-8"), HTML)


def _pages(entries: Sequence[Entry]) -> int:
    return max(1, -(-len(entries) // PAGE))


def _number(text: str) -> int | None:
    """``12/`` as a number, nothing else."""
    told = text.removesuffix("/")
    return int(told) if text.endswith("/") and told.isascii() and told.isdigit() and len(told) < 16 else None


def _index(rest: str, site: Site, live: bool) -> Answer | None:
    number = _number(rest) if rest else 1
    if number is None or not 1 <= number <= _pages(site.entries) or rest == "1/":
        return None
    shown = site.entries[(number - 1) * PAGE : number * PAGE]
    return html(
        "public/index.html",
        2 if rest else 0,
        live,
        entries=shown,
        number=number,
        pages=_pages(site.entries),
        total=len(site.entries),
        rounds=_rounds(site) if number == 1 else [],
    )


def _rounds(site: Site) -> list[tuple[int, str, int]]:
    """Id, name and number of announcements of every round, the newest first."""
    names = {one.round_id: one.now.head["round"] for one in reversed(site.entries)}
    return sorted(((pk, name, len(site.of_round(pk))) for pk, name in names.items()), reverse=True)


def _group(which: str) -> Callable[[str, Site, bool], Answer | None]:
    def make(rest: str, site: Site, live: bool) -> Answer | None:
        first, later, page = rest.partition("page/")
        pk, number = _number(first), _number(page) if later else 1
        entries = (site.of_unit(pk) if which == "unit" else site.of_round(pk)) if pk is not None else []
        if number is None or not (2 if later else 1) <= number <= _pages(entries) or not entries:
            return None
        shown = entries[(number - 1) * PAGE : number * PAGE]
        return html(
            "public/group.html",
            4 if later else 2,
            live,
            name=entries[0].now.head[which],
            base=f"{which}/{pk}/",
            entries=shown,
            rows=rows_of(entries, shown),
            number=number,
            pages=_pages(entries),
            total=len(entries),
        )

    return make


def _announcement(rest: str, site: Site, live: bool) -> Answer | None:
    number, _, name = rest.partition("/")
    pk = _number(f"{number}/")
    entry = site.by_pk.get(pk) if pk is not None and "/" in rest else None
    if entry is None:
        return None
    if name:
        return _file(entry, name)
    words = frozen(entry.now.files[ARTICLE]["sha256"]).decode("utf-8") if entry.now.shown else ""
    return html(
        "public/announcement.html",
        2,
        live,
        entry=entry,
        article=Markup(words),  # noqa: S704 - written by our own template, escaped there, signed since
        text=entry.now.files[TEXT],
        keys=public_keys(),
        beside=beside(entry, live),
    )


def _file(entry: Entry, name: str) -> Answer | None:
    """A frozen file of the version on show; of one that is gone there is none."""
    if not entry.now.shown:
        return None
    if name == "package.zip":
        edition = Edition(published_at=entry.now.published_at, files=entry.now.files)
        return Answer(package_bytes(edition), "application/zip")
    told = entry.now.files.get(name)
    return Answer(frozen_file(told), NAMES[name][1]) if told else None


def listed(entry: Entry) -> dict[str, Any]:
    """An announcement as programs read it in the list."""
    now = entry.now
    return {
        "id": entry.pk,
        "title": entry.title,
        "unit": now.head["unit"],
        "round": now.head["round"],
        "state": now.state.value,
        "edition": now.number,
        "published_on": day_of(now.published_at).isoformat(),
        "until": now.until.isoformat(),
        "ended_on": day_of(now.ended_at).isoformat() if now.ended_at else None,
        "ended_reason": now.ended_reason,
        **(entry.counts if now.shown else {}),
        "sha256": now.files[TEXT]["sha256"],
        "address": f"a/{entry.pk}/",
    }


def _json(rest: str, site: Site, live: bool) -> Answer | None:
    del rest, live
    told = {"format": "bihuan-announcements/1", "announcements": [listed(one) for one in site.entries]}
    return Answer((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(), "application/json")


COLUMNS = {
    "id": "编号", "title": "标题", "unit": "单位", "round": "轮次", "state": "状态", "edition": "版次",
    "published_on": "发布日期", "until": "公开至", "ended_on": "终止日期", "ended_reason": "终止理由",
    "findings": "问题", "completed": "已完成", "long_term": "长期坚持", "measures": "措施",
    "sha256": "SHA-256", "address": "地址",
}  # fmt: skip


def _csv(rest: str, site: Site, live: bool) -> Answer | None:
    """With a byte order mark, because it is opened in Excel; what looks like a formula is text."""
    del rest, live
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for one in site.entries:
        told = listed(one)
        writer.writerow([_plain(told.get(name, "")) for name in COLUMNS])
    return Answer(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def _plain(value: Any) -> Any:
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _feed(rest: str, site: Site, live: bool) -> Answer | None:
    del rest
    made = html("public/feed.xml", 0, live, entries=site.entries[:PAGE], changed_at=site.changed_at)
    return Answer(made.data, "application/atom+xml; charset=utf-8")


def _keys(rest: str, site: Site, live: bool) -> Answer | None:
    del rest, site, live
    return Answer(published().encode(), "application/json")


def _static(name: str, content_type: str) -> Callable[[str, Site, bool], Answer | None]:
    def make(rest: str, site: Site, live: bool) -> Answer | None:
        del rest, site, live
        with open(str(finders.find(name)), "rb") as file:
            return Answer(file.read(), content_type)

    return make


_MAKERS: dict[str, Callable[[str, Site, bool], Answer | None]] = {
    "": _index,
    "page/": _index,
    "unit/": _group("unit"),
    "round/": _group("round"),
    "a/": _announcement,
    "feed.atom": _feed,
    "announcements.json": _json,
    "announcements.csv": _csv,
    "keys.json": _keys,
    "public.css": _static("bihuan/public.css", "text/css; charset=utf-8"),
    "icon.svg": _static("bihuan/icon.svg", "image/svg+xml"),
}
