"""What a rule says for itself, for pages: title, why it asks, on what it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bihuan.checks.manual import read_manual
from bihuan.checks.registry import entries, load
from bihuan.web.diagnosis.models import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection

    from bihuan.web.inspections.models import Feedback

SEVERITY_WORDS = {"error": "不能成立", "warning": "须作说明", "info": "宜予知悉"}
"""How far a diagnostic weighs."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in its own words; all empty but the title for a rule that this version no longer has."""

    code: str
    title: str
    why: str
    basis: str


@dataclass(frozen=True, slots=True)
class Note:
    """A diagnostic as pages show it."""

    id: int
    severity: str
    code: str
    quote: str
    message: str
    why: str
    basis: str
    fix: str
    line: int
    related: tuple[int, ...]


@lru_cache(maxsize=256)
def rule_words(code: str) -> RuleWords:
    """The words of one rule; imports its file on first use."""
    for entry in entries():
        if entry.code == code:
            loaded = load(entry)
            parts = read_manual(loaded.manual).parts
            return RuleWords(code, loaded.rule.title, _flat(parts["为什么"]), _flat(parts["依据"]))
    return RuleWords(code, code, "", "")


def note(diagnostic: Diagnostic) -> Note:
    """The diagnostic with the reasons of its rule."""
    words = rule_words(diagnostic.code)
    return Note(
        id=diagnostic.pk,
        severity=diagnostic.severity,
        code=diagnostic.code,
        quote=diagnostic.quote,
        message=diagnostic.message,
        why=words.why,
        basis=diagnostic.basis or words.basis,
        fix=diagnostic.fix,
        line=diagnostic.line,
        related=tuple(diagnostic.related),
    )


def notes_at(case: Feedback, positions: Collection[int]) -> dict[int, list[Note]]:
    """What checking found in these rows of a case when it last changed, by position; one query."""
    found: dict[int, list[Note]] = defaultdict(list)
    rows = Diagnostic.objects.filter(feedback=case, position__in=positions)
    for one in rows.order_by("line", "column", "code"):
        found[one.position or 0].append(note(one))
    return found


def _flat(text: str) -> str:
    """Lines of a docstring joined: Chinese needs no blank between them."""
    return "".join(line.strip() for line in text.split("\n"))
