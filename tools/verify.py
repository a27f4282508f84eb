"""Run the named checks one after another, all of them even if one fails, and say at the end what failed.

``python tools/verify.py lint types layers docs tests`` runs everything. What follows ``--`` goes
to pytest, which then runs once, with that alone: ``python tools/verify.py tests -- tests/web/api -x``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
FAST = "not slow and not browser and not postgres"
SMALL = "not browser and not postgres and not house"
SLOWEST = ("--durations=10", "--durations-min=5")
PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")

STEPS: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "lint": ("格式与写法", (("ruff", "check", "--quiet"), ("ruff", "format", "--check", "--quiet"))),
    "types": ("类型", (("mypy",),)),
    "layers": ("分层", (("lint-imports",),)),
    "docs": ("参考文档", (("python", "tools/generate_docs.py", "--check"),)),
    # The product's own tests take minutes with their databases and belong to ``tests``.
    "quick": ("快速测试", (("pytest", "-m", FAST, "--ignore=tests/web"),)),
    # What measures time or starts programs has the machine to itself; the many small tests share it.
    "tests": (
        "全部测试",
        (
            ("pytest", "--ignore=tests/web", *SLOWEST),
            ("pytest", "tests/web", "-m", SMALL, *PARALLEL, *SLOWEST),
            ("pytest", "tests/web", "-m", f"not ({SMALL})", *SLOWEST),
        ),
    ),
}


def environment() -> dict[str, str]:
    """Nothing phones home while checks run."""
    quiet = {"DO_NOT_TRACK": "1", "RAY_USAGE_STATS_ENABLED": "0", "DAFT_ANALYTICS_ENABLED": "0"}
    return {**os.environ, **quiet, "PATH": f"{BIN}:{os.environ.get('PATH', os.defpath)}"}


def run_step(name: str, extra: list[str]) -> bool:
    """Run all commands of one step; True when all of them succeeded."""
    title, commands = STEPS[name]
    if name == "tests" and extra:
        commands = (("pytest", *SLOWEST),)
    print(f"── {title}({name})", flush=True)
    begun = time.monotonic()
    passed = True
    for program, *words in commands:
        more = extra if program == "pytest" else []
        done = subprocess.run([str(BIN / program), *words, *more], cwd=ROOT, env=environment(), check=False)
        passed = passed and done.returncode == 0
    print(f"   {'通过' if passed else '未通过'}，{time.monotonic() - begun:.1f} 秒", flush=True)
    return passed


def main(argv: list[str]) -> int:
    """Exit status 0 when every step passed."""
    cut = argv.index("--") if "--" in argv else len(argv)
    steps, extra = argv[:cut], argv[cut + 1 :]
    unknown = [name for name in steps if name not in STEPS]
    if unknown:
        print(f"没有这些检查：{'、'.join(unknown)}。可用：{'、'.join(STEPS)}", file=sys.stderr)
        return 2
    failed = [name for name in steps if not run_step(name, extra)]
    if failed:
        print(f"未通过：{'、'.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
