"""Keeping filters. How a person likes their own columns is no business of the journal and leaves no entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bihuan.web.accounts.permissions import DENIED
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.saved.models import ListTaste, SavedFilter
from bihuan.web.saved.pages import PAGES
from bihuan.web.saved.queries import shares_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.saved.pages import ListPage

MOST = 40
"""Of one person for one list: more is a sign that the list should have been searched."""
LONGEST = 40


@transaction.atomic
def filter_save(
    *, actor: User, now: datetime, page: ListPage, name: str, query: str, shared: bool = False
) -> SavedFilter:
    """Keep the filter of an address under a name; the same name again keeps the new one in its place."""
    name, query = _named(name), page.query(query)
    if not query:
        raise ServiceError("列表没有筛选条件，没有可以保存的。请先筛选，再保存。", field="name")
    mine = SavedFilter.objects.filter(owner=actor, page=page.code)
    old = mine.filter(name=name).first()
    if old is None and mine.count() >= MOST:
        raise ServiceError(f"一个列表最多保存{MOST}个常用筛选，请先删去不用的。", field="name")
    unit = _sharing(actor) if shared else None
    found = old or SavedFilter(owner=actor, page=page.code, name=name)
    before = found.query if old else ""
    found.query, found.unit_id, found.saved_at = query, unit, now
    found.save()
    _journal(actor, now, "filter_save", found, {"query": [before, query]})
    return found


@transaction.atomic
def filter_rename(*, actor: User, now: datetime, saved: SavedFilter, name: str) -> SavedFilter:
    """Another name."""
    found = _kept(actor, saved)
    name = _named(name)
    if name == found.name:
        return found
    old, found.name = found.name, name
    try:
        with transaction.atomic():
            found.save(update_fields=["name"])
    except IntegrityError as error:
        raise ServiceError("这个列表已经有同名的常用筛选，请换一个名称。", field="name") from error
    _journal(actor, now, "filter_rename", found, {"name": [old, name]})
    return found


@transaction.atomic
def filter_share(*, actor: User, now: datetime, saved: SavedFilter, shared: bool) -> SavedFilter:
    """With everybody of the unit or office, or for oneself alone again."""
    found = _kept(actor, saved)
    if (found.unit_id is not None) == shared:
        return found
    found.unit_id = _sharing(actor) if shared else None
    found.save(update_fields=["unit"])
    words = ("本人", "共用")
    _journal(actor, now, "filter_share", found, {"unit": [words[not shared], words[shared]]})
    return found


@transaction.atomic
def filter_delete(*, actor: User, now: datetime, saved: SavedFilter) -> None:
    """Forget it; whoever opened the list with it gets the whole list."""
    found = _kept(actor, saved)
    _journal(actor, now, "filter_delete", found, {"query": [found.query, ""]})
    found.delete()


@transaction.atomic
def filter_default(*, actor: User, saved: SavedFilter, default: bool) -> None:
    """Whether the person's list opens with this filter."""
    taste, _ = ListTaste.objects.select_for_update().get_or_create(user=actor, page=saved.page)
    taste.default = saved if default else None
    taste.save(update_fields=["default"])


@transaction.atomic
def columns_keep(*, actor: User, page: ListPage, columns: Sequence[str]) -> tuple[str, ...]:
    """The person's columns of a list, in the order of the house; none is as the house has them."""
    chosen = tuple(one.code for one in page.columns if one.code in columns)
    taste, _ = ListTaste.objects.select_for_update().get_or_create(user=actor, page=page.code)
    taste.columns = "" if page.is_usual(chosen) else ",".join(chosen)
    taste.save(update_fields=["columns"])
    return chosen


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ServiceError("请给这个筛选起个名称。", field="name")
    if len(name) > LONGEST:
        raise ServiceError(f"名称最多{LONGEST}字，请改短些。", field="name")
    return name


def _sharing(actor: User) -> int:
    units = shares_in(actor)
    if not units:
        raise PermissionDenied(DENIED)
    home = actor.unit.pk
    return home if home in units else units[0]


def _kept(actor: User, saved: SavedFilter) -> SavedFilter:
    """Whoever saved it may change it; a shared one, whoever keeps the common filters of the unit."""
    found = SavedFilter.objects.select_for_update(of=("self",)).filter(pk=saved.pk).first()
    if found is None:
        raise ServiceError("这个常用筛选已经删除了。")
    if found.owner_id != actor.pk and found.unit_id not in shares_in(actor):
        raise PermissionDenied(DENIED)
    return found


def _journal(
    actor: User, now: datetime, action: str, thing: SavedFilter, changes: dict[str, list[str]]
) -> None:
    label, chain = f"{PAGES[thing.page].word}：{thing.name}", actor.unit.pk
    journal_append(
        actor=actor, now=now, chain=chain, action=action, thing=thing, label=label, changes=changes
    )
