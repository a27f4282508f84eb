"""One worker beside the server: started with it, started again when it dies, stopped with it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

PAUSE = 5.0
"""Seconds before a worker that died is started again."""
PATIENCE = 60.0
"""Seconds for the job in hand when the server stops."""


def add_argument(parser: argparse.ArgumentParser) -> None:
    """``--no-worker``."""
    parser.add_argument(
        "--no-worker", action="store_true", help="不在旁边启动工作进程，另用 bihuan worker 启动"
    )


@contextmanager
def worker(wanted: bool) -> Iterator[None]:
    """A worker runs while the block does."""
    if not wanted:
        yield
        return
    over = Event()
    keeper = Thread(target=_keep, args=[over], name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(PATIENCE + 5)


def _keep(over: Event) -> None:
    command = [sys.executable, "-m", "bihuan", "worker", "--parent", str(os.getpid())]
    while not over.is_set():
        process = subprocess.Popen(command)  # noqa: S603 - our own program
        while process.poll() is None and not over.wait(1):
            pass
        if over.is_set():
            _stop(process)
        over.wait(PAUSE)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Killed after a while: what it was doing comes up again at the next start."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
