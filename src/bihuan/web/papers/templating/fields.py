"""The fields of templates: what may be written between ``{{`` and ``}}`` for each kind of facts. Pure.

A field is a word, a number, or a list to be gone through with ``{% for %}``. The same table documents the
fields, checks templates against them and gives their values, so that the three cannot differ.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Kind, Scope
from bihuan.documents.page import title_lines
from bihuan.web.papers.templating import _of_cases as cases
from bihuan.web.papers.templating import _of_others as others
from bihuan.web.papers.templating.field import Field

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Field", "fields_of", "neutral", "replaceable", "values"]

_BY_SCOPE: dict[Scope, tuple[Field, ...]] = {
    Scope.CASE: cases.CASE,
    Scope.RESPONSE: cases.ANSWERS,
    Scope.EVIDENCE: others.EVIDENCE,
    Scope.LETTER: others.LETTER,
    Scope.SHEET: others.SHEET,
    Scope.ROUND: others.ROUND,
}
TITLE = Field("标题", "本系统所拟的标题", str)
BROKEN = Field("分行标题", "同上，按 2 号字分好行", str)


def replaceable(kind: Kind) -> bool:
    """Whether an office may have a template of its own: not for the public text, which is the ledger's own
    words byte for byte.
    """
    return kind.scope in _BY_SCOPE


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind, in the order in which they are documented."""
    return (TITLE, BROKEN, *_BY_SCOPE[kind.scope])


def values(kind: Kind, told: Any) -> dict[str, Any]:
    """What the fields hold for these facts."""
    found = next((one.text for one in kind.make(told).blocks if isinstance(one, b.Title)), kind.word)
    title = str(_value(found))
    titles = {TITLE.name: title, BROKEN.name: "\n".join(title_lines(title))}
    return {**titles, **_values(_BY_SCOPE[kind.scope], told)}


def neutral(value: Any) -> Any:
    """The same with every word left out and of every list one row kept: only numbers say anything."""
    if isinstance(value, dict):
        return {name: neutral(one) for name, one in value.items()}
    if isinstance(value, list):
        return [neutral(one) for one in value[:1]]
    return "" if isinstance(value, str) else value


def _values(fields: Iterable[Field], thing: Any) -> dict[str, Any]:
    return {one.name: _of(one, one.get(thing)) for one in fields}


def _of(field: Field, value: Any) -> Any:
    if field.rows:
        return [_values(field.rows, one) for one in value]
    return [_value(one) for one in value] if field.plain else _value(value)


def _value(value: Any) -> str | int:
    """A number, or words without what has no shape on paper."""
    if isinstance(value, date):
        return b.day_words(value)
    if isinstance(value, int):
        return value
    return b.shaped(str(value or "")).strip()
