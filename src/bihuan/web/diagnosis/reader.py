"""Reading a file that may be hostile: in a process of its own, with a lid on memory and time, and without the
passwords that this process was started with.

Run as ``python -m bihuan.web.diagnosis.reader``; it imports no Django, takes the orders as one line of JSON
and the bytes on standard input, and answers in JSON on standard output.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bihuan.report.limits import Limits

TOO_LONG = "这份文件读了{seconds}秒还没有读完，已经停止。请拆成几个文件，或另存为 docx、txt 后再交。"
TOO_LARGE = "读这份文件需要的内存超过了{memory}MB，已经停止。请去掉图片或拆成几个文件后再交。"
BUSY = "正在读的文件太多，这一份还没有轮到。请过几分钟再交一次。"
BROKEN = "这份文件读到一半出错，可能已经损坏。请用 WPS 或 Word 打开，另存为 docx 后再交。"


AT_ONCE = 2
"""Files that one process of the server reads at the same time: each may take all the memory that it may."""
_turns = threading.BoundedSemaphore(AT_ONCE)
_HANDED_ON = frozenset({"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "VIRTUAL_ENV"})


class ReadingError(Exception):
    """The file cannot be read; the text is one Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the child read."""

    text: str
    """Ready to be stored: damaged bytes and NUL are U+FFFD."""
    format: str
    encoding: str
    """Of .txt and .md; empty for the others."""
    notes: tuple[str, ...]
    """What was left out or guessed, in Chinese sentences."""
    examined: dict[str, Any] = field(default_factory=dict)
    """What checking finds (``examined.examined``), where rules were given."""


@dataclass(frozen=True, slots=True)
class Lid:
    """What one file may cost."""

    seconds: int
    memory_mb: int
    file_bytes: int
    chars: int


def read_apart(data: bytes, name: str, lid: Lid, rules: Mapping[str, Any] | None = None) -> Reading:
    """Read the bytes in a child process and examine them by these rules, if any; ``ReadingError`` where
    reading fails, whatever the reason.
    """
    told = read_in_child("bihuan.web.diagnosis.reader", data, name, lid, more={"rules": rules})
    return Reading(told["text"], told["format"], told["encoding"], tuple(told["notes"]), told["examined"])


def read_in_child(
    module: str,
    data: bytes,
    name: str,
    lid: Lid,
    *,
    too_long: str = TOO_LONG,
    broken: str = BROKEN,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What ``python -m module`` answers (see ``serve``); ``ReadingError`` where it cannot."""
    orders = json.dumps({"name": name, **asdict(lid), **(more or {})})
    if not _turns.acquire(timeout=lid.seconds):
        raise ReadingError(BUSY)
    try:
        done = subprocess.run(  # noqa: S603 - a module of ours, no shell, the name travels as data
            [sys.executable, "-m", module],
            input=orders.encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(os.environ),
            timeout=lid.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingError(too_long.format(seconds=lid.seconds)) from error
    finally:
        _turns.release()
    if done.returncode == -signal.SIGXCPU:
        raise ReadingError(too_long.format(seconds=lid.seconds))
    return _answer(done.stdout, lid, broken)


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    """What the child is told: where programs are, and nothing of keys, databases and proxies."""
    return {name: own[name] for name in own if name in _HANDED_ON or name.startswith("PYTHON")}


def _answer(output: bytes, lid: Lid, broken: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(output)
    except ValueError as error:  # it was killed before it could answer
        raise ReadingError(broken) from error
    if "error" in told:
        raise ReadingError(str(told["error"]).replace("{memory}", str(lid.memory_mb)))
    return told


def serve(read: Callable[[bytes, dict[str, Any]], dict[str, Any]]) -> None:
    """The child: ``read`` gets the bytes and the orders, under the lid, and what it gives is the answer."""
    orders = json.loads(sys.stdin.buffer.readline())
    _close_lid(orders["memory_mb"], orders["seconds"])
    try:
        told = read(sys.stdin.buffer.read(), orders)
    except MemoryError:
        told = {"error": TOO_LARGE}
    sys.stdout.write(json.dumps(told))


def _close_lid(memory_mb: int, seconds: int) -> None:
    import resource  # the child only; other systems than Unix have none

    most = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    # It holds when nobody waits for the answer any more, because the server was stopped meanwhile.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes, orders: dict[str, Any]) -> dict[str, Any]:
    from bihuan.report import read_text
    from bihuan.report.errors import UnreadableDocument
    from bihuan.report.formats import Format, load
    from bihuan.report.source import decode, presentable
    from bihuan.web.diagnosis.examined import examined

    limits = limits_of(orders)
    try:
        loaded = load(data, orders["name"], limits=limits)
        if len(loaded.text) > limits.text_chars:
            told = f"文字太多（{len(loaded.text)} 字，最多 {limits.text_chars} 字）"
            return {"error": f"{told}，请拆成几个文件后分别交。"}
        text = presentable(loaded.text).replace("\0", "\ufffd")
        report = read_text(
            text
        )  # what pages will do again: if it cannot be done here, it must not be tried there
    except UnreadableDocument as error:
        return {"error": str(error)}
    plain = loaded.format in {Format.TEXT, Format.MARKDOWN}
    notes = list(loaded.notes)
    if text != loaded.text:
        notes.append("文件里有损坏的字节，页面上用“\ufffd”代替；原件已按收到的样子保存。")
    encoding = decode(data, limits=limits).encoding if plain else ""
    found = examined(report, orders["rules"]) if orders.get("rules") else {}
    return {
        "text": text,
        "format": loaded.format.value,
        "encoding": encoding,
        "notes": notes,
        "examined": found,
    }


def limits_of(orders: dict[str, Any]) -> Limits:
    """The limits of reading, under those of the orders."""
    from bihuan.report.limits import DEFAULT_LIMITS

    most = orders["file_bytes"]
    return DEFAULT_LIMITS._replace(
        file_bytes=most,
        text_bytes=min(most, DEFAULT_LIMITS.text_bytes),
        text_chars=orders["chars"],
        # A little less than we wait ourselves: then it is LibreOffice that is stopped, and not its parent.
        office_seconds=max(1, orders["seconds"] - 5),
    )


if __name__ == "__main__":
    serve(_read)
