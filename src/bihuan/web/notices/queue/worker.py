"""The worker: takes a job, does it, looks for the next; sleeps longer and longer while there is none."""

from __future__ import annotations

import logging
import os
import select
import socket
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone

from bihuan.web.notices.models import WorkerPulse
from bihuan.web.notices.queue import leases
from bihuan.web.notices.queue.heartbeat import Heartbeat
from bihuan.web.notices.queue.registry import WORKS, GiveUp, Retry, Task, Work
from bihuan.web.notices.queue.rhythms import Ticker
from bihuan.web.notices.services.jobs import tell_of_dead

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bihuan.web.notices.models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SHORTEST_NAP, LONGEST_NAP, TROUBLED_NAP = 0.1, 2.0, 15.0
PULSE = timedelta(minutes=1)


class Worker:
    """One process's worth of work. Several may run beside each other, on one machine or many."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = timezone.now,
        lease: timedelta = LEASE,
        ticking: bool = True,
        parent: int | None = None,
    ) -> None:
        self._clock, self._lease, self._parent = clock, lease, parent
        self._ticker = Ticker() if ticking else None
        self._pipe: tuple[int, int] | None = None
        self._stopping = False
        self._name = f"{socket.gethostname()}:{os.getpid()}"[:120]
        self._pulsed: datetime | None = None

    def stop(self) -> None:
        """Finish the job in hand and leave; safe to call from a signal handler."""
        self._stopping = True
        if self._pipe:
            os.write(self._pipe[1], b".")

    def run(self) -> None:
        """Until stopped, or until the process that started us is gone."""
        self._pipe = os.pipe()
        try:
            self._work()
        finally:
            pipe, self._pipe = self._pipe, None
            for end in pipe:
                os.close(end)
        self._farewell()

    def _work(self) -> None:
        nap = SHORTEST_NAP
        while not self._stopping and not self._orphaned():
            try:
                left = self._step()
            except Error as error:
                logger.error("数据库暂时不能用，稍后再试：%s", str(error).splitlines()[:1])
                connection.close()
                left = nap = TROUBLED_NAP
            if left is None:
                nap = SHORTEST_NAP
            else:
                self._sleep(min(nap, max(left, SHORTEST_NAP)))
                nap = min(nap * 1.5, LONGEST_NAP)

    def drain(self) -> int:
        """Everything that is due now, and what that makes due at once; the number of jobs done."""
        if self._ticker:
            self._ticker.tick(self._clock())
        done = 0
        while not self._stopping and self.run_one():
            done += 1
        return done

    def run_one(self) -> bool:
        """Take a job and do it; False when there was none."""
        found = leases.claim(now=self._clock(), lease=self._lease)
        if found is None:
            return False
        job, taken_over = found
        with Heartbeat(job, self._lease, self._clock):
            self._do(job, taken_over)
        return True

    def _step(self) -> float | None:
        """None after a job; else the seconds until the next one's time."""
        now = self._clock()
        self._pulse(now)
        if self._ticker:
            self._ticker.tick(now)
        at = leases.next_at()
        if at is None:
            return LONGEST_NAP
        if at > now:
            return (at - now).total_seconds()
        return None if self.run_one() else SHORTEST_NAP

    def _do(self, job: Job, taken_over: bool) -> None:
        """The outcome is always stored, unless the job is no longer ours."""
        known = WORKS.get(job.name)
        task = Task(job.pk, job.args, self._clock(), job.attempts, taken_over)
        try:
            if known is None:
                raise GiveUp(f"这个版本没有名为“{job.name}”的任务。")
            self._call(known, job, task)
        except leases.LeaseLostError:
            logger.warning("任务“%s”已由别的进程接手，本次结果作废", job)
        except GiveUp as error:
            logger.error("任务“%s”放弃：%s", job, error)
            self._bury(job, str(error))
        except Retry as error:
            self._again(known, job, str(error), error)
        except Error:
            logger.exception("任务“%s”因数据库出错而中断", job)
            connection.close()
            self._again(known, job, "数据库出错，详见日志。")
        except Exception as error:
            logger.exception("任务“%s”出错", job)
            self._again(known, job, f"{type(error).__name__}：{error}")

    def _call(self, known: Work, job: Job, task: Task) -> None:
        if known.atomic:
            with transaction.atomic():
                known.run(task)
                leases.finish(job, self._clock())
        else:
            known.run(task)
            leases.finish(job, self._clock())

    def _again(self, known: Work | None, job: Job, text: str, retry: Retry | None = None) -> None:
        if known is None or job.attempts >= known.tries:
            self._bury(job, text)
        else:
            leases.put_back(job, self._clock(), text, retry)

    def _bury(self, job: Job, text: str) -> None:
        now = self._clock()
        try:
            with transaction.atomic():
                leases.give_up(job, now, text)
                tell_of_dead(job, now)
        except leases.LeaseLostError:
            logger.warning("任务“%s”已由别的进程接手，本次结果作废", job)

    def _sleep(self, seconds: float) -> None:
        """At most so long; ``stop`` ends it."""
        if self._pipe and not self._stopping:
            select.select([self._pipe[0]], [], [], seconds)

    def _orphaned(self) -> bool:
        return self._parent is not None and os.getppid() != self._parent

    def _pulse(self, now: datetime) -> None:
        """A sign of life once a minute; also lets go of a connection that has grown old."""
        if self._pulsed and now - self._pulsed < PULSE:
            return
        close_old_connections()
        WorkerPulse.objects.update_or_create(
            name=self._name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
        )
        self._pulsed = now

    def _farewell(self) -> None:
        try:
            WorkerPulse.objects.filter(name=self._name).delete()
        except Error:
            connection.close()
