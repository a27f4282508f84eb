"""Which mask an original gets: 张某 (张某甲, 张某乙 where two share a surname), 某村, 某公司, stars."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from bihuan.masking.kinds import Kind
from bihuan.zh.vocab import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.masking.kinds import Term

ORDER = "甲乙丙丁戊己庚辛壬癸"
POST = "有关科室负责人"
_KEPT = {Kind.PHONE: 3, Kind.IDENTITY: 0, Kind.CARD: 0}
"""Digits at the beginning that say nothing of a person."""


def with_masks(terms: Sequence[Term], text: str) -> list[Term]:
    """The same terms, each with its mask; those of one stem are told apart in the order given.

    A stem that stands in the text already (张某 was written by hand) is somebody else: counting begins at 甲.
    """
    stems = [_stem(term) if not term.mask else "" for term in terms]
    shared = Counter(stem for stem in stems if stem)
    used: Counter[str] = Counter()
    made = []
    for term, stem in zip(terms, stems, strict=True):
        if not stem:
            made.append(term if term.mask else term._replace(mask=_stars(term)))
            continue
        alone = shared[stem] == 1 and stem not in text
        used[stem] += 1
        made.append(
            term._replace(mask=stem if alone or term.kind is Kind.POST else _told_apart(stem, used[stem]))
        )
    return made


def _stem(term: Term) -> str:
    """The mask before clashes are told apart; empty for numbers, which get stars."""
    if term.kind is Kind.PERSON:
        return f"{term.original[: 2 if term.original[:2] in _doubles() else 1]}某"
    if term.kind is Kind.POST:
        return POST
    if term.kind is Kind.COMPANY:
        ends = ("合作社", "事务所", "公司")
        return f"某{next((end for end in ends if term.original.endswith(end)), '单位')}"
    if term.kind is Kind.PLACE:
        levels = (level for level in words("masking", "village") if term.original.endswith(level))
        return f"某{next(levels, '地')}"
    return "" if term.kind in _KEPT else "某某"


def _told_apart(stem: str, number: int) -> str:
    """张某甲; 某甲村: the sign follows 某."""
    sign = ORDER[number - 1] if number <= len(ORDER) else str(number)
    head, _, tail = stem.rpartition("某")
    return f"{head}某{sign}{tail}"


def _stars(term: Term) -> str:
    kept = _KEPT.get(term.kind, 0)
    return term.original[:kept] + "*" * (len(term.original) - kept)


@cache
def _doubles() -> frozenset[str]:
    return frozenset(words("people", "double_surnames"))
