"""What upper apps show below an announcement of the public site; each registers when it is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from markupsafe import Markup

    from bihuan.web.disclosure.public.entries import Entry


class Beside(Protocol):
    """A piece of the page, empty where there is nothing to show; ``live`` where a server answers.

    The page is kept until the site's stamp changes: whoever changes what is shown here moves it forward
    (``services.stepping.stamp_forward``).
    """

    def __call__(self, entry: Entry, live: bool) -> Markup: ...


BESIDE: list[Beside] = []


def beside(entry: Entry, live: bool) -> list[Markup]:
    """All of it, in the order in which the apps registered."""
    return [made for one in BESIDE if (made := one(entry, live))]
