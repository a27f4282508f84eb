"""Lock the dependencies anew: names, versions and hashes, never a host.

``dev.txt`` is resolved first and the smaller files follow its versions: what people run is what was tested.
Versions stay as they are unless asked: ``make lock ARGS=--upgrade`` or ``ARGS="--upgrade-package django"``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import indexes

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
COMPILE = (
    *("pip", "compile", "-q", "--universal", "--generate-hashes", "--no-annotate", "--no-header"),
    *("--python-version", "3.11"),
)
FROM_PYPROJECT = {
    "dev": ("--extra", "web", "--extra", "dev"),
    "web": ("--extra", "web", "-c", "requirements/dev.txt"),
    "core": ("-c", "requirements/dev.txt"),
}


def main(argv: list[str]) -> int:
    """Write requirements/*.txt; the status of the first failure."""
    env = indexes.environment_for_uv(ROOT / ".venv" / "bin" / "python")
    jobs = [(name, ("pyproject.toml", *options)) for name, options in FROM_PYPROJECT.items()]
    jobs += [
        (path.stem, (f"requirements/{path.name}",)) for path in sorted((ROOT / "requirements").glob("*.in"))
    ]
    for name, options in jobs:
        goal = f"requirements/{name}.txt"
        print(f"锁定 {goal}", flush=True)
        done = subprocess.run(
            [str(UV), *COMPILE, "-o", goal, *options, *argv], cwd=ROOT, env=env, check=False
        )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
