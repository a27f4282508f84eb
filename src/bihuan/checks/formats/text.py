"""For people: folded by rule, heaviest first, each place with its quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.checks.api import Severity
from bihuan.checks.registry import entries, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.checks.api import Diagnostic
    from bihuan.checks.engine import Checked

WORDS = {Severity.ERROR: "错误", Severity.WARNING: "须说明", Severity.INFO: "提示"}
ORDER = list(WORDS)
SHOWN = 3
"""Info-level places of one rule that are shown in full; the rest are named by line."""
MOST_FINDINGS = 6
LONGEST = 48
"""Characters of a quote that are shown."""


def write(results: Sequence[tuple[str, Checked]]) -> str:
    """All files one after another, each with its sum."""
    return "\n".join(_file(name, checked) for name, checked in results)


def _file(name: str, checked: Checked) -> str:
    known = {entry.code: entry for entry in entries()}
    blocks = [
        _block(load(known[code]).rule.title, group)
        for code, group in sorted(_groups(checked.diagnostics).items(), key=_weight)
    ]
    notes = [_expired(one.line, one.code, str(waiver.until)) for one, waiver in checked.expired]
    return "\n".join([*blocks, *notes, _sum(name, checked)]) + "\n"


def _groups(diagnostics: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    groups: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        groups.setdefault(one.code, []).append(one)
    return groups


def _weight(item: tuple[str, list[Diagnostic]]) -> tuple[int, str]:
    return min(ORDER.index(one.severity) for one in item[1]), item[0]


def _block(title: str, group: list[Diagnostic]) -> str:
    """One rule: its head, its places; the same sentence is not said twice in a row."""
    worst = min((one.severity for one in group), key=ORDER.index)
    lines = [f"{WORDS[worst]} {group[0].code} {title}"]
    shown = group if worst is not Severity.INFO else group[:SHOWN]
    said = None
    for one in shown:
        lines.append(f"  第 {one.line} 行 {one.column} 列{_also(one, worst)}  “{_cut(one.quote)}”{_who(one)}")
        if one.message != said:
            lines.append(f"      {one.message}")
        if one.fix is not None:
            lines.append(f"      可改为：{one.fix}")
        said = one.message
    rest = group[len(shown) :]
    if rest:
        lines.append(f"  另有 {len(rest)} 处：第 {_join(one.line for one in rest)} 行")
    if group[0].basis:
        lines.append(f"      依据：{group[0].basis}")
    return "\n".join(lines) + "\n"


def _who(one: Diagnostic) -> str:
    """Which findings, and where else."""
    parts = [f"问题 {'、'.join(one.findings)}"] if 0 < len(one.findings) <= MOST_FINDINGS else []
    parts += [f"另见第 {_join(one.related)} 行"] if one.related else []
    return f"（{'，'.join(parts)}）" if parts else ""


def _also(one: Diagnostic, worst: Severity) -> str:
    return f"（{WORDS[one.severity]}）" if one.severity is not worst else ""


def _join(lines: Iterable[int]) -> str:
    return "、".join(map(str, lines))


def _cut(quote: str) -> str:
    return quote if len(quote) <= LONGEST else quote[: LONGEST - 1] + "…"


def _expired(line: int, code: str, until: str) -> str:
    return f"豁免已过期：第 {line} 行 {code} 的豁免到 {until} 为止，现重新列出，请整改或重新说明理由。\n"


def _sum(name: str, checked: Checked) -> str:
    """The last line: how many of each."""
    waived = f"，另有 {len(checked.waived)} 处已按配置豁免" if checked.waived else ""
    if not checked.diagnostics:
        return f"{name}：没有发现需要说明的地方{waived}。"
    counts = [
        f"{word} {count} 处"
        for severity, word in WORDS.items()
        if (count := sum(one.severity is severity for one in checked.diagnostics))
    ]
    return f"{name}：{'，'.join(counts)}{waived}。用 bihuan explain 加规则编号可看说明。"
