"""Finding numbers: as they are shown, as they are compared, and the several that one cell can refer to."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bihuan.zh.numerals import read_number

if TYPE_CHECKING:
    from collections.abc import Container

_MARKS = "()[]【】〔〕.、:：,;。 "
_WRAPPED = re.compile(r"^(?:问题|第|序号|编号|NO\.?|№)*(.*?)(?:号|项|条|个)?(?:问题)?$", re.I)
_RANGE = re.compile(r"(?P<a>.*?[0-9])(?:[-~—–－]{1,2}|至|到)(?:问题|第|序号)*(?P<b>.*[0-9])")
_PARTS = re.compile("[、,;和及与\n\t/|]+")
_LEADING = re.compile(
    r"^(?:问题)?(?:(?P<a>[0-9]{1,3})(?:[.．、:：](?![0-9])|[)）]|\s)|[（(](?P<b>[0-9]{1,3}|[一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<c>[一二三四五六七八九十]{1,3})、|(?P<d>[①-⑳]))[\s、.．]*"
)
_LONGEST_RANGE = 500
_LONGEST = 300


def shown(value: object, text: str) -> str:
    """The number as it is shown: 3 for 3.0, ``2-4`` where Excel made it a date, closing marks dropped."""
    if isinstance(value, date):
        return f"{value.month}-{value.day}"
    stripped = "".join(text.split())
    return stripped.rstrip(".．、。:：,，") if len(stripped) > 1 else stripped


@lru_cache(maxsize=4096)
def canonical(number: str) -> str:
    """What two ways of writing the same number share (3, 3., （3）, 03, 三, 问题3)."""
    plain = "".join(unicodedata.normalize("NFKC", number[:_LONGEST]).split()).strip(_MARKS)
    found = _WRAPPED.match(plain)
    core = (found[1] if found else plain).strip(_MARKS) or plain
    value = read_number(core) if re.fullmatch("[0-9]{1,6}|[一二三四五六七八九十百]{1,5}", core) else None
    return str(value) if isinstance(value, int) else core.upper()


def is_number(text: str) -> bool:
    """True for what can stand in a column of numbers (3, （三）, A-12), not for a sentence or a word."""
    plain = canonical(text)
    return bool(plain) and len(plain) <= 16 and bool(re.search("[0-9]", plain))


def references(value: object, text: str, known: Container[str]) -> list[str]:
    """Canonical numbers that a cell refers to: one, several (2、3) or a range (2-4), each once.

    What is known as a whole (a number such as 2-1) stands for itself.
    """
    whole = shown(value, text) if isinstance(value, date) else text.strip()
    if canonical(whole) in known:
        return [canonical(whole)]
    opened = re.sub("([①-⑳])", lambda m: f"{ord(m[1]) - 0x245F}、", whole[:_LONGEST])
    plain = unicodedata.normalize("NFKC", opened)
    plain = re.sub(r"\s*([-~—–至到])\s*", r"\1", plain)
    found: list[str] = []
    for part in _PARTS.split(plain):
        for piece in [part] if canonical(part) in known else part.split():
            found += _one_or_range(piece, known)
    return list(dict.fromkeys(one for one in found if one))


def _one_or_range(piece: str, known: Container[str]) -> list[str]:
    if canonical(piece) in known:
        return [canonical(piece)]
    match = _RANGE.fullmatch(piece.strip(_MARKS).removesuffix("号").removesuffix("项").removesuffix("条"))
    if match is None:
        return [canonical(piece)]
    first, last = canonical(match["a"]), canonical(match["b"])
    head, low = _tail(first)
    head_b, high = _tail(last)
    if low is None or high is None or (head_b and head_b != head) or not 0 <= high - low <= _LONGEST_RANGE:
        return [canonical(piece)]
    width = len(first) - len(head)
    return [canonical(f"{head}{n:0{width}d}") if head else str(n) for n in range(low, high + 1)]


def _tail(number: str) -> tuple[str, int | None]:
    """WT-003 → (WT-, 3)."""
    match = re.fullmatch("(.*?)([0-9]{1,6})", number)
    return (match[1], int(match[2])) if match else (number, None)


def leading_number(text: str) -> tuple[str | None, str]:
    """(number, rest) of a finding that has its number in front (1.学习不深); (None, text) for others."""
    match = _LEADING.match(text)
    if match is None or match.end() == len(text):
        return None, text
    number = match["a"] or match["b"] or match["c"] or str(ord(match["d"]) - 0x245F)
    return number, text[match.end() :]
