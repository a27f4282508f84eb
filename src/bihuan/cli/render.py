"""把读入的文稿原样写回：文本、Markdown、网页逐字节相同，其他格式写出其文字。"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bihuan.cli import EXIT_OK, UserError
from bihuan.cli._input import limits_from_environment, read_bytes
from bihuan.report.errors import UnreadableDocument

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``bihuan render FILE --to txt``."""
    parser.add_argument("file", metavar="文件", help="要读的文件；- 为标准输入")
    parser.add_argument("--to", choices=["txt"], default="txt", help="输出格式，目前为 txt")


def run(args: argparse.Namespace) -> int:
    """Parse, then write the tree back; 2 where the file cannot be read."""
    from bihuan.report import render_document

    limits = limits_from_environment()
    data = read_bytes(args.file, limits.file_bytes)
    try:
        written = render_document(data, args.file, limits=limits)
    except UnreadableDocument as error:
        raise UserError(str(error)) from None
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()
    return EXIT_OK
