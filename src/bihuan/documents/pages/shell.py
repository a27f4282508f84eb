"""What every page has: the head, the styles, and the way in which text of others becomes harmless."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Whatever a report smuggles in, a browser fetches nothing and runs nothing."""
_UNSHOWN = {
    code: "\ufffd"
    for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if code not in (9, 10)
}
"""Control characters, and those that turn the direction of writing: shown, not obeyed."""


def safe(text: str) -> str:
    """Text of others as the text of a page; may stand between tags and inside quoted attributes."""
    return escape(text if text.isprintable() else text.translate(_UNSHOWN))


def opened(title: str) -> Iterator[str]:
    """Everything before the first thing that is shown."""
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta name="referrer" content="no-referrer">\n<title>{safe(title)}</title>\n'
    yield f"<style>\n{style}</style>\n</head>\n<body>\n"


def closed() -> Iterator[str]:
    """Everything after the last."""
    yield "</body>\n</html>\n"
