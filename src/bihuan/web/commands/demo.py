"""载入示例数据并启动，打印地址和账户，供试用。"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.commands import _beside, _start

if TYPE_CHECKING:
    import argparse

    from bihuan.web.sample import Account


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--host``, ``--port``, ``--no-worker``, and ``--no-serve`` for scripts."""
    _start.add_address(parser)
    _beside.add_argument(parser)
    parser.add_argument("--no-serve", action="store_true", help="只载入示例数据，不启动服务")


def run(args: argparse.Namespace) -> int:
    """Migrate, load the sample data where there is none, print what to open, serve."""
    if not args.no_serve:
        _start.refuse_taken_port(args.host, args.port)
    _start.set_up()
    _start.migrate()
    from django.utils import timezone

    from bihuan.web.sample import accounts, load

    loaded = load(timezone.now())
    known = accounts() if loaded is not None else ()
    if args.no_serve:
        _tell("示例数据已载入，用 bihuan demo 或 bihuan serve 启动", known)
        return 0
    _tell(f"闭环示例已就绪：http://{args.host}:{args.port}", known)
    print("  按 Ctrl+C 停止。\n", flush=True)
    with _beside.worker(not args.no_worker):
        return _start.serve(args.host, args.port)


def _tell(title: str, accounts: tuple[Account, ...]) -> None:
    print(f"\n  {title}\n")
    if accounts:
        print("  示例账户（密码都是 " + accounts[0].password + "）：")
        for one in accounts:
            print(f"    {one.username:<14}{one.name}　{one.unit}　{one.role}")
    else:
        print("  数据库里已有自己的数据，没有载入示例，请用自己的账户登录。")
    print(flush=True)
