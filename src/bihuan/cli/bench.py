"""测评：在标注好的报告上测量读得准不准（reading）、查得准不准（checks）。"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from bihuan.cli import EXIT_OK, UserError, harmless
from bihuan.cli._input import limits_from_environment, read_bytes
from bihuan.scoring import Note, Tally, grouped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from bihuan.report import Report

SOURCES = (".txt", ".md", ".html", ".docx", ".pdf")
LABELS = {"checks": ".expected.json", "reading": ".parse.json"}
NAMES = {
    "findings": "问题",
    "responses": "合并作答",
    "measures": "措施",
    "outcomes": "整改结果",
    "dates": "日期",
    "totals": "汇总数字",
    "all": "全部",
}
FAULTS = {"missed": "漏", "false": "误"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure and where the labelled reports are."""
    parser.add_argument("what", choices=tuple(LABELS), help="checks 测体检，reading 测阅读")
    parser.add_argument(
        "folder",
        metavar="目录",
        help=f"报告和标注所在的目录：名称.txt 旁边有 名称{LABELS['checks']} 或 名称{LABELS['reading']}",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式，默认 text")
    parser.add_argument("--select", action="append", default=[], metavar="规则", help="只测这些规则")


def run(args: argparse.Namespace) -> int:
    """0 whatever the figures are: this measures, it does not judge; 2 where nothing can be measured."""
    pairs = list(_pairs(args.folder, LABELS[args.what]))
    if not pairs:
        raise UserError(f"“{args.folder}”里没有标注好的报告：要有 名称.txt 和 名称{LABELS[args.what]}。")
    tallies: dict[str, Tally] = {}
    notes: list[Note] = []
    exact = {"dates": 0, "findings, responses and outcomes": 0}
    for path, labels in pairs:
        scored, differences = _score(args, path, labels, exact)
        notes += differences
        for key, tally in scored.items():
            tallies.setdefault(key, Tally()).add(tally)
    exact = exact if args.what == "reading" else {}
    (_write_json if args.format == "json" else _write_text)(len(pairs), tallies, notes, exact)
    return EXIT_OK


def _score(
    args: argparse.Namespace, path: str, labels: dict[str, Any], exact: dict[str, int]
) -> tuple[dict[str, Tally], list[Note]]:
    name = os.path.splitext(os.path.basename(path))[0]
    report = _read(path)
    if args.what == "checks":
        from bihuan.checks.engine import check
        from bihuan.checks.registry import choose
        from bihuan.scoring.checks import score

        words = [word for given in args.select for word in given.replace("，", ",").split(",") if word]
        codes = {entry.code for entry in choose(words, ())}
        return score(name, labels, check(report).diagnostics, report.lines, codes)
    from bihuan.report.view import to_view
    from bihuan.scoring import reading

    tallies, notes = reading.score(name, labels, json.loads(json.dumps(to_view(report))), report.lines)
    exact["dates"] += reading.is_exact(tallies, "dates")
    exact["findings, responses and outcomes"] += reading.is_exact(
        tallies, "findings", "responses", "outcomes"
    )
    return tallies, notes


def _read(path: str) -> Report:
    from bihuan.report import read
    from bihuan.report.errors import UnreadableDocument

    limits = limits_from_environment()
    try:
        return read(read_bytes(path, limits.file_bytes), limits=limits)
    except UnreadableDocument as error:
        raise UserError(f"{path}：{error}") from None


def _pairs(folder: str, suffix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(report, labels) of every labelled report, in the order of their names."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        raise UserError(f"打不开目录“{folder}”，请核对路径。") from None
    for name in names:
        stem, extension = os.path.splitext(name)
        label = os.path.join(folder, stem + suffix)
        if extension.lower() in SOURCES and os.path.isfile(label):
            yield os.path.join(folder, name), _labels(label)


def _labels(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            labels = json.load(file)
    except (OSError, ValueError):
        raise UserError(f"标注“{path}”不是可用的 JSON 文件。") from None
    if not isinstance(labels, dict):
        raise UserError(f"标注“{path}”应当是一个 JSON 对象。")
    return labels


def _write_json(reports: int, tallies: dict[str, Tally], notes: list[Note], exact: dict[str, int]) -> None:
    by_group = {} if exact else {key: one.told() for key, one in grouped(tallies).items()}
    answer = {
        "schema": "bihuan.bench/1",
        "reports": reports,
        "scores": {key: one.told() for key, one in sorted(tallies.items())},
        "groups": by_group,
        "exact_reports": exact,
        "differences": [note._asdict() for note in notes],
    }
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _write_text(reports: int, tallies: dict[str, Tally], notes: list[Note], exact: dict[str, int]) -> None:
    for note in notes:
        print(harmless(f"{note.report}:{note.line} {note.key} {FAULTS[note.fault]} {note.said}"))
    print(f"\n共{reports}份报告。\n\n            命中   漏   误    准确率  召回率    F1   每千字触发")
    for key, tally in (*sorted(tallies.items()), *(() if exact else grouped(tallies).items())):
        name = NAMES.get(key, key)
        wide = 10 - sum(1 + (char > "\u2e80") for char in name)
        print(
            f"{name}{' ' * max(wide, 1)}{tally.hits:6}{tally.missed:5}{tally.false:5}"
            f"{tally.precision:10.3f}{tally.recall:8.3f}{tally.f1:8.3f}{tally.per_thousand:10.3f}"
        )
    for key, count in exact.items():
        named = "日期" if key == "dates" else "问题、作答和结果"
        print(f"{named}全对的报告：{count}／{reports}（{100 * count / reports:.1f}%）")
