"""The same tests once more on PostgreSQL: what holds on one database must hold on the other."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(1800)  # a whole run of the product's tests
def test_web_tests_pass_on_postgres(root: Path, postgres_url: str) -> None:
    env = {**os.environ, "DATABASE_URL": postgres_url}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/web",
        "-m",
        "not postgres and not browser and not house",
        "-n",
        "auto",
        "--maxprocesses",
        "4",
        "--dist",
        "worksteal",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
