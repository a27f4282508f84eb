"""Cases of the facts about Chinese text, kept as data in ``cases/*.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_a1fec5a0f4fe819b.txt"


def cases(name: str) -> list[Any]:
    """Rows of one file of cases."""
    rows: list[Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows
