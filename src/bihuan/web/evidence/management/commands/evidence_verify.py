"""Hash everything in the store again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from bihuan.web.evidence.verifying import orphans, store_verify

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Status 1 with one line for each content that is gone or was changed."""

    help = "核对佐证存储：逐个重算摘要，找出丢失、改动过的文件，以及没有登记的多余文件"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether the journal is asked too."""
        parser.add_argument("--journal", action="store_true", help="同时核对日志")

    def handle(self, *_: Any, **options: Any) -> None:
        """Say that the store is whole, or what is not."""
        if options["journal"]:
            from django.core.management import call_command

            call_command("journal_verify", stdout=self.stdout, stderr=self.stderr)
        count, size, breaks = store_verify()
        for text in breaks:
            self.stderr.write(text)
        lost = orphans()
        if lost:
            self.stdout.write(
                f"存储里有 {lost} 个没有登记的文件（多半是上传到一半时断电留下的），不影响佐证。"
            )
        if breaks:
            raise CommandError(f"佐证存储有 {len(breaks)} 处对不上，请从备份恢复这些文件。")
        self.stdout.write(f"佐证存储完整：{count} 个文件，共 {size} 字节，逐个重算摘要，没有丢失和改动。")
