"""docs/reference/cli.md: every command with its arguments, asked from the parsers themselves.

argparse's own help text differs between versions of Python, so the page is made from the arguments.
"""

from __future__ import annotations

import argparse
import tomllib
from importlib import import_module
from pathlib import Path

from reference import markdown as md

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
EXIT = "退出码：0 正常；1 体检发现错误级问题；2 文件不能读取、命令或参数有误。"


def page() -> str:
    """All commands, sorted by name."""
    parts = [command_part(name, module) for name, module in sorted(modules().items())]
    return md.page("命令行", "用法：`bihuan 命令 [参数…]`。" + EXIT, *parts)


def modules() -> dict[str, str]:
    """Command → module: files of the folder ``cli``, and what the product announces in pyproject.toml."""
    from bihuan.cli import ENTRY_POINTS, command_names

    groups = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
    return {name: f"bihuan.cli.{name}" for name in command_names()} | dict(groups[ENTRY_POINTS])


def command_part(name: str, module: str) -> str:
    """Heading, docstring and arguments of one command."""
    command = import_module(module)
    parser = argparse.ArgumentParser(prog=f"bihuan {name}", add_help=False)
    command.add_arguments(parser)
    return "\n\n".join((f"## {name}", (command.__doc__ or "").strip(), *parser_parts(parser)))


def parser_parts(parser: argparse.ArgumentParser) -> list[str]:
    """A table of the arguments, then the same for each subcommand."""
    rows, below = [], []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, child in action.choices.items():
                below += [
                    f"### {parser.prog.removeprefix('bihuan ')} {name}",
                    helps.get(name, ""),
                    *parser_parts(child),
                ]
        elif not isinstance(action, argparse._HelpAction):
            rows.append(argument_row(action))
    return [part for part in [md.table(("参数", "含义", "默认"), rows) if rows else "", *below] if part]


def argument_row(action: argparse.Action) -> tuple[str, str, str]:
    """How it is written, what it means, what holds when it is left out."""
    choices = "|".join(map(str, action.choices)) if action.choices else ""
    metavar = action.metavar if isinstance(action.metavar, str) else choices or action.dest.upper()
    names = " ".join(action.option_strings)
    written = names if action.nargs == 0 else f"{names} {metavar}".strip()
    meaning = (action.help or "") % {"default": action.default, "prog": "bihuan"}
    if choices and metavar != choices:
        meaning += f"（可选：{choices.replace('|', '、')}）"
    default = "" if action.default in (None, False, [], argparse.SUPPRESS) else f"`{action.default}`"
    return f"`{written}`", meaning, default
