"""How two spellings count as the same: width and case of letters and digits, kinds of blanks. Pure.

Folding never changes how long a text is, so that a place in the folded text is the same place in the shown
one. Punctuation and traditional characters are not folded: they are searched as they stand.
"""

from __future__ import annotations

import re

_CJK = r"\u2e80-\u2fff\u3001-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—"
_PLAIN = re.compile(r"[!-@\[-~ \u3001-\u9fff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40“”‘’…—·]*\Z")
"""Texts that fold to themselves; a first look spares most of them the work."""
_WRAPPED = re.compile(rf"(?<=[{_CJK}])[^\S\n]*\n\s*(?=[{_CJK}])")
_BLANKS = re.compile(r"\s+")
_WIDE = 0xFEE0


class _Folds(dict[int, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if "０" <= char <= "ｚ" and char not in "：；＜＝＞？＠［＼］＾＿｀":
            char = chr(code - _WIDE)
        if char.isspace() or code < 0x20 or code == 0x7F:
            char = " "
        low = char.lower()
        self[code] = low if len(low) == 1 else char
        return self[code]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The text with letters and digits narrow and small, every blank and control character a space; as long
    as before.
    """
    return text if _PLAIN.match(text) else text.translate(_FOLDS)


def flow(text: str) -> str:
    """The words of a file as running text: a line that breaks between two Chinese characters goes on without
    a blank, other runs of blanks are one space.
    """
    return _BLANKS.sub(" ", _WRAPPED.sub("", text.replace("\r\n", "\n"))).strip()
