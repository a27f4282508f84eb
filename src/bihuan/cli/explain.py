"""说明一条检查规则：查什么、为什么、依据、反例、正例、不查什么。"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.checks.registry import entries, load
from bihuan.cli import EXIT_OK, UserError

if TYPE_CHECKING:
    import argparse

    from bihuan.checks.registry import Entry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One code or slug, or none for the list."""
    parser.add_argument("rule", nargs="?", metavar="规则", help="编号或英文名，例如 CL01；不写则列出全部规则")


def run(args: argparse.Namespace) -> int:
    """Print the manual page, or the list of all rules."""
    if args.rule is None:
        for entry in entries():
            print(f"{entry.code}  {entry.slug:<34} {load(entry).rule.title}")
        return EXIT_OK
    from bihuan.checks.manual import page

    print(page(load(find(args.rule))), end="")
    return EXIT_OK


def find(word: str) -> Entry:
    """The rule of a code or slug; UserError with the nearest ones when there is none."""
    for entry in entries():
        if word.upper() == entry.code or word.lower() == entry.slug:
            return entry
    near = nearest(word)
    hint = f"最接近的是 {'、'.join(near)}。" if near else ""
    raise UserError(f"没有“{word}”这条规则。{hint}用 bihuan explain 可以看到全部规则。")


def nearest(word: str) -> list[str]:
    """Up to three codes or slugs that look like the word."""
    from difflib import get_close_matches

    names = {entry.code.lower(): entry.code for entry in entries()}
    names |= {entry.slug: entry.slug for entry in entries()}
    return [names[one] for one in get_close_matches(word.lower(), names, n=3, cutoff=0.5)]
