"""启动网页服务（先自动升级数据库）。"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.commands import _beside, _start

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--host``, ``--port`` and ``--no-worker``."""
    _start.add_address(parser)
    _beside.add_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Migrate, then serve until stopped."""
    _start.refuse_taken_port(args.host, args.port)
    _start.set_up()
    _start.migrate()
    print(f"闭环已启动：http://{args.host}:{args.port}  （按 Ctrl+C 停止）", flush=True)
    with _beside.worker(not args.no_worker):
        return _start.serve(args.host, args.port)
