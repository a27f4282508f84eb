"""The first minutes of a house without sample data: an empty folder, one command, then the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ASKED = ["first_administrator", "--unit", "中共白鹭县委员会办公室", "--name", "某甲", "--username", "jia"]


def begun(data: Path, typed: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, on a database that nothing has touched."""
    return subprocess.run(
        [sys.executable, "-m", "bihuan", "manage", *ASKED],
        env={**os.environ, "BIHUAN_DATA": str(data), "DATABASE_URL": "", "PYTHONIOENCODING": "utf-8"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )


@pytest.mark.slow
def test_the_first_command_makes_the_tables_and_the_account(tmp_path: Path) -> None:
    typed = "青石板路第三个巷口\n" * 2
    done = begun(tmp_path, typed)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "已建立系统管理员“jia”。"), done.stderr
    again = begun(tmp_path, typed)
    assert again.returncode == 1
    assert "已经有系统管理员了" in again.stderr


@pytest.mark.slow
def test_nobody_at_the_keyboard_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = begun(tmp_path, "")
    assert "没有输入密码，请在终端里重新执行。" in done.stderr
    assert "Traceback" not in done.stderr
