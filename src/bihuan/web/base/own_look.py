"""Whether an office makes a kind of document with a template of its own: papers tell it, pages below ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

TOLD: list[Callable[[int | None, str], QuerySet[Any]]] = []
"""Whoever knows registers here: (office, slug of the kind) → its templates in use."""
WHY = "用本巡察办的模板；要 PDF 的，请用 Word 打开后另存"


def only_word(office: int | None, kind: str) -> str:
    """Why a page offers no PDF of a kind; empty where it does. One query."""
    return WHY if any(told(office, kind).exists() for told in TOLD) else ""


def replacing(office: int | None, kind: str) -> list[QuerySet[Any]]:
    """What ``only_word`` asks, for pages that gather it with what else they need."""
    return [told(office, kind) for told in TOLD]
