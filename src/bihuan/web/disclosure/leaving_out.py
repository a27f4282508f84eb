"""The rows of a case without the findings that are left out, renumbered so that no gap tells of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bihuan.report.nodes import LeafKind
from bihuan.web.rectification.text import CaseText, closers, resurface
from bihuan.zh.numerals import read_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bihuan.web.rectification.text import Row

BELONGS = frozenset(
    {
        LeafKind.SUBFINDING,
        LeafKind.MEASURE,
        LeafKind.OUTCOME,
        LeafKind.LEAD_IN,
        LeafKind.PASSAGE,
        LeafKind.UNREAD,
    }
)
"""What stands below a finding until the next heading."""
_DIGITS = "零一二三四五六七八九"


def without(case: CaseText, findings: Collection[int]) -> CaseText:
    """The text without these findings (ids) and what answers them alone."""
    if not findings:
        return case
    kept = list(_kept(case.rows, findings))
    first = case.rows[0].closer if case.rows else ""
    surfaced, tail = resurface(kept, closers(case.rows, case.tail), first, case.tail)
    return CaseText(case.feedback, tuple(_renumbered(case.rows, surfaced, findings)), tail)


def shared(rows: Sequence[Row], findings: Collection[int]) -> list[Row]:
    """Findings that shall be left out but are answered together with one that stays."""
    staying = {row.response for row in rows if row.kind is LeafKind.FINDING and row.pk not in findings}
    return [
        row
        for row in rows
        if row.kind is LeafKind.FINDING and row.pk in findings and row.response and row.response in staying
    ]


def _kept(rows: Iterable[Row], findings: Collection[int]) -> Iterator[Row]:
    """Sections and groups that hold nothing any more go too."""
    held: list[Row] = []
    dropping = False
    for row in rows:
        if row.kind is LeafKind.FINDING:
            dropping = row.pk in findings
        elif row.kind not in BELONGS:
            dropping = False
        if dropping:
            continue
        if row.kind in (LeafKind.SECTION, LeafKind.GROUP):
            held = [one for one in held if row.kind is LeafKind.GROUP and one.kind is LeafKind.SECTION]
            held.append(row)
            continue
        yield from held
        held = []
        yield row


def _renumbered(old: Sequence[Row], rows: Iterable[Row], findings: Collection[int]) -> Iterator[Row]:
    numbers = _new_numbers(old, findings)
    for row in rows:
        new = numbers.get(row.pk) if row.kind is LeafKind.FINDING else None
        at = row.surface.rfind(row.number) if new else -1
        if new is None or at < 0:
            yield row
            continue
        surface = row.surface[:at] + new + row.surface[at + len(row.number) :]
        yield replace(row, surface=surface, number=new)


def _new_numbers(rows: Iterable[Row], findings: Collection[int]) -> dict[int, str]:
    """By finding: a number as many lower as findings before it in its run were left out."""
    made: dict[int, str] = {}
    last = gone = 0
    for row in rows:
        number = read_number(row.number) if row.kind is LeafKind.FINDING and row.number else None
        if not isinstance(number, int):
            continue
        if number <= last:
            gone = 0
        last = number
        if row.pk in findings:
            gone += 1
        elif gone:
            made[row.pk] = _written_like(row.number, number - gone)
    return made


def _written_like(text: str, number: int) -> str:
    if any(char in _DIGITS + "十" for char in text):
        tens, ones = divmod(number, 10)
        head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens % 10]}十"
        return head + (_DIGITS[ones] if ones else "")
    if text[0] in "０１２３４５６７８９":
        return str(number).translate({48 + at: "０１２３４５６７８９"[at] for at in range(10)})
    return str(number)
