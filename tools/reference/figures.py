"""How well reading and checking do on the labelled sets of ``bench/``; computed once for all pages."""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bihuan.checks.api import Diagnostic
    from bihuan.report import Report
    from bihuan.scoring import Tally

BENCH = Path(__file__).resolve().parents[2] / "bench"
SETS = {
    "devset": "开发集：各种版式，写规则时反复看过",
    "blindset": "第一批盲测：由没有看过代码的人编写",
    "blind2": "第二批盲测",
    "blind3": "第三批盲测：照第二批改进之后再写",
    "blind4": "第四批：为最弱的几组加写",
    "blind5": "第五批盲测：由没有看过代码的人编写",
    "blind6": "第六批盲测：由另一人独立编写，据第五批改进以后才运行",
    "blind7": "第七批盲测：由又一人独立编写，各组规则按成族的说法拓宽以后才运行",
    "blind8": "第八批盲测：由又一人独立编写，三批变换说法的短稿用过以后才运行；拓宽数字一组时看过",
    "blind9": "第九批盲测：由又一人独立编写，所有规则改完以后才运行",
    "blind10": "第十批盲测：由又一人独立编写，运行一次以后才看",
}
CLEAN = "clean"
"""In the name of a report in which nothing was planted."""


class Figures(NamedTuple):
    """Counts over all sets."""

    reports: int
    codes: dict[str, Tally]
    clean_reports: int
    clean_characters: int
    clean_fired: dict[str, int]
    clean_errors: int
    """Error-level diagnostics on clean reports."""
    sets: dict[str, dict[str, Tally]]
    """By set: the groups of rules and ``all``."""
    reading: dict[str, tuple[int, dict[str, Tally], int, int]]
    """By set: reports, tallies by field, reports with every date exact, with all else exact."""


@lru_cache(maxsize=1)
def figures() -> Figures:
    """Read and check every labelled report."""
    from bihuan.scoring import Tally, grouped

    codes: dict[str, Tally] = {}
    sets: dict[str, dict[str, Tally]] = {}
    reading: dict[str, tuple[int, dict[str, Tally], int, int]] = {}
    clean: list[tuple[int, tuple[Diagnostic, ...]]] = []
    reports = 0
    for name in SETS:
        own: dict[str, Tally] = {}
        fields: list[dict[str, Tally]] = []
        for path in _sources(BENCH / name):
            report, found, scored, read = _measure(path)
            reports += 1
            for code, tally in scored.items():
                own.setdefault(code, Tally()).add(tally)
                codes.setdefault(code, Tally()).add(tally)
            if read is not None:
                fields.append(read)
            if CLEAN in path.stem:
                clean.append((sum(map(len, report.lines)), found))
        sets[name] = grouped(own)
        if fields:
            reading[name] = _of_reading(fields)
    fired: dict[str, int] = {}
    for _, found in clean:
        for one in found:
            fired[one.code] = fired.get(one.code, 0) + 1
    errors = sum(one.severity.value == "error" for _, found in clean for one in found)
    return Figures(reports, codes, len(clean), sum(size for size, _ in clean), fired, errors, sets, reading)


def _sources(folder: Path) -> list[Path]:
    """Labelled reports of a folder, as text or as Word."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".docx", ".html"})


def _measure(
    path: Path,
) -> tuple[Report, tuple[Diagnostic, ...], dict[str, Tally], dict[str, Tally] | None]:
    from bihuan.checks.engine import check
    from bihuan.report import read
    from bihuan.report.view import to_view
    from bihuan.scoring import checks, reading

    report = read(path.read_bytes(), path.name)
    found = check(report).diagnostics
    scored, _ = checks.score(path.stem, _labels(path, "expected"), found, report.lines)
    labels = path.with_suffix(".parse.json")
    if not labels.exists():
        return report, found, scored, None
    view = json.loads(json.dumps(to_view(report)))
    fields, _ = reading.score(path.stem, _labels(path, "parse"), view, report.lines)
    return report, found, scored, fields


def _labels(path: Path, kind: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.with_suffix(f".{kind}.json").read_text("utf-8"))
    return told


def _of_reading(fields: list[dict[str, Tally]]) -> tuple[int, dict[str, Tally], int, int]:
    from bihuan.scoring import Tally
    from bihuan.scoring.reading import is_exact

    added: dict[str, Tally] = {}
    for one in fields:
        for key, tally in one.items():
            added.setdefault(key, Tally()).add(tally)
    dates = sum(is_exact(one, "dates") for one in fields)
    whole = sum(is_exact(one, "findings", "responses", "outcomes") for one in fields)
    return len(fields), added, dates, whole


def first_sight() -> list[dict[str, Any]]:
    """What the blind sets gave when they were run for the first time."""
    rounds: list[dict[str, Any]] = tomllib.loads((BENCH / "first_sight.toml").read_text("utf-8"))["round"]
    return rounds


def of_rule(code: str) -> str:
    """A rule's own figures in one sentence."""
    found = figures()
    tally = found.codes.get(code)
    per = 1000 * found.clean_fired.get(code, 0) / found.clean_characters
    quiet = f"在{found.clean_reports}份没有埋设缺陷的报告里每千字触发 {per:.2f} 次"
    if tally is None or not tally.hits + tally.missed + tally.false:
        return f"标注集里没有这条规则的例子；{quiet}。"
    return (
        f"{found.reports} 份标注报告里命中 {tally.hits}、漏 {tally.missed}、误 {tally.false}，"
        f"准确率 {tally.precision:.2f}，召回率 {tally.recall:.2f}；{quiet}。"
    )
