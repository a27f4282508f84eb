"""Closed, full and foreign streams: a result, or one sentence and status 2, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "一、学习方面\n1.学习不深入\n3月1日，组织学习。\n整改情况：已完成。\n"
COMMANDS = (["check"], ["parse", "--format", "json"], ["render"])


def shell(words: str, path: Path, **environment: str) -> tuple[int, str, str]:
    """Status, output and complaints of ``bihuan`` run by a shell; ``$B`` is the command, ``$F`` the file."""
    known = {**os.environ, "B": f"{sys.executable} -m bihuan", "F": str(path), **environment}
    done = subprocess.run(["/bin/sh", "-c", words], env=known, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_closed_output_is_no_fault(command: list[str], report: Path) -> None:
    status, _, complaint = shell(f'$B {" ".join(command)} "$F" >&-', report)
    assert (status, complaint) == (0, "")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_is_told(command: list[str], report: Path) -> None:
    status, _, complaint = shell(f'$B {" ".join(command)} "$F" >/dev/full', report)
    assert status == 2
    assert complaint.startswith(f"bihuan {command[0]}：没有做完：")
    assert complaint.count("\n") == 1


def test_closed_input_is_told(report: Path) -> None:
    status, _, complaint = shell("$B check - <&-", report)
    assert (status, complaint) == (2, "bihuan check：没有标准输入可读，请指定文件。\n")


@pytest.mark.parametrize("words", ['$B check "$F"', "$B --help", "$B explain CL01", '$B check "$F" nosuch'])
def test_chinese_comes_out_in_a_locale_without_any(words: str, report: Path) -> None:
    _, told, complaint = shell(words, report, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "Traceback" not in complaint
    assert any("一" <= char <= "龥" for char in told + complaint)
    assert "\\u" not in told + complaint


def test_a_reader_who_stops_is_no_fault(report: Path) -> None:
    report.write_text(TEXT * 300, encoding="utf-8")
    _, _, complaint = shell('$B parse "$F" --format json | head -c 1', report)
    assert complaint == ""


def test_no_home_and_odd_names_are_read(report: Path) -> None:
    odd = os.fsencode(report.parent) + b"/\xff\n\x1b[31m.txt"
    os.link(report, odd)
    status, told, complaint = shell('unset HOME; cd "$(dirname "$F")"; $B check ./*.txt', report)
    assert (status, complaint) == (0, "")
    assert "\x1b" not in told
    assert "\x1b" not in shell("$B check ./$(printf '\\033[31m')", report)[2]
