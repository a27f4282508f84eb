"""A template with facts: the document that an office gets in its own layout."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from bihuan.documents.kinds import Scope
from bihuan.documents.writers.word import escaped
from bihuan.documents.writers.word_parts import core
from bihuan.web.papers.templating import package
from bihuan.web.papers.templating.fields import neutral, values
from bihuan.web.papers.templating.reading import environment, paragraphs, rendered, sources, word_template
from bihuan.web.papers.templating.signing import keep_signed
from bihuan.zh.totals import find_totals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bihuan.documents.facts import Counts
    from bihuan.documents.kinds import Kind
    from bihuan.zh.totals import TotalsText


DAY = "成文日期"
"""The field of the date under a signature; some kinds have none."""


def fill(data: bytes, kind: Kind, told: Any, *, name: str, day: date | None) -> bytes:
    """The filled .docx, the same bytes for the same facts; ``name`` and ``day`` are its properties."""
    template = word_template(package.put_in_order(data))
    filled = values(kind, told)
    template.render(filled, environment(), autoescape=True)
    if day_words := filled.get(DAY):
        keep_signed(template.docx, day_words)
    out = io.BytesIO()
    template.save(out)
    return package.repacked(out.getvalue(), {"docProps/core.xml": core(escaped(name), day)})


def contradictions(data: bytes, kind: Kind, told: Any) -> list[str]:
    """Where the template's own words state other totals than the ledger: sentences. Words of the ledger are
    left out before, for they may speak of other findings.
    """
    counts = _counts(kind, told)
    if counts is None:
        return []
    told_by = neutral(values(kind, told))
    return list(dict.fromkeys(_differing(data, told_by, counts, _done(kind, told))))


def _differing(data: bytes, told_by: dict[str, Any], counts: Counts, done: int) -> Iterator[str]:
    real = {"findings": ("个问题", counts.findings), "measures": ("项措施", counts.measures)}
    finished = {"findings": counts.of("已完成"), "measures": done}
    for source in sources(word_template(package.put_in_order(data))):
        made = rendered(environment(), source.text, told_by)
        for line in paragraphs(made):
            for one in find_totals(line):
                yield from _compared(one, real, finished)


def _compared(one: TotalsText, real: dict[str, tuple[str, int]], finished: dict[str, int]) -> Iterator[str]:
    if one.what not in real:
        return
    word, total = real[one.what]
    if one.total is not None and one.total != total:
        yield f"模板写着“{one.text[:40]}”，台账是{total}{word}"
    elif one.completed is not None and one.completed != finished[one.what]:
        yield f"模板写着“{one.text[:40]}”，台账里完成了{finished[one.what]}{word[0]}"


def _counts(kind: Kind, told: Any) -> Counts | None:
    """What the facts count; None of what counts no findings."""
    found: Counts | None = told.counts if kind.scope in (Scope.CASE, Scope.ROUND) else None
    return found


def _done(kind: Kind, told: Any) -> int:
    if kind.scope is Scope.ROUND:
        return sum(one.measures_done for one in told.units)
    return sum(one.done for one in told.measures)
