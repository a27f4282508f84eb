"""Dates that lost characters and dates that no calendar has."""
from __future__ import annotations
def find_damaged_dates(text: str) -> list[tuple[int, str]]:
    return []
def find_impossible_dates(text: str) -> list[tuple[int, str]]:
    return []
