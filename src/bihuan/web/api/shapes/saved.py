"""Filters that people keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.api.shapes.common import Shown, Told, say, text

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.saved.models import SavedFilter


class FilterShown(Shown):
    """A filter under a name."""

    id: int = say("筛选编号")
    list: str = say("哪个列表")
    name: str = say("名称")
    query: str = say("条件：列表地址里 ? 后面的部分")
    shared: bool = say("是否与同事共用")
    mine: bool = say("是否自己保存的")


class FilterTold(Told):
    """A filter to keep."""

    list: str = text("哪个列表，如 measures、evidence", 20)
    name: str = text("名称", 40)
    query: str = text("条件", 1_000)
    shared: bool = say("与同事共用", False)


class FilterChange(Told):
    """What becomes of it; what is left out stays."""

    name: str | None = say("新名称", None, min_length=1, max_length=40)
    shared: bool | None = say("与同事共用，或只供自己", None)
    default: bool | None = say("打开列表时先用它", None)


def filter_shown(one: SavedFilter, user: User) -> FilterShown:
    """A filter as its reader sees it."""
    shared, mine = one.unit_id is not None, one.owner_id == user.pk
    return FilterShown(id=one.pk, list=one.page, name=one.name, query=one.query, shared=shared, mine=mine)
