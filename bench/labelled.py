"""Reading and checking measured on the labelled reports of ``bench/devset`` with ``bihuan bench``.

The reports were read while the rules were written: the figures are a ceiling, not a promise. Point the two
commands at a folder of your own to measure on reports that nobody tuned on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DEVSET = Path(__file__).resolve().parent / "devset"


def main() -> int:
    """Print both tables; 1 when a command did not run."""
    command = str(Path(sys.executable).with_name("bihuan"))
    runs = [
        subprocess.run([command, "bench", what, str(DEVSET)], check=False) for what in ("reading", "checks")
    ]
    return 1 if any(run.returncode for run in runs) else 0


if __name__ == "__main__":
    raise SystemExit(main())
