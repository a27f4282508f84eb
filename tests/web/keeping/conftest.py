"""Houses: a data folder and a database each, worked in by processes of their own, as in an office."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
WORK = (
    "import sys, django; django.setup(); from tests.web.keeping.at_work import main; main(int(sys.argv[1]))"
)
ASK = """
import json, sys, django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(sys.argv[1])
    print(json.dumps(cursor.fetchall() if cursor.description else [], default=str))
"""


@dataclass
class House:
    """One installation."""

    data: Path
    url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """Its settings."""
        told = {
            "BIHUAN_DATA": str(self.data),
            "DATABASE_URL": self.url,
            "PYTHONPATH": self._path(),
            **self.more,
        }
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "bihuan.web.config.settings", **told}

    def _path(self) -> str:
        return os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])

    def run(self, *words: str | Path, status: int = 0) -> str:
        """What a command of ``bihuan`` says, both streams; it must end with the status."""
        command = [sys.executable, "-m", "bihuan", *map(str, words)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False, cwd=ROOT)
        told = done.stdout + done.stderr
        assert done.returncode == status, told
        assert "Traceback" not in told
        return told

    def work(self, pieces: int) -> subprocess.Popen[str]:
        """Somebody at work (``at_work.py``)."""
        command = [sys.executable, "-c", WORK, str(pieces)]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def ask(self, statement: str) -> list[list[Any]]:
        """Rows of a statement in its database."""
        command = [sys.executable, "-c", ASK, statement]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=True, cwd=ROOT)
        found: list[list[Any]] = json.loads(done.stdout)
        return found

    def leftovers(self) -> list[str]:
        """What a command that broke off might have left in the data folder."""
        return [one.name for one in self.data.iterdir() if one.name.startswith(("backup-", "restore-"))]


@pytest.fixture
def new_house(tmp_path: Path) -> Callable[..., House]:
    """An empty house, or one ``like`` another; on PostgreSQL where a server's address is given."""

    def run(server: str = "", *, like: House | None = None, **more: str) -> House:
        number = len(list(tmp_path.glob("house*")))
        data, url = tmp_path / f"house{number}", ""
        shutil.copytree(like.data, data) if like else data.mkdir()
        if server:
            name = f"house_{tmp_path.name}_{number}".replace("-", "_").lower()
            with psycopg.connect(server, autocommit=True) as line:
                line.execute(f'CREATE DATABASE "{name}"')
            url = server.rpartition("/")[0] + "/" + name
        return House(data, url, more)

    return run


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house on SQLite with a case and three pieces of evidence; nobody changes it."""
    house = House(tmp_path_factory.mktemp("settled"))
    with house.work(3) as process:
        assert process.wait() == 0
    return house


@pytest.fixture(scope="session")
def kept(settled: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    file = tmp_path_factory.mktemp("kept") / "闭环备份.tar"
    settled.run("backup", file)
    return file
