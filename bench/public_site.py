"""The public site: its first page against a static file of the same server, what pages weigh, a static copy.

Bars: p95 of the first page within twice that of a static file, 60 kB a page, one style sheet, no script,
1,000 announcements exported under a minute. ANNOUNCEMENTS=100 is a quick look.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

MANY, ROUNDS, HEAVIEST, SLOWEST, TIMES = int(os.environ.get("ANNOUNCEMENTS", "1000")), 400, 60_000, 60.0, 2.0
PAGES = {
    "首页": "/public/",
    "公开稿": "/public/a/{pk}/",
    "单位页": "/public/unit/{unit}/",
    "轮次页": "/public/round/{round}/",
}
FLOOR = "/public/public.css", "/static/bihuan/public.css"


def seed(many: int) -> dict[str, int]:
    """So many announcements on show, each with files of its own bytes; ids for the addresses."""
    from django.utils import timezone

    from bihuan.report import read_text
    from bihuan.web.accounts.models import UnitKind
    from bihuan.web.accounts.permissions import Role
    from bihuan.web.accounts.services import unit_create, user_create
    from bihuan.web.disclosure.drafting import body_of
    from bihuan.web.disclosure.freezing import _kept, freeze
    from bihuan.web.disclosure.models import Announcement, Edition
    from bihuan.web.disclosure.paragraphs import paragraphs
    from bihuan.web.disclosure.public import rendering
    from bihuan.web.disclosure.services.stepping import stamp_forward
    from bihuan.web.inspections.models import Feedback, Round
    from bihuan.web.sample import HERE

    now, until = timezone.now(), date(2099, 1, 1)
    text = (HERE / "report-culture.txt").read_text("utf-8")
    report = read_text(text)
    office = unit_create(actor=None, now=now, name="市委巡察办", kind=UnitKind.OFFICE)
    rounds = [Round.objects.create(office=office, name=f"第{n + 1}轮巡察") for n in range(5)]
    units = [
        unit_create(actor=None, now=now, name=f"第{n}单位", kind=UnitKind.UNIT, parent=office)
        for n in range(many)
    ]
    user = user_create(
        actor=None,
        now=now,
        unit=units[0],
        name="某同志",
        username="who",
        password="luxi-bench-2024",
        role=Role.LIAISON,
    )
    told = {"office": office, "kind": report.kind, "created_at": now}
    cases = Feedback.objects.bulk_create(
        Feedback(round=rounds[n % 5], unit=one, **told) for n, one in enumerate(units)
    )
    made = Announcement.objects.bulk_create(
        Announcement(feedback=case, unit=case.unit, office=office, audience="public", days=15, made_at=now)
        for case in cases
    )
    body = body_of(report, paragraphs(report))
    first = Edition(announcement=made[0], number=1, text=text, body=body)
    frozen = freeze(first, now=now, until=until, title=body["title"], round_name=rounds[0].name)
    bytes_of = {name: rendering.frozen(one["sha256"]) for name, one in frozen.files.items()}
    editions = []
    for n, one in enumerate(made):
        files = {name: _kept(data + b" " * (n + 1), now) for name, data in bytes_of.items()}
        head = {**frozen.head, "unit": units[n].name, "round": rounds[n % 5].name}
        editions.append(
            Edition(
                announcement=one, number=1, state="published", begun_by=user, begun_at=now, text=text,
                published_at=now, until=until, files=files, head=head,
            )
        )  # fmt: skip
    Edition.objects.bulk_create(editions, batch_size=100)
    stamp_forward(now)
    return {"unit": units[0].pk, "round": rounds[0].pk, "pk": made[0].pk}


def exported(folder: Path) -> bool:
    """The whole site as files, then once more with nothing changed."""
    from bihuan.web.disclosure.public.exporting import export

    good = True
    for word in ("静态导出", "再导出一遍（没有变化）"):
        begun = time.perf_counter()
        done = export(folder)
        took = time.perf_counter() - begun
        good &= took <= SLOWEST
        print(
            f"{word}：{MANY} 份公开稿，{done.files} 个文件，"
            f"更新 {done.changed} 个，{took:.1f} 秒（指标 {SLOWEST:.0f} 秒）"
        )
    return good


def served(ids: dict[str, int]) -> bool:
    """Latency of pages and of static files in turn, over one connection each; and what the pages weigh."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "bihuan", "serve", "--no-worker", "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )
    try:
        line = _connected(port)
        pages = {
            word: path.format(**ids).replace("/a/1/", f"/a/{ids['pk']}/") for word, path in PAGES.items()
        }
        weights = {word: _get(line, path)[1] for word, path in pages.items()}
        took: dict[str, list[float]] = {path: [] for path in (*pages.values(), *FLOOR)}
        for _ in range(ROUNDS):
            for path, times in took.items():
                times.append(_get(line, path)[0])
    finally:
        server.terminate()
        server.wait()
    good = True
    for word, data in weights.items():
        sheets, scripts = len(re.findall(b'rel="stylesheet"', data)), data.count(b"<script")
        fits = len(data) < HEAVIEST and (sheets, scripts) == (1, 0)
        good &= fits
        print(
            f"{word}：{len(data):,} 字节，样式表 {sheets} 张，脚本 {scripts} 个{'' if fits else '，超出指标'}"
        )
    p95 = {path: statistics.quantiles(times, n=20)[-1] * 1000 for path, times in took.items()}
    for path, times in took.items():
        print(f"{path}：p50 {statistics.median(times) * 1000:.2f} ms，p95 {p95[path]:.2f} ms")
    ratio = p95["/public/"] / p95[FLOOR[1]]
    print(f"首页与静态文件（{FLOOR[1]}）的 p95 之比：{ratio:.2f}（指标 {TIMES:.0f}）")
    return good and ratio <= TIMES


def _connected(port: int) -> http.client.HTTPConnection:
    for _ in range(300):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            _get(line, "/public/")
            return line
        except OSError:
            time.sleep(0.2)
    raise SystemExit("服务没有启动")


def _get(line: http.client.HTTPConnection, path: str) -> tuple[float, bytes]:
    begun = time.perf_counter()
    line.request("GET", path)
    answer = line.getresponse()
    data = answer.read()
    took = time.perf_counter() - begun
    if answer.status != 200:
        raise SystemExit(f"{path}：{answer.status}")
    return took, data


def main() -> int:
    """1 where a bar is missed."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        os.environ |= {
            "BIHUAN_DATA": f"{folder}/data",
            "DJANGO_SETTINGS_MODULE": "bihuan.web.config.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import transaction

        call_command("migrate", verbosity=0)
        with transaction.atomic():
            ids: dict[str, Any] = seed(MANY)
        good = exported(Path(folder) / "site")
        return 0 if served(ids) and good else 1


if __name__ == "__main__":
    raise SystemExit(main())
