"""Bars 4 and 5 of the check engine, and what `bihuan check` costs as a whole process.

Bar 4: CPU of reading and checking the seed, warm, in one process, against JioNLP's time extraction alone, in
the same run (``bench/dates.py`` keeps its environment).
Bar 5: the same for 10 MB, time per byte against the seed's: nothing may grow faster than the text.
Whole process: `bihuan check SEED` against `pygmentize -l md SEED`, must stay below 3.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import bars
import dates
from bihuan.checks.engine import check
from bihuan.report import read_text

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "000_a1fec5a0f4fe819b.txt"
YEAR = {"year": 2023}
"""The base that JioNLP must be given."""
ROUNDS = 7
BIG = 10_000_000


def cost(text: str) -> tuple[float, float]:
    """CPU seconds of reading and of checking."""
    start = time.process_time()
    report = read_text(text)
    read = time.process_time()
    check(report)
    return read - start, time.process_time() - read


def grown(text: str, size: int) -> str:
    """The text again and again, each copy with its own dates and places, up to ``size`` bytes."""
    copies = size // len(text.encode()) + 1
    return "\n".join(text.replace("2月", f"{n % 12 + 1}月").replace("xx", f"x{n}x") for n in range(copies))


def process_cpu(cache: str, *command: str) -> float:
    """CPU seconds of a whole process whose modules are compiled, as after setup."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = cache
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print the figures."""
    if not SEED.is_file():
        print("略过：../shared 不在，没有可测的种子报告。")
        return 0
    text = SEED.read_bytes().decode()
    cost(text)
    python = dates.environment()
    peer = dates.Peer(python, text.splitlines()) if python else None
    if peer:
        peer.ask(YEAR)
    warm, peers = [], []
    for _ in range(ROUNDS):
        warm += [cost(text) for _ in range(3)]
        peers += [peer.ask(YEAR)["cpu"]] if peer else []
    read, rules = (1000 * median(column) for column in zip(*warm, strict=True))
    print(f"种子报告：读 {read:.2f} ms + 查 {rules:.2f} ms = {read + rules:.2f} ms CPU")
    if peer:
        peer.close()
        theirs = 1000 * median(peers)
        bars.at_most("第 4 条", (read + rules) / theirs, 0.5)
        print(f"第 4 条 ÷ JioNLP {theirs:.0f} ms：{(read + rules) / theirs:.3f}（须 ≤ 0.5，宜 ≤ 0.25）")
    if "--quick" not in sys.argv[1:]:
        throughput(text, (read + rules) / 1000)
    with TemporaryDirectory() as cache:
        checking = (sys.executable, "-m", "bihuan", "check", os.fspath(SEED))
        process_cpu(cache, *checking)
        colouring = (sys.executable, "-m", "pygments", "-l", "md", os.fspath(SEED))
        process_cpu(cache, *colouring)
        empty = (sys.executable, "-c", "pass")
        rounds = [[process_cpu(cache, *one) for one in (checking, colouring, empty)] for _ in range(ROUNDS)]
    whole, peer, bare = (1000 * median(column) for column in zip(*rounds, strict=True))
    bars.at_most("整个进程 ÷ pygmentize", whole / peer, 3)
    print(f"整个进程：{whole:.0f} ms ÷ pygmentize {peer:.0f} ms = {whole / peer:.2f}（须 < 3）")
    print(f"整个进程 ÷ 空进程 {bare:.0f} ms = {whole / bare:.1f}（仅供参考）")
    return bars.status()


def throughput(text: str, seed_seconds: float) -> None:
    """Bar 5: time per byte of 10 MB against the seed."""
    big = grown(text, BIG)
    read, rules = cost(big)
    per_byte = ((read + rules) / len(big.encode())) / (seed_seconds / len(text.encode()))
    bars.at_most("第 5 条", per_byte, 1.15)
    print(
        f"10 MB：读 {read:.1f} s + 查 {rules:.1f} s；"
        f"第 5 条，每字节 ÷ 种子：{per_byte:.2f}（须 ≤ 1.15，宜 ≤ 1.05）"
    )


if __name__ == "__main__":
    raise SystemExit(main())
