"""Run every measurement in ``bench/`` in the order of its name; each prints its own figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit status 0 when all of them ran."""
    failed = []
    for script in sorted((ROOT / "bench").glob("[a-z]*.py")):
        if "__main__" not in script.read_text(encoding="utf-8"):
            continue  # what the measurements share
        print(f"\n== {script.name}", flush=True)
        if subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False).returncode:
            failed.append(script.name)
    if failed:
        print(f"未跑完：{'、'.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
