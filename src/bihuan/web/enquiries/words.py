"""What somebody typed, fit to be kept: no characters that turn the reading direction, hide, or stop a
database. Pure.
"""

from __future__ import annotations

import re
import unicodedata

_ODD = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINES = re.compile(r"\n{3,}")
_LINK = re.compile(r"https?://|www\.|[a-z0-9-]\.(?:com|cn|net|top|xyz|vip|shop|site)\b", re.IGNORECASE)


def plain(text: str, *, lines: bool = True) -> str:
    """The words themselves, at most two line breaks in a row, or on one line."""
    text = _ODD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(one for one in text if one in "\n\t" or unicodedata.category(one)[0] != "C")
    return _LINES.sub("\n\n", kept).strip() if lines else " ".join(kept.split())


def has_link(text: str) -> bool:
    """Whether an address of a page stands in it: an opinion seldom needs one, an advertisement does."""
    return _LINK.search(text) is not None
