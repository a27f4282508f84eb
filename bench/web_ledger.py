"""Ledger, finding, home and board pages, time line and import, at 1,000 units, 100,000 findings, 1,000,000
measures.

PostgreSQL in full, SQLite at a tenth, each beside a ledger of 20 units (as many as a board shows). CPU
milliseconds in the process of the page (PostgreSQL's own come on top: see wall time), through the whole WSGI
stack with a logged-in account; medians of interleaved rounds. Floors are plain Django views on the same
tables in the same process.
"""

from __future__ import annotations

import io
import json
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
ROUNDS, TIMES, SMALL = 7, 12, 20
FAR_OFF = 10**9

if TYPE_CHECKING:
    from collections.abc import Callable


class Worker:
    """A process with one database; it measures one thing at a time when asked."""

    script = __file__

    def __init__(self, name: str, url: str, units: int, folder: str) -> None:
        env = {**os.environ, "BIHUAN_DATA": f"{folder}/{name}", "DATABASE_URL": url}
        env["DJANGO_SETTINGS_MODULE"] = "bihuan.web.config.settings"
        command = [sys.executable, self.script, "--worker", str(units)]
        self._process = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.facts = self._answer()

    def ask(self, what: str) -> dict[str, float]:
        """CPU and wall milliseconds of one call, among others."""
        assert self._process.stdin
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("测速进程中断了，请看上面的错误。")
        return dict(json.loads(line))

    def stop(self) -> None:
        """Close its input and wait."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


# --- inside the worker
# ------------------------------------------------------------------------------------------


def work(units: int) -> None:
    """Migrate, seed, then answer until the input ends."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from bihuan.web.search.building import build, wanted
    from web_seed import seeded

    begun = time.perf_counter()
    officer, liaison = seeded(units)
    if wanted():
        build(timezone.now)
    tasks = _tasks(officer, liaison, units)
    told = {"seconds": round(time.perf_counter() - begun, 1), "tasks": list(tasks), **_sizes(tasks)}
    print(json.dumps(told), flush=True)
    for line in sys.stdin:
        print(json.dumps(_measure(tasks[line.strip()])), flush=True)


