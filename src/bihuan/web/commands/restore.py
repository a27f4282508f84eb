"""恢复：把备份读进这里的数据库和佐证存储，先全部核对，再一次换上。"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.cli import EXIT_FOUND, EXIT_OK
from bihuan.web.base.words import day_words
from bihuan.web.commands import _house, _passphrase, _start

if TYPE_CHECKING:
    import argparse

    from bihuan.web.keeping.archive import End, Manifest
    from bihuan.web.keeping.restoring import Restored


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, and what may be replaced."""
    parser.add_argument("source", metavar="备份文件", help="bihuan backup 写的文件")
    _passphrase.add_argument(parser, "加密的备份的口令文件；不写时在屏幕上输入")
    parser.add_argument("--evidence", metavar="目录", help="备份时用 --evidence 另存佐证的目录")
    parser.add_argument("--replace", action="store_true", help="这里已有数据时也恢复，原有数据另外保存")
    parser.add_argument("--check", action="store_true", help="只核对备份是否完整，不恢复")


def run(args: argparse.Namespace) -> int:
    """0 restored and whole, 1 restored but the journal or evidence of the backup does not hold, 2 nothing
    was changed.
    """
    source = Path(args.source)
    by = _passphrase.stretched_for(source, args.passphrase_file)
    _start.set_up()
    from django.utils import timezone

    from bihuan.web.keeping.restoring import Orders, backup_check, backup_restore

    orders = Orders(by, Path(args.evidence) if args.evidence else None, args.replace)
    if args.check:
        manifest, end = backup_check(source=source, orders=orders)
        print(_content(manifest, end) + "\n备份完整，可以恢复。")
        return EXIT_OK
    _tell(backup_restore(now=timezone.now(), source=source, orders=orders))
    print("正在核对恢复后的日志和佐证……", flush=True)
    return EXIT_FOUND if _house.verify(("journal", "evidence")) else EXIT_OK


def _content(manifest: Manifest, end: End) -> str:
    from django.utils.timezone import localtime

    made_at = localtime(datetime.fromisoformat(manifest.made_at))
    told = f"备份于 {day_words(made_at)} {made_at:%H:%M}，程序 {manifest.version}："
    told += f"{len(manifest.tables)} 张表 {manifest.rows} 行，"
    told += f"佐证 {end.evidence} 个文件 {manifest.evidence_bytes} 字节。"
    if end.damaged:
        told += f"\n其中 {len(end.damaged)} 个佐证文件在备份以前就损坏了：\n" + "\n".join(end.damaged)
    return told


def _tell(done: Restored) -> None:
    print(_content(done.manifest, done.end) + "\n已恢复。所有人须重新登录。")
    if done.aside:
        print(f"原有数据另存为 {done.aside}，确认不再需要后可以删去。")
    if not done.keys:
        print(
            "备份不含密钥：请把另行保管的 secret.key 和 keys/ 放回数据目录，"
            "否则动态码须重新绑定、佐证包须换密钥签名。"
        )
