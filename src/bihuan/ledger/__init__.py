"""LEDGERS OF OFFICES: Excel in and out. Pure: bytes of a workbook → rows and rejects, rows → a workbook.

``files`` (sheets) → ``heads`` (columns) → ``lines`` (rows of data) → ``tables`` | ``forms`` | ``joining``
(findings and entries) → ``shapes`` (rows); ``write`` goes the other way.
"""

from __future__ import annotations

from bihuan.ledger.read import read_ledger
from bihuan.ledger.shapes import REASONS, Due, DueKind, Ledger, Reason, Reject, Row

__all__ = ["REASONS", "Due", "DueKind", "Ledger", "Reason", "Reject", "Row", "read_ledger"]
