"""Numbers as Word's automatic numbering writes them (the number formats of ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HANZI = "〇一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
FORMAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip


def write_number(number: int, style: str) -> str:
    """``number`` in the named format; in decimal where the format is unknown or cannot write it."""
    if style == "none" or style == "bullet":
        return ""
    if not 0 < number < 10_000:
        return str(number)
    writer = _WRITERS.get(style)
    return writer(number) if writer else str(number)


def _positional(number: int, digits: str = HANZI) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _with_units(number: int, digits: str, units: str, zero: str, *, one_ten: bool = False) -> str:
    """一百二十三: digits with units, one ``zero`` for zeros in between; 十 without 一 unless ``one_ten``."""
    written = ""
    gap = False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = True
            continue
        written += (
            (zero if gap and written else "") + digits[int(digit)] + (units[place - 1] if place else "")
        )
        gap = False
    return written[1:] if 10 <= number < 20 and not one_ten else written


def _counting(number: int) -> str:
    """Up to 99 with 十, from 100 on digit by digit."""
    return _with_units(number, HANZI, "十百千", "") if number < 100 else _positional(number, "○" + HANZI[1:])


def _thousands(number: int) -> str:
    return _with_units(number, HANZI, "十百千", "零")


def _japanese(number: int) -> str:
    written = _with_units(number, HANZI, "十百千", "", one_ten=True)
    return written.replace("一十", "十").replace("一百", "百").replace("一千", "千")


def _letters(number: int) -> str:
    """a … z, aa, bb …: the letter is repeated, as Word does."""
    repeat, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * min(repeat + 1, 20)


def _roman(number: int) -> str:
    written = ""
    for value, mark in ROMAN:
        times, number = divmod(number, value)
        written += mark * times
    return written


def _series(first: str, last: int) -> Callable[[int], str]:
    """Characters that follow one another in Unicode (①②③); decimal after ``last``."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


def _cycle(marks: str) -> Callable[[int], str]:
    return lambda number: marks[(number - 1) % len(marks)]


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "ideographEnclosedCircle": _series("㊀", 10),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _japanese,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": lambda number: _positional(number, "○" + HANZI[1:]),
    "chineseLegalSimplified": lambda number: _with_units(number, FORMAL, "拾佰仟", "零", one_ten=True),
    "ideographLegalTraditional": lambda number: _with_units(
        number, FORMAL_TRADITIONAL, "拾佰仟", "零", one_ten=True
    ),
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "numberInDash": lambda number: f"- {number} -",
}
