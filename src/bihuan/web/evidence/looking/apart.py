"""Running the child from the product: what is this file, and pictures of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CHARS = 2_000_000
TOO_LONG = "这份文件查看了{seconds}秒还没有查完，已经停止。请拆成几个文件，或另存为 PDF 后再交。"
TOO_LARGE = "查看这份文件需要的内存超过了{memory}MB，已经停止。请压缩图片或拆成几个文件后再交。"
BROKEN = "文件打不开，可能已经损坏或没有传完整。请用 WPS 或 Word 打开，另存一份再交。"


class RefusedFile(Exception):  # noqa: N818 - the file was refused, nothing went wrong
    """The file is not taken; the text is one Chinese sentence. ``mark`` is its secrecy mark, if any."""

    def __init__(self, message: str, mark: str = "") -> None:
        super().__init__(message)
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is and says."""

    kind: str
    text: str
    warnings: tuple[str, ...]


def look_apart(path: Path, name: str, types: Sequence[str] = ()) -> Look:
    """Look into a file in a child process; RefusedFile where it is not taken, whatever the reason. ``types``:
    those that are taken here, where they are fewer than what the house takes.
    """
    allowed = [one for one in settings.EVIDENCE_TYPES if not types or one in types]
    told = _run({"task": "look", "path": str(path), "name": name, "allowed": allowed, "chars": CHARS})
    if "marked" in told:
        raise RefusedFile(
            f"“{name}”带有密级标志“{told['marked']}”（{told['place']}），涉密文件不得上传到本系统。"
            "请立即从上传的电脑上移走，按保密规定处理；确系误标的，请先更正原件。",
            told["marked"],
        )
    if "refused" in told:
        raise RefusedFile(f"“{name}”没有收：{told['refused']}")
    if "kind" not in told:
        raise RefusedFile(f"“{name}”没有收：{_failure(told)}")
    return Look(told["kind"], told["text"], tuple(told["warnings"]))


def draw_apart(path: Path, kind: str, folder: Path) -> tuple[int, int]:
    """Pictures of a file; pages drawn and pages there are, RefusedFile where that cannot be done."""
    told = _run({"task": "draw", "path": str(path), "kind": kind, "folder": str(folder)})
    if "pages" not in told:
        raise RefusedFile(_failure(told))
    return told["pages"], told["whole"]


def _failure(told: dict[str, Any]) -> str:
    """A child that gave no proper answer ran out of time, of memory, or into a fault."""
    env = settings.ENV
    if told.get("error") == "too long":
        return TOO_LONG.format(seconds=env["BIHUAN_IMPORT_SECONDS"])
    if told.get("error") == "too large":
        return TOO_LARGE.format(memory=env["BIHUAN_IMPORT_MEMORY_MB"])
    return BROKEN


def _run(orders: dict[str, Any]) -> dict[str, Any]:
    orders["memory_mb"] = settings.ENV["BIHUAN_IMPORT_MEMORY_MB"]
    command = [sys.executable, "-m", "bihuan.web.evidence.looking.child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, names travel as data
            command,
            input=json.dumps(orders).encode() + b"\n",
            capture_output=True,
            timeout=settings.ENV["BIHUAN_IMPORT_SECONDS"],
            check=False,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": "too long"}
    except ValueError:  # it was killed before it could answer
        return {"error": "broken"}
    return told
