"""Whether a Party group meeting could decide, and what was wrong with its vote.

Quorums and the majority are parameters (``quorum.*`` in rules.toml). Nothing here says who should have voted
how: it counts, and names each breach by a code.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from bihuan.policy.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator


class Agenda(StrEnum):
    """What is decided; it sets the quorum."""

    NORMAL = "normal"
    CADRE = "cadre"
    DISCIPLINE = "discipline"


class Vote(StrEnum):
    """What a ballot says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class RecusalPolicy(StrEnum):
    """Whether the recused stay in the numbers that present and yes are measured against."""

    KEEP = "keep"
    SUBTRACT = "subtract"


class Violation(StrEnum):
    """A breach of procedure."""

    NON_MEMBER_VOTE = "non_member_vote"
    CHAIR_NOT_LAST = "chair_not_last"
    QUORUM_SHORT = "quorum_short"
    WRITTEN_OPINION_COUNTED = "written_opinion_counted"
    ABSENT_VOTE = "absent_vote"
    RECUSED_VOTED = "recused_voted"
    DOUBLE_VOTE = "double_vote"
    COUNT_MISMATCH = "count_mismatch"
    NOT_EACH_SPOKE = "not_each_spoke"
    NOT_ITEMWISE = "not_itemwise"

    @property
    def text(self) -> str:
        """What readers see."""
        return VIOLATION_TEXTS[self]


VIOLATION_TEXTS = {
    Violation.NON_MEMBER_VOTE: "非党组成员参加了表决",
    Violation.CHAIR_NOT_LAST: "主持人没有末位表态",
    Violation.QUORUM_SHORT: "到会党组成员未达到法定人数",
    Violation.WRITTEN_OPINION_COUNTED: "未到会成员的书面意见被计入票数",
    Violation.ABSENT_VOTE: "未到会成员被计入表决",
    Violation.RECUSED_VOTED: "应回避的人员参加了表决",
    Violation.DOUBLE_VOTE: "同一人有两张以上的票",
    Violation.COUNT_MISMATCH: "宣布的票数与逐人票数不一致",
    Violation.NOT_EACH_SPOKE: "讨论干部任免时，到会成员没有逐一发表意见",
    Violation.NOT_ITEMWISE: "多个事项没有逐项表决",
}


@dataclass(frozen=True, slots=True)
class Ballot:
    """One counted vote."""

    name: str
    vote: Vote


@dataclass(frozen=True, slots=True)
class Meeting:
    """One agenda item as the minutes tell it."""

    agenda: Agenda
    members: int
    member_names: frozenset[str]
    should_attend: int
    present_names: frozenset[str]
    announced: dict[Vote, int]
    ballots: tuple[Ballot, ...]
    """Every ballot that was counted, wrong ones too, in order."""
    observers: frozenset[str] = frozenset()
    speak_order: tuple[str, ...] = ()
    chair: str | None = None
    written_opinions: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    recusal_policy: RecusalPolicy = RecusalPolicy.KEEP
    items: int = 1
    itemwise: bool = True

    @property
    def present(self) -> frozenset[str]:
        """Members who are there and may decide: no observers, nobody recused."""
        return (self.present_names & self.member_names) - self.observers - self.recused

    @property
    def subtracted(self) -> int:
        """How many the recused take from both denominators."""
        return len(self.recused & self.member_names) if self.recusal_policy is RecusalPolicy.SUBTRACT else 0

    @property
    def absent(self) -> frozenset[str]:
        """Members who are not there."""
        return self.member_names - self.present_names


@dataclass(frozen=True, slots=True)
class Decision:
    """What the vote comes to."""

    quorum_ok: bool
    passed: bool
    valid_yes: int
    violations: tuple[Violation, ...]
    """Sorted by code."""

    @property
    def may_conclude(self) -> bool:
        """True where the item passed and nothing was wrong."""
        return self.passed and not self.violations


def decide(meeting: Meeting) -> Decision:
    """Count one vote."""
    quorum = Fraction(str(parameter(f"quorum.{meeting.agenda}").value))
    majority = Fraction(str(parameter("quorum.majority").value))
    quorum_ok = len(meeting.present) >= quorum * (meeting.members - meeting.subtracted)
    yes = _valid_yes(meeting)
    passed = quorum_ok and yes > majority * (meeting.should_attend - meeting.subtracted)
    found = set(_ballot_violations(meeting)) | set(_order_violations(meeting))
    if not quorum_ok:
        found.add(Violation.QUORUM_SHORT)
    return Decision(quorum_ok, passed, yes, tuple(sorted(found)))


def _valid_yes(meeting: Meeting) -> int:
    """Yes among the first ballots of members who are present and not recused."""
    first: dict[str, Vote] = {}
    for ballot in meeting.ballots:
        first.setdefault(ballot.name, ballot.vote)
    return sum(vote is Vote.YES for name, vote in first.items() if name in meeting.present)


def _ballot_violations(meeting: Meeting) -> Iterator[Violation]:
    times = Counter(ballot.name for ballot in meeting.ballots)
    voters = frozenset(times)
    if voters - meeting.member_names:
        yield Violation.NON_MEMBER_VOTE
    if voters & meeting.absent & meeting.written_opinions:
        yield Violation.WRITTEN_OPINION_COUNTED
    if voters & (meeting.absent - meeting.written_opinions):
        yield Violation.ABSENT_VOTE
    if voters & meeting.recused:
        yield Violation.RECUSED_VOTED
    if any(count > 1 for count in times.values()):
        yield Violation.DOUBLE_VOTE
    tally = Counter(ballot.vote for ballot in meeting.ballots)
    if any(meeting.announced.get(vote, 0) != tally[vote] for vote in Vote):
        yield Violation.COUNT_MISMATCH


def _order_violations(meeting: Meeting) -> Iterator[Violation]:
    if meeting.items > 1 and not meeting.itemwise:
        yield Violation.NOT_ITEMWISE
    if not meeting.speak_order:  # the minutes do not tell the order
        return
    if meeting.speak_order[-1] != meeting.chair:
        yield Violation.CHAIR_NOT_LAST
    if meeting.agenda is Agenda.CADRE and meeting.present - set(meeting.speak_order):
        yield Violation.NOT_EACH_SPOKE
