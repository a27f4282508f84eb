"""Saturdays and Sundays that were worked, as the yearly holiday notices arranged them.

A few lines beside the full table of holidays, which takes as long to load as a whole check: enough to tell
whether a last day at a weekend was a working day after all. A test compares the two tables.
Source: 国务院办公厅各年度部分节假日安排的通知.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_WORKED = {
    2004: "0117 0118 0508 0509 1009 1010",
    2005: "0205 0206 0430 0508 1008 1009",
    2006: "0128 0205 0429 0430 0930 1008 1230 1231",
    2007: "0217 0225 0428 0429 0929 0930 1229",
    2008: "0202 0203 0504 0927 0928",
    2009: "0104 0124 0201 0531 0927 1010",
    2010: "0220 0221 0612 0613 0919 0925 0926 1009",
    2011: "0130 0212 0402 1008 1009 1231",
    2012: "0121 0129 0331 0401 0428 0929",
    2013: "0105 0106 0216 0217 0407 0427 0428 0608 0609 0922 0929 1012",
    2014: "0126 0208 0504 0928 1011",
    2015: "0104 0215 0228 0906 1010",
    2016: "0206 0214 0612 0918 1008 1009",
    2017: "0122 0204 0401 0527 0930",
    2018: "0211 0224 0408 0428 0929 0930 1229",
    2019: "0202 0203 0428 0505 0929 1012",
    2020: "0119 0426 0509 0628 0927 1010",
    2021: "0207 0220 0425 0508 0918 0926 1009",
    2022: "0129 0130 0402 0424 0507 1008 1009",
    2023: "0128 0129 0423 0506 0625 1007 1008",
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}
"""Month and day of each, by year."""


def is_worked_weekend(day: date) -> bool:
    """True for a Saturday or Sunday that a notice made a working day; False also for years without one."""
    return f"{day:%m%d}" in _WORKED.get(day.year, "")
