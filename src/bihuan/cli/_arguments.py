"""Arguments that speak Chinese: argparse with its few messages said as officials would."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from bihuan.cli import UserError

_SAID = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.*)\)", r"\1 不能是 \2，只能是 \3"),
    (r"argument (.+?): expected one argument", r"\1 后面缺少一个值"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要有一个值"),
    (r"argument (.+?): invalid .+? value: (.*)", r"\1 的值 \2 无效"),
    (r"argument (.+?): not allowed with argument (.*)", r"\1 不能与 \2 同时使用"),
)


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Help of a fixed width: asking the terminal would import shutil and the compressors with it."""
    return argparse.HelpFormatter(prog, width=100)


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are ``UserError`` and whose help has Chinese headings."""

    def __init__(self, *, prog: str, description: str | None) -> None:
        super().__init__(
            prog=prog, description=description, add_help=False, allow_abbrev=False, formatter_class=_formatter
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本帮助")

    def format_help(self) -> str:
        """Help text with the Chinese word for usage."""
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Raise UserError with the message in Chinese."""
        for pattern, chinese in _SAID:
            if re.fullmatch(pattern, message, re.S):
                message = re.sub(pattern, chinese, message, flags=re.S)
                break
        raise UserError(f"{message}。用 {self.prog} --help 查看用法。")
