"""What supervision keeps."""

from __future__ import annotations

from bihuan.web.supervision.models.directives import (
    Assignment,
    AssignmentProgress,
    AssignmentState,
    Directive,
    DirectiveCheck,
)
from bihuan.web.supervision.models.missives import (
    Addressee,
    Missive,
    MissiveCounter,
    MissiveItem,
    MissiveReply,
)
from bihuan.web.supervision.models.monthly import (
    Explanation,
    MonthStanding,
    Sheet,
    Supervision,
    SupervisionSetting,
)
from bihuan.web.supervision.models.visits import Visit, VisitResult, VisitWay

__all__ = [
    "Addressee",
    "Assignment",
    "AssignmentProgress",
    "AssignmentState",
    "Directive",
    "DirectiveCheck",
    "Explanation",
    "Missive",
    "MissiveCounter",
    "MissiveItem",
    "MissiveReply",
    "MonthStanding",
    "Sheet",
    "Supervision",
    "SupervisionSetting",
    "Visit",
    "VisitResult",
    "VisitWay",
]
