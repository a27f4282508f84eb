"""Bar 20: the full csv of every measure, against a plain streaming export; how much memory it takes.

1,000 units, 100,000 findings, 1,000,000 measures on PostgreSQL, a tenth on SQLite, each beside ten units. The
floor is what one writes without thinking: ``values_list().iterator()`` over the same joins with the same
number of columns, a thousand rows joined for each piece. CPU in the process of the page through the whole
WSGI stack with a logged-in account; medians of interleaved rounds. Memory is the most that the process had
(``ru_maxrss``), in a process that did nothing before.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import statistics
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

import bars
import web_ledger
from web_ledger import SMALL, Worker, _cookie, _databases

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = int(os.environ.get("ROUNDS", "5"))
COLUMNS = (
    *("feedback__unit__name", "response__section__number", "response__section__title"),
    *("response__findings__number", "response__findings__title", "response__target", "text", "kind"),
    *("category", "criteria", "leader__name", "department__name", "person__name", "original_due", "due"),
    *("state", "done_on", "result", "response__state", "response__status", "response__outcome", "pk"),
)
MUST, GOOD = (2.0, 50), (1.3, 20)


# --- inside


def floor() -> Iterator[bytes]:
    """A plain export of the same columns."""
    from bihuan.web.rectification.models import Measure

    rows = Measure.objects.order_by("feedback_id", "position").values_list(*COLUMNS)
    some: list[Any] = []
    for row in rows.iterator(chunk_size=1000):
        some.append(row)
        if len(some) == 1000:
            yield _csv(some)
            some = []
    yield _csv(some)


def _csv(rows: list[Any]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def export(application: Any, cookie: str, token: str, file: str) -> Iterator[bytes]:
    """What the page of the office gives for this file."""
    body = f"file={file}&csrfmiddlewaretoken={token}".encode()
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/ledger/files/",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "HTTP_COOKIE": f"{cookie}; bihuan_csrf={token}",
        "HTTP_HOST": "localhost",
    }
    answer = application(environ, lambda line, _headers, _info=None: status.append(line))
    yield from answer
    answer.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{file}: {status[0]}")


def work(units: int) -> None:
    """The process of one database: seeds it, then measures what is asked for on standard input."""
    import json

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.middleware.csrf import _get_new_csrf_string

    settings.ALLOWED_HOSTS = ["*"]
    from bihuan.web.accounts.models import User
    from bihuan.web.config.wsgi import application

    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        from web_seed import seed

        seed(units)
    seconds = round(time.perf_counter() - begun)
    cookie, token = _cookie(User.objects.get(username="officer")), _get_new_csrf_string()
    tasks = {"floor": floor}
    for file in ("measures.csv", "ledger.csv", "tasks.csv"):
        tasks[file] = lambda file=file: export(application, cookie, token, file)
    print(json.dumps({"seconds": seconds, "tasks": list(tasks)}), flush=True)
    for line in sys.stdin:
        name = line.strip()
        cpu, wall, size, rows = time.process_time(), time.perf_counter(), 0, 0
        for piece in tasks[name]():
            size += len(piece)
            rows += piece.count(b"\r\n")
        told = {
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - wall,
            "size": size,
            "rows": rows,
            "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        print(json.dumps(told), flush=True)


# --- outside


class Exporter(Worker):
    """A process with one database that exports when asked."""

    script = __file__


def compare(title: str, name: str, urls: tuple[str, str], units: int, folder: str) -> None:
    """CPU of each file over the floor's, then the memory of each size in fresh processes."""
    large = Exporter(f"{name}-large", urls[1], units, folder)
    print(f"\n{title}（示例数据 {large.facts['seconds']} 秒建成）")
    tasks = [str(one) for one in large.facts["tasks"]]
    rounds = [{task: large.ask(task) for task in tasks} for _ in range(ROUNDS + 1)][1:]
    for task in tasks:
        cpu = statistics.median(one[task]["cpu"] for one in rounds)
        wall = statistics.median(one[task]["wall"] for one in rounds)
        rows = rounds[0][task]["rows"]
        print(
            f"{task:<14}{rows:>9} 行 {rounds[0][task]['size'] / 2**20:>7.0f} MB  CPU {cpu:6.2f} s，"
            f"每行 {cpu / rows * 1e6:5.1f} µs，历时 {wall:6.2f} s"
        )
    for task in tasks[1:]:
        ratio = statistics.median(
            (one[task]["cpu"] / one[task]["rows"]) / (one["floor"]["cpu"] / one["floor"]["rows"])
            for one in rounds
        )
        bars.at_most(f"bar 20 {task}", ratio, MUST[0])
        print(f"bar 20 {task} ÷ plain, CPU per row (≤ {MUST[0]}, good ≤ {GOOD[0]}): {ratio:.2f}")
    large.stop()
    Exporter(f"{name}-small", urls[0], SMALL, folder).stop()  # seeds; memory is that of another process
    few = Exporter(f"{name}-small", urls[0], SMALL, folder)
    many = Exporter(f"{name}-large", urls[1], units, folder)
    for task in ("measures.csv",):
        peaks = [one.ask(task)["rss"] for one in (few, many)]
        growth = peaks[1] - peaks[0]
        bars.at_most(f"bar 20 memory {task}", growth, MUST[1])
        print(
            f"bar 20 memory {task}: {peaks[0]:.0f} → {peaks[1]:.0f} MB, growth {growth:.0f} MB"
            f" (≤ {MUST[1]}, good ≤ {GOOD[1]})"
        )
    few.stop()
    many.stop()


def main() -> int:
    """Both databases; PostgreSQL is left out where it is not installed."""
    from tests.postgres_server import find_programs, serve

    web_ledger.ROUNDS = ROUNDS
    units = int(os.environ.get("UNITS", "1000"))
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        compare(f"SQLite，{units // 10} 个单位", "lite", ("", ""), units // 10, folder)
        if programs := find_programs():
            with serve(programs) as url:
                urls = url.replace("/postgres", "/small"), url.replace("/postgres", "/large")
                _databases(url, "small", "large")
                compare(f"PostgreSQL，{units} 个单位", "pg", urls, units, folder)
        else:
            print("没有 PostgreSQL，只测 SQLite：sudo apt-get install postgresql")
    return bars.status()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(int(sys.argv[2]))
    else:
        raise SystemExit(main())
