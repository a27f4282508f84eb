"""Everything that writes the ledger: one transaction, one journal row, counts and diagnostics with it."""

from __future__ import annotations

from bihuan.web.rectification.checking import diagnostics_refresh
from bihuan.web.rectification.services.bulk import bulk_undo, measures_change, measures_judged
from bihuan.web.rectification.services.commenting import comment_add, comment_resolve
from bihuan.web.rectification.services.editing import measure_add, measure_edit, measure_remove, outcome_edit
from bihuan.web.rectification.services.expecting import proofs_expect
from bihuan.web.rectification.services.imports import draft_confirm, import_undo
from bihuan.web.rectification.services.involving import parts_write
from bihuan.web.rectification.services.joining import response_join, response_split
from bihuan.web.rectification.services.lasting import commitment_keep, duty_create, occurrence_record
from bihuan.web.rectification.services.planning import MeasurePlan, plan_write, plans_of, response_mark
from bihuan.web.rectification.services.rechecking import recheck_draw, recheck_judge
from bihuan.web.rectification.services.replacing import feedback_replace
from bihuan.web.rectification.services.reviewing import Party, parties_of, parties_write, seat_claim
from bihuan.web.rectification.services.stepping import response_step
from bihuan.web.rectification.services.templating import template_retire, template_write, templates_insert
from bihuan.web.rectification.services.working import (
    extension_ask,
    extension_decide,
    measure_settle,
    measures_settle_as_told,
    progress_add,
)

__all__ = [
    "MeasurePlan",
    "Party",
    "bulk_undo",
    "comment_add",
    "comment_resolve",
    "commitment_keep",
    "diagnostics_refresh",
    "draft_confirm",
    "duty_create",
    "extension_ask",
    "extension_decide",
    "feedback_replace",
    "import_undo",
    "measure_add",
    "measure_edit",
    "measure_remove",
    "measure_settle",
    "measures_change",
    "measures_judged",
    "measures_settle_as_told",
    "occurrence_record",
    "outcome_edit",
    "parties_of",
    "parties_write",
    "parts_write",
    "plan_write",
    "plans_of",
    "progress_add",
    "proofs_expect",
    "recheck_draw",
    "recheck_judge",
    "response_join",
    "response_mark",
    "response_split",
    "response_step",
    "seat_claim",
    "template_retire",
    "template_write",
    "templates_insert",
]
