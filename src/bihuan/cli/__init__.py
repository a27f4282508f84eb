"""The command line: ``bihuan COMMAND …``.

One file here is one command (``parse.py`` is ``bihuan parse``) with a docstring whose first line is its help,
``add_arguments(parser)`` and ``run(args) -> int``. Only the file of the chosen command is imported, so that a
quick check stays quick. Commands that need more than the pure core (the product) are announced by packages
through the entry point group ``bihuan.commands``.
"""

from __future__ import annotations

import gc
import io
import os  # os.path, not pathlib: that one takes as long to import as a report to read
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

EXIT_OK, EXIT_FOUND, EXIT_UNREADABLE = 0, 1, 2
ENTRY_POINTS = "bihuan.commands"
LEAVES_AT_ONCE = frozenset({"check", "parse"})
"""Commands that end with nothing left to close, stop or remove."""


class UserError(Exception):
    """Something the user can mend; its text is one Chinese sentence that says what and how."""


def command_names() -> list[str]:
    """Names of the commands whose files stand in this folder, sorted."""
    files = os.listdir(os.path.dirname(__file__))
    return sorted(file[:-3] for file in files if file.endswith(".py") and file[0].isalpha())


def find_command(name: str) -> ModuleType | None:
    """Module of a command: a file of this folder, else what an installed package announces."""
    if name.isidentifier() and os.path.isfile(os.path.join(os.path.dirname(__file__), f"{name}.py")):
        return import_module(f"bihuan.cli.{name}")
    from importlib.metadata import entry_points  # slow; wanted for the product's commands only

    for entry in entry_points(group=ENTRY_POINTS, name=name):
        try:
            return import_module(entry.value)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("bihuan"):
                raise
            raise UserError("这个命令属于网页部分，请先安装：pip install 'bihuan[web]'") from None
    return None


def overview() -> str:
    """The list of all commands with one line each."""
    from importlib.metadata import entry_points

    found = {name: f"bihuan.cli.{name}" for name in command_names()}
    found |= {entry.name: entry.value for entry in entry_points(group=ENTRY_POINTS)}
    rows = []
    for name, module in sorted(found.items()):
        try:
            text = (import_module(module).__doc__ or "").strip().splitlines()[0]
        except ImportError:
            text = "需要先安装产品部分：pip install 'bihuan[web]'"
        rows.append(f"  {name:<10} {text}")
    return (
        "用法：bihuan 命令 [参数…]\n\n命令：\n" + "\n".join(rows) + "\n\n各命令的参数见 bihuan 命令 --help。"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 2 with a Chinese sentence on standard error for what cannot be read or found."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    gc.set_threshold(200_000, 20, 20)  # a short life makes no garbage worth a twentieth of it
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview())
        return EXIT_OK if arguments else EXIT_UNREADABLE
    if arguments[0] == "--version":
        from bihuan import __version__

        print(__version__)
        return EXIT_OK
    name = arguments.pop(0)
    from bihuan.cli._arguments import Parser

    try:
        command = find_command(name)
        if command is None:
            raise UserError(f"没有“{name}”这个命令，请用 bihuan --help 查看全部命令。")
        parser = Parser(prog=f"bihuan {name}", description=command.__doc__)
        command.add_arguments(parser)
        status = int(command.run(parser.parse_args(arguments)))
        sys.stdout.flush()  # here, where a full disk can still be told
        if argv is None:
            gc.freeze()  # the process ends: to look through all it made for garbage takes as long as to start
            if name in LEAVES_AT_ONCE:
                sys.stderr.flush()
                os._exit(status)  # and to take every module apart half as long
        return status
    except UserError as error:
        print(harmless(f"bihuan {name}：{error}"), file=sys.stderr)
        return EXIT_UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_OK
    except OSError as error:
        where = f"“{error.filename}”" if error.filename else ""
        told = f"没有做完：{where}{error.strerror or '系统错误'}。请检查磁盘空间和权限后重试。"
        print(f"bihuan {name}：{told}", file=sys.stderr)
        sys.stdout = _nowhere()  # what is left in the buffer cannot be written at the end either
        return EXIT_UNREADABLE


def _open_streams() -> None:
    """Chinese comes out whatever the locale says, and closed streams swallow it instead of failing."""
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.encoding.lower() in {"ascii", "us-ascii", "ansi_x3.4-1968"}:
                stream.reconfigure(
                    encoding="utf-8", errors="surrogateescape"
                )  # names come from such a locale
            else:
                stream.reconfigure(errors="backslashreplace")


def harmless(text: str) -> str:
    """For a terminal: control characters of a hostile report or file name are shown, not obeyed."""
    return text if text.isprintable() else text.translate(_CONTROLS)


_CONTROLS = {
    code: "\ufffd" for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F)) if code not in (9, 10)
}


def _nowhere() -> io.TextIOWrapper:
    """A stream that takes everything and keeps nothing."""
    return open(os.devnull, "w", encoding="utf-8")
