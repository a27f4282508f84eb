"""From rows to the facts of documents: the one place where documents get their numbers and words."""

from __future__ import annotations

from bihuan.web.papers.facts.annexes import annex_facts
from bihuan.web.papers.facts.cases import case_facts, response_facts
from bihuan.web.papers.facts.others import announcement_facts, catalogue_facts, letter_facts, sheet_facts
from bihuan.web.papers.facts.rounds import round_facts

__all__ = [
    "annex_facts",
    "announcement_facts",
    "case_facts",
    "catalogue_facts",
    "letter_facts",
    "response_facts",
    "round_facts",
    "sheet_facts",
]
