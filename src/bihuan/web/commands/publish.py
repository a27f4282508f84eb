"""把公开网页写成静态文件，放到任何网站服务器上都能看；再执行一遍即为最新。"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.cli import EXIT_OK, UserError
from bihuan.web.commands import _start

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "--static",
        metavar="目录",
        required=True,
        help="写到哪里：空目录，或上次写出的目录；不再公开的文件会删去，别人的文件不动",
    )


def run(args: argparse.Namespace) -> int:
    """0 when everything was written, 2 with a sentence when it could not be."""
    _start.set_up()
    from bihuan.web.base.errors import ServiceError
    from bihuan.web.disclosure.public.exporting import export

    try:
        done = export(Path(args.static))
    except (ServiceError, OSError) as error:
        told = f"写不进“{args.static}”：{error.strerror}" if isinstance(error, OSError) else str(error)
        raise UserError(told) from error
    print(
        f"公开网页共 {done.files} 个文件，本次更新 {done.changed} 个，删去 {done.removed} 个：{args.static}"
    )
    return EXIT_OK
