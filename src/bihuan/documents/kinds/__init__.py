"""Kinds of documents, a module for each: facts → blocks. A new file here is a new kind.

Each module has ``KIND``. ``make`` says what the document is, ``missing`` what should be there before it is
worth making: sentences for people; a document can be made all the same.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bihuan.documents.blocks import Document


class Scope(StrEnum):
    """What a document is about, and so which facts it is made from."""

    CASE = "case"
    ANNOUNCEMENT = "announcement"
    EVIDENCE = "evidence"
    ANNEX = "annex"
    RESPONSE = "response"
    LETTER = "letter"
    SHEET = "sheet"
    ROUND = "round"


class Format(StrEnum):
    """How a document can be had."""

    WORD = "docx"
    PDF = "pdf"
    EXCEL = "xlsx"
    TEXT = "txt"


TEXTS = (Format.WORD, Format.PDF, Format.TEXT)
LISTS = (Format.WORD, Format.PDF, Format.EXCEL)
FORMS = (Format.WORD, Format.PDF)


def nothing(_: Any) -> list[str]:
    """Nothing is ever missing."""
    return []


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document."""

    slug: str
    word: str
    """What it is called."""
    about: str
    """One sentence for whoever chooses."""
    basis: str
    """Why there is such a document."""
    scope: Scope
    make: Callable[[Any], Document]
    order: int
    """Where it stands in lists: in the order in which a round needs them."""
    formats: tuple[Format, ...] = TEXTS
    missing: Callable[[Any], list[str]] = nothing


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """All kinds by slug, in the order in which a round needs them."""
    names = [one.name for one in pkgutil.iter_modules(__path__) if not one.name.startswith("_")]
    found: list[Kind] = [importlib.import_module(f"{__name__}.{name}").KIND for name in names]
    return {one.slug: one for one in sorted(found, key=lambda one: one.order)}


def of_scope(scope: Scope) -> list[Kind]:
    """Kinds that are made from such facts."""
    return [one for one in kinds().values() if one.scope is scope]
