"""Which rules there are: the generated table says where, the file itself says the rest."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from bihuan.checks._registry import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bihuan.checks.api import Context, Flag, Rule
    from bihuan.report.nodes import Response


class Entry(NamedTuple):
    """Where a rule stands; its file is imported only when the rule is wanted."""

    code: str
    slug: str
    module: str
    signs: tuple[str, ...] = ()
    """Strings of which a text must have one for the rule to find anything; empty: the rule always runs."""

    def may_find(self, text: str) -> bool:
        """False where the rule need not even be loaded."""
        return not self.signs or any(sign in text for sign in self.signs)


class Loaded(NamedTuple):
    """A rule ready to run."""

    rule: Rule
    manual: str
    check_report: Callable[[Context], Iterator[Flag]] | None
    check_response: Callable[[Response, Context], Iterator[Flag]] | None


@cache
def entries() -> tuple[Entry, ...]:
    """All rules, sorted by code."""
    return tuple(
        Entry(code, slug, module, tuple(signs.split("|")) if signs else ())
        for code, slug, module, signs in ENTRIES
    )


@cache
def load(entry: Entry) -> Loaded:
    """Import the rule's file."""
    module = import_module(f"bihuan.checks.rules.{entry.module}")
    return Loaded(
        module.RULE,
        module.__doc__ or "",
        getattr(module, "check_report", None),
        getattr(module, "check_response", None),
    )


def matches(entry: Entry, word: str) -> bool:
    """True when a code, the beginning of a code (``CL``) or a slug means this rule."""
    return entry.code.startswith(word.upper()) or entry.slug == word.lower()


def choose(select: Iterable[str], ignore: Iterable[str]) -> tuple[Entry, ...]:
    """Rules that are selected (all by default) and not ignored; a longer word beats a shorter one."""
    wanted, unwanted = tuple(select), tuple(ignore)

    def weight(entry: Entry, words: tuple[str, ...]) -> int:
        return max((len(word) for word in words if matches(entry, word)), default=0)

    def kept(entry: Entry) -> bool:
        plus, minus = weight(entry, wanted), weight(entry, unwanted)
        return bool(plus or not wanted) and (not minus or minus < plus)

    return tuple(entry for entry in entries() if kept(entry))
