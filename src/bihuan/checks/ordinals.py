"""The number that a marker means: ``3``, ``（三）``, ``③``, ``反馈问题三``, ``一是``."""

from __future__ import annotations

from bihuan.zh.numerals import read_number

JOINTS = "-—－~～、至和"
"""Marks between the first and the last number of a joint heading."""
CHINESE = frozenset("零〇一二两三四五六七八九十百")


def ordinal(marker: str | None) -> int | None:
    """Value of the last number in the marker (``2-4`` gives 4); None where there is none."""
    found = _runs(marker or "")
    return _value(found[-1]) if found else None


def first_ordinal(marker: str | None) -> int | None:
    """Value with which the marker begins to count: 2 for ``2-4`` and ``2、3、4``, else :func:`ordinal`."""
    found = _runs(marker or "")
    return _value(found[0]) if _joins(marker or "", found) else ordinal(marker)


def is_joint(marker: str | None) -> bool:
    """True for a heading that counts several: ``2-4``, ``（5）（6）``, ``（七）、（八）``."""
    return _joins(marker or "", _runs(marker or ""))


def _joins(marker: str, runs: list[str]) -> bool:
    if len(runs) < 2:
        return False
    return any(mark in marker for mark in (*JOINTS, "）（", ")(")) or _kind(runs[0][0]) == "circled"


def stem(marker: str | None) -> str:
    """What stands before the last number: ``1.`` of ``1.2``, where counting begins anew when it changes."""
    text = marker or ""
    found = _runs(text)
    if _joins(text, found):
        return ""
    return text[: text.rindex(found[-1])] if found else text


def _runs(marker: str) -> list[str]:
    """Numbers of the marker, as written."""
    runs: list[str] = []
    last: str | None = None
    for char in marker:
        kind = _kind(char)
        if kind and kind == last and kind != "circled":
            runs[-1] += char
        elif kind:
            runs.append(char)
        last = kind
    return runs


def _value(run: str) -> int | None:
    if _kind(run[0]) == "circled":
        return ord(run[0]) - (0x245F if run[0] <= "\u2473" else 0x323C)
    number = read_number(run)
    return number if isinstance(number, int) else None


def _kind(char: str) -> str | None:
    if "\u2460" <= char <= "\u2473" or "\u3251" <= char <= "\u325f":
        return "circled"
    if char.isdecimal():
        return "digit"
    return "chinese" if char in CHINESE else None
