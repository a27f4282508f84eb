"""管理命令：migrate、first_administrator、journal_anchor、changepassword 等。"""

from __future__ import annotations

import argparse
import sys

from bihuan.web.commands import _start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after the name goes to Django."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="命令及其参数；help 列出全部命令")


def run(args: argparse.Namespace) -> int:
    """Pass the words on; a refusal of Django's is its sentence and status 2."""
    from django.core.management import ManagementUtility

    _start.set_up()
    if args.rest[:1] == ["first_administrator"]:
        _start.migrate()  # this is how a house begins: nothing has made the tables yet
    try:
        ManagementUtility(["bihuan manage", *(args.rest or ["help"])]).execute()
    except SystemExit as stop:
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0
