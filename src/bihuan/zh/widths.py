"""Half-width and full-width marks in Chinese running text."""

from __future__ import annotations

import re

FULL_WIDTH = {
    ",": "，",
    ":": "：",
    ";": "；",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
    "[": "（",
    "]": "）",
}
_HALF = re.compile(r"[,:;?!()\[\]]")
_FAR = 8


def _is_chinese(char: str) -> bool:
    """Han characters and full-width marks."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
        or char in "“”‘’—…"
    )


def _neighbour(text: str, index: int, step: int) -> str:
    """The nearest character that is no blank, in the same line and not far away; "" where there is none."""
    for _ in range(_FAR):
        index += step
        if not 0 <= index < len(text) or text[index] == "\n":
            return ""
        if not text[index].isspace():
            return text[index]
    return ""


def is_chinese_context(text: str, index: int) -> bool:
    """True when the mark at ``index`` stands in Chinese running text.

    At least one neighbour must be Chinese; between digits (1,000 or 9:30) and inside Latin text it is False.
    """
    before, after = _neighbour(text, index, -1), _neighbour(text, index, 1)
    if before.isascii() and after.isascii() and before and after:
        return False
    return any(char and _is_chinese(char) for char in (before, after))


def _is_of_number(text: str, index: int) -> bool:
    """True for the square brackets of [2023]12号 and of a link."""
    if text[index] not in "[]":
        return False
    inner = text[index + 1 : index + 2] if text[index] == "[" else text[index - 1 : index]
    return not _is_chinese(inner or " ") or inner in "年号" or text.startswith(("号", "("), index + 1)


def find_half_width(text: str) -> list[tuple[int, str]]:
    """(offset, mark) of half-width , : ; ? ! ( ) in Chinese running text; ``FULL_WIDTH`` has the right
    ones.
    """
    return [
        (match.start(), match.group())
        for match in _HALF.finditer(text)
        if is_chinese_context(text, match.start()) and not _is_of_number(text, match.start())
    ]
