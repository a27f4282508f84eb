"""Recompute every chain of the journal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bihuan.web.base.queries import journal_verify


class Command(BaseCommand):
    """Status 1 with one line for each place that does not hold."""

    help = "核对日志：逐条重算摘要，找出被改动、抽走或插入的地方"

    def handle(self, *_: Any, **__: Any) -> None:
        """Say that the journal is whole, or where it is not."""
        breaks = journal_verify()
        for one in breaks:
            self.stderr.write(f"链 {one.chain}：{one.text}")
        if breaks:
            raise CommandError(f"日志有 {len(breaks)} 处对不上。")
        self.stdout.write("日志完整，没有被改动。")
