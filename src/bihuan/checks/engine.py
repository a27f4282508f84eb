"""One run: chosen rules over one report, waivers applied, sorted by line, column and code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.checks.api import Context, Diagnostic, Flag
from bihuan.checks.config import Config, Waiver
from bihuan.checks.registry import Loaded, choose, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bihuan.checks.likeness import Likeness
    from bihuan.report.nodes import Report


class Checked(NamedTuple):
    """What a run found."""

    diagnostics: tuple[Diagnostic, ...]
    waived: tuple[tuple[Diagnostic, Waiver], ...] = ()
    expired: tuple[tuple[Diagnostic, Waiver], ...] = ()
    """Diagnostics (also among ``diagnostics``) whose waiver no longer holds."""


def check(
    report: Report,
    *,
    config: Config | None = None,
    as_of: date | None = None,
    policy: str | None = None,
    today: date | None = None,
    corpus: Likeness | None = None,
) -> Checked:
    """Run every chosen rule; ``policy`` beats the one of the config, ``today`` decides which waivers hold;
    ``corpus`` has the measures of other reports.
    """
    config = config or Config()
    context = Context(report, as_of, policy or config.policy, config.parameters, corpus)
    found: list[Diagnostic] = []
    for entry in choose(config.select, config.ignore):
        if entry.may_find(context.text):
            loaded = load(entry)
            found += [_diagnostic(flag, loaded, config) for flag in flags(loaded, context)]
    found.sort(key=lambda one: (one.line, one.column, one.code))
    return _waive(found, config.waivers, today)


def flags(loaded: Loaded, context: Context) -> Iterator[Flag]:
    """Everything that one rule yields for the report."""
    if loaded.check_report:
        yield from loaded.check_report(context)
    if loaded.check_response:
        for _, response in context.responses:
            yield from loaded.check_response(response, context)


def _diagnostic(flag: Flag, loaded: Loaded, config: Config) -> Diagnostic:
    """The flag with its rule; what the office says of severity beats what the rule says."""
    rule = loaded.rule
    return Diagnostic(
        code=rule.code,
        rule=rule.slug,
        severity=config.severity.get(rule.code) or flag.severity or rule.severity,
        line=flag.place.line,
        column=flag.place.column,
        quote=flag.place.quote,
        message=flag.message,
        basis=flag.basis or rule.basis,
        findings=flag.findings,
        related=flag.related,
        fix=flag.fix,
    )


def _waive(found: list[Diagnostic], waivers: tuple[Waiver, ...], today: date | None) -> Checked:
    if not waivers:
        return Checked(tuple(found))
    kept: list[Diagnostic] = []
    waived: list[tuple[Diagnostic, Waiver]] = []
    expired: list[tuple[Diagnostic, Waiver]] = []
    for one in found:
        covering = [waiver for waiver in waivers if waiver.covers(one)]
        valid = next((waiver for waiver in covering if not waiver.expired(today)), None)
        if valid:
            waived.append((one, valid))
            continue
        kept.append(one)
        if covering:
            expired.append((one, covering[0]))
    return Checked(tuple(kept), tuple(waived), tuple(expired))
