"""Bars 3 and 5 of reading: a whole parse against a one-pass floor, and against the length of the text.

The floor is what the least program could do: split lines, sort headings into a tree with one pattern, find
date shapes with a second and forty rule words with a third. It resolves nothing and judges nothing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bihuan.report import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "000_a1fec5a0f4fe819b.txt"
ROUNDS = 15
HEAD = re.compile(r"^(?:([一二三四五六七八九十]+)、|(\d+)\.|（(\d+)）)(.*)$")
DATE = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})(?:[-—](\d{1,2}))?日|份)?|第?([一二三四])季度|[上下]半年|全年"
    r"|\d{4}年度?|(\d{1,2})-(\d{1,2})日"
)
WORDS = re.compile(
    "完成整改|基本完成|正在整改|长期坚持|计划|下一步|将|拟|暂未|尚未|多次|余次|先后|大部分|每月|每季度|从|开始|截至|截止"
    "|力争|继续|持续|明显|很大|达到预期|召开|学习|培训|印发|制定|修订|检查|核查|公示|处罚|走访|调研|党组会|专题|目前|联系电话"
)


def floor(text: str) -> int:
    """One pass with plain patterns; the number of what was found keeps it honest."""
    parts: list[tuple[str, list[list[str]]]] = []
    found = 0
    for line in text.splitlines():
        head = HEAD.match(line)
        if head is None:
            if parts and parts[-1][1]:
                parts[-1][1][-1].append(line)
        elif head[1]:
            parts.append((head[4], []))
        elif parts and head[2]:
            parts[-1][1].append([head[4]])
        found += sum(1 for _ in DATE.finditer(line)) + len(WORDS.findall(line))
    return found + len(parts)


def cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def grown(text: str, copies: int) -> str:
    """The text many times over, its findings numbered on."""
    number = 0

    def count(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"{number % 999 + 1}."

    return "".join(re.sub(r"(?m)^\d+\.", count, text) for _ in range(copies))


def peak_of_reading(path: Path) -> float:
    """Peak MB of ``bihuan parse`` on a file, as a whole process."""
    script = "import resource,sys;from bihuan.cli import main;main(['parse',sys.argv[1]]);"
    script += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stderr.split()[-1]) / 1024


def main() -> int:
    """Print the figures."""
    if not SEED.is_file():
        print("略过：../shared 不在，没有可测的种子报告。")
        return 0
    text = SEED.read_bytes().decode()
    read_text(text), floor(text)
    pairs = [(cpu(lambda: read_text(text)), cpu(lambda: floor(text))) for _ in range(ROUNDS)]
    ratios = sorted(ours / least for ours, least in pairs)
    ours, least = (median(column) for column in zip(*pairs, strict=True))
    print(f"读种子报告 {ours:.2f} ms，一遍下限 {least:.2f} ms CPU")
    print(f"比值 {median(ratios):.2f} [{ratios[0]:.2f}..{ratios[-1]:.2f}]（须 ≤ 6，好 ≤ 3）")
    big = grown(text, 10_000_000 // len(text.encode()) + 1)
    small = [cpu(lambda: read_text(text)) / len(text.encode()) for _ in range(ROUNDS)]
    large = [cpu(lambda: read_text(big)) / len(big.encode()) for _ in range(3)]
    print(f"每字节用时，10 MB ÷ 20 KB：{median(large) / median(small):.2f}（须 ≤ 1.15，好 ≤ 1.05）")
    path = Path(__file__).resolve().parents[1] / "var" / "bench-reading.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(big, encoding="utf-8", newline="")
    size = path.stat().st_size / 2**20
    peak = peak_of_reading(path)
    path.unlink()
    times = peak / size
    print(f"bihuan parse {size:.1f} MB：内存峰值 {peak:.0f} MB，为文件的 {times:.1f} 倍（须 < 10）")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
