"""Writes the public site as static files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from bihuan.web.disclosure.public.exporting import export


class Command(BaseCommand):
    """``bihuan manage public_export DIR``; the command for people is ``bihuan publish --static DIR``."""

    help = "把公开网页写成静态文件，放到任何网站服务器上都能看。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", help="目录；已有的同名文件会换成新的")

    def handle(self, *_: Any, **options: Any) -> None:
        """Write and tell how many."""
        done = export(Path(options["folder"]))
        self.stdout.write(f"已写出 {done.files} 个文件。")
