"""Drawing lots that anybody can repeat: who knows the frozen list and the seed gets the same result. Pure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def digest_of(population: Sequence[int]) -> str:
    """SHA-256 of the frozen list, numbers in ascending order joined by commas."""
    return hashlib.sha256(",".join(str(one) for one in sorted(population)).encode()).hexdigest()


def draw(population: Iterable[int], seed: str, size: int) -> list[int]:
    """``size`` numbers in the order of the draw: sorted by SHA-256 of ``种子:编号``."""

    def lot(one: int) -> str:
        return hashlib.sha256(f"{seed}:{one}".encode()).hexdigest()

    return sorted(sorted(set(population)), key=lot)[:size]
