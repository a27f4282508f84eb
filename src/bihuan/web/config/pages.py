"""What the frame of every page needs: who is here and where one can go."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest

from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Action, Relation, may
from bihuan.web.config.links import url


class Item(NamedTuple):
    """One place in the navigation."""

    word: str
    href: str
    here: bool


class Me(NamedTuple):
    """How the signed-in person is shown."""

    name: str
    unit: str


class Place(NamedTuple):
    """A place of the navigation before it is known who asks."""

    word: str
    view: str
    covers: tuple[str, ...]
    """Views or whole name spaces in which this place is the current one."""


_CASES = (
    Place("台账", "rectification:ledgers", ("rectification",)),
    Place("导入", "imports:list", ("imports",)),
    Place("体检", "diagnosis:checks", ("diagnosis",)),
    Place("公示", "disclosure:announcements", ("disclosure",)),
)
_HOME = Place("我的事项", "board:home", ("board",))
_CALENDAR = Place("日历", "inspections:calendar", ("inspections",))


def page_facts(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; no query beyond the signed-in account with its memberships."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav": [], "me": Me("", ""), "messages": messages.get_messages(request)}
    match = request.resolver_match
    here = {match.namespace, match.view_name} if match else set()
    nav = [Item(one.word, url(one.view), bool(here.intersection(one.covers))) for one in _places(user)]
    return {"nav": nav, "me": Me(user.name, str(user.unit)), "messages": messages.get_messages(request)}


def _places(user: User) -> list[Place]:
    scope = user.scope()
    reads = any(scope.units(relation, Action.READ) for relation in (Relation.OWN, Relation.OFFICE))
    places = [_HOME, *(_CASES if reads else ())]
    return [*places, _CALENDAR] if may(user, Action.MANAGE_POLICY) else places
