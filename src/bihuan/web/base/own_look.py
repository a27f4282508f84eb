"""Whether an office makes a kind of document with a template of its own: papers tell it, pages below ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TOLD: list[Callable[[int | None, str], bool]] = []
"""Whoever knows registers here: (office, slug of the kind) → whether it has a template in use."""
WHY = "用本巡察办的模板；要 PDF 的，请用 Word 打开后另存"


def only_word(office: int | None, kind: str) -> str:
    """Why a page offers no PDF of a kind; empty where it does. One query."""
    return WHY if any(told(office, kind) for told in TOLD) else ""
