"""How far a response has come, and every way from one state to another, as one table. Pure.

Services, pages, docs/reference/workflow.md and the tests are made from ``TABLE``; no state is compared with a
literal anywhere else. Whoever asked, and whoever agreed at an earlier gate, never agrees at a later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bihuan.web.accounts.permissions import GRANTS, Action, Relation, Role


class ResponseState(StrEnum):
    """States of a response; an imported response begins as a draft whatever its text claims."""

    DRAFT = "draft"
    PLAN_SUBMITTED = "plan_submitted"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SELF_ASSESSED = "self_assessed"
    LEADER_APPROVED = "leader_approved"
    UNIT_APPROVED = "unit_approved"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    CLOSED = "closed"
    LONG_TERM = "long_term"
    NOT_ACHIEVED = "not_achieved"

    @property
    def label(self) -> str:
        """The state's name for people."""
        return LABELS[self]


LABELS = {
    ResponseState.DRAFT: "草拟",
    ResponseState.PLAN_SUBMITTED: "方案待批",
    ResponseState.PLANNED: "方案已批",
    ResponseState.IN_PROGRESS: "整改中",
    ResponseState.SELF_ASSESSED: "自评完成",
    ResponseState.LEADER_APPROVED: "分管已审",
    ResponseState.UNIT_APPROVED: "单位已审",
    ResponseState.UNDER_REVIEW: "会审中",
    ResponseState.RETURNED: "已退回",
    ResponseState.CLOSED: "已销号",
    ResponseState.LONG_TERM: "长期坚持",
    ResponseState.NOT_ACHIEVED: "未能完成",
}
ENDED = (ResponseState.CLOSED, ResponseState.LONG_TERM, ResponseState.NOT_ACHIEVED)
WAITING = (
    ResponseState.PLAN_SUBMITTED,
    ResponseState.SELF_ASSESSED,
    ResponseState.LEADER_APPROVED,
    ResponseState.UNIT_APPROVED,
    ResponseState.UNDER_REVIEW,
)
"""Somebody has been asked and has not answered: what they look at must not change under their eyes."""
AT_OFFICE = (ResponseState.UNIT_APPROVED, ResponseState.UNDER_REVIEW)
"""What waits, waits for the inspection office or for those who sit with it."""
FROZEN = WAITING + ENDED
"""Words of measures and outcome stand still."""
WORKING = (ResponseState.PLANNED, ResponseState.IN_PROGRESS, ResponseState.RETURNED)


class Step(StrEnum):
    """What can be asked for, agreed to or sent back."""

    SUBMIT_PLAN = "submit_plan"
    APPROVE_PLAN = "approve_plan"
    RETURN_PLAN = "return_plan"
    REVISE = "revise"
    START = "start"
    ASSESS = "assess"
    ENDORSE = "endorse"
    APPROVE = "approve"
    TAKE_UP = "take_up"
    AGREE = "agree"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        """What the button says."""
        return STEPS[self]


STEPS = {
    Step.SUBMIT_PLAN: "报批方案",
    Step.APPROVE_PLAN: "批准方案",
    Step.RETURN_PLAN: "退回方案",
    Step.REVISE: "调整方案",
    Step.START: "开始整改",
    Step.ASSESS: "提交自评",
    Step.ENDORSE: "分管领导同意",
    Step.APPROVE: "主要负责人同意",
    Step.TAKE_UP: "受理会审",
    Step.AGREE: "会审同意",
    Step.RETURN: "退回",
    Step.WITHDRAW: "撤回",
    Step.REOPEN: "重新整改",
}


class Aim(StrEnum):
    """The end that a self-assessment asks for."""

    CLOSED = "closed"
    LONG_TERM = "long_term"
    NOT_ACHIEVED = "not_achieved"

    @property
    def label(self) -> str:
        """How the form offers it."""
        return AIMS[self]

    @property
    def state(self) -> ResponseState:
        """Where the last agreement leads."""
        return ResponseState(self.value)


AIMS = {
    Aim.CLOSED: "已整改到位，申请销号",
    Aim.LONG_TERM: "阶段任务已完成，转入长期坚持",
    Aim.NOT_ACHIEVED: "未能完成，如实说明后了结",
}


class Defect(StrEnum):
    """What is wrong with a rectification that is sent back."""

    VERBAL = "verbal"
    HALF_DONE = "half_done"
    FALSE = "false"
    UNPROVED = "unproved"

    @property
    def label(self) -> str:
        """The defect's name for people."""
        return DEFECTS[self]


DEFECTS = {
    Defect.VERBAL: "口头式整改",
    Defect.HALF_DONE: "半截子整改",
    Defect.FALSE: "弄虚作假",
    Defect.UNPROVED: "佐证不足",
}


class Need(StrEnum):
    """What the person who takes a step must write or choose."""

    REASON = "reason"
    DEFECT = "defect"
    EVALUATION = "evaluation"
    AIM = "aim"


class Gates(StrEnum):
    """Which set of conditions is looked at before a step."""

    PLAN = "plan"
    END = "end"


@dataclass(frozen=True, slots=True)
class Transition:
    """One cell of the table that leads somewhere."""

    state: ResponseState
    step: Step
    next: ResponseState
    right: Action
    """The entry of the permission table that the person needs."""
    needs: tuple[Need, ...] = ()
    gates: Gates | None = None
    apart: bool = False
    """Nobody who asked or agreed before in the same submission may take this step."""
    ends: bool = False
    """The last agreement that was missing leads on to the end that was asked for."""


