"""Bars of the measurements: figures are held against them, and a script that misses one exits with 1."""

from __future__ import annotations

import sys

MISSED: list[str] = []
"""What this run has missed so far."""


def at_most(name: str, figure: float, bar: float) -> None:
    """The figure must not be above the bar."""
    if not figure <= bar:
        MISSED.append(f"{name} {figure:.3g} > {bar:g}")


def at_least(name: str, figure: float, bar: float) -> None:
    """The figure must not be below the bar."""
    if not figure >= bar:
        MISSED.append(f"{name} {figure:.3g} < {bar:g}")


def status() -> int:
    """Exit status of the script, told on standard error where a bar is missed."""
    for one in MISSED:
        print(f"未达标：{one}", file=sys.stderr)
    return 1 if MISSED else 0
