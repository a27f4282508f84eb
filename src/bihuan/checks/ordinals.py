"""The number that a marker means: ``3``, ``（三）``, ``③``, ``反馈问题三``, ``一是``."""

from __future__ import annotations

from bihuan.zh.numerals import read_number

CHINESE = frozenset("零〇一二两三四五六七八九十百")


def ordinal(marker: str | None) -> int | None:
    """Value of the last number in the marker; None where there is none."""
    if marker is None:
        return None
    if marker.isascii() and marker.isdigit():
        return int(marker)
    run = ""
    for char in reversed(marker):
        if _kind(char) and (not run or _kind(char) == _kind(run[0])):
            run = char + run
        elif run:
            break
    if run and _kind(run[0]) == "circled":
        return ord(run[0]) - 0x245F
    number = read_number(run)
    return number if isinstance(number, int) else None


def _kind(char: str) -> str | None:
    if "\u2460" <= char <= "\u2473":
        return "circled"
    if char.isdecimal():
        return "digit"
    return "chinese" if char in CHINESE else None
