"""Keys that sign packages: list them, make a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bihuan.proof.signing import spaced
from bihuan.web.evidence.keys import public_keys, published
from bihuan.web.evidence.services.keys import key_rotate

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """``list`` for people, ``json`` for those who verify, ``rotate`` for a new key."""

    help = "佐证包的签名密钥：list 列出，json 输出公钥清单，rotate 换一把新的"

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("what", choices=("list", "json", "rotate"), nargs="?", default="list")

    def handle(self, *_: Any, **options: Any) -> None:
        """One of the three."""
        if options["what"] == "json":
            self.stdout.write(published(), ending="")
            return
        if options["what"] == "rotate":
            made = key_rotate(now=timezone.now())
            self.stdout.write(f"已换用新密钥 {made.id}（{made.label}），原有公钥仍保留，旧包照常可以核验。")
            self.stdout.write("请把下面的指纹公布给核验的单位：")
        for one in public_keys():
            self.stdout.write(f"{one.label}　{spaced(one.fingerprint)}　{one.term}")
        if not public_keys():
            self.stdout.write("还没有密钥；第一次下载佐证包时自动生成，也可以用 rotate 先生成。")
