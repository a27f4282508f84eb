"""The child that reads: really limited, told nothing secret, and never more than a few at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from bihuan.web.diagnosis import reader
from bihuan.web.diagnosis.reader import Lid, ReadingError, read_apart

LID = Lid(seconds=20, memory_mb=512, file_bytes=2**20, chars=10_000)
TEXT = "一、党的领导方面\n1.关于学习不够的问题\n整改措施：已学习。\n".encode()


def limited(statement: str, *, memory_mb: int = 512, seconds: int = 30) -> subprocess.CompletedProcess[str]:
    lid = f"from bihuan.web.diagnosis.reader import _close_lid; _close_lid({memory_mb}, {seconds})"
    told = f"{lid}\n{statement}"
    return subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)


def test_time_of_the_processor_is_limited() -> None:
    started = time.monotonic()
    done = limited("while True: pass", seconds=1)
    assert done.returncode == -signal.SIGXCPU
    assert time.monotonic() - started < 15


def test_memory_is_limited() -> None:
    assert "MemoryError" in limited("bytearray(2**30)", memory_mb=256).stderr


def test_what_it_writes_is_limited() -> None:
    writing = "open('/dev/null').close(); f = open('x', 'wb'); f.truncate(2**30)"
    done = limited(f"import os, tempfile; os.chdir(tempfile.mkdtemp())\n{writing}", memory_mb=256)
    assert done.returncode != 0


def test_it_learns_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://name:secret@host/base")
    monkeypatch.setenv("BIHUAN_SECRET_KEY", "x" * 60)
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    told = reader._environment(os.environ)
    assert "PATH" in told
    assert not [name for name in told if "BIHUAN" in name or "DATABASE" in name or "proxy" in name]
    assert read_apart(TEXT, "a.txt", LID).format == "text"


def test_too_many_at_once_are_asked_to_come_back() -> None:
    for _ in range(reader.AT_ONCE):
        assert reader._turns.acquire(blocking=False)
    try:
        with pytest.raises(ReadingError, match="请过几分钟再交"):
            read_apart(TEXT, "a.txt", Lid(0, 512, 2**20, 10_000))
    finally:
        for _ in range(reader.AT_ONCE):
            reader._turns.release()
    assert read_apart(TEXT, "a.txt", LID).text == TEXT.decode()


def test_a_child_that_is_stopped_gives_its_turn_back() -> None:
    with pytest.raises(ReadingError, match="还没有读完"):
        read_apart(TEXT, "a.txt", Lid(0, 512, 2**20, 10_000))
    assert reader._turns._value == reader.AT_ONCE


def test_the_child_examines_by_the_rules_that_it_is_given() -> None:
    rules = {"ignore": [], "parameters": {}, "policy": ""}
    text = "一、问题\n1.台账不全\nX月X日，补齐台账。\n整改情况：完成整改。\n"
    found = read_apart(text.encode(), "a.txt", LID, rules).examined
    assert [one[:2] for one in found["errors"] if one[0] == "RU03"] == [["RU03", 3]]
    assert read_apart(text.encode(), "a.txt", LID).examined == {}