S, T = ResponseState, Step
_BACK = (Need.REASON, Need.DEFECT)
TABLE: tuple[Transition, ...] = (
    Transition(S.DRAFT, T.SUBMIT_PLAN, S.PLAN_SUBMITTED, Action.EDIT, gates=Gates.PLAN),
    Transition(S.PLAN_SUBMITTED, T.APPROVE_PLAN, S.PLANNED, Action.APPROVE, gates=Gates.PLAN, apart=True),
    Transition(S.PLAN_SUBMITTED, T.RETURN_PLAN, S.DRAFT, Action.APPROVE, (Need.REASON,)),
    Transition(S.PLAN_SUBMITTED, T.WITHDRAW, S.DRAFT, Action.EDIT),
    *(
        Transition(state, T.REVISE, S.DRAFT, Action.EDIT, (Need.REASON,))
        for state in (S.PLANNED, S.IN_PROGRESS, S.RETURNED)
    ),
    Transition(S.PLANNED, T.START, S.IN_PROGRESS, Action.RECORD),
    *(
        Transition(
            state, T.ASSESS, S.SELF_ASSESSED, Action.ASSESS, (Need.EVALUATION, Need.AIM), gates=Gates.END
        )
        for state in (S.IN_PROGRESS, S.RETURNED)
    ),
    *(
        Transition(state, T.WITHDRAW, S.IN_PROGRESS, Action.ASSESS)
        for state in (S.SELF_ASSESSED, S.LEADER_APPROVED)
    ),
    Transition(S.SELF_ASSESSED, T.ENDORSE, S.LEADER_APPROVED, Action.ENDORSE, gates=Gates.END, apart=True),
    Transition(S.SELF_ASSESSED, T.RETURN, S.RETURNED, Action.ENDORSE, _BACK),
    Transition(S.LEADER_APPROVED, T.APPROVE, S.UNIT_APPROVED, Action.APPROVE, gates=Gates.END, apart=True),
    Transition(S.LEADER_APPROVED, T.RETURN, S.RETURNED, Action.APPROVE, _BACK),
    Transition(S.UNIT_APPROVED, T.TAKE_UP, S.UNDER_REVIEW, Action.REVIEW),
    Transition(S.UNIT_APPROVED, T.RETURN, S.RETURNED, Action.REVIEW, _BACK),
    Transition(
        S.UNDER_REVIEW, T.AGREE, S.UNDER_REVIEW, Action.REVIEW, gates=Gates.END, apart=True, ends=True
    ),
    Transition(S.UNDER_REVIEW, T.RETURN, S.RETURNED, Action.REVIEW, _BACK),
    *(Transition(state, T.REOPEN, state, Action.RECHECK, (Need.REASON,)) for state in ENDED),
)
_CELLS = {(one.state, one.step): one for one in TABLE}
REVIEW_RIGHTS = (Action.REVIEW, Action.CO_REVIEW)
"""Either opens the steps of the co-review; which seat a person takes is told by the role of the seat."""
REVIEWERS = tuple(
    role for role in Role if GRANTS[role].get(Relation.OFFICE, frozenset()) & set(REVIEW_RIGHTS)
)
"""Roles that may sit in the co-review."""

NEXT = {
    S.DRAFT: "请先把措施、完成标准、责任人和时限填齐，再报批方案。",
    S.PLAN_SUBMITTED: "方案正等主要负责人批准。",
    S.PLANNED: "方案已经批准，登记第一条进展或点“开始整改”后办理。",
    S.IN_PROGRESS: "整改正在进行，措施落实并附上佐证后提交自评。",
    S.SELF_ASSESSED: "自评已经提交，正等分管领导审核。",
    S.LEADER_APPROVED: "分管领导已经同意，正等主要负责人审核。",
    S.UNIT_APPROVED: "单位已经同意，正等巡察办受理会审。",
    S.UNDER_REVIEW: "正在会审，等各会审方提出意见。",
    S.RETURNED: "整改已被退回，请按退回意见补正后重新提交自评。",
    S.CLOSED: "已经销号；发现问题反弹的，由巡察办抽查后重新整改。",
    S.LONG_TERM: "已经转入长期坚持，请按期登记定期任务。",
    S.NOT_ACHIEVED: "已经如实了结为未能完成；条件具备时由巡察办重新交办。",
}
"""What the state waits for, in one sentence; every refusal ends with it."""


def find(state: str, step: Step) -> Transition | None:
    """The cell of the table, None where the step is refused."""
    return _CELLS.get((ResponseState(state), step))


def refusal(state: str, step: Step) -> str:
    """Why a step is not possible in a state, and what is."""
    known = ResponseState(state)
    return f"这项整改现在是“{known.label}”，不能{step.label}。{NEXT[known]}"


def steps_from(state: str) -> list[Transition]:
    """Everything that the table knows of a state, in its order."""
    return [one for one in TABLE if one.state == state]


def next_state(found: Transition, aim: str, complete: bool) -> ResponseState:
    """Where the step leads; ``complete`` says that no agreement is missing any more."""
    return Aim(aim).state if found.ends and complete else found.next


WAITS_FOR = {
    S.PLAN_SUBMITTED: Action.APPROVE,
    S.SELF_ASSESSED: Action.ENDORSE,
    S.LEADER_APPROVED: Action.APPROVE,
    S.UNIT_APPROVED: Action.REVIEW,
}
"""Whose turn it is; in the co-review it is that of every seat that has not agreed."""


def rights_of(step: Step) -> set[Action]:
    """Every entry of the permission table that opens a step in some state."""
    found = {one.right for one in TABLE if one.step is step}
    return found | set(REVIEW_RIGHTS) if Action.REVIEW in found and step is not Step.TAKE_UP else found
