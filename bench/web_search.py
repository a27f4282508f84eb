"""Finding words among 1,000,000 measures: the product's search beside a LIKE scan that gives the same answer.

PostgreSQL in full, SQLite at a tenth. Wall milliseconds (p50 of interleaved rounds) inside one process; the
same first page, newest first, checked to be the same rows. Beside it the rate of building the index, and its
size.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bars

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
ROUNDS, PAGE = 7, 20
QUESTIONS = (
    ("两字，罕见", "朱鹮"),
    ("两字，二千条", "驻村"),
    ("两字，一万条", "禁毒"),
    ("两字，一成", "核查"),
    ("两字，条条有", "问题"),
    ("四字，罕见", "朱鹮巡护"),
    ("四字，一万条", "禁毒宣传"),
    ("四字，二成", "专题会议"),
    ("两词", "核查 驻村"),
    ("两词，不同现", "核查 培训"),
    ("没有", "熊猫"),
)
PLANTED = ((50_000, 7, "朱鹮巡护"), (500, 3, "驻村帮扶"), (100, 9, "禁毒宣传"))
"""Every so manieth measure says this too."""

if TYPE_CHECKING:
    from collections.abc import Callable


def work(units: int) -> None:
    """Migrate, seed, build, measure, print."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from bihuan.web.search.building import build

    call_command("migrate", verbosity=0)
    from web_seed import seed

    begun = time.perf_counter()
    officer, liaison = seed(units)
    _plant()
    told = time.perf_counter()
    count = build(timezone.now, anew=True)
    built = time.perf_counter()
    _say_sizes(count, built - told, told - begun)
    _compare(officer, liaison)


def _plant() -> None:
    """Words of their own for some measures, a number of its own for each: texts are not 240 copies."""
    from django.db import connection

    words = " || ".join(f"CASE WHEN id % {n} = {at} THEN '，{word}' ELSE '' END" for n, at, word in PLANTED)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE rectification_measure SET text = text || {words} || '鹿发' || id || '号'")
        cursor.execute("VACUUM" if connection.vendor == "sqlite" else "VACUUM ANALYZE rectification_measure")


def _say_sizes(count: int, seconds: float, seeded: float) -> None:
    from django.db import connection

    rate = f"建索引 {count} 条 {seconds:.0f} 秒，每秒 {count / seconds:.0f} 条"
    print(f"示例数据 {seeded:.0f} 秒；{rate}", flush=True)
    tables = ("search_passage", "search_passage_grams") if connection.vendor == "postgresql" else ()
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute("SELECT pg_relation_size(%s) / 1048576", [name])
            print(f"  {name} {cursor.fetchone()[0]} MB")
        if tables:
            cursor.execute("SELECT pg_total_relation_size('search_passage') / 1048576")
            print(f"  search_passage 连同全部索引 {cursor.fetchone()[0]} MB")
            cursor.execute("SELECT pg_total_relation_size('rectification_measure') / 1048576")
            print(f"  rectification_measure 连同索引 {cursor.fetchone()[0]} MB")
        else:
            for name in ("search_words%", "search_passage%", "passage%"):
                cursor.execute("SELECT sum(pgsize) / 1048576 FROM dbstat WHERE name LIKE %s", [name])
                print(f"  {name} {cursor.fetchone()[0]} MB")


def _compare(officer: Any, liaison: Any) -> None:
    from bihuan.web.search.asking import Asked
    from bihuan.web.search.queries import search

    for who, user in (("巡察办，全部单位", officer), ("一个单位", liaison)):
        print(f"\n{who}")
        print(f"{'':<12}{'LIKE':>9}{'同问':>8}{'÷':>9}{'相关度页':>9}{'÷':>9}  结果")
        for name, words in QUESTIONS:
            same = Asked.read({"q": words, "kind": "measure", "order": "date"})
            ways = {
                "like": lambda user=user, same=same: _like(user, same.words, PAGE + 1),
                "same": lambda user=user, same=same: search(user, same),
                "page": lambda user=user, words=words: search(user, Asked.read({"q": words})),
            }
            took = _interleaved(ways)
            wanted = _like(user, same.words, 3000)
            got = [one.object for one in search(user, same, 2999).hits]
            bars.at_most(f"bar 24 {name}", took["same"] / took["like"], 0.05)
            bars.at_least(f"bar 24 {name} exact", float(got == wanted[:2999]), 1)
            exact = "一致" if got == wanted[:2999] else f"不一致：{len(got)} 与 {len(wanted)}"
            print(
                f"{name:<12}{took['like']:>9.1f}{took['same']:>8.2f}{took['same'] / took['like']:>9.4f}"
                f"{took['page']:>9.2f}{took['page'] / took['like']:>9.4f}  {exact} {len(got)}",
                flush=True,
            )


def _interleaved(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            found[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(times) for name, times in found.items()}


def _like(user: Any, words: tuple[str, ...], limit: int) -> list[int]:
    """The ids of the first measures, newest first, as one writes it without an index."""
    from bihuan.web.rectification.models import Measure

    rows = Measure.objects.visible_to(user).filter(response__withdrawn_at=None)
    for word in words:
        rows = rows.filter(text__contains=word)
    return list(rows.order_by("-ended_on", "pk").values_list("pk", flat=True)[:limit])


def main() -> int:
    """Both databases; PostgreSQL is left out where it is not installed."""
    from tests.postgres_server import find_programs, serve

    units = int(os.environ.get("UNITS", "1000"))
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        if programs := find_programs():
            with serve(programs) as url:
                print(f"PostgreSQL，{units} 个单位，{units * 1000} 项措施")
                _run(f"{folder}/pg", url, units)
        print(f"\nSQLite，{units // 10} 个单位，{units * 100} 项措施")
        _run(f"{folder}/lite", "", units // 10)
    return bars.status()


def _run(data: str, url: str, units: int) -> None:
    env = {**os.environ, "BIHUAN_DATA": data, "DATABASE_URL": url}
    env["DJANGO_SETTINGS_MODULE"] = "bihuan.web.config.settings"
    done = subprocess.run([sys.executable, __file__, "--worker", str(units)], env=env, check=False)
    if done.returncode:
        bars.MISSED.append(f"bar 24，{units} 个单位")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(int(sys.argv[2]))
        raise SystemExit(bars.status())
    else:
        raise SystemExit(main())
