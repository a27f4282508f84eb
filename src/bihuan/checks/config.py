"""``bihuan.toml``: which rules an office wants, how heavy they weigh, what it has waived and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from bihuan.checks.api import Severity

if TYPE_CHECKING:
    from bihuan.checks.api import Diagnostic

KNOWN = {"select", "ignore", "policy", "severity", "parameters", "waiver"}


class ConfigError(ValueError):
    """What is wrong with the file, as one Chinese sentence."""


class Waiver(NamedTuple):
    """A diagnostic that the office has looked at and accepts, with its reason."""

    code: str
    reason: str
    line: int | None = None
    quote: str | None = None
    finding: str | None = None
    until: date | None = None
    """Last day on which it holds; after that the diagnostic is reported again."""

    def covers(self, one: Diagnostic) -> bool:
        """True when everything that the waiver names fits the diagnostic."""
        return (
            self.code == one.code
            and self.line in (None, one.line)
            and (self.quote is None or self.quote in one.quote)
            and (self.finding is None or self.finding in one.findings)
        )

    def expired(self, today: date | None) -> bool:
        """True when its last day lies before today."""
        return self.until is not None and today is not None and self.until < today


class Config(NamedTuple):
    """What the office has set; empty means: every rule as it comes."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    policy: str | None = None
    severity: Mapping[str, Severity] = MappingProxyType({})
    parameters: Mapping[str, Mapping[str, int]] = MappingProxyType({})
    waivers: tuple[Waiver, ...] = ()


def read_config(text: str) -> Config:
    """The ``[check]`` table of a ``bihuan.toml``; ConfigError says what cannot be read."""
    import tomllib  # wanted only where a file stands

    try:
        table = tomllib.loads(text).get("check", {})
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"不是合格的 TOML：{error}") from None
    _need(isinstance(table, dict), "check 应当是一个表，写作 [check]")
    unknown = sorted(set(table) - KNOWN)
    _need(not unknown, f"[check] 里没有“{'、'.join(unknown)}”这一项，可写的有：{'、'.join(sorted(KNOWN))}")
    return Config(
        select=_words(table, "select"),
        ignore=_words(table, "ignore"),
        policy=_text(table, "policy", "[check]"),
        severity={code: _severity(code, value) for code, value in _table(table, "severity").items()},
        parameters={code: _numbers(code, value) for code, value in _table(table, "parameters").items()},
        waivers=tuple(_waiver(row) for row in _rows(table)),
    )


def _need(condition: bool, sentence: str) -> None:
    if not condition:
        raise ConfigError(sentence)


def _words(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    good = isinstance(value, list) and all(isinstance(one, str) for one in value)
    _need(good, f'{key} 应当是一列文字，例如 {key} = ["CL", "WD02"]')
    return tuple(value)


def _text(table: Mapping[str, Any], key: str, where: str) -> str | None:
    value = table.get(key)
    _need(value is None or isinstance(value, str), f"{where} 的 {key} 应当是加引号的文字")
    return value


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key, {})
    _need(isinstance(value, dict), f"{key} 应当是一个表，写作 [check.{key}]")
    return dict(value)


def _severity(code: str, value: object) -> Severity:
    _need(value in set(Severity), f"{code} 的轻重只能是 error、warning、info，不能是“{value}”")
    return Severity(str(value))


def _numbers(code: str, value: object) -> Mapping[str, int]:
    good = isinstance(value, dict) and all(type(number) is int for number in value.values())
    _need(good, f"[check.parameters.{code}] 里每一项都应当是整数")
    return dict(value) if isinstance(value, dict) else {}


def _rows(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = table.get("waiver", [])
    good = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    _need(good, "豁免应当逐条写作 [[check.waiver]]")
    return list(rows)


def _waiver(row: Mapping[str, Any]) -> Waiver:
    code, reason = _text(row, "code", "豁免"), _text(row, "reason", "豁免")
    if not code or not reason or not reason.strip():
        raise ConfigError("每条豁免都要写 code 和 reason（理由）")
    line, until, finding = row.get("line"), row.get("until"), row.get("finding")
    _need(line is None or type(line) is int, f"豁免 {code} 的 line 应当是行号")
    _need(until is None or type(until) is date, f"豁免 {code} 的 until 应当是日期，例如 2026-12-31，不加引号")
    quote = _text(row, "quote", f"豁免 {code}")
    _need(
        any(one is not None for one in (line, quote, finding)),
        f"豁免 {code} 要写明 line、quote 或 finding 中的一项",
    )
    return Waiver(code.upper(), reason, line, quote, None if finding is None else str(finding), until)
