"""The catalogue as it was agreed: every rule of it is there, as heavy as it says, and nothing else is."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from tests.checks.test_cases import ALL

from bihuan.checks.api import Diagnostic
from bihuan.checks.config import Config
from bihuan.checks.engine import check
from bihuan.checks.registry import Entry, entries, load
from bihuan.report import read_text

ROW = re.compile(
    r"^\| (?P<code>[A-Z]{2}\d{2}) (?P<slug>[a-z-]+) \| (?P<severity>[a-z]+)(?: / [a-z]+)? \|", re.M
)
TOGETHER = re.compile(r"^\| (?P<names>PB01 .*?) \| (?P<severity>[a-z]+) \|", re.M)
SAFE = {"WD01", "WD02", "WD03", "WD06", "WD07", "DT07"}
"""Rules for whose places there is one right replacement, at least some of the time."""


FLAGGED = [(code, case) for code, _, case in ALL if case["flags"]]


def found(code: str, case: dict[str, Any]) -> tuple[Diagnostic, ...]:
    """What one rule says of a case."""
    report = read_text(case["text"], as_of=case.get("as_of"))
    return check(report, config=Config(select=(code,)), as_of=case.get("as_of")).diagnostics


def catalogue(shared: Path) -> dict[str, tuple[str, str]]:
    """Code → (slug, severity) of the design page."""
    text = (shared / "design" / "checks.md").read_text("utf-8")
    told = {one["code"]: (one["slug"], one["severity"]) for one in ROW.finditer(text)}
    row = TOGETHER.search(text)
    assert row is not None
    for name in row["names"].split("·"):
        code, slug = name.split()
        told[code] = slug, row["severity"]
    return told


def test_every_rule_of_the_catalogue_is_there_as_it_says(shared: Path) -> None:
    rules = {one.code: load(one).rule for one in entries()}
    assert {code: (rule.slug, rule.severity.value) for code, rule in rules.items()} == catalogue(shared)


@pytest.mark.parametrize("entry", entries(), ids=[entry.code for entry in entries()])
def test_parameters_are_explained_and_asked_for(entry: Entry) -> None:
    loaded = load(entry)
    check_ = loaded.check_report or loaded.check_response
    assert check_ is not None
    code = Path(inspect.getfile(check_)).read_text("utf-8").partition("\nRULE = ")[2].partition("\n\n")[2]
    for one in loaded.rule.parameters:
        assert re.search("[一-龥]", one.text)
        assert f'"{one.name}"' in code, f"{one.name} is told and never asked for"


def test_rules_with_one_right_replacement_offer_it() -> None:
    assert {code for code, case in FLAGGED for one in found(code, case) if one.fix is not None} == SAFE


def test_a_replacement_settles_its_place() -> None:
    """What is offered is right: with it the rule is silent there."""
    left = []
    for code, case in FLAGGED:
        for one in found(code, case) if code in SAFE else ():
            if one.fix is None:
                continue
            lines = case["text"].split("\n")
            at, old = one.column - 1, lines[one.line - 1]
            lines[one.line - 1] = old[:at] + one.fix + old[at + len(one.quote) :]
            again = found(code, {**case, "text": "\n".join(lines)})
            if any((two.line, two.column, two.quote) == (one.line, one.column, one.fix) for two in again):
                left.append((code, one.quote, one.fix))
    assert left == []
