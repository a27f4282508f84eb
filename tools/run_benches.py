"""Run the measurements in ``bench/`` in the order of their names; each prints its own figures.

``make bench`` fills databases with 300 units, 30,000 findings, 300,000 measures (a tenth of that on SQLite);
the bars are set at 1,000 units, which ``make bench ARGS=--whole`` fills. Names choose some of them:
``make bench ARGS="checks web_search"``. ``--record`` keeps what they print in ``bench/recorded``, which
docs/reference/speed.md is made of, a missed bar like a met one; the machine should be quiet then.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUICK, WHOLE = "300", "1000"
"""Units in the databases of the measurements whose names begin with ``web``."""


def main() -> int:
    """Exit status 0 when all of them ran."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these, e.g. web_search")
    parser.add_argument("--whole", action="store_true", help="at the size for which the bars are set")
    parser.add_argument("--record", action="store_true", help="keep the figures for docs/reference/speed.md")
    wanted = parser.parse_args()
    units = WHOLE if wanted.whole else os.environ.get("UNITS", QUICK)
    scripts = {
        script.stem: script
        for script in sorted((ROOT / "bench").glob("[a-z]*.py"))
        if "__main__" in script.read_text(encoding="utf-8")  # the others are what the measurements share
        and not script.stem.endswith("_build")  # builds the labelled reports, measures nothing
    }
    if unknown := [name for name in wanted.names if name not in scripts]:
        parser.error(f"没有这个测速：{'、'.join(unknown)}；有 {'、'.join(scripts)}")
    print(f"网页测速用 {units} 个单位；指标按 {WHOLE} 个单位定（make bench ARGS=--whole）。")
    failed = [
        name for name in wanted.names or scripts if not _ran(scripts[name], units, record=wanted.record)
    ]
    if failed:
        print(f"未跑完或未达标：{'、'.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _ran(script: Path, units: str, *, record: bool) -> bool:
    print(f"\n== {script.name}", flush=True)
    begun = time.monotonic()
    env = {**os.environ, "UNITS": units}
    out = subprocess.PIPE if record else None
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, env=env, check=False, stdout=out, text=True
    )
    good = done.returncode == 0
    if record:
        print(done.stdout)
        _keep(script.stem, done.stdout, good=good)
    print(f"（{time.monotonic() - begun:.0f} 秒）", flush=True)
    return good


def _keep(name: str, told: str, *, good: bool) -> None:
    """The day and the machine stand above the figures, and whether the script says that a bar is missed."""
    where = f"{date.today()}，{os.cpu_count()} 核，CPython {platform.python_version()}"
    where += "" if good else "，未跑完或有指标未达"
    kept = ROOT / "bench" / "recorded" / f"{name}.txt"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(f"{where}\n{told}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
