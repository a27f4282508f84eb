"""Settings fail loudly, in a sentence that names the setting."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bihuan.web.config.env import SETTINGS, SettingError, read, secret_key

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_set_gives_the_defaults() -> None:
    assert read({}) == {one.name: one.default for one in SETTINGS}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("BIHUAN_DEBUG", "是", True),
        ("BIHUAN_DEBUG", "0", False),
        ("BIHUAN_WORKERS", "4", 4),
        ("BIHUAN_HOSTS", "a.example.cn, b.example.cn,", ("a.example.cn", "b.example.cn")),
        ("BIHUAN_HTTPS", " ", False),
    ],
)
def test_value_is_read(name: str, text: str, value: object) -> None:
    assert read({name: text})[name] == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BIHUAN_DEBUG", "maybe"),
        ("BIHUAN_WORKERS", "many"),
        ("BIHUAN_WORKERS", "0"),
        ("BIHUAN_WORKERS", "-1"),
        ("BIHUAN_WORKERS", "１"),
        ("BIHUAN_WROKERS", "2"),
    ],
)
def test_senseless_value_names_the_setting(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=name):
        read({name: text})


def test_limits_of_the_reader_are_not_ours() -> None:
    assert read({"BIHUAN_MAX_FILE_BYTES": "1"}) == read({})


def test_key_is_made_once_and_kept_for_the_owner_only(tmp_path: Path) -> None:
    key = secret_key("", tmp_path / "data")
    assert len(key) >= 50
    assert secret_key("", tmp_path / "data") == key
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0
    assert [one.name for one in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="BIHUAN_SECRET_KEY"):
        secret_key("short", tmp_path)


@pytest.mark.slow
def test_wrong_setting_is_a_sentence_on_the_command_line(tmp_path: Path) -> None:
    env = {**os.environ, "BIHUAN_DATA": str(tmp_path), "BIHUAN_WORKERS": "many"}
    command = [sys.executable, "-m", "bihuan", "manage", "check"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "BIHUAN_WORKERS" in done.stderr
