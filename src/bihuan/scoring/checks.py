"""Diagnostics against labels: each (code, line) counts once; severity and other places do not count.

A label::

    {"diagnostics": [{"code": "CL01", "line": 14, "alt_lines": [16]}],
     "optional": [{"code": "DT08", "line": 9}],
     "clean": ["ST01", "PV03"]}

A diagnostic on the label's line or on one of its other lines is a hit. ``optional`` ones are neither hits
nor false. Of what nobody labelled, an info-level diagnostic counts as nothing unless its code stands in
``clean``; every other one is a false alarm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.checks.api import Severity
from bihuan.scoring.tally import Note, Tally

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from bihuan.checks.api import Diagnostic

LONGEST = 60


def score(
    name: str,
    labels: Mapping[str, Any],
    found: Sequence[Diagnostic],
    lines: Sequence[str],
    codes: Collection[str] = (),
) -> tuple[dict[str, Tally], list[Note]]:
    """Tallies by code and the differences of one report; ``codes`` restricts what counts (all when empty)."""
    tallies: dict[str, Tally] = {}
    left = {(one.code, one.line): one for one in reversed(found) if not codes or one.code in codes}
    notes = []
    for code, places in _labelled(labels.get("diagnostics", ()), codes):
        tally = tallies.setdefault(code, Tally())
        if any((code, line) in left for line in places):
            tally.hits += 1
        else:
            tally.missed += 1
            notes.append(Note(name, places[0], code, "missed", _line(lines, places[0])))
        for line in places:
            left.pop((code, line), None)
    for code, places in _labelled(labels.get("optional", ()), codes):
        for line in places:
            left.pop((code, line), None)
    banned = set(labels.get("clean", ()))
    for (code, line), one in sorted(left.items()):
        if one.severity is not Severity.INFO or code in banned:
            tallies.setdefault(code, Tally()).false += 1
            notes.append(Note(name, line, code, "false", f"{one.quote[:LONGEST]}：{one.message}"))
    _count_quiet(tallies, labels, found, sum(map(len, lines)), codes)
    return tallies, notes


def _count_quiet(
    tallies: dict[str, Tally],
    labels: Mapping[str, Any],
    found: Sequence[Diagnostic],
    characters: int,
    codes: Collection[str],
) -> None:
    """How often each rule fires where the labels do not name it."""
    named = {one["code"] for key in ("diagnostics", "optional") for one in labels.get(key, ())}
    for code in codes or {one.code for one in found}:
        if code not in named:
            tally = tallies.setdefault(code, Tally())
            tally.fired += sum(one.code == code for one in found)
            tally.characters += characters


def _labelled(labels: Iterable[Mapping[str, Any]], codes: Collection[str]) -> Iterator[tuple[str, list[int]]]:
    """(code, the line and its other lines) of each label that counts."""
    for one in labels:
        if not codes or one["code"] in codes:
            yield one["code"], [one["line"], *one.get("alt_lines", ())]


def _line(lines: Sequence[str], line: int) -> str:
    return lines[line - 1].strip()[:LONGEST] if 0 < line <= len(lines) else ""
