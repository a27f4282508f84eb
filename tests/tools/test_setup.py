"""A second start does nothing; what is missing is told in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import setup
import system_packages
from system_packages import Package

if TYPE_CHECKING:
    from pathlib import Path


def test_work_is_done_once_per_mark(tmp_path: Path) -> None:
    calls: list[str] = []
    stamp = tmp_path / "stamps" / "step"
    done = [setup.once(stamp, mark, "步骤", lambda: calls.append("x")) for mark in ("1", "1", "2")]
    assert done == [True, False, True]
    assert len(calls) == 2


def test_failed_work_leaves_no_stamp(tmp_path: Path) -> None:
    with pytest.raises(setup.SetupError, match="没有成功"):
        setup.once(tmp_path / "step", "1", "步骤", lambda: setup.run("false"))
    assert not (tmp_path / "step").exists()


def test_mark_follows_content(tmp_path: Path) -> None:
    file = tmp_path / "lock.txt"
    file.write_text("a")
    before = setup.fingerprint(file, "x")
    assert before == setup.fingerprint(file, "x")
    file.write_text("b")
    assert before != setup.fingerprint(file, "x")


def test_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "OLDEST", (99, 0))
    with pytest.raises(setup.SetupError, match="需要 Python"):
        setup.make_venv()


def test_missing_venv_module_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "python")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(setup.SetupError, match="sudo apt-get install python3-venv"):
        setup.make_venv()


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One package that is nowhere; the list takes what would be installed."""
    installed: list[str] = []
    package = Package("nowhere", ("no-such-command",), "某类测试")
    monkeypatch.setattr(system_packages, "PACKAGES", (package,))
    monkeypatch.setattr(system_packages, "install", installed.extend)
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    return installed


def test_without_root_the_skipped_tests_are_named(absent: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    said: list[str] = []
    system_packages.ensure(said.append)
    assert absent == []
    assert "某类测试" in said[0]
    assert "sudo apt-get install --no-install-recommends nowhere" in said[1]


def test_root_installs_what_is_missing(absent: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.delenv(system_packages.SKIP, raising=False)
    system_packages.ensure(lambda _: None)
    assert absent == ["nowhere"]
