"""What the frame of every page needs: who is here and where one can go."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest

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


# Word, view, name space or view that counts as "here".
_PLACES = (
    ("我的事项", "board:home", ("board",)),
    ("台账", "rectification:ledgers", ("rectification",)),
    ("导入", "diagnosis:imports", ("imports",)),
    ("体检", "diagnosis:diagnostics", ("diagnosis",)),
    ("公示", "disclosure:announcements", ("disclosure",)),
)


def page_facts(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; no query beyond the signed-in user."""
    return {"nav": [], "me": Me("", ""), "messages": messages.get_messages(request)}
