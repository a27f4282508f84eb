"""备份：数据库和佐证存成一个文件，服务照常运行，可加密。"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.cli import EXIT_FOUND, EXIT_OK
from bihuan.web.commands import _passphrase, _start

if TYPE_CHECKING:
    import argparse

    from bihuan.web.keeping.making import Made


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how."""
    parser.add_argument("target", metavar="目录或文件", help="写到哪里；是目录时按日期时间取名")
    _passphrase.add_argument(parser, "用这个文件里的口令加密（age 格式）；写 - 时在屏幕上输入")
    parser.add_argument(
        "--evidence", metavar="目录", help="佐证不进备份文件，存到这个目录，各次备份共用，只增加新的"
    )
    parser.add_argument("--no-secrets", action="store_true", help="加密的备份也不带签名密钥和 secret.key")
    parser.add_argument("--keep", type=int, metavar="份数", help="目录里按日期取名的备份只留最近这么多份")


def run(args: argparse.Namespace) -> int:
    """0 whole, 1 when evidence of the house is damaged (the rest is in the backup), 2 when there is none."""
    by = _passphrase.stretched(args.passphrase_file)
    _start.set_up()
    from django.utils import timezone

    from bihuan.web.keeping.making import Orders, backup_make, thin_out

    now, target = timezone.now(), Path(args.target)
    if target.is_dir() or args.target.endswith("/"):
        end = ".tar.age" if by else ".tar"
        target /= f"bihuan-{timezone.localtime(now):%Y%m%d-%H%M%S}{end}"
    orders = Orders(by, Path(args.evidence) if args.evidence else None, not args.no_secrets)
    made = backup_make(now=now, target=target, orders=orders)
    _tell(made)
    if args.keep and args.keep > 0 and Path(args.target).is_dir():
        for one in thin_out(Path(args.target), args.keep):
            print(f"已删去较早的备份：{one.name}")
    return EXIT_FOUND if made.end.damaged else EXIT_OK


def _tell(made: Made) -> None:
    manifest, end = made.manifest, made.end
    print(
        f"已备份到 {made.path}：{len(manifest.tables)} 张表 {manifest.rows} 行，佐证 {end.evidence} 个文件"
        f" {manifest.evidence_bytes} 字节，备份文件 {made.path.stat().st_size} 字节。"
    )
    if not any(name.endswith(".key") for name in manifest.secrets):
        print("备份不含签名密钥和 secret.key，请把数据目录里的 keys/ 和 secret.key 另行保管。")
    for told in end.damaged:
        print(f"■ {told}", file=sys.stderr)
    if end.damaged:
        print(f"有 {len(end.damaged)} 个佐证文件在备份以前就损坏了，没有进入备份。", file=sys.stderr)
