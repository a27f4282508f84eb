"""A worker is killed (SIGKILL) before every statement, and before and after every commit and every word to
the mail server, one place after the other: each time everybody gets at most one letter a day, and every
notice arrives.
"""

from __future__ import annotations

import os
import signal
import smtplib
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.db import connection, connections

from bihuan.web.notices.kinds import SYSTEM
from bihuan.web.notices.models import Job, JobState, Letter, Notification
from bihuan.web.notices.queue import enqueue
from bihuan.web.notices.queue.worker import Worker
from bihuan.web.notices.services import notify_people
from bihuan.web.notices.services.subscribing import subscription_change
from tests.web.world import NOW, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SURVIVED = 0
DAY = timedelta(days=1)
MOST = 400


class Fate:
    """Counts places and kills this process at the one that was chosen."""

    def __init__(self, at: int) -> None:
        self._left = at

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        def outer(*args: Any, **kwargs: Any) -> Any:
            self.step()
            result = inner(*args, **kwargs)
            self.step()
            return result

        return outer

    def statement(self, execute: Any, *rest: Any) -> Any:
        self.step()
        return execute(*rest)


@contextmanager
def doomed(at: int) -> Iterator[None]:
    """Statements, commits and talk with the mail server are places to die at."""
    fate = Fate(at)
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(fate.statement))
        stack.enter_context(patch.object(connection, "_commit", fate.around(connection._commit)))
        for name in ("send", "getreply"):
            stack.enter_context(patch.object(smtplib.SMTP, name, fate.around(getattr(smtplib.SMTP, name))))
        yield


def work(now: datetime, die_at: int = 0) -> int:
    """A worker in a process of its own; its exit status, negative when it was killed."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            with doomed(die_at):
                Worker(clock=lambda: now, ticking=False).drain()
        finally:
            os._exit(SURVIVED)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def received(folder: Path) -> list[tuple[str, str, str]]:
    """(recipient, Message-ID, text) of every letter that the server took."""
    found = []
    for file in sorted(folder.glob("*.eml")):
        letter: Any = message_from_bytes(file.read_bytes(), policy=default)
        found.append((letter["To"], letter["Message-ID"], letter.get_body(("plain",)).get_content()))
    return found


def test_killed_at_any_place(post_office: Path) -> None:
    world = build()
    users = (world.liaison, world.reader)
    for user in users:
        subscription_change(actor=user, now=NOW, email=f"{user.username}@luxi.example", digest=True)
    late = []
    for place in range(1, MOST):
        for table in (Job, Notification, Letter):
            table.objects.all().delete()
        for file in post_office.iterdir():
            file.unlink()
        for user in users:
            notify_people([user.person_id], now=NOW, kind=SYSTEM, text=f"致{user.name}")
        enqueue("digest", now=NOW, key="digest@today")
        if work(NOW, place) == SURVIVED:
            break
        work(NOW + timedelta(minutes=2))
        assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}, place
        today = [to for to, _, _ in received(post_office)]
        assert len(today) == len(set(today)), place
        late += [place] * (len(users) - len(today))
        if len(today) < len(users):
            enqueue("digest", now=NOW + DAY)
            work(NOW + DAY)
        for user in users:
            told = [text for to, _, text in received(post_office) if to.startswith(f"{user.username}@")]
            assert any(f"致{user.name}" in text for text in told), place
    else:
        pytest.fail("the worker never came to its end")
    assert place > 40, "too few places: the sweep does not see the statements"
    # Only between the stored intent and the moment when the letter is handed over: a day late, not lost.
    assert len(late) <= 3 * len(users), late
