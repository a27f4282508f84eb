"""How far a rectification has come, out of cells: words, shares, ticks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bihuan.ledger.vocabulary import words
from bihuan.zh.status import Status, closing_outcome, read_status

_BOX = re.compile(r"[√✓✔☑■●✅]|[☐□○×✗☒]|\[[xX√ ]?\]|[（(][√ ]?[）)]")
_LONGEST = 5_000
_SHORT = 12


def read_state(value: object, text: str, *, percent: bool = False) -> Status | None:
    """The status that a cell states; None for an empty cell, UNKNOWN for words that say none.

    ``percent`` tells that numbers of this column count to 100 and not to 1.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    if not plain or plain in {"-", "--", "—", "——", "/", "\\"}:
        return None
    if isinstance(value, bool):
        return Status.COMPLETED if value else Status.NOT_STARTED
    share = _share(value, plain, percent)
    if share is not None:
        return share
    ticked = _ticked(plain)
    if ticked is not None:
        return ticked
    return _of_words("".join(plain.split()))


def is_tick(text: str) -> bool:
    """True for √ and its like."""
    return "".join(text.split()) in words("tick_on")


def is_blank_tick(text: str) -> bool:
    """True for what stands in a column of ticks where there is none."""
    return "".join(text.split()) in words("tick_off")


def _share(value: object, plain: str, percent: bool) -> Status | None:
    number: float | None = None
    if isinstance(value, int | float):
        number = float(value) / (100 if percent or value > 1 else 1)
    elif match := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*%?", plain):
        scale = 100 if "%" in plain or percent or float(match[1]) > 1 else 1
        number = float(match[1]) / scale
    if number is None:
        return None
    return Status.COMPLETED if number >= 1 else Status.ONGOING if number > 0 else Status.NOT_STARTED


def _ticked(plain: str) -> Status | None:
    """The choice with a tick among several in one cell (☑已完成 □正在整改; 已完成√ 整改中□)."""
    boxes = list(_BOX.finditer(plain))
    labels = [piece.strip(" 、,;/\n\t") for piece in _BOX.split(plain)]
    if not boxes or not any(labels):
        return None
    behind = not labels[0]  # the box stands before its words
    for place, box in enumerate(boxes):
        label = labels[place + behind]
        if label and box.group()[0] in "√✓✔☑■●✅[(（" and not re.fullmatch(r"[\[(（]\s*[\])）]", box.group()):
            return _of_words(label.split()[0 if behind else -1])
    return None


@lru_cache(maxsize=1024)
def _of_words(plain: str) -> Status:
    for state in (Status.COMPLETED, Status.ONGOING, Status.NOT_STARTED):
        if plain in words(f"state_{state.value}"):
            return state
    if len(plain) > _SHORT:
        at = closing_outcome(plain)
        if at is not None and (closing := read_status(plain[at:])) is not Status.UNKNOWN:
            return closing
    found = read_status(plain)
    if found is Status.UNKNOWN and len(plain) <= _SHORT:
        for state in (Status.NOT_STARTED, Status.ONGOING):
            if any(len(word) > 1 and word in plain for word in words(f"state_{state.value}")):
                return state
    return found
