"""The passphrase of a backup: from a file or the terminal; others could read it on the command line."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.cli import UserError
from bihuan.web.keeping.age import is_sealed, stretch, stretch_for

if TYPE_CHECKING:
    import argparse

    from bihuan.web.keeping.age import Stretched

SHORTEST = 12


def add_argument(parser: argparse.ArgumentParser, text: str) -> None:
    """``--passphrase-file``."""
    parser.add_argument("--passphrase-file", metavar="文件", help=text)


def stretched(name: str | None) -> Stretched | None:
    """Of a new passphrase, what seals a backup; None where no file is named."""
    word = read(name, twice=True)
    return stretch(word) if word else None


def stretched_for(backup: Path, name: str | None) -> Stretched | None:
    """What opens this backup; None where it is not sealed."""
    with backup.open("rb") as file:
        if not is_sealed(file.read(64)):
            return None
        file.seek(0)
        word = read(name) if name else ask("备份口令：")
        return stretch_for(file, word) if word else None


def read(name: str | None, *, twice: bool = False) -> str | None:
    """The passphrase; None where no file is named. ``twice``: it is new and must be strong enough."""
    if name is None:
        return None
    word = ask("备份口令：", twice=twice) if name == "-" else _first_line(Path(name))
    if twice and len(word) < SHORTEST:
        raise UserError(f"备份口令至少要 {SHORTEST} 个字符，请换一个更长的。")
    if not word:
        raise UserError(f"口令文件“{name}”是空的。")
    return word


def ask(told: str, *, twice: bool = False) -> str:
    """From the terminal; ``UserError`` where there is none."""
    if not sys.stdin.isatty():
        raise UserError("不是在终端里运行，不能输入口令，请用 --passphrase-file 写明口令文件。")
    word = getpass(told)
    if twice and getpass("再输入一遍：") != word:
        raise UserError("两次输入的口令不一样，请重新执行。")
    return word


def _first_line(file: Path) -> str:
    try:
        return file.read_text("utf-8").partition("\n")[0].strip("\r")
    except UnicodeDecodeError as error:
        raise UserError(f"口令文件“{file}”不是文本文件。") from error
