"""How far a response has come: the closed set of states. Pure; the transitions join this table with the
review.
"""

from __future__ import annotations

from enum import StrEnum


class ResponseState(StrEnum):
    """States of a response; an imported response begins as a draft whatever its text claims."""

    DRAFT = "draft"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SELF_ASSESSED = "self_assessed"
    UNIT_APPROVED = "unit_approved"
    UNDER_REVIEW = "under_review"
    CLOSED = "closed"
    LONG_TERM = "long_term"
    NOT_ACHIEVED = "not_achieved"

    @property
    def label(self) -> str:
        """The state's name for people."""
        return LABELS[self]


LABELS = {
    ResponseState.DRAFT: "草拟",
    ResponseState.PLANNED: "方案已批",
    ResponseState.IN_PROGRESS: "整改中",
    ResponseState.SELF_ASSESSED: "自评完成",
    ResponseState.UNIT_APPROVED: "单位已审",
    ResponseState.UNDER_REVIEW: "会审中",
    ResponseState.CLOSED: "已销号",
    ResponseState.LONG_TERM: "长期坚持",
    ResponseState.NOT_ACHIEVED: "未能完成",
}
