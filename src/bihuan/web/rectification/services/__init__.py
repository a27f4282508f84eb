"""Everything that writes the ledger: one transaction, one journal row, counts and diagnostics with it."""

from __future__ import annotations

from bihuan.web.rectification.checking import diagnostics_refresh
from bihuan.web.rectification.services.editing import measure_add, measure_edit, measure_remove, outcome_edit
from bihuan.web.rectification.services.imports import draft_confirm, import_undo
from bihuan.web.rectification.services.joining import response_join, response_split
from bihuan.web.rectification.services.replacing import feedback_replace

__all__ = [
    "diagnostics_refresh",
    "draft_confirm",
    "feedback_replace",
    "import_undo",
    "measure_add",
    "measure_edit",
    "measure_remove",
    "outcome_edit",
    "response_join",
    "response_split",
]
