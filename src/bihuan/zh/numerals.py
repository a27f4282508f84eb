"""Numbers as official Chinese writes them: Arabic of either width, Chinese numerals, and both mixed."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


def read_number(text: str) -> int | float | None:
    """The number that the whole of *text* spells (``３.5万``, ``一百零五``, ``二〇二三``), else None.

    A whole number comes back as int, also where it was written with a decimal part that vanishes (1.2万).
    """
    text = text.strip().translate(_HALF_WIDTH)
    if not text:
        return None
    if text.isascii():
        return _arabic(text)
    return _mixed(text)


def _arabic(text: str) -> int | float | None:
    """Digits with a decimal point and with thousands marks in their places."""
    whole, point, fraction = text.partition(".")
    head, *groups = whole.split(",")
    if groups and (not 1 <= len(head) <= 3 or any(len(group) != 3 for group in groups)):
        return None
    digits = head + "".join(groups)
    if not _plain(digits) or (point and not _plain(fraction)):
        return None
    if not point:
        return int(digits)
    return float(f"{digits}.{fraction}")


def _plain(text: str) -> bool:
    # More digits than any amount has are refused, so that hostile input cannot cost time.
    return text.isascii() and text.isdigit() and len(text) <= 18


def _mixed(text: str) -> int | float | None:
    """Numbers with Chinese characters: by 亿, then 万, then what stands below."""
    if len(text) > 40:
        return None
    for mark in ("亿", "万", "萬"):
        left, found, right = text.rpartition(mark)
        if found:
            return _above(left, _MYRIADS[mark], right)
    return _below_myriad(text)


def _above(left: str, unit: int, right: str) -> int | float | None:
    """``left`` counts *unit*; a single digit right of it counts the next lower place (三万五)."""
    high = read_number(left)
    if high is None:
        return None
    value = _times(high, unit)
    if not right:
        return value
    low: int | float | None
    if len(right) == 1 and right in _DIGITS and right not in "零〇○":
        low = _DIGITS[right] * (unit // 10)
    else:
        low = read_number(right)
    return None if low is None or low >= unit else value + low


def _times(number: int | float, unit: int) -> int | float:
    # Rounding undoes binary fractions: 1.1 × 10 000 is 11 000 and not 11 000.000000000002.
    value = round(number * unit, 6)
    return int(value) if value == int(value) else value


def _below_myriad(text: str) -> int | float | None:
    whole, point, fraction = text.partition("点")
    if point:
        high, low = _below_myriad(whole), _digits(fraction)
        return None if high is None or low is None else float(f"{high}.{low}")
    if "百" not in text and "千" not in text and "十" not in text:
        spelled = _digits(text) if not any(c in _TENS for c in text) else None
        if spelled is not None:
            return int(spelled)
    return _places(text)


def _digits(text: str) -> str | None:
    """Chinese digits read one by one (二〇二三 gives 2023)."""
    found = [c if c.isascii() and c.isdigit() else str(_DIGITS.get(c, "x")) for c in text]
    joined = "".join(found)
    return joined if _plain(joined) else None


def _places(text: str) -> int | None:
    """Digits with 十, 百, 千 in falling order; a last digit without a unit counts the next lower place."""
    total, digit, last_unit, zero = 0, "", 10_000, False
    for c in text:
        if c in _TENS:
            unit = _TENS[c]
            if unit >= last_unit or (not digit and unit != 10):
                return None
            total += (int(digit) if digit else 1) * unit
            digit, last_unit, zero = "", unit, False
        elif c in "零〇○":
            if digit:
                return None
            zero = True
        elif c in _DIGITS or (c.isascii() and c.isdigit()):
            if digit and not (digit.isdigit() and c.isascii()):
                return None
            digit += str(_DIGITS.get(c, c))
        else:
            return None
    if not digit:
        return total if last_unit < 10_000 else None
    low = int(digit)
    if low >= last_unit:
        return None
    return total + (low * (last_unit // 10) if _is_short(zero, last_unit, low) else low)


def _is_short(zero: bool, last_unit: int, low: int) -> bool:
    """True for 一百五 (150) and 两千三 (2300), not for 一百零五."""
    return not zero and last_unit in (100, 1000) and low < 10


def chinese(number: int) -> str:
    """A whole number from 0 to 9,999 in Chinese characters, as headings count: 十二, 一百零三."""
    if not 0 <= number <= 9_999:
        return str(number)
    if number < 20:
        return _UPTO_TEN[number] if number <= 10 else f"十{_UPTO_TEN[number - 10]}"
    told, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            told += ("零" if gap and told else "") + _UPTO_TEN[digit] + unit
        gap = not digit
    return told


_UPTO_TEN = "零一二三四五六七八九十"
