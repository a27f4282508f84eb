"""A PostgreSQL server for one test run: a folder that vanishes, a free port, no durability.

PostgreSQL refuses to run as root, so root hands it to the user ``postgres`` (or ``nobody``).
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "bihuan"
# Test data need not survive a power cut.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=127.0.0.1")


def find_programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, newest version first; None when not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parts[-2].zfill(3))
    on_path = shutil.which("initdb")
    candidates = [*reversed(folders), *([Path(on_path).resolve().parent] if on_path else [])]
    return next(
        (path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None
    )


def as_other_user(folder: Path) -> list[str]:
    """The words before each command; root gives the folder and the process to somebody else."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names)
    group = pwd.getpwnam(user).pw_gid
    shutil.chown(folder, user, group)
    return ["setpriv", "--reuid", user, "--regid", str(group), "--clear-groups", "--"]


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(programs: Path, port: int) -> None:
    """Return when the server takes log-ins: the port opens before that."""
    probe = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", USER]
    for _ in range(400):
        if subprocess.run(probe, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start within 20 seconds")


@contextmanager
def serve(programs: Path) -> Iterator[str]:
    """Start a server, give its address, stop it and remove its data."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-pg-"))
    before, data, port = as_other_user(folder), str(folder / "data"), free_port()
    initdb = [
        str(programs / "initdb"),
        "-D",
        data,
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "-N",
    ]
    subprocess.run([*before, *initdb], check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = [word for setting in FAST for word in ("-c", setting)]
    command = [*before, str(programs / "postgres"), "-D", data, "-p", str(port), "-k", str(folder), *options]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd="/")
    try:
        wait_until_ready(programs, port)
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
