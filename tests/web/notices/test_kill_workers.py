"""Workers as real processes: killed, stopped, side by side; on SQLite and, by test_on_postgres, there too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone

from bihuan.web.base.models import JournalChain
from bihuan.web.notices.models import Job, JobState, WorkerPulse
from bihuan.web.notices.queue import enqueue
from tests.web.notices.conftest import HERE, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Process = subprocess.Popen[bytes]


def database() -> dict[str, str]:
    """The environment that leads a process to the database of this test."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{at['NAME']}"
    else:
        url = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return {**os.environ, "DATABASE_URL": url}


@pytest.fixture
def start() -> Iterator[Callable[..., Process]]:
    """Start a worker with a lease of so many seconds; every one is gone at the end."""
    with ExitStack() as stack:

        def run(lease: float = 60, *command: str) -> Process:
            words = command or (sys.executable, str(HERE / "servers" / "worker.py"), str(lease))
            process = subprocess.Popen(words, env=database())
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield run


def promise(*marks: int, **args: Any) -> None:
    for mark in marks:
        enqueue("test_mark", {"mark": mark, **args}, now=timezone.now())


def running() -> bool:
    return Job.objects.filter(state=JobState.RUNNING).exists()


def all_done() -> bool:
    return not Job.objects.exclude(state=JobState.DONE).exists()


def test_job_of_a_killed_worker_is_done_by_the_next(start: Callable[..., Process]) -> None:
    promise(101, seconds=1.5)
    first = start(2)
    wait_until(running)
    first.kill()
    first.wait()
    assert not JournalChain.objects.exists()
    start(2)
    wait_until(all_done)
    assert list(JournalChain.objects.values_list("chain", "number")) == [(101, 2)]


def test_stopped_worker_finishes_the_job_in_hand(start: Callable[..., Process]) -> None:
    promise(101, 102, seconds=1)
    worker = start()
    wait_until(running)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert list(JournalChain.objects.values_list("chain", flat=True)) == [101]
    assert Job.objects.filter(state=JobState.WAITING).count() == 1
    assert not WorkerPulse.objects.exists()


def test_long_job_keeps_its_lease(start: Callable[..., Process]) -> None:
    """On SQLite the job's own transaction would keep everybody out, so this one is seen on PostgreSQL."""
    promise(101, seconds=2.5)
    start(0.9)
    wait_until(running)
    start(0.9)
    wait_until(all_done)
    assert Job.objects.get().attempts == 1


def test_workers_side_by_side_do_each_job_once(start: Callable[..., Process]) -> None:
    promise(*range(101, 301))
    for _ in range(3):
        start()
    wait_until(all_done, 60)
    assert JournalChain.objects.count() == 200
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_worker_goes_with_the_process_that_started_it(tmp_path: Path, start: Callable[..., Process]) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, subprocess, sys, time\n"
        "words = [sys.executable, '-m', 'bihuan', 'worker', '--parent', str(os.getpid())]\n"
        "print(subprocess.Popen(words).pid, flush=True)\n"
        "time.sleep(60)\n",
        "ascii",
    )
    parent = subprocess.Popen([sys.executable, str(script)], env=database(), stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    wait_until(WorkerPulse.objects.exists)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not Path(f"/proc/{worker}").exists() or zombie(worker))
    assert not WorkerPulse.objects.exists()
    del start


def zombie(pid: int) -> bool:
    return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text("ascii")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="只在有 /proc 的系统上能量进程用时")
def test_idle_worker_uses_next_to_nothing(start: Callable[..., Process]) -> None:
    worker = start(60, sys.executable, "-m", "bihuan", "worker")
    wait_until(WorkerPulse.objects.exists)
    wait_until(all_done)
    time.sleep(3)
    before = seconds_used(worker.pid)
    time.sleep(6)
    assert seconds_used(worker.pid) - before < 0.12


def seconds_used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_once_does_what_is_due_and_leaves(start: Callable[..., Process]) -> None:
    enqueue("jobs_sweep", now=timezone.now())
    worker = start(60, sys.executable, "-m", "bihuan", "worker", "--once", "--no-ticker")
    assert worker.wait(20) == 0
    assert all_done()
