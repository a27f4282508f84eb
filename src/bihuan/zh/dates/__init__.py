"""Date expressions of official Chinese, found and resolved to calendar days.

``read_dates`` resolves a text in order and keeps the year in a ``Timeline``; ``read_full_date`` reads a
complete date that stands alone; ``find_damaged_dates`` and ``find_impossible_dates`` find what is no date.
"""

from __future__ import annotations

from bihuan.zh.dates.faults import find_damaged_dates, find_impossible_dates
from bihuan.zh.dates.kinds import DateMention, DateRole, Precision
from bihuan.zh.dates.reading import read_dates, read_full_date
from bihuan.zh.dates.timeline import Timeline

__all__ = [
    "DateMention",
    "DateRole",
    "Precision",
    "Timeline",
    "find_damaged_dates",
    "find_impossible_dates",
    "read_dates",
    "read_full_date",
]
