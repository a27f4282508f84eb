"""Small pieces of wording that several apps share. Pure."""

from __future__ import annotations


def headed(number: str | None, title: str | None) -> str:
    """A heading as official texts write it: 一、… （一）… 1.…; the title alone without number."""
    if not number:
        return title or ""
    if number[-1] in "）)":
        return f"{number}{title or ''}"
    return f"{number}{'.' if number.isascii() else '、'}{title or ''}"
