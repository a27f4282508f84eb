"""What the commands share: Django set up with settings that are told in a sentence when wrong, and the
server.
"""

from __future__ import annotations

import gc
import os
import socket
from typing import TYPE_CHECKING

import django
from django.core.exceptions import ImproperlyConfigured

from bihuan.cli import UserError

if TYPE_CHECKING:
    import argparse


GARBAGE = (700, 10, 10)
"""Python's own thresholds. The command line sets others, at which a short life never looks for garbage; what
the product runs migrates, restores, serves for weeks: restoring kept 220 MB instead of 130.
"""


def set_up() -> None:
    """Django with the product's settings; ``UserError`` for a setting that makes no sense."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.web.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise UserError(str(error)) from error
    gc.freeze()  # modules stay: no need to look through them again and again
    gc.set_threshold(*GARBAGE)


def add_address(parser: argparse.ArgumentParser) -> None:
    """``--host`` and ``--port``."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只供本机访问")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")


def refuse_taken_port(host: str, port: int) -> None:
    """Tell early and plainly when somebody else listens there."""
    if not 0 < port < 65536:
        raise UserError(f"端口应在 1 到 65535 之间，现在是 {port}。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"{host}:{port} 不能使用（{error.strerror}），请换一个端口：--port {port + 1}"
            ) from error


def migrate() -> None:
    """Bring the database up to date; ``UserError`` where it cannot be reached."""
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise UserError(f"连不上数据库，请检查 DATABASE_URL：{str(error).splitlines()[0]}") from error


def serve(host: str, port: int) -> int:
    """Run the server until it is stopped."""
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.server import Server

    server = Server(
        "bihuan.web.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.ENV["BIHUAN_WORKERS"],
        log_enabled=False,
        respawn_failed_workers=True,  # one that the system had to kill must not leave the house half open
    )
    server.serve()
    return 0
