"""Text on its way into a cell: nothing that a spreadsheet program could take for a formula."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Characters that a cell can hold."""
CUT = "……（文字过长，未全部写出）"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a formula may begin, by the program that opens the file."""
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff\x00]")


def neutral(text: str) -> str:
    """``text``, with an apostrophe in front where a spreadsheet program would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def safe(text: str) -> str:
    """``text``, with an apostrophe in front where it begins as formulas do (= + - @ tab, return).

    The reader drops that apostrophe again. Too long texts are cut and say so; what no file holds is left out.
    """
    text = neutral(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - len(CUT)] + CUT
    return _UNWRITABLE.sub("", text)
