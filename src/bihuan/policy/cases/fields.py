"""Typed reading of one JSON object; each refusal names the key, what it should be and what stands there."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from bihuan.policy.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

Choice = TypeVar("Choice", bound=StrEnum)

# Stricter than date.fromisoformat, which also takes 20230207 and 2023-W06-2.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
AMOUNT = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
SHOWN = 30
MISSING = object()


def case_id(raw: object) -> str | int | float | None:
    """The ``id`` of a question as it came; None where it has none that can be written back."""
    found = raw.get("id") if isinstance(raw, dict) else None
    if isinstance(found, float) and not math.isfinite(found):
        return None
    return found if isinstance(found, str | int | float) else None


def object_of(raw: object) -> dict[str, Any]:
    """The question itself. Raises PolicyError for anything but an object."""
    if isinstance(raw, dict):
        return raw
    raise PolicyError(f"每一项应为一个 JSON 对象，现为{shown(raw)}，请改正后重算。")


def shown(value: object) -> str:
    """A value as it may stand in a sentence: short, and safe to print."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except ValueError:  # a number of more digits than Python prints
        return "一个过大的数"
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class Fields:
    """One question's values."""

    __slots__ = ("raw",)

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw

    def has(self, key: str) -> bool:
        """True where the key stands with anything but null."""
        return self.raw.get(key) is not None

    def day(self, key: str) -> date:
        """A date written 2023-02-07."""
        value = self._needed(key)
        if isinstance(value, str) and DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise PolicyError(f"{key} 写的{shown(value)}不是存在的日期，请核对。") from None
        raise self._refuse(key, "形如 2023-02-07 的日期")

    def whole(self, key: str, *, at_least: int, default: int | None = None) -> int:
        """A whole number; true and 3.0 are none."""
        value = self._needed(key) if default is None else self.raw.get(key, default)
        if type(value) is not int or value < at_least:
            raise self._refuse(key, f"不小于{at_least}的整数")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """true or false."""
        value = self._needed(key) if default is None else self.raw.get(key, default)
        if type(value) is not bool:
            raise self._refuse(key, " true 或 false")
        return value

    def text(self, key: str) -> str:
        """A string that is not blank."""
        value = self._needed(key)
        if not isinstance(value, str) or not value.strip():
            raise self._refuse(key, "不为空的文字")
        return value.strip()

    def choice(self, key: str, kinds: type[Choice]) -> Choice:
        """One of a closed set."""
        value = self._needed(key)
        if isinstance(value, str) and value in list(kinds):
            return kinds(value)
        raise self._refuse(key, f"{'、'.join(kinds)} 之一")

    def name(self, key: str) -> str:
        """A person's name without the blanks that make short names as wide as long ones."""
        return "".join(self.text(key).split())

    def names(self, key: str, *, needed: bool = False) -> list[str]:
        """A list of names; empty where the key is missing or null and not needed."""
        value = self._needed(key) if needed else self.raw.get(key)
        if value is None and not needed:
            return []
        if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
            raise self._refuse(key, "姓名列表")
        return ["".join(name.split()) for name in value]

    def month(self, key: str) -> tuple[int, int]:
        """Year and month of 2024-03; a whole date gives its month."""
        value = self._needed(key)
        if isinstance(value, str) and DAY.fullmatch(value):
            day = self.day(key)
            return day.year, day.month
        if isinstance(value, str) and MONTH.fullmatch(value):
            return int(value[:4]), int(value[5:])
        raise self._refuse(key, "形如 2024-03 的月份")

    def amount(self, key: str, *, at_least: int | None = None) -> Decimal:
        """An exact amount in yuan, from a string like "5000.50" or a number."""
        from decimal import Decimal

        value = self._needed(key)
        # repr gives a number the digits that were written, as far as amounts of money go
        text = repr(value) if type(value) in {int, float} else value
        if not isinstance(text, str) or not AMOUNT.fullmatch(text.strip()):
            raise self._refuse(key, '写成文字的金额，例如 "5000.50"')
        amount = Decimal(text.strip())
        if at_least is not None and amount < at_least:
            raise self._refuse(key, f"不小于{at_least}的金额")
        return amount

    def inner(self, key: str) -> Fields:
        """The object under a key."""
        value = self._needed(key)
        if not isinstance(value, dict):
            raise self._refuse(key, "一个 JSON 对象")
        return Fields(value)

    def rows(self, key: str) -> list[Fields]:
        """The list of objects under a key; empty where it is missing or null."""
        value = self.raw.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self._refuse(key, "JSON 对象的列表")
        return [Fields(row) for row in value]

    def _needed(self, key: str) -> Any:
        value = self.raw.get(key, MISSING)
        if value is MISSING:
            raise PolicyError(f"缺少 {key}，请补写后重算。")
        return value

    def _refuse(self, key: str, wanted: str) -> PolicyError:
        return PolicyError(f"{key} 应为{wanted}，现为{shown(self.raw.get(key))}，请改正后重算。")
