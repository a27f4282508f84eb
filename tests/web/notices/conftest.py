"""A worker at hand, real servers for letters and group chats, and processes that are killed."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from tests.postgres_server import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of the table for one test."""

    def run(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setitem(settings.ENV, name, value)

    return run


@contextmanager
def server(script: str, *words: str) -> Iterator[tuple[int, Path]]:
    """A server process of this folder on a free port; gives the port."""
    port = free_port()
    command = [sys.executable, str(HERE / "servers" / script), str(port), *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield port, Path(words[0])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def post_office(tmp_path: Path, env: Callable[..., None]) -> Iterator[Path]:
    """A real SMTP server in a process of its own; the folder into which it writes each accepted letter."""
    folder = tmp_path / "letters"
    folder.mkdir()
    with server("post_office.py", str(folder)) as (port, _):
        env(
            BIHUAN_SMTP_HOST="127.0.0.1",
            BIHUAN_SMTP_PORT=port,
            BIHUAN_SMTP_FROM="bihuan@luxi.example",
            BIHUAN_ADDRESS="https://zg.luxi.example",
        )
        yield folder


@pytest.fixture
def chat(tmp_path: Path, env: Callable[..., None]) -> Iterator[tuple[int, Path]]:
    """A real HTTP server that answers like a robot; its port and the file to which it writes each request."""
    file = tmp_path / "chat.jsonl"
    file.touch()
    with server("chat.py", str(file)) as (port, _):
        env(BIHUAN_ROBOT_ALLOW=(f"127.0.0.1:{port}",), BIHUAN_ADDRESS="https://zg.luxi.example")
        yield port, file


def wait_until(true: Callable[[], object], seconds: float = 20) -> None:
    """Until it is true; fails after a while."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
