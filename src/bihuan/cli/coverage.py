"""逐个问题列出关键词由哪一项措施回应，没有回应的标出，供人判断是否答非所问、有无漏项。"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bihuan.cli import EXIT_OK, UserError, harmless
from bihuan.cli._input import as_day, limits_from_environment, read_bytes
from bihuan.report.errors import UnreadableDocument

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from bihuan.checks.coverage import Place, Row

SCHEMA = "bihuan.coverage/1"
VERDICTS = {True: "有回应", False: "没有回应", None: "标题里没有可对照的词"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``bihuan coverage FILE``."""
    parser.add_argument("file", metavar="文件", help="整改报告；- 为标准输入")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式，默认 text")
    parser.add_argument("--as-of", type=as_day, metavar="日期", help="报告没有日期时以此为准，如 2024-05-01")
    parser.add_argument("--output", metavar="文件", help="写到这个文件")


def run(args: argparse.Namespace) -> int:
    """Write the coverage; 2 where the file cannot be read."""
    from bihuan.checks.coverage import coverage
    from bihuan.cli.check import write_bytes
    from bihuan.report import read

    limits = limits_from_environment()
    data = read_bytes(args.file, limits.file_bytes)
    try:
        report = read(data, "" if args.file == "-" else args.file, args.as_of, limits=limits)
    except UnreadableDocument as error:
        raise UserError(str(error)) from None
    rows = coverage(report)
    if args.format == "json":
        told = json.dumps(as_object(args.file, rows), ensure_ascii=False, indent=1) + "\n"
        write_bytes(args.output, told.encode("utf-8", "replace"))
    elif args.output:
        write_bytes(args.output, ("\n".join(lines(rows)) + "\n").encode("utf-8", "replace"))
    else:
        print(harmless("\n".join(lines(rows)) + "\n"), end="")
    return EXIT_OK


def lines(rows: list[Row]) -> Iterator[str]:
    """One finding after another; what nobody takes up is marked."""
    for _, group in groupby(rows, key=lambda row: row.finding.leaf):
        for row in group:
            depth = "" if row.aspect is row.finding else "  "
            head = "问题" if row.aspect is row.finding else ""
            verdict = VERDICTS[row.cover.verdict]
            yield f"{depth}{head}{row.aspect.number or ''} {row.aspect.title}〔{verdict}〕"
            for word in row.cover.words:
                told = "；".join(_told(place) for place in word.places) or "×  没有措施提到"
                yield f"{depth}    {word.word}：{told}" + (f"；另有 {word.more} 处" if word.more else "")
            for place in row.cover.otherwise:
                yield f"{depth}    换了说法：{_told(place)}"
    missing = sum(row.cover.verdict is False for row in rows)
    yield f"问题和具体表现共 {len(rows)} 个，没有回应的 {missing} 个。是否真的漏项由人核定。"


def _told(place: Place[int]) -> str:
    return f"第 {place.key} 行“{place.before}【{place.words}】{place.after}”"


def as_object(name: str, rows: list[Row]) -> dict[str, Any]:
    """``bihuan.coverage/1`` with its keys in order."""
    return {
        "schema": SCHEMA,
        "file": name,
        "rows": [
            {
                "finding": row.finding.number,
                "number": row.aspect.number,
                "title": row.aspect.title,
                "line": row.aspect.line,
                "covered": row.cover.verdict,
                "words": [
                    {
                        "word": word.word,
                        "places": [_as_row(place) for place in word.places],
                        "more": word.more,
                    }
                    for word in row.cover.words
                ],
                "otherwise": [_as_row(place) for place in row.cover.otherwise],
            }
            for row in rows
        ],
    }


def _as_row(place: Place[int]) -> dict[str, Any]:
    return {"line": place.key, "before": place.before, "words": place.words, "after": place.after}