def _sizes(tasks: dict[str, Callable[[], int]]) -> dict[str, Any]:
    """Queries and bytes of each page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    queries, sizes = {}, {}
    for name, task in tasks.items():
        task()
        with CaptureQueriesContext(connection) as caught:
            sizes[name] = task()
        queries[name] = len(caught)
        if os.environ.get("SHOW") == name:
            for one in caught:
                print(one["time"], one["sql"][:1500], file=sys.stderr)
    return {"queries": queries, "sizes": sizes}


def _measure(task: Callable[[], int]) -> dict[str, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(TIMES):
        task()
    return {
        "cpu": (time.process_time() - cpu) / TIMES * 1000,
        "wall": (time.perf_counter() - wall) / TIMES * 1000,
    }


def _tasks(officer: Any, liaison: Any, units: int) -> dict[str, Callable[[], int]]:
    from django.conf import settings

    settings.ROOT_URLCONF = "web_floor"
    settings.ALLOWED_HOSTS = ["*"]
    from bihuan.web.config.wsgi import application

    cookie, own = _cookie(officer), _cookie(liaison)
    deep = _deep(application, cookie, "/ledger/", 8)
    far = _deep(application, cookie, "/measures/", 8)
    finding = units // 2 * 100 + 57

    def get(path: str, who: str) -> Callable[[], int]:
        return lambda: _get(application, path, who)[0]

    return {
        "floor: plain list": get("/floor/list/", cookie),
        "floor: tallies": get("/floor/tallies/", cookie),
        "ledger": get("/ledger/", cookie),
        "ledger deep": get(deep, cookie),
        "ledger status": get("/ledger/?status=ongoing", cookie),
        "ledger overdue": get("/ledger/?overdue=1", cookie),
        "case ledger": get(f"/cases/{units // 2 + 1}/ledger/", own),
        "finding": get(f"/findings/{finding}/", own),
        "home unit": get("/", own),
        "home office": get("/", cookie),
        "board": get("/rounds/1/board/", cookie),
        "board unit": get("/rounds/1/board/", own),
        "behind held": get("/rounds/1/board/responses/?which=held:in_progress", cookie),
        "behind late": get("/rounds/1/board/findings/?only=late", cookie),
        "timeline": get(f"/cases/{units // 2 + 1}/timeline/", own),
        "queue": get("/queue/", cookie),
        "queue unit": get("/queue/", own),
        "measures": get("/measures/", cookie),
        "measures deep": get(far, cookie),
        "measures late": get("/measures/?late=1", cookie),
        "measures bare": get("/measures/?unproved=1", cookie),
        "measures of unit": get("/measures/?kind=none", own),
        "bulk 1000": _bulk(liaison),
        "import floor": _import_floor(),
        "import": _import(liaison),
    }


def _cookie(user: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, "bihuan.web.accounts.backends.AccountBackend")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def _get(application: Any, path: str, cookie: str) -> tuple[int, bytes]:
    address, _, query = path.partition("?")
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "HTTP_COOKIE": cookie,
        "HTTP_HOST": "localhost",
    }
    answer = application(environ, lambda line, _headers, _info=None: status.append(line))
    body = b"".join(answer)
    answer.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{path}: {status[0]}")
    return len(body), body


def _deep(application: Any, cookie: str, path: str, pages: int) -> str:
    """Some pages down; on a keyset it does not matter how far."""
    import re

    start = path
    for _ in range(pages):
        body = _get(application, path, cookie)[1].decode()
        found = re.search(r'href="([^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*)"', body)
        if not found:
            break
        path = (found[1] or found[2]).replace("&amp;", "&")
        path = path if path.startswith("/") else f"{start}{path}"
    return path


def report_text() -> str:
    """19 findings, 80 measures, in words of our own."""
    parts = ["2024年2月7日，巡察组向市测试局党组反馈了意见。现将整改情况予以公布。\n"]
    for section in range(4):
        parts.append(f"{'一二三四'[section]}、落实部署有差距\n")
        for number in range(section * 5 + 1, min(section * 5 + 6, 20)):
            parts.append(f"{number}.第{number}项工作抓得不够紧\n")
            parts += [
                f"{m + 2}月{number}日，研究第{number}项工作，逐项明确责任和时限，印发通知{m + 1}份。\n"
                for m in range(4)
            ]
            parts.append("整改情况：完成整改。\n")
    return "".join(parts)


def _import(liaison: Any) -> Callable[[], int]:
    """A whole confirmation with facts, counts, deadlines, diagnostics and journal, rolled back."""
    from django.db import transaction

    from bihuan.report import read_text
    from bihuan.web.diagnosis.models import Filing, ImportDraft
    from bihuan.web.inspections.models import Round
    from bihuan.web.rectification.services import draft_confirm
    from web_seed import NOW

    text = report_text()
    kind = read_text(text).kind.value
    made = Round.objects.create(office=liaison.unit.parent.children.get(kind="office"), name="第二轮")

    def run() -> int:
        with transaction.atomic():
            filing = Filing.objects.create(
                unit=liaison.unit,
                name="x.txt",
                size=1,
                sha256="",
                format="text",
                kind=kind,
                received_at=NOW,
                received_by=liaison,
            )
            draft = ImportDraft.objects.create(
                filing=filing, owner=liaison, office=made.office, round=made, text=text, created_at=NOW
            )
            case = draft_confirm(actor=liaison, now=NOW, draft=draft)
            count = case.measures.count()
            transaction.set_rollback(True)
        return count

    return run


def _bulk(liaison: Any) -> Callable[[], int]:
    """A thousand measures given a type and a leader, with a result a row, rolled back."""
    from django.db import transaction

    from bihuan.web.rectification.models import Measure
    from bihuan.web.rectification.services import measures_change
    from bihuan.web.rectification.services.judging import Wanted
    from web_seed import NOW

    rows = Measure.objects.filter(unit=liaison.unit).order_by("id")[:1000]
    chosen = list(rows.values_list("pk", "version"))
    wanted = Wanted({"kind": "limited", "leader_id": liaison.person_id}, "重新分工")

    def run() -> int:
        with transaction.atomic():
            edit = measures_change(actor=liaison, now=NOW, chosen=chosen, wanted=wanted)
            transaction.set_rollback(True)
        return len(edit.rows)

    return run


def _import_floor() -> Callable[[], int]:
    """The same number of rows by bulk_create alone, rolled back."""
    from django.db import transaction

    from bihuan.web.inspections.models import Feedback, Finding, Section
    from bihuan.web.rectification.models import Measure, Response, ResponseFinding

    def run() -> int:
        with transaction.atomic():
            case = Feedback.objects.get(pk=1)
            own = {"feedback": case, "unit_id": case.unit_id}
            sections = Section.objects.bulk_create(
                Section(feedback=case, position=FAR_OFF + n, number="一", title="部署有差距", role="findings")
                for n in range(4)
            )
            findings = Finding.objects.bulk_create(
                Finding(
                    **own,
                    office_id=case.office_id,
                    section=sections[n // 5],
                    position=FAR_OFF + n,
                    surface="\n1.",
                    number=str(n),
                    title=f"第{n}项工作抓得不够紧",
                    status="completed",
                )
                for n in range(19)
            )
            responses = Response.objects.bulk_create(
                Response(
                    **own,
                    section=sections[n // 5],
                    position=FAR_OFF + n,
                    outcome="完成整改。",
                    outcome_surface="\n整改情况：",
                    outcome_position=FAR_OFF + n,
                    status="completed",
                )
                for n in range(19)
            )
            ResponseFinding.objects.bulk_create(
                ResponseFinding(response=a, finding=b) for a, b in zip(responses, findings, strict=True)
            )
            made = Measure.objects.bulk_create(
                Measure(
                    **own,
                    office_id=case.office_id,
                    response=responses[n // 4],
                    position=FAR_OFF + n,
                    surface="\n",
                    text="2月7日，召开会议研究这项工作，逐项明确责任和时限，印发通知1份。",
                    tense="done",
                )
                for n in range(76)
            )
            transaction.set_rollback(True)
        return len(made)

    return run


# --- outside
# ----------------------------------------------------------------------------------------------------


def compare(title: str, small: Worker, large: Worker) -> None:
    """Interleaved rounds over both sizes, then the table and the bars."""
    tasks = [str(one) for one in large.facts["tasks"]]
    found: dict[tuple[str, str], list[dict[str, float]]] = {}
    for _ in range(ROUNDS):
        for task in tasks:
            for name, worker in (("small", small), ("large", large)):
                found.setdefault((name, task), []).append(worker.ask(task))

    def median(name: str, task: str, what: str = "cpu") -> float:
        return statistics.median(one[what] for one in found[name, task])

    facts = large.facts
    print(f"\n{title}（示例数据 {facts['seconds']} 秒建成）")
    print(f"{'':<18}{'CPU ms':>8}{'wall ms':>9}{'small':>8}{'growth':>8}{'queries':>9}{'KB':>7}")
    for task in tasks:
        cpu, less = median("large", task), median("small", task)
        size = facts["sizes"][task] / 1024 if "import" not in task and "bulk" not in task else 0
        print(
            f"{task:<18}{cpu:>8.2f}{median('large', task, 'wall'):>9.2f}{less:>8.2f}{cpu / less:>8.2f}"
            f"{facts['queries'][task]:>9}{size:>7.1f}"
        )
    # Round by round, because the machine's mood changes between rounds and not within one.
    pairs = {t: zip(found["small", t], found["large", t], strict=True) for t in tasks}
    wall = {t: statistics.median(b["wall"] / a["wall"] for a, b in rounds) for t, rounds in pairs.items()}
    floor, tallies = median("large", "floor: plain list"), median("large", "floor: tallies")
    bars.at_most("bar 13", median("large", "ledger") / floor, 2)
    print(f"bar 13 list ÷ plain Django list (≤ 2, good ≤ 0.6): {median('large', 'ledger') / floor:.2f}")
    pages = ("ledger", "ledger deep", "ledger status", "ledger overdue")
    pages += ("measures", "measures deep", "measures late", "measures bare", "queue", "queue unit")
    for one in pages:
        bars.at_most(f"bar 14 {one}", wall[one], 1.25)
    print("bar 14 list growth, wall (≤ 1.25, good ≤ 1.10): " + ", ".join(f"{wall[one]:.2f}" for one in pages))
    bars.at_most("bar 15", wall["finding"], 1.15)
    print(f"bar 15 finding growth, wall (≤ 1.15, good ≤ 1.05): {wall['finding']:.2f}")
    homes = [median("large", one) / tallies for one in ("home unit", "home office")]
    growth = f"{wall['home unit']:.2f}, {wall['home office']:.2f}"
    bars.at_most("bar 16 home", max(homes), 5)
    for one in ("home unit", "home office", "board", "board unit", "behind held", "behind late", "timeline"):
        bars.at_most(f"bar 16 {one}", wall[one], 1.25)
    print(f"bar 16 home ÷ tallies view (≤ 5, good ≤ 2): {homes[0]:.2f}, {homes[1]:.2f}; growth {growth}")
    boards = ("board", "board unit", "behind held", "behind late", "timeline")
    told = ", ".join(f"{one} {wall[one]:.2f}" for one in boards)
    print(f"bar 16 board growth, wall (≤ 1.25, good ≤ 1.1): {told}")
    print(f"bar 16 board ÷ tallies view: {median('large', 'board') / tallies:.2f}")
    asked = facts["queries"]
    most = max(asked[one] for one in ("home unit", "home office", *boards))
    for what, bar in ((asked["ledger"], 8), (asked["finding"], 12), (most, 10)):
        bars.at_most("bar 22", what, bar)
    print(
        "bar 22 queries, list / finding / home (≤ 8 / 12 / 10, good ≤ 5 / 8 / 5): "
        f"{asked['ledger']} / {asked['finding']} / {most}"
    )
    before = small.facts
    sizes = facts["sizes"]["ledger"], before["sizes"]["ledger"]
    growing = f"growth (≤ 1.05): {sizes[0] / sizes[1]:.2f}"
    bars.at_most("bar 23 KB", sizes[0] / 1024, 150)
    bars.at_most("bar 23 growth", sizes[0] / sizes[1], 1.05)
    print(f"bar 23 list page, KB (≤ 150, good ≤ 60): {sizes[0] / 1024:.0f}; {growing}")
    imported = median("large", "import") / median("large", "import floor")
    bars.at_most("bar 26", imported, 10)
    print(f"bar 26 import ÷ bulk_create (≤ 10, good ≤ 4): {imported:.2f}")


def main() -> int:
    """Both databases; PostgreSQL is left out where it is not installed."""
    from tests.postgres_server import find_programs, serve

    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        units = int(os.environ.get("UNITS", "1000"))
        if programs := find_programs():
            with serve(programs) as url:
                small, large = url.replace("/postgres", "/small"), url.replace("/postgres", "/large")
                _databases(url, "small", "large")
                _run(
                    f"PostgreSQL，{units} 个单位",
                    ("pg-small", small, SMALL),
                    ("pg-large", large, units),
                    folder,
                )
        else:
            print("没有 PostgreSQL，只测 SQLite：sudo apt-get install postgresql")
        _run(
            f"SQLite，{units // 10} 个单位",
            ("lite-small", "", SMALL),
            ("lite-large", "", units // 10),
            folder,
        )
    return bars.status()


def _run(title: str, small: tuple[str, str, int], large: tuple[str, str, int], folder: str) -> None:
    workers = [Worker(*one, folder) for one in (small, large)]
    compare(title, *workers)
    for worker in workers:
        worker.stop()


def _databases(url: str, *names: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(int(sys.argv[2]))
    else:
        raise SystemExit(main())
