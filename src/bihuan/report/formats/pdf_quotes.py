"""Quotation marks put back where they stand on the page.

Office programs print “ and ” in a Latin font, often after the rest of the line; PDFium gives characters in
the order of the file. Within a line the boxes tell where each belongs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTES = frozenset("“”‘’")
GAP = 0.9
"""Widths of a character from which on a blank that PDFium put in is one on the page as well."""
_WIDE = "\u2e80"


class Char(NamedTuple):
    """A character of one line; lengths in points."""

    char: str
    left: float
    right: float
    generated: bool
    """True for blanks that are not in the file."""
    place: int
    """In the text of the page."""


def in_order(chars: Sequence[Char]) -> list[Char]:
    """The characters of a line with its quotation marks in place and no blank left where they stood."""
    quotes = sorted((one for one in chars if one.char in QUOTES), key=lambda one: one.left)
    if not quotes:
        return list(chars)
    rest = [one for one in chars if one.char not in QUOTES]
    size = max((one.right - one.left for one in rest if one.char > _WIDE), default=12.0)
    made: list[Char] = []
    waiting = 0
    for one in rest:
        while waiting < len(quotes) and not one.generated and _before(quotes[waiting], one):
            made.append(quotes[waiting])
            waiting += 1
        made.append(one)
    made += quotes[waiting:]
    return _without_gaps(made, size)


def _before(quote: Char, one: Char) -> bool:
    return quote.left + quote.right < one.left + one.right


def _without_gaps(chars: list[Char], size: float) -> list[Char]:
    """Without the blanks that PDFium saw where a mark of another font stands, or its narrow box ends."""
    made: list[Char] = []
    for at, one in enumerate(chars):
        if one.generated and one.char == " ":
            before = next((c for c in reversed(made) if not c.generated), None)
            after = next((c for c in chars[at + 1 :] if not c.generated), None)
            if before is None or after is None or _touch(before, after, size):
                continue
        made.append(one)
    return made


def _touch(before: Char, after: Char, size: float) -> bool:
    if before.char < _WIDE and after.char < _WIDE and not {before.char, after.char} & QUOTES:
        return False  # between Latin words
    return after.left - before.right < GAP * size
