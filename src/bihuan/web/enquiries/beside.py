"""What stands below an announcement on the public site: enquiries with answers, and the way to the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import engines
from markupsafe import Markup

from bihuan.web.disclosure.workflow import State
from bihuan.web.enquiries.models import Enquiry, Showing

if TYPE_CHECKING:
    from bihuan.web.disclosure.public.entries import Entry

MOST = 50


def answers(entry: Entry, live: bool) -> Markup:
    """What was asked and answered and may be read by everybody, the newest first; one query."""
    del live
    if not entry.now.shown:
        return Markup()
    rows = Enquiry.objects.filter(announcement=entry.pk, showing=Showing.SHOWN).order_by(
        "-received_at", "-pk"
    )
    found = list(rows.values("received_at", "done_at", "shown_text", "shown_answer")[:MOST])
    return _made("answers", rows=found) if found else Markup()


def invitation(entry: Entry, live: bool) -> Markup:
    """The way to the form, where there is a server to take it and the announcement still stands."""
    open_ = live and settings.ENV["BIHUAN_ENQUIRIES"] and entry.now.state is State.PUBLISHED
    return _made("invitation") if open_ else Markup()


def _made(name: str, **context: Any) -> Markup:
    backend: Any = engines["jinja2"]
    text = backend.get_template(f"enquiries/public/{name}.html").template.render(**context)
    return Markup(text)  # noqa: S704 - our own template, which escapes what it is given
