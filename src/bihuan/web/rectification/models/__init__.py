"""Responses and everything about them, a file for each part of the loop."""

from __future__ import annotations

from bihuan.web.rectification.models.closing import Comment, Recheck, RecheckItem, RecheckResult
from bihuan.web.rectification.models.desk import BulkEdit, Involvement, MeasureTemplate, Part
from bihuan.web.rectification.models.figures import CaseFigure, RoundFigure
from bihuan.web.rectification.models.ledger import (
    Category,
    Measure,
    MeasureKind,
    MeasureState,
    Response,
    ResponseFinding,
)
from bihuan.web.rectification.models.promises import Commitment, Every
from bihuan.web.rectification.models.reviewing import Decision, ReviewParty, ReviewSeat
from bihuan.web.rectification.models.sheets import SheetFile, Workbook, WorkbookContent
from bihuan.web.rectification.models.tallies import Tally
from bihuan.web.rectification.models.working import Extension, Occurrence, Progress, RegularDuty, Request

__all__ = [
    "BulkEdit",
    "CaseFigure",
    "Category",
    "Comment",
    "Commitment",
    "Decision",
    "Every",
    "Extension",
    "Involvement",
    "Measure",
    "MeasureKind",
    "MeasureState",
    "MeasureTemplate",
    "Occurrence",
    "Part",
    "Progress",
    "Recheck",
    "RecheckItem",
    "RecheckResult",
    "RegularDuty",
    "Request",
    "Response",
    "ResponseFinding",
    "ReviewParty",
    "ReviewSeat",
    "RoundFigure",
    "SheetFile",
    "Tally",
    "Workbook",
    "WorkbookContent",
]
