"""Bars 1 and 2: dates of the seed report, exactness and CPU, against JioNLP.

JioNLP stands in an environment of its own under ``var/bench-jionlp``, made at the first run, and is no
dependency. Both read the same lines, warm, in turns; the figures are CPU milliseconds for the whole report.
"""

from __future__ import annotations

import importlib
import json
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "seed" / "000_a1fec5a0f4fe819b.txt"
TRUTH = ROOT / "tests" / "zh" / "cases" / "seed_dates.tsv"
ENVIRONMENT = ROOT / "var" / "bench-jionlp"
JIONLP = "jionlp==1.5.31"
ROUNDS = 9
MUST, GOOD = 0.10, 0.05
BASE = {"year": 2023}
BIG = 10_000_000

Row = tuple[int, int, str, str, str]
"""Line, column, text, first day, last day."""


def read_ours(lines: list[str]) -> list[Row]:
    """Every date; the feedback date is found in the text itself, as the report reader does."""
    from bihuan.zh.dates import Timeline, read_dates

    found = [(1, mention) for mention in read_dates(lines[0], Timeline())]
    timeline = Timeline(found[-1][1].end)
    for number, line in enumerate(lines[1:], 2):
        found += [(number, mention) for mention in read_dates(line, timeline)]
    return [(n, m.offset + 1, m.text, str(m.start), str(m.end)) for n, m in found]


def cpu_ours(lines: list[str], times: int = 10) -> float:
    """CPU seconds for the whole report, the mean of ``times`` passes."""
    from bihuan.zh.dates import Timeline, read_dates

    start = time.process_time()
    for _ in range(times):
        timeline = Timeline(date(2023, 2, 7))
        for line in lines:
            read_dates(line, timeline)
    return (time.process_time() - start) / times


def truth() -> list[Row]:
    """The 94 dates of the seed."""
    rows = [row.split("\t") for row in TRUTH.read_text("utf-8").splitlines() if not row.startswith("#")]
    return [(int(row[0]), int(row[1]), row[2], row[3], row[4]) for row in rows]


def serve_jionlp() -> None:
    """Runs inside the other environment: answers each line of standard input with one line of JSON."""
    jionlp = importlib.import_module("jionlp")  # stands only in the other environment

    for request in sys.stdin:
        asked: dict[str, Any] = json.loads(request)
        base = {"time_base": asked["base"]} if asked["base"] else {}
        found = []
        start = time.process_time()
        for number, line in enumerate(asked["lines"], 1):
            for item in jionlp.ner.extract_time(line, with_parsing=True, **base):
                days = item["detail"]["time"] if item.get("detail") else ["", ""]
                found.append((number, item["offset"][0] + 1, item["text"], *map(str, days)))
        cost = time.process_time() - start
        rows = [row for row in found if len(row) == 5]
        print(json.dumps({"cpu": cost, "rows": rows}), flush=True)


def environment() -> Path | None:
    """Python of the environment with JioNLP, made when missing; None where it cannot be had."""
    python = ENVIRONMENT / "bin" / "python"
    probe = [str(python), "-c", "import jionlp"]
    if python.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return python
    print(f"准备对照环境 {ENVIRONMENT.relative_to(ROOT)}（只此一次，约需一分钟）……", flush=True)
    steps = [
        [sys.executable, "-m", "venv", str(ENVIRONMENT)],
        [str(python), "-m", "pip", "install", "--quiet", JIONLP],
        probe,
    ]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            print("装不上 JioNLP，只测本项目自己的读法。最后的提示：", *done.stderr.strip().splitlines()[-1:])
            return None
    return python


class Peer:
    """JioNLP in its own process."""

    def __init__(self, python: Path, lines: list[str]) -> None:
        command = [str(python), str(Path(__file__).resolve()), "--serve-jionlp"]
        self.lines = lines
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def ask(self, base: dict[str, int] | None) -> dict[str, Any]:
        """CPU seconds and rows of one pass."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"lines": self.lines, "base": base}) + "\n")
        self.process.stdin.flush()
        for answer in self.process.stdout:
            if answer.startswith("{"):  # the package greets on standard output
                found: dict[str, Any] = json.loads(answer)
                return found
        raise RuntimeError("对照进程没有回答")

    def close(self) -> None:
        """End the process by closing its input."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def exact(rows: list[Any], expected: list[Row]) -> int:
    """How many expected dates have a row that overlaps them with the same first and last day."""
    hits = 0
    for line, column, text, first, last in expected:
        spans = (r for r in rows if r[0] == line and r[1] < column + len(text) and r[1] + len(r[2]) > column)
        hits += any((r[3][:10], r[4][:10]) == (first, last) for r in spans)
    return hits


def grown(text: str, size: int) -> list[str]:
    """The report again and again up to ``size`` bytes, the months moved in each copy."""
    copies = size // len(text.encode()) + 1
    return "\n".join(text.replace("2月", f"{n % 12 + 1}月") for n in range(copies)).splitlines()


def spelled(seconds: list[float]) -> str:
    """Median and range in milliseconds."""
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"{1000 * middle:8.2f} ms [{1000 * low:.2f}..{1000 * high:.2f}]"


def main() -> int:
    """Print the table; exit status 1 when a bar is missed."""
    if not SEED.is_file():
        print("略过：../shared 不在，没有可测的种子报告。")
        return 0
    text = SEED.read_text("utf-8")
    lines, expected = text.splitlines(), truth()
    python = environment()
    ours, theirs = [], []
    rows = read_ours(lines)
    right = exact(rows, expected)
    print(f"{'读法':<24}{'准确':>8}   CPU（中位数 [范围]，{ROUNDS} 轮交替）")
    if python:
        peer = Peer(python, lines)
        with_base, without = exact(peer.ask(BASE)["rows"], expected), exact(peer.ask(None)["rows"], expected)
        for _ in range(ROUNDS):
            ours.append(cpu_ours(lines))
            theirs.append(peer.ask(BASE)["cpu"])
        peer.close()
        print(f"{JIONLP + '，给定年份':<21}{with_base:>5}/{len(expected)}   {spelled(theirs)}")
        print(f"{JIONLP + '，不给':<23}{without:>5}/{len(expected)}")
    else:
        ours = [cpu_ours(lines) for _ in range(ROUNDS)]
    print(f"{'bihuan，不给年份':<22}{right:>5}/{len(expected)}   {spelled(ours)}")
    big = grown(text, BIG)
    share = cpu_ours(big, 1) / sum(len(line.encode()) + 1 for line in big)
    small = statistics.median(ours) / len(text.encode())
    print(f"10 MB ÷ 20 KB 每字节用时：{share / small:.2f}")
    if not theirs:
        return int(right != len(expected))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    print(f"用时之比 {ratio:.3f}（必须 ≤ {MUST:.2f}，良好 ≤ {GOOD:.2f}）")
    return int(right != len(expected) or ratio > MUST)


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve-jionlp"]:
        serve_jionlp()
        raise SystemExit(0)
    raise SystemExit(main())
