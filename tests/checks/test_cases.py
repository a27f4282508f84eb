"""Every case of ``tests/cases/checks/<code>.yaml``: a Chinese sentence, a text, the places to be flagged.

A case::

    合用一份整改情况的三个问题:
      text: |
        ...
      as_of: 2024-05-01          # optional, like --as-of
      policy: national-2015      # optional, like --policy
      corpus: {别的报告: …}        # optional, name → text, like --corpus
      near_miss: true            # optional, marks the clean neighbour of a flagged case
      flags:                     # [] for a clean case; exactly these, in order
        - {line: 3, quote: 排队时间长, severity: info, findings: ["2"], related: [4], fix: …}

``line`` and ``quote`` are required in a flag, the rest is compared where it is written. A quote that ends
with ``…`` is compared as a beginning.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bihuan.checks.config import Config
from bihuan.checks.engine import check
from bihuan.checks.likeness import Likeness
from bihuan.checks.registry import entries
from bihuan.report import read_text

CASES = Path(__file__).parent.parent / "cases" / "checks"


def load_cases() -> list[tuple[str, str, dict[str, Any]]]:
    """Code, name and body of every case."""
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        for name, body in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found.append((path.stem.upper(), name, body))
    return found


ALL = load_cases()


@pytest.mark.parametrize(("code", "case"), [one[::2] for one in ALL], ids=[" ".join(one[:2]) for one in ALL])
def test_case_flags_exactly_its_places(code: str, case: dict[str, Any]) -> None:
    report = read_text(case["text"], as_of=case.get("as_of"))
    corpus = Likeness()
    for name, text in case.get("corpus", {}).items():
        corpus.add_report(name, read_text(text))
    checked = check(
        report,
        config=Config(select=(code,)),
        as_of=case.get("as_of"),
        policy=case.get("policy"),
        corpus=corpus,
    )
    found = checked.diagnostics
    for one in found:
        line = report.lines[one.line - 1]
        assert line[one.column - 1 :].startswith(one.quote), (
            f"quote does not stand at {one.line}:{one.column}"
        )
        assert all(1 <= other <= len(report.lines) for other in one.related)
    wanted = case["flags"]
    assert [(one.line, one.quote) for one in found] == [
        (flag["line"], _whole(flag["quote"], found, index)) for index, flag in enumerate(wanted)
    ]
    for one, flag in zip(found, wanted, strict=True):
        for key in flag.keys() - {"line", "quote"}:
            value = getattr(one, key)
            assert (list(value) if isinstance(value, tuple) else value) == flag[key], key


def _whole(quote: str, found: tuple[Any, ...], index: int) -> str:
    """A quote cut with … becomes the found one that begins so."""
    if quote.endswith("…") and index < len(found) and found[index].quote.startswith(quote[:-1]):
        return str(found[index].quote)
    return quote


@pytest.mark.parametrize("code", [entry.code for entry in entries()])
def test_rule_has_three_flagged_three_clean_and_a_near_miss(code: str) -> None:
    cases = [case for owner, _, case in ALL if owner == code]
    kinds = Counter(bool(case["flags"]) for case in cases)
    assert kinds[True] >= 3, "flagged cases"
    assert kinds[False] >= 3, "clean cases"
    assert any(case.get("near_miss") and not case["flags"] for case in cases), "near miss"
