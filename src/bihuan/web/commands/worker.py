"""执行后台任务：寄邮件、发群消息、按时的汇总（可同时运行几个）。"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from bihuan.web.commands import _start

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--once`` for cron and tests, ``--no-ticker`` for further workers, ``--parent`` for ``serve``."""
    parser.add_argument("--once", action="store_true", help="办完现在到期的任务就退出")
    parser.add_argument("--no-ticker", action="store_true", help="不排按时的任务（汇总、清理），只办已排的")
    parser.add_argument("--parent", type=int, help="这个进程退出时也退出（bihuan serve 用）")


def run(args: argparse.Namespace) -> int:
    """Work until stopped. SIGTERM and Ctrl+C let the job in hand be finished."""
    _start.set_up()
    from bihuan.web.notices.queue.worker import Worker

    worker = Worker(ticking=not args.no_ticker, parent=args.parent)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: worker.stop())
    if args.once:
        print(f"办完 {worker.drain()} 项任务。")
        return 0
    if args.parent is None:
        print("工作进程已启动。（按 Ctrl+C 停止，手头的任务办完才退出）", flush=True)
    worker.run()
    return 0
