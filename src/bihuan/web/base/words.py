"""Small pieces of wording that several apps share. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.policy.wording import plainly

if TYPE_CHECKING:
    from datetime import date


def day_words(value: date | None) -> str:
    """2023年7月31日, as every text for people writes a day; empty where there is none."""
    return plainly(value) if value else ""


def unstopped(what: object) -> str:
    """The words without the full stop at their end, for use inside a longer sentence."""
    return str(what).rstrip("。；;，")


def headed(number: str | None, title: str | None) -> str:
    """A heading as official texts write it: 一、… （一）… 1.…; the title alone without number."""
    if not number:
        return title or ""
    if number[-1] in "）)":
        return f"{number}{title or ''}"
    return f"{number}{'.' if number.isascii() else '、'}{title or ''}"
