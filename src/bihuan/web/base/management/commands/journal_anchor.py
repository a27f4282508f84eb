"""Tie the heads of all chains together under one hash."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bihuan.web.base.services import journal_anchor


class Command(BaseCommand):
    """Prints the hash, to be kept on paper or elsewhere."""

    help = "为日志下锚：把各单位日志的末条摘要合成一个，可抄存在别处，日后核对"

    def handle(self, *_: Any, **__: Any) -> None:
        """One anchor."""
        anchor = journal_anchor(now=timezone.now())
        self.stdout.write(f"第{anchor.number}个锚：{anchor.hash}")
