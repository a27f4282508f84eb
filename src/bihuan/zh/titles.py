"""Titles of documents in 《》, also where one stands inside another (《关于印发〈办法〉的通知》)."""

from __future__ import annotations

from bihuan.zh.brackets import matched_pairs


def find_titles(text: str, *, nested: bool = False) -> list[tuple[int, str]]:
    """(offset of 《, title with its marks) in the order of the text; titles inside titles only when
    ``nested``.

    An unclosed 《 gives no title.
    """
    if "《" not in text:
        return []
    found: list[tuple[int, int]] = []
    for opened, closed in matched_pairs(text):
        if text[opened] != "《" and not (nested and text[opened] == "〈"):
            continue
        while not nested and found and found[-1][0] > opened:
            found.pop()
        found.append((opened, closed))
    return [(opened, text[opened : closed + 1]) for opened, closed in sorted(found)]


def bare_title(title: str) -> str:
    """The title without its marks, blanks and a bracket like （试行） at its end; for comparing titles."""
    inner = "".join(title.strip("《》〈〉").split())
    if inner.endswith(("）", ")")):
        start = max(inner.rfind("（"), inner.rfind("("))
        inner = inner[:start] if start > 0 else inner
    return inner
