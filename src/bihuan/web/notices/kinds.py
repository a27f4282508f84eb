"""Kinds of notices. An app that has something to tell registers its kinds in a module ``kinds.py``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What a notice is about, in one word that the inbox shows."""

    code: str
    word: str


KINDS: dict[str, Kind] = {}


def kind(code: str, word: str) -> Kind:
    """Register a kind; the same code twice must mean the same."""
    made = Kind(code, word)
    if KINDS.setdefault(code, made) != made:
        raise ValueError(f"two kinds are called {code}")
    return made


def word_of(code: str) -> str:
    """The word of a kind; a kind of an app that is gone is shown as 消息."""
    return KINDS[code].word if code in KINDS else "消息"


SYSTEM = kind("system", "系统")
DEPUTY = kind("deputy", "代理")
