"""Keeps the lease of a job alive while its function runs."""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING

from django.db import Error, connection

from bihuan.web.notices.queue.leases import extend

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta
    from typing import Self

    from bihuan.web.notices.models import Job

logger = logging.getLogger(__name__)


class Heartbeat:
    """A thread with a database connection of its own, opened only when a job lasts a third of its lease."""

    def __init__(self, job: Job, lease: timedelta, clock: Callable[[], datetime]) -> None:
        self._job, self._lease, self._clock = job, lease, clock
        self._over = Event()
        self._thread = Thread(target=self._beat, name=f"lease of {job}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._lease.total_seconds() / 3):
                if not self._extend():
                    return
        finally:
            connection.close()

    def _extend(self) -> bool:
        try:
            return extend(self._job, self._clock() + self._lease)
        except Error as error:  # the next beat tries again; two may be missed
            logger.warning("任务“%s”的租约没有续上：%s", self._job, error)
            connection.close()
            return True
