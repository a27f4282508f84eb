"""Count the figures of every board anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bihuan.web.rectification.figures import figures_recount


class Command(BaseCommand):
    """Says how many figures differed from their rows; they are right afterwards."""

    help = "重新清点看板的各项数字，改正与台账不符的。"

    def handle(self, *_: Any, **__: Any) -> None:
        """Case by case, each under its own lock, so that work goes on meanwhile."""
        wrong = figures_recount()
        self.stdout.write(f"改正了 {wrong} 个数字。" if wrong else "看板的数字与台账一致，没有差错。")
