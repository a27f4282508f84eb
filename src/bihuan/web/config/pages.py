"""What the frame of every page needs: who is here and where one can go."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest

from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Action, Relation, may
from bihuan.web.base.links import url
from bihuan.web.notices.queries import BADGE, unread
from bihuan.web.rectification.wizard.choices import may_import

LONGEST_WAY = 2_500
"""Characters of an address that leads back; two hundred Chinese ones are 1,800 when they are written out."""


class Item(NamedTuple):
    """One place in the navigation."""

    word: str
    href: str
    here: bool


class Me:
    """How the signed-in person is shown; the inbox is asked only by a page that shows its count."""

    def __init__(self, user: User | None = None) -> None:
        self._user = user
        self.name, self.unit = (user.name, str(user.unit)) if user else ("", "")
        self.reads = user is not None and user.visible("unit", "office") is not None

    @cached_property
    def unread(self) -> int:
        """Unread notices, at most ``BADGE`` + 1; one query, and only once a page."""
        return unread(self._user) if self._user else 0

    @property
    def unread_words(self) -> str:
        """The same as a badge shows it."""
        return str(self.unread) if self.unread <= BADGE else f"{BADGE}+"

    @cached_property
    def imports(self) -> bool:
        """Whether this person may bring in a document anywhere; no query."""
        return self._user is not None and may_import(self._user)

    @cached_property
    def robots(self) -> bool:
        """Whether there are group chats for this person to set up; no query."""
        scope = self._user.scope() if self._user else None
        return scope is not None and bool(
            scope.units(Relation.OWN, Action.EDIT) or scope.units(Relation.HOUSE, Action.MANAGE_SETTINGS)
        )


class Place(NamedTuple):
    """A place of the navigation before it is known who asks."""

    word: str
    view: str
    covers: tuple[str, ...]
    """Views or whole name spaces in which this place is the current one."""


_CASES = (
    Place("台账", "rectification:ledgers", ("rectification", "desk", "sheets")),
    Place("办理", "loop:queue", ("loop", "assistance")),
    Place("督导", "supervision:home", ("supervision",)),
    Place("导入", "imports:list", ("imports",)),
    Place("佐证", "evidence:list", ("evidence",)),
    Place("体检", "diagnosis:checks", ("diagnosis",)),
    Place("公示", "disclosure:announcements", ("disclosure",)),
    Place("意见", "enquiries:list", ("enquiries",)),
    Place(
        "看板",
        "board:rounds",
        ("board:rounds", "board:round", "board:findings", "board:responses", "board:timeline"),
    ),
)
_HOME = Place("我的事项", "board:home", ("board:home",))
_JOBS = Place("后台任务", "notices:jobs", ("notices:jobs",))
_ROBOTS = Place("群机器人", "notices:robots", ("notices:robots",))
_PEOPLE = Place(
    "人员",
    "accounts:people",
    (
        *("accounts:people", "accounts:person", "accounts:person_new"),
        *("accounts:person_move", "accounts:person_leave", "accounts:roles"),
    ),
)
_UNITS = Place("单位", "accounts:units", ("accounts:units", "accounts:unit", "accounts:unit_new"))
_LOGINS = Place("登录要求", "accounts:policy", ("accounts:policy",))
_API = Place("接口", "api:policy", ("api:policy",))
_JOURNAL = Place("日志", "accounts:journal", ("accounts:journal", "accounts:journal_verify"))
_RULES = Place("体检规则", "diagnosis:proposals", ("diagnosis:proposals", "diagnosis:proposal"))
_CALENDAR = Place("日历", "inspections:calendar", ("inspections:calendar",))
_ROUNDS = Place("轮次", "inspections:rounds", ("inspections:rounds",))


def page_facts(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; one query beyond the signed-in account: the count of its inbox."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav": [], "me": Me(), "messages": messages.get_messages(request), "hits_before": ""}
    match = request.resolver_match
    here = {match.namespace, match.view_name} if match else set()
    nav = [Item(one.word, url(one.view), bool(here.intersection(one.covers))) for one in _places(user)]
    said = messages.get_messages(request)
    return {"nav": nav, "me": Me(user), "messages": said, "hits_before": _hits_before(request)}


def _hits_before(request: HttpRequest) -> str:
    """The hits from which this page was opened; always our own page, whatever stands in the address."""
    query = request.GET.get("found", "")
    return url("search:results") + query if query.startswith("?") and len(query) < LONGEST_WAY else ""


def _places(user: User) -> list[Place]:
    scope = user.scope()
    reads = any(scope.units(relation, Action.READ) for relation in (Relation.OWN, Relation.OFFICE))
    places = [_HOME, *(_CASES if reads else ())]
    places += [_ROUNDS] if may(user, Action.MANAGE_ROUNDS) else []
    places += [_PEOPLE, _UNITS] if may(user, Action.MANAGE_ACCOUNTS) else []
    places += [_PEOPLE] if may(user, Action.MANAGE_ROLES) else []
    places += [_JOURNAL] if may(user, Action.READ_JOURNAL) else []
    places += [_JOBS, _ROBOTS] if may(user, Action.MANAGE_SETTINGS) else []
    return [*places, _LOGINS, _API, _RULES, _CALENDAR] if may(user, Action.MANAGE_POLICY) else places
