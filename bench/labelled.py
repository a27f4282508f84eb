"""Reading and checking measured on our own labelled reports with ``bihuan bench``.

All sets were read while rules were mended: today's figures are a ceiling, not a promise. What the blind
ones gave at first sight stands in ``first_sight.toml``; both are in docs/reference/measured.md. Point the two
commands at a folder of your own to measure on reports that nobody tuned on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SETS = (
    "devset",
    "blindset",
    "blind2",
    "blind3",
    "blind4",
    "blind5",
    "blind6",
    "blind7",
    "blind8",
    "blind9",
    "blind10",
)
READ = ("devset", "blind2", "blind3", "blind4", "blind5", "blind6", "blind7", "blind8", "blind9", "blind10")
"""Those that label the reading too."""


def main() -> int:
    """Print the tables; 1 when a command did not run."""
    command = str(Path(sys.executable).with_name("bihuan"))
    status = 0
    runs = [*(("reading", name) for name in READ), *(("checks", name) for name in SETS)]
    for what, folder in runs:
        print(f"-- {what} {folder}", flush=True)
        status |= subprocess.run([command, "bench", what, str(HERE / folder)], check=False).returncode
    return status


if __name__ == "__main__":
    raise SystemExit(main())
