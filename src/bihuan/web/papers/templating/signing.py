"""The signature of a filled template: never alone on the last page, whatever the office's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST = 8
"""Paragraphs that are kept with the date at most: text, blank lines, signature."""


def keep_signed(document: Any, day: str) -> None:
    """Hold the date of the python-docx document on one page with the text before it.

    The paragraph before the signature often stands in a loop, so the template itself cannot mark it.
    """
    paragraphs = list(document.paragraphs)
    at = next((at for at in reversed(range(len(paragraphs))) if paragraphs[at].text.strip() == day), 0)
    for one in _before(paragraphs[:at]):
        one.paragraph_format.keep_with_next = True


def _before(paragraphs: Sequence[Any]) -> Iterator[Any]:
    """Backwards from the date: the signature, blank lines, and the last paragraph of the text."""
    words = 0
    for one in list(reversed(paragraphs))[:MOST]:
        yield one
        words += bool(one.text.strip())
        if words == 2:
            return
