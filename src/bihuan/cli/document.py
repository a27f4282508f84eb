"""由一份报告生成文书：整改方案、清单、进展报告等，Word、PDF、Excel 或文本。"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.cli import EXIT_OK, UserError
from bihuan.cli._input import as_day, limits_from_environment, read_bytes
from bihuan.report.errors import UnreadableDocument

if TYPE_CHECKING:
    import argparse

    from bihuan.documents.fonts import FontBook
    from bihuan.documents.kinds import Kind

FOLDERS = (
    "~/.fonts",
    "/usr/local/share/fonts",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/fonts",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``bihuan document KIND FILE -o OUT``."""
    parser.add_argument("kind", metavar="文书", nargs="?", help="名称，见 --list")
    parser.add_argument("file", metavar="报告", nargs="?", help="要读的报告；- 为标准输入")
    parser.add_argument("-o", "--output", metavar="文件", help="写到哪里；格式由后缀定：docx、pdf、xlsx、txt")
    parser.add_argument("--on", metavar="日期", type=as_day, help="成文日期，如 2026-11-18；不写为今天")
    parser.add_argument("--office", metavar="机关", default="", help="主送机关；不写为巡察工作领导小组办公室")
    parser.add_argument("--list", action="store_true", help="列出可以生成的文书")


def run(args: argparse.Namespace) -> int:
    """Read the report, make the document, write it."""
    from bihuan.documents.kinds import Scope, of_scope

    some = {one.slug: one for one in of_scope(Scope.CASE)}
    if args.list:
        for slug, one in some.items():
            print(f"{slug:<22}{one.word}：{one.about}（{'、'.join(one.formats)}）")
        return EXIT_OK
    if not (args.kind and args.file and args.output):
        raise UserError("请写明文书名称、报告和 -o 文件；名称见 bihuan document --list。")
    if args.kind not in some:
        raise UserError(f"没有“{args.kind}”这种文书，名称见 bihuan document --list。")
    _write(args, some[args.kind])
    return EXIT_OK


def _write(args: argparse.Namespace, kind: Kind) -> None:
    from bihuan.documents.blocks import texts
    from bihuan.documents.from_report import case_of
    from bihuan.documents.kinds import Format
    from bihuan.documents.making import made
    from bihuan.report import read

    out = Path(args.output)
    form = out.suffix.removeprefix(".").lower()
    if form not in kind.formats:
        raise UserError(f"{kind.word}的格式可以是 {'、'.join(kind.formats)}，请改文件后缀。")
    limits = limits_from_environment()
    on = args.on or date.today()
    try:
        report = read(read_bytes(args.file, limits.file_bytes), args.file, limits=limits)
    except UnreadableDocument as error:
        raise UserError(str(error)) from None
    case = case_of(report, on, office=args.office)
    fonts = _fonts() if form == Format.PDF else None
    try:
        out.write_bytes(made(kind, case, Format(form), fonts))
    except OSError as error:
        raise UserError(f"写不了“{out}”：{error.strerror or '系统错误'}。") from None
    for line in kind.missing(case):
        print(f"提示：{line}", file=sys.stderr)
    if fonts and (notice := fonts.notice("".join(texts(kind.make(case))))):
        print(f"提示：{notice}", file=sys.stderr)


def _fonts() -> FontBook:
    """The fonts of this machine; UserError where the typesetter or every font is missing."""
    try:
        from bihuan.documents.fonts import FontsMissingError, font_book

        there = [Path(one).expanduser() for one in (*FOLDERS, *_packaged())]
        found = font_book(tuple(str(one) for one in there if one.is_dir()))
        found.notice()
    except ImportError:
        raise UserError("生成 PDF 要另装 typst：pip install 'typst>=0.15.2'。") from None
    except FontsMissingError as error:
        raise UserError(str(error)) from None
    return found


def _packaged() -> list[str]:
    """The font that comes with the product, where it is installed."""
    from importlib.util import find_spec

    found = find_spec("noto_cjk_sans_otc")
    return [str(Path(found.origin).parent)] if found and found.origin else []
