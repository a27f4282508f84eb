"""读取整改报告或反馈意见，输出其结构（JSON 或提纲）。"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bihuan.cli import EXIT_OK, UserError
from bihuan.cli._input import as_day, limits_from_environment, read_bytes
from bihuan.report.errors import UnreadableDocument

if TYPE_CHECKING:
    import argparse

    from bihuan.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``bihuan parse FILE [--format json|outline] [--as-of DATE]``."""
    parser.add_argument("file", metavar="文件", help="txt、md、html、docx、pdf、doc、wps；- 为标准输入")
    parser.add_argument("--format", choices=["json", "outline"], default="json", help="输出格式，默认 json")
    parser.add_argument("--as-of", type=as_day, metavar="日期", help="报告没有日期时以此为准，如 2024-05-01")


def run(args: argparse.Namespace) -> int:
    """Write the view; 2 where the file cannot be read."""
    from bihuan.report import read
    from bihuan.report.view import write_json

    limits = limits_from_environment()
    data = read_bytes(args.file, limits.file_bytes)
    try:
        report = read(data, args.file, args.as_of, limits=limits)
    except UnreadableDocument as error:
        raise UserError(str(error)) from None
    if args.format == "outline":
        _write("\n".join(outline(report)) + "\n")
        sys.stdout.buffer.flush()
    else:
        write_json(report, _write)
        sys.stdout.buffer.flush()
    return EXIT_OK


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def outline(report: Report) -> list[str]:
    """The tree as people read it, one line a node with its place."""
    head = report.title or "（无标题）"
    lines = [
        head,
        f"  发布：{report.issuer or '—'}  {report.issued_on or '—'}  反馈：{report.feedback_on or '—'}",
    ]
    for section in report.sections:
        lines.append(
            f"{section.number or ''} {section.title or '（不分部分）'}".strip() + f"  〔{section.line}行〕"
        )
        for response in section.responses:
            for finding in response.findings:
                lines.append(f"  问题{finding.number or ''} {finding.title}  〔{finding.line}行〕")
                lines += [f"    {aspect.number or ''} {aspect.title}" for aspect in finding.subfindings]
            lines += [f"      · {_short(measure.text)}" for measure in response.measures]
            if response.outcome:
                lines.append(f"      ⇒ {response.outcome.text}（{response.outcome.status.value}）")
    lines += [f"  未归类〔{line.line}行〕{_short(line.text)}" for line in report.unread]
    return lines


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
