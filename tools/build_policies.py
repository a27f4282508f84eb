"""Write ``src/bihuan/policy/_compiled.py`` from ``policies.toml``, so that no check has to parse TOML.

``--check`` writes nothing and exits 1 when the file is out of date.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src" / "bihuan" / "policy"
SOURCE, TARGET = FOLDER / "policies.toml", FOLDER / "_compiled.py"
HEAD = '''"""Written by tools/build_policies.py from policies.toml; edit that instead."""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

import datetime
from typing import Any

POLICIES: list[dict[str, Any]] = [
'''


def compose() -> str:
    """Text of the compiled module."""
    rows = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["policy"]
    return HEAD + "".join(f"    {row!r},\n" for row in rows) + "]\n"


def main(arguments: list[str]) -> int:
    """Write the module, or tell that it is out of date."""
    text = compose()
    if "--check" in arguments:
        if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print("src/bihuan/policy/_compiled.py is out of date: run tools/build_policies.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
