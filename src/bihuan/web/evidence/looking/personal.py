"""Numbers of persons in a text: identity cards and bank cards, told by their check digits. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from bihuan.web.evidence.looking.secrecy import card_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z.])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_GAP = re.compile("[ -]")


def identity_numbers(text: str) -> list[str]:
    """Numbers of identity cards (GB 11643—1999: a real date and the right check digit), each once."""
    found = (match[0].upper() for match in _ID.finditer(text.translate(_NARROW)))
    return list(dict.fromkeys(one for one in found if _is_identity(one)))


def _is_identity(number: str) -> bool:
    if sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11 != (
        _CHECK.index(number[17])
    ):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born.year >= 1900 and number[0] != "0"


def card_numbers(text: str) -> list[str]:
    """Numbers of bank cards (ISO/IEC 7812: issuer's prefix and check digit), each once."""
    return list(dict.fromkeys(_cards(text.translate(_NARROW))))


def _cards(text: str) -> Iterator[str]:
    for match in _CARD.finditer(text):
        number = _GAP.sub("", match[0])
        union = number.startswith("62") and 16 <= len(number) <= 19
        other = len(number) == 16 and number.startswith(card_prefixes())
        if (union or other) and _luhn(number) and not _is_identity_like(number):
            yield number


def _is_identity_like(number: str) -> bool:
    return len(number) == 18 and _is_identity(number)


def _luhn(number: str) -> bool:
    total = 0
    for at, digit in enumerate(map(int, reversed(number))):
        doubled = digit * 2 if at % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def masked(number: str) -> str:
    """A number as it may be shown: the first three and the last four."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def warnings(text: str, name: str) -> list[str]:
    """Sentences that the uploader must confirm."""
    return [
        f"“{name}”里有 {len(found)} 个{word}，如 {masked(found[0])}"
        for word, found in (("身份证号", identity_numbers(text)), ("银行卡号", card_numbers(text)))
        if found
    ]
