"""Which operations do what a page does, as ``pages.toml`` says."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

NONE = "- "


class Cover(NamedTuple):
    """What programs call for a page, or why there is nothing."""

    operations: tuple[str, ...]
    reason: str


@lru_cache(maxsize=1)
def pages() -> dict[tuple[str, str], Cover]:
    """By the name of the address and the verb, ``get`` or ``post``."""
    table = tomllib.loads((Path(__file__).parent / "pages.toml").read_text("utf-8"))
    return {
        (f"{space}:{name}", verb): _cover(told if isinstance(told, str) else told[verb])
        for space, names in table.items()
        for name, told in names.items()
        for verb in ("get", "post")
        if isinstance(told, str) or verb in told
    }


def _cover(told: str) -> Cover:
    if told.startswith(NONE):
        return Cover((), told.removeprefix(NONE))
    return Cover(tuple(told.split()), "")
