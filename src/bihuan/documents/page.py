"""The page of an official document, in numbers: GB/T 9704-2012 and what follows from it. Pure.

Where the standard gives a count (22 lines of 28 characters) the pitch is computed from the type area; writers
take the numbers from here and the tests measure what came out.
"""

from __future__ import annotations

MM = 72 / 25.4
"""Points of a millimetre."""
WIDTH, HEIGHT = 210.0, 297.0
"""A4, millimetres (5.1)."""
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
"""Margins, millimetres (5.2.1): a type area of 156 × 225."""
LINES, CHARACTERS = 22, 28
"""On a page, in a line (5.2.3)."""
BODY, TITLE, SMALL = 16.0, 22.0, 14.0
"""Points of 3号, 2号 and 4号."""
TABLE, LIST = 12.0, 10.5
"""Points of 小四 in forms and of 五号 in lists that lie: the standard is silent on tables."""
PITCH = (HEIGHT - TOP - BOTTOM) * MM / LINES
"""From line to line, points: 28.99."""
TRACKING = (WIDTH - LEFT - RIGHT) * MM / CHARACTERS - BODY
"""What is taken away between characters so that 28 fill the line, points: -0.207."""
NUMBER_BELOW = 7.0
"""From the type area to the page number, millimetres (7.5)."""
NUMBER_INDENT = 1
"""Characters between the page number and the edge of the type area (7.5)."""
TWENTIETHS = 20
"""Word counts in twentieths of a point."""


def twips(millimetres: float) -> int:
    """Millimetres as Word writes them."""
    return round(millimetres * MM * TWENTIETHS)


def organ_size(organ: str) -> float:
    """Points of a 发文机关标志 that fits one line: below 36 where the name is long, never below the body."""
    return max(BODY, min(36.0, (WIDTH - LEFT - RIGHT) * MM / max(width_of(organ), 1) - 2.2))


def width_of(text: str) -> float:
    """How wide a text is, in characters: half for what is narrow."""
    return sum(0.5 if ord(char) < 0x2E80 and char not in "—…·“”‘’" else 1 for char in text)


def cell_lines(text: str, share: float, *, lying: bool) -> int:
    """How many lines a text needs in a column with such a share of the width; rather too many."""
    area = HEIGHT - TOP - BOTTOM if lying else WIDTH - LEFT - RIGHT
    room = max((area * share * MM - _CELL_EDGES) // (LIST if lying else TABLE), 1)
    return sum(max(-(-width_of(line) // room), 1) for line in text.split("\n")).__ceil__()


_CELL_EDGES = 9
"""Points between the text of a cell and its lines, both sides."""
UNBROKEN = 8
"""Lines up to which a row of a table stays on one page."""


def signature_indents(issuer: str, day: str) -> tuple[float, float]:
    """Empty characters to the right of signature and date (7.3.5.2): the signature keeps two, the date begins
    two further in; a long date keeps two itself and pushes the signature in.
    """
    mine, date = width_of(issuer), width_of(day)
    if date <= mine - 2:
        return 2.0, 2 + mine - 2 - date
    return 2 + date + 2 - mine, 2.0


def title_lines(title: str, most: int = 19) -> list[str]:
    """The title broken evenly, longer lines above (7.3.1: 梯形), never inside a book title or a number."""
    lines, rest = [], title
    while (width := width_of(rest)) > most:
        cut = _cut(rest, width / -(-width // most), most)
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, rest]


def _cut(text: str, aim: float, most: int) -> int:
    """Where to break: near the aim, best before a word that usually begins a line."""
    best, found = -1.0, 1
    for at in range(1, len(text)):
        width = width_of(text[:at])
        if width > most:
            break
        score = 10 - abs(width - aim) + _liked(text, at)
        if score > best or best < 0:
            best, found = score, at
    return found


def _liked(text: str, at: int) -> float:
    before, after = text[at - 1], text[at]
    if text.count("《", 0, at) > text.count("》", 0, at) or (before.isascii() and after.isascii()):
        return -20
    if after in "》”）、，。：的" or before in "《“（第":
        return -20
    if after == "巡" and text.find("第", max(at - 4, 0), at) >= 0:
        return -20  # 第五巡察组 is one name
    if text.startswith(("关于", "巡察", "集中", "整改", "情况", "反馈", "组织"), at) or before in "》的":
        return 3
    return -1
