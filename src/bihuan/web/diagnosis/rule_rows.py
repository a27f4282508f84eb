"""Rules as the pages of a version list them. Pure over what was fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bihuan.checks.manual import read_manual
from bihuan.checks.registry import entries, load
from bihuan.web.diagnosis.rulesets import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.checks.api import Parameter
    from bihuan.web.diagnosis.models import RuleSet, RuleSetting, RuleTrial
    from bihuan.web.diagnosis.rulesets import Told

GROUPS = {
    "ST": "结构",
    "DT": "日期",
    "CL": "整改结果",
    "SB": "措施实不实",
    "CM": "后续承诺",
    "RU": "重复使用",
    "NM": "数字",
    "WD": "文字",
    "PV": "隐私",
    "PB": "公开要素",
}


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule's manual as a page shows it."""

    code: str
    title: str
    severity: str
    what: str
    why: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of a version."""

    rule: RulePage
    now: Told | None
    """What the version says of it; None: as it comes."""
    changed: bool
    """Otherwise than in the version before."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a trial counted for one rule."""

    rule: RulePage
    old: int
    new: int
    samples: tuple[tuple[bool, int, str, int, str, str], ...]
    """(comes, case, unit, line, quote, message)."""


@lru_cache(maxsize=1)
def rule_pages() -> dict[str, RulePage]:
    """Every rule by its code; imports all of their files on first use."""
    found = {}
    for loaded in map(load, entries()):
        rule, parts = loaded.rule, read_manual(loaded.manual).parts
        what, why = ("".join(part.split("\n")) for part in (parts["查什么"], parts["为什么"]))
        found[rule.code] = RulePage(rule.code, rule.title, rule.severity.value, what, why, rule.parameters)
    return found


def by_group(rule_set: RuleSet | None, before: RuleSet | None) -> list[tuple[str, list[RuleRow]]]:
    """All rules under the names of their groups; what a version says of each."""
    now, was = _settings(rule_set), _settings(before)
    rows = [
        RuleRow(
            page,
            told(now[code]) if code in now else None,
            _essence(now.get(code)) != _essence(was.get(code)),
        )
        for code, page in rule_pages().items()
    ]
    return [
        (name, [row for row in rows if row.rule.code.startswith(group)]) for group, name in GROUPS.items()
    ]


def changes(rule_set: RuleSet | None, before: RuleSet | None) -> list[RuleRow]:
    """Rules that do not run as they come, or did not in the version before."""
    groups = by_group(rule_set, before)
    return [row for _, rows in groups for row in rows if row.changed or row.now]


def compared(trial: RuleTrial | None) -> list[Compared]:
    """Rules that would find something else, by code."""
    if trial is None:
        return []
    pages = rule_pages()
    return [
        Compared(
            pages[code],
            old,
            new,
            tuple((one[0] == "come", *one[1:]) for one in trial.samples.get(code, ())),
        )
        for code, (old, new) in sorted(trial.counts.items())
        if code in pages and (old != new or trial.samples.get(code))
    ]


def totals(trial: RuleTrial) -> tuple[int, int]:
    """Diagnostics in all, under what is in force and under the draft."""
    pairs: Iterable[list[int]] = trial.counts.values()
    return sum(one[0] for one in pairs), sum(one[1] for one in trial.counts.values())


def _settings(rule_set: RuleSet | None) -> dict[str, RuleSetting]:
    return {one.code: one for one in rule_set.settings.all()} if rule_set else {}


def _essence(setting: RuleSetting | None) -> tuple[bool, dict[str, int]]:
    return (setting.off, setting.parameters) if setting else (False, {})
