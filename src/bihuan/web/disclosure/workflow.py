"""How far a version of an announcement has come, and every way from one state to another, as one table. Pure.

Services, pages, docs/reference/workflow.md and the tests are made from ``TABLE``. Whoever sent a version
for examination neither examines nor approves it, and whoever examined it does not approve it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bihuan.web.accounts.permissions import Action


class Audience(StrEnum):
    """For whom; each has an announcement of its own from the same ledger, with masks of its own."""

    INTERNAL = "internal"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """For people."""
        return {"internal": "党内通报", "public": "社会公开"}[self.value]


class State(StrEnum):
    """States of a version."""

    DRAFT = "draft"
    CHECKING = "checking"
    VETTED = "vetted"
    APPROVED = "approved"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The state's name for people."""
        return LABELS[self]


LABELS = {
    State.DRAFT: "草拟",
    State.CHECKING: "待审查",
    State.VETTED: "待批准",
    State.APPROVED: "待发布",
    State.PUBLISHED: "公开中",
    State.ARCHIVED: "公开期满",
    State.CORRECTED: "已更正",
    State.WITHDRAWN: "已撤回",
    State.ABANDONED: "已作废",
}
AT_WORK = (State.DRAFT, State.CHECKING, State.VETTED, State.APPROVED)
"""One version of an announcement at a time."""
SHOWN = (State.PUBLISHED, State.ARCHIVED)
"""The text is shown to its audience; of these an announcement has one at most."""
GONE = (State.CORRECTED, State.WITHDRAWN)
"""Was shown once; what remains is that it was, when, and why it is no more."""
KNOWN = SHOWN + GONE


class Step(StrEnum):
    """What can be done with a version."""

    SUBMIT = "submit"
    CLEAR = "clear"
    APPROVE = "approve"
    PUBLISH = "publish"
    RETURN = "return"
    TAKE_BACK = "take_back"
    ABANDON = "abandon"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """What the button says."""
        return STEPS[self]


STEPS = {
    Step.SUBMIT: "送审",
    Step.CLEAR: "审查同意",
    Step.APPROVE: "批准",
    Step.PUBLISH: "发布",
    Step.RETURN: "退回修改",
    Step.TAKE_BACK: "收回修改",
    Step.ABANDON: "作废",
    Step.WITHDRAW: "撤回",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One cell of the table that leads somewhere."""

    state: State
    step: Step
    next: State
    rights: tuple[Action, ...]
    """One of these entries of the permission table."""
    reason: bool = False
    """The person must write why."""
    gates: bool = False
    """The conditions of ``gates.py`` are looked at."""
    apart: bool = False
    """Nobody who took an earlier step of the same submission."""


S, T, A = State, Step, Action
TABLE: tuple[Transition, ...] = (
    Transition(S.DRAFT, T.SUBMIT, S.CHECKING, (A.PUBLISH,), gates=True),
    Transition(S.DRAFT, T.ABANDON, S.ABANDONED, (A.PUBLISH,), reason=True),
    Transition(S.CHECKING, T.CLEAR, S.VETTED, (A.VET,), reason=True, apart=True),
    Transition(S.CHECKING, T.RETURN, S.DRAFT, (A.VET,), reason=True),
    Transition(S.VETTED, T.APPROVE, S.APPROVED, (A.APPROVE,), apart=True),
    Transition(S.VETTED, T.RETURN, S.DRAFT, (A.APPROVE,), reason=True),
    *(
        Transition(state, T.TAKE_BACK, S.DRAFT, (A.PUBLISH,), reason=True)
        for state in (S.CHECKING, S.VETTED, S.APPROVED)
    ),
    Transition(S.APPROVED, T.PUBLISH, S.PUBLISHED, (A.PUBLISH,)),
    *(
        Transition(state, T.WITHDRAW, S.WITHDRAWN, (A.APPROVE, A.REVIEW), reason=True)
        for state in (S.PUBLISHED, S.ARCHIVED)
    ),
)
"""A version on show that a later one replaces becomes ``corrected``, one whose days are over ``archived``:
these two come by themselves.
"""
_CELLS = {(one.state, one.step): one for one in TABLE}

NEXT = {
    S.DRAFT: "请核对隐名和不公开的问题后送审。",
    S.CHECKING: "正等法制、保密审查。",
    S.VETTED: "审查已经通过，正等主要负责人批准。",
    S.APPROVED: "已经批准，可以发布。",
    S.PUBLISHED: "正在公开；有误的拟写更正稿，不宜再公开的由主要负责人或巡察办撤回。",
    S.ARCHIVED: "公开期已满，仍可查阅和核验。",
    S.CORRECTED: "已由后一版更正。",
    S.WITHDRAWN: "已经撤回，撤回的日期和理由一直可以看到。",
    S.ABANDONED: "这一稿已经作废。",
}
"""What the state waits for, in one sentence; every refusal ends with it."""


class Basis(StrEnum):
    """The five reasons for leaving a finding out (rules.json: local.open_exempt5)."""

    CLASSIFIED = "classified"
    CASE = "case"
    HYPE = "hype"
    UNREST = "unrest"
    SENSITIVE = "sensitive"

    @property
    def label(self) -> str:
        """As the rule names it."""
        return BASES[self]


BASES = {
    Basis.CLASSIFIED: "涉及党和国家秘密",
    Basis.CASE: "正在初核或已立案但未公布的在办案件",
    Basis.HYPE: "可能引起大的负面炒作",
    Basis.UNREST: "可能引发大规模上访或群体性事件",
    Basis.SENSITIVE: "重大敏感事项",
}


def find(state: str, step: Step) -> Transition | None:
    """The cell of the table, None where the step is refused."""
    return _CELLS.get((State(state), step))


def steps_from(state: str) -> list[Transition]:
    """Everything that the table knows of a state, in its order."""
    return [one for one in TABLE if one.state == state]


def rights_of(step: Step) -> set[Action]:
    """Every entry of the permission table that opens a step in some state."""
    return {right for one in TABLE if one.step is step for right in one.rights}


def refusal(state: str, step: Step) -> str:
    """Why a step is not possible in a state, and what is."""
    known = State(state)
    return f"这一版现在是“{known.label}”，不能{step.label}。{NEXT[known]}"
