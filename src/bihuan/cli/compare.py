"""对照两份材料：同一报告的前后两版，或反馈意见与整改报告。

两版报告：逐个问题列出问题、措施、整改状态哪些未变、改写、移动、新增、删去，体检意见哪些新出现、已消除、仍在；
反馈意见与报告：哪个问题没有作答，哪处作答不对应反馈的问题。有没有作答的问题或新出现的错误时退出码为 1。
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from bihuan.cli import EXIT_FOUND, EXIT_OK, UserError, harmless
from bihuan.cli._input import as_day
from bihuan.cli.check import UnreadableFileError, check_bytes, write_bytes

if TYPE_CHECKING:
    import argparse

    from bihuan.checks.engine import Checked
    from bihuan.report import Report

FORMATS = ("text", "json", "html")


class Side(NamedTuple):
    """One of the two documents."""

    name: str
    report: Report
    checked: Checked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``bihuan compare OLD NEW``."""
    parser.add_argument("old", metavar="旧", help="上一版报告，或反馈意见；- 为标准输入")
    parser.add_argument("new", metavar="新", help="新一版报告，或回答反馈意见的报告")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="输出格式，默认 text；html 为并排的网页"
    )
    parser.add_argument("--output", metavar="文件", help="写到这个文件")
    parser.add_argument("--as-of", type=as_day, metavar="日期", help="体检以这一天为准，如 2024-05-31")
    parser.add_argument("--policy", metavar="名称", help="期限规则，例如 national-2024")
    parser.add_argument("--config", metavar="文件", help="体检的配置文件 bihuan.toml")


def run(args: argparse.Namespace) -> int:
    """0 everything answered and no new error, 1 not so, 2 a file cannot be read."""
    from bihuan.checks.versions.report import Mode, compare
    from bihuan.checks.versions.trend import seen, trend

    if args.old == args.new == "-":
        raise UserError("标准输入只能用作其中一份，另一份请写文件名。")
    old, new = _side(args.old, args), _side(args.new, args)
    found = compare(old.report, new.report)
    moved = None
    if found.mode is Mode.VERSIONS:
        before, now = (seen(one.report, one.checked.diagnostics) for one in (old, new))
        moved = trend(before, now)
    if args.format == "html":
        from bihuan.cli._page import write_pieces
        from bihuan.documents.pages.compared import write as write_page

        write_pieces(args.output, write_page(old.name, new.name, found, moved))
    elif args.format == "json":
        from bihuan.checks.versions.written import as_object

        told = json.dumps(as_object(old.name, new.name, found, moved), ensure_ascii=False, indent=1) + "\n"
        write_bytes(args.output, told.encode("utf-8", "replace"))
    else:
        from bihuan.checks.versions.written import write

        told = write(old.name, new.name, found, moved)
        if args.output:
            write_bytes(args.output, told.encode("utf-8", "replace"))
        else:
            print(harmless(told), end="")
    worse = moved is not None and any(one.severity == "error" for one in moved.new)
    return EXIT_FOUND if found.unanswered or worse else EXIT_OK


def _side(name: str, args: argparse.Namespace) -> Side:
    """Read and check one of them, as ``bihuan check`` would."""
    args.select, args.ignore, args.corpus = [], [], None
    try:
        _, report, checked = check_bytes(name, args, args.as_of)
    except UnreadableFileError as error:
        raise UserError(harmless(str(error))) from None
    return Side("标准输入" if name == "-" else os.path.basename(name), report, checked)
