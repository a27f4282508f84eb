"""Words of this app kept as data."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """``journal.toml``: names of entries and of their fields."""
    return tomllib.loads((Path(__file__).parent / "journal.toml").read_text("utf-8"))
