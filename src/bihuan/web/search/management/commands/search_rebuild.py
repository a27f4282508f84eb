"""Build the index of the full-text search anew."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bihuan.web.search.building import build, unfinished

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Goes on where it was stopped; each piece is a transaction of its own."""

    help = "重建全文检索的索引：分批进行，中断后再执行一次就接着做；期间照常办公，查到的可能不全"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to begin from nothing although an earlier run was stopped half-way."""
        parser.add_argument("--anew", action="store_true", help="上次没有做完的也从头开始")

    def handle(self, *_: Any, **options: Any) -> None:
        """Say how far it is where somebody watches, and how many there are in the end."""
        count = build(timezone.now, anew=options["anew"] or not unfinished(), tell=self._tell)
        self.stdout.write(f"全文索引已重建：{count} 条。")

    def _tell(self, count: int) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r已写入 {count} 条", ending="")
