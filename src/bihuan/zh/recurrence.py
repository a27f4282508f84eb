"""Regular duties: how often, and since when."""

from __future__ import annotations

import re
from functools import cache

from bihuan.zh.dates import DateMention
from bihuan.zh.vocab import alternatives, words

_EVERY = {word: period for period in ("quarter", "month", "year") for word in words("commitments", period)}
_BEGINNING = words("commitments", "beginning")
_BEGUN = words("commitments", "begun")


def names_period(text: str) -> str | None:
    """How often: ``month``, ``quarter`` or ``year`` by the first such word; None without one."""
    match = _recurring().search(text)
    return _EVERY[match.group()] if match else None


@cache
def _recurring() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(tuple(_EVERY))})(?![龄级])")


def starts_duty(text: str, mention: DateMention) -> bool:
    """从7月份开始, 自2024年起: the date starts a duty."""
    end = mention.offset + len(mention.text)
    after = text[end : end + 4].lstrip("份度 ，,")
    if not after.startswith(_BEGUN):
        return False
    return text[max(0, mention.offset - 1) : mention.offset] in _BEGINNING or after.startswith(("起", "开始"))
