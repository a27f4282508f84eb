"""读整改台账、问题清单、任务清单、责任清单（Excel、WPS 表格、csv），列出各行和读不了的行"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bihuan.cli import EXIT_OK, UserError, harmless
from bihuan.cli._input import as_day, limits_from_environment, read_bytes
from bihuan.report.errors import UnreadableDocument

if TYPE_CHECKING:
    import argparse

    from bihuan.ledger import Ledger

SHOWN = 5
"""Cells named in the notice."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``bihuan ledger FILE [--format json|text] [--as-of DATE]``."""
    parser.add_argument("file", metavar="文件", help="xlsx、xls、et、csv；- 为标准输入")
    parser.add_argument("--format", choices=["json", "text"], default="json", help="输出格式，默认 json")
    parser.add_argument(
        "--as-of", type=as_day, metavar="日期", help="表上没有填报日期时以此为准，如 2024-05-01"
    )


def run(args: argparse.Namespace) -> int:
    """Write rows and rejects; 2 only where the file cannot be read at all."""
    from bihuan.ledger import read_ledger

    limits = limits_from_environment()
    data = read_bytes(args.file, limits.file_bytes)
    try:
        ledger = read_ledger(data, args.file, limits=limits, as_of=args.as_of)
    except UnreadableDocument as error:
        raise UserError(str(error)) from None
    text = _as_text(ledger) if args.format == "text" else _as_json(ledger)
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    if ledger.unreckoned:
        print(harmless(_unreckoned(ledger)), file=sys.stderr)
    return EXIT_OK


def _unreckoned(ledger: Ledger) -> str:
    """Which cells were read as empty, and what helps."""
    told = "、".join(f"“{sheet}”的{cell}" for sheet, cell in ledger.unreckoned[:SHOWN])
    more = "等" if len(ledger.unreckoned) > SHOWN else ""
    return (
        f"bihuan ledger：{told}{more}共{len(ledger.unreckoned)}格是公式，文件里没有存下算出的结果，"
        "只能当作空格来读。请用 Excel 或 WPS 打开这份表、保存一次再读。"
    )


def _as_json(ledger: Ledger) -> str:
    import json

    from bihuan.ledger.view import as_json

    return json.dumps(as_json(ledger), ensure_ascii=False, indent=1)


def _as_text(ledger: Ledger) -> str:
    """For people: each row in a few words, then what was left out and why."""
    from bihuan.ledger import REASONS

    lines = [f"读出 {len(ledger.rows)} 行，未能读入 {len(ledger.rejects)} 行。"]
    for row in ledger.rows:
        who = "、".join((*row.leader, *row.department, *row.person)) or "—"
        lines.append(f"  〔{row.sheet} 第{row.row}行〕{row.finding_no or ''} {row.finding}".rstrip())
        lines += [f"      · {measure}" for measure in row.measures]
        lines.append(f"      {who}  时限：{row.due.date or row.due.text or '—'}")
    for reject in ledger.rejects:
        lines.append(f"  未读入〔{reject.sheet} 第{reject.row}行〕{reject.text}：{REASONS[reject.reason]}")
    return "\n".join(lines)
