"""Bars 21 and 25: eight readers at once against one, and the memory of the web processes after all of it.

The real ``bihuan serve`` with two web processes on a ledger of 1,000 units, 100,000 findings and 1,000,000
measures (SQLite: a tenth; ``UNITS`` chooses another size). Readers are processes of their own, signed in as
the office, that ask for the ledger again and again over one connection. Eight over one says how much of a
second processor the server uses, so it needs two idle ones: the load says what else ran. Then every page of
the suite is asked for and every measure exported, twice at the same time; the memory (VmHWM) is the most that
each process ever had.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import bars

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
ROUNDS, SECONDS, MANY, PROCESSES = 5, 4.0, 8, 2
PAGES = (
    *("/", "/ledger/", "/ledger/?status=ongoing", "/measures/", "/measures/?late=1", "/queue/"),
    *("/boards/", "/rounds/1/board/", "/rounds/1/board/findings/?only=late", "/findings/57/", "/evidence/"),
    *("/cases/1/ledger/", "/cases/1/timeline/", "/checks/", "/search/?q=%E6%A0%B8%E6%9F%A5"),
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def prepare(units: int) -> None:
    """In a process of its own: fill the database, print the cookie of the officer."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from bihuan.web.search.building import build, wanted
    from web_ledger import _cookie
    from web_seed import seeded

    officer, _ = seeded(units)
    if wanted():
        build(timezone.now)
    print(_cookie(officer))


def ask(port: int, cookie: str, seconds: float) -> int:
    """Ledger pages that one reader gets."""
    line, got, end = http.client.HTTPConnection("127.0.0.1", port, timeout=120), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        read(line, "/ledger/", cookie)
        got += 1
    line.close()
    return got


def read(line: http.client.HTTPConnection, path: str, cookie: str) -> None:
    """One page, redirects not followed."""
    line.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    answer = line.getresponse()
    answer.read()
    if answer.status not in (200, 302):
        raise SystemExit(f"{path}: {answer.status}")


def export(port: int, cookie: str) -> int:
    """Bytes of every measure as csv."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    token = "a" * 32
    headers = {
        "Cookie": f"{cookie}; bihuan_csrf={token}",
        "Host": "localhost",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = f"file=measures.csv&csrfmiddlewaretoken={token}"
    line.request("POST", "/ledger/files/", body, headers)
    answer, size = line.getresponse(), 0
    if answer.status != 200:
        raise SystemExit(f"export: {answer.status}")
    while some := answer.read(1 << 20):
        size += len(some)
    return size


@contextmanager
def server(env: dict[str, str], port: int) -> Iterator[int]:
    """``bihuan serve``; its process id."""
    command = [sys.executable, "-m", "bihuan", "serve", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(600):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def memory(pid: int) -> list[float]:
    """The most that each web process ever had, in MB."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{child}/status").read_text())
        if told:
            found.append(int(told[1]) / 1024)
    return sorted(found)[-PROCESSES:]


def measure(title: str, env: dict[str, str], units: int) -> None:
    """Fill, serve, ask, export, look."""
    from tests.postgres_server import free_port

    begun = time.perf_counter()
    command = [sys.executable, __file__, "--prepare", str(units)]
    cookie = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.strip()
    print(f"\n{title}（示例数据 {time.perf_counter() - begun:.0f} 秒建成）")
    port = free_port()
    with server(env, port) as pid, ProcessPoolExecutor(MANY) as readers:
        list(readers.map(ask, [port] * MANY, [cookie] * MANY, [1.0] * MANY))
        rates = {1: list[float](), MANY: list[float]()}
        for _ in range(ROUNDS):
            for count, told in rates.items():
                got = readers.map(ask, [port] * count, [cookie] * count, [SECONDS] * count)
                told.append(sum(got) / SECONDS)
        one, many = (statistics.median(told) for told in rates.values())
        growth = statistics.median(b / a for a, b in zip(*rates.values(), strict=True))
        load = os.getloadavg()[0]
        print(
            f"每秒台账页：一人 {one:.0f}，{MANY} 人 {many:.0f}；一分钟负载 {load:.1f}（{os.cpu_count()} 核）"
        )
        bars.at_least("bar 21", growth, 1.6)
        print(f"bar 21 c{MANY} ÷ c1 throughput (≥ 1.6, good ≥ 1.8): {growth:.2f}")
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for path in PAGES * 3:
            read(line, path, cookie)
        before = memory(pid)
        sizes = list(readers.map(export, [port] * 2, [cookie] * 2))
        held = memory(pid)
        print(f"导出 {' 和 '.join(f'{size / 2**20:.0f}' for size in sizes)} MB；共 {len(PAGES)} 种页面")
        pages, all_of_it = ("、".join(f"{one:.0f}" for one in some) for some in (before, held))
        bars.at_most("bar 25", max(held), 200)
        print(f"bar 25 memory, MB (≤ 200, good ≤ 120): {all_of_it}；只看页面 {pages}")


def main() -> int:
    """Both databases; PostgreSQL is left out where it is not installed."""
    from tests.postgres_server import find_programs, serve

    units = int(os.environ.get("UNITS", "1000"))
    own = {"DJANGO_SETTINGS_MODULE": "bihuan.web.config.settings", "BIHUAN_WORKERS": str(PROCESSES)}
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        env = {**os.environ, **own, "BIHUAN_DATA": f"{folder}/lite", "DATABASE_URL": ""}
        measure(f"SQLite，{units // 10} 个单位", env, units // 10)
        if programs := find_programs():
            with serve(programs) as url:
                env |= {"BIHUAN_DATA": f"{folder}/pg", "DATABASE_URL": url}
                measure(f"PostgreSQL，{units} 个单位", env, units)
        else:
            print("没有 PostgreSQL，只测 SQLite：sudo apt-get install postgresql")
    return bars.status()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--prepare"]:
        prepare(int(sys.argv[2]))
    else:
        raise SystemExit(main())
