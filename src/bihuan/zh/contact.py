"""Contact data that a report gives the public, and the period of its announcement.

Values come back with half-width digits, hyphens and @, as programs want them; masks in them stay
(0599-xxxxxxx).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bihuan.zh.vocab import alternatives, words


class ContactText(NamedTuple):
    """Where the public can answer; each list in the order of the text, without repetitions."""

    phone: tuple[str, ...]
    email: tuple[str, ...]
    post: tuple[str, ...]


# Patterns are compiled where they are first used: few texts hold contact data.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９－—–＠．（）　", "0123456789---@.() ")
_POST_LABELS = tuple(sorted(words("contact", "post"), key=len, reverse=True))
_PHONE_LABELS = words("contact", "phone")
_SIGNS = (
    "电",
    "拨打",
    "专线",
    "来函",
    "来信",
    "方式",
    "热线",
    "座机",
    "手机",
    "地址",
    "信箱",
    "寄",
)  # each label of a number or address holds one
_LABEL = (
    f"({alternatives(*(words('contact', name) for name in ('phone', 'post', 'email', 'other')))})"
    "(?:号码|为|是|（[^）]{0,20}）|\\([^)]{0,20}\\))?[ \u3000]*[:：为]?[ \u3000]*"
)
_DIGIT = "[0-9０-９xX×＊*]"
_DASH = "[-－—– ]"
_PHONE = (
    f"(?:[（(]?[0０xX×＊*]{_DIGIT}{{2,3}}[）)]?{_DASH}{{0,2}})?{_DIGIT}{{7,8}}(?:[-－转]{_DIGIT}{{1,5}})?(?!{_DIGIT})"
    f"|[1１]{_DIGIT}{{10}}(?!{_DIGIT})|(?:400|800)-?{_DIGIT}{{3,4}}-?{_DIGIT}{{3,4}}|1[0-9]{{4}}(?![0-9])"
)
_EMAIL = r"[A-Za-z0-9*×][A-Za-z0-9._+*×-]{0,63}[@＠][A-Za-z0-9*×-]{1,63}(?:[.．][A-Za-z0-9-]{1,24}){1,4}"
_POST_END = "[；;。\n]"
_PERIOD = (
    f"(?:{alternatives(words('contact', 'period'))})"
    "[^。；\n]{0,60}?(?:[0-9０-９]|[一二三四五六七八九十])[^。；\n]{0,60}"
)
_PERIOD_VALUE = "[年月日天]"
_LONGEST_VALUE = 120


def read_contact(text: str) -> ContactText | None:
    """Contact data of a text, or None when it gives none."""
    phone: list[str] = []
    post: list[str] = []
    labels = list(re.finditer(_LABEL, text)) if any(sign in text for sign in _SIGNS) else []
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        value = text[label.end() : min(end, label.end() + _LONGEST_VALUE)]
        if label.group(1) in _PHONE_LABELS:
            phone += _phones(value)
        elif label.group(1) in _POST_LABELS and _has_colon(label) and (address := _address(value)):
            post.append(address)
    email = (
        [found.group().translate(_HALF_WIDTH) for found in re.finditer(_EMAIL, text)] if _has_at(text) else []
    )
    if not (phone or post or email):
        return None
    return ContactText(*(tuple(dict.fromkeys(values)) for values in (phone, email, post)))


def _has_at(text: str) -> bool:
    return "@" in text or "＠" in text


def _has_colon(label: re.Match[str]) -> bool:
    """An address needs its colon: 来访地址见门口 is none."""
    return label.group().rstrip(" \u3000").endswith((":", "：", "为"))


def _phones(value: str) -> list[str]:
    """Numbers of one label; they end at the first sentence end."""
    value = value.lstrip().replace("-\n", "-")  # broken lines: the number, or its end, on the next one
    value = re.split(_POST_END, value)[0] if "。" in value else value
    found = []
    for match in re.finditer(_PHONE, value):
        number = match.group().translate(_HALF_WIDTH).strip()
        found.append(re.sub(" *- *| +", "-", number))
    return found


def _address(value: str) -> str:
    """The address with its postal code when that follows it; it ends at ；, 。 or a line end."""
    address = re.split(_POST_END, value.lstrip())[0].strip(" \u3000，,、:：")
    return "" if re.search(_EMAIL, address) or len(address) < 4 else address


def find_period(text: str) -> tuple[int, str] | None:
    """(offset, words) of the period of a public announcement (公示时间：5月8日至5月12日，共5天), or None."""
    for match in re.finditer(_PERIOD, text):
        if re.search(_PERIOD_VALUE, match.group()):
            return match.start(), match.group().rstrip("，, \u3000")
    return None
