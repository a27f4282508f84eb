"""How long a session lasts without and with use, as facts in the session itself: no query asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from bihuan.web.accounts.services.policy import policy_now

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

WATCH = "watch"
STEP = 60
"""Seconds between two notes of use: one write a minute, not one a request."""


def begin_watch(session: SessionBase, now: datetime) -> None:
    """At log-in."""
    stamp = int(now.timestamp())
    session[WATCH] = {"since": stamp, "seen": stamp, "idle": policy_now().idle_minutes * 60}


def is_over(session: SessionBase, now: datetime) -> bool:
    """Unused for too long, or used for longer than a session may last."""
    told: dict[str, int] = session.get(WATCH) or {}
    if not told:
        return False
    stamp = now.timestamp()
    longest: int = settings.ENV["BIHUAN_SESSION_HOURS"] * 3600
    return stamp - told["seen"] > told["idle"] or stamp - told["since"] > longest


def note_use(session: SessionBase, now: datetime) -> None:
    """The session is in use."""
    told: dict[str, int] = session.get(WATCH) or {}
    stamp = int(now.timestamp())
    if told and stamp - told["seen"] >= STEP:
        session[WATCH] = {**told, "seen": stamp}


def watch_from_log_in(sender: object, request: HttpRequest, **_: Any) -> None:
    """Receiver of Django's ``user_logged_in``, the one place that every log-in passes."""
    from django.utils import timezone

    del sender
    begin_watch(request.session, timezone.now())
