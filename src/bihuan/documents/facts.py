"""What the kinds are made from: facts that were decided elsewhere, with the words that people read. No rows
of a database, no clock: ``on`` is the day as of which everything is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with who answers for it and how it stands."""

    text: str
    kind: str = ""
    """立行立改、限期整改、长期坚持."""
    criteria: str = ""
    leader: str = ""
    department: str = ""
    person: str = ""
    due: date | None = None
    original_due: date | None = None
    """The day that was approved; differs from ``due`` after an extension."""
    state: str = ""
    """未落实、已落实、转为定期任务."""
    done: bool = False
    done_on: date | None = None
    result: str = ""
    proofs: int = 0
    last_on: date | None = None
    """Day of the newest entry of progress."""
    last: str = ""
    next: str = ""
    obstacle: str = ""

    @property
    def who(self) -> str:
        """责任科室、责任人."""
        return "、".join(filter(None, (self.department, self.person)))

    @property
    def late_on(self) -> date | None:
        """The day that a delay counts from, while it is open."""
        return None if self.done else self.due


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with its aspects as written: （1）…"""

    number: str
    title: str
    group: str = ""
    aspects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody decided."""

    party: str
    text: str
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What answers one or more findings."""

    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...] = ()
    heading: str = ""
    """成效小标题, where it answers no finding."""
    target: str = ""
    outcome: str = ""
    status: str = ""
    """已完成、长期坚持…; empty where the ledger says nothing."""
    stage: str = ""
    """How far the loop has come."""
    severe: bool = False
    evaluation: str = ""
    aim: str = ""
    opinions: tuple[Opinion, ...] = ()
    """自评, 分管领导, 主要负责人, then the parties of the co-review."""
    ended_on: date | None = None
    certificate: str = ""

    @property
    def called(self) -> str:
        """问题2、3."""
        numbers = "、".join(one.number for one in self.findings if one.number)
        return f"问题{numbers}" if numbers else self.heading


@dataclass(frozen=True, slots=True)
class Section:
    """An outer part with its responses."""

    number: str
    title: str
    responses: tuple[Response, ...]
    passages: tuple[str, ...] = ()
    """Running text of a part without findings (组织领导、下一步打算)."""
    role: str = "findings"


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers that every document takes from the same place."""

    findings: int = 0
    measures: int = 0
    overdue: int = 0
    statuses: tuple[tuple[str, int], ...] = ()
    """(word, findings) in the order in which they are told; without an outcome not counted."""

    @property
    def told(self) -> int:
        """Findings with an outcome."""
        return sum(count for _, count in self.statuses)

    def of(self, word: str) -> int:
        """Findings of a status."""
        return dict(self.statuses).get(word, 0)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise or a regular duty that goes on after the report."""

    text: str
    when: str
    who: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A unit's rectification in a round."""

    unit: str
    round: str
    office: str
    on: date
    issuer: str = ""
    """党组织, which signs."""
    team: str = ""
    inspected_from: date | None = None
    inspected_to: date | None = None
    given_on: date | None = None
    plan_due: date | None = None
    due: date | None = None
    """Last day of the concentrated rectification."""
    first_person: str = ""
    first_post: str = ""
    leaders: tuple[tuple[str, str], ...] = ()
    """(name, what they lead): leaders of measures with the findings."""
    contact: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    counts: Counts = field(default_factory=Counts)
    promises: tuple[Promise, ...] = ()
    sheets: int = 0
    """Monthly supervision records of the case."""
    letters: int = 0
    """Letters of the office to the unit."""
    evidence: int = 0
    """Pieces of evidence."""

    @property
    def signed(self) -> str:
        """Who signs: 党组织, else the unit."""
        return self.issuer or self.unit

    @property
    def responses(self) -> tuple[Response, ...]:
        """All of them in the order of the text."""
        return tuple(one for section in self.sections for one in section.responses)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All of them in the order of the text."""
        return tuple(one for response in self.responses for one in response.measures)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the announcement and what it is (``report.nodes.LeafKind``; empty for more of the same)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """The text of a case as its ledger stands."""

    unit: str
    round: str
    on: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence in the catalogue."""

    about: str
    """The measure or finding that it proves."""
    number: str
    title: str
    kind: str
    on: date | None
    files: int
    stored_by: str
    digest: str
    state: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The evidence of a case."""

    unit: str
    round: str
    on: date
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """What checking found in a report, and how it was answered where it was."""

    code: str
    severity: str
    about: str
    """问题3; empty where it concerns no finding."""
    quote: str
    message: str
    reason: str = ""
    by: str = ""
    agreed_by: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the history."""

    at: str
    who: str
    what: str
    about: str
    changed: str


@dataclass(frozen=True, slots=True)
class Annex:
    """What an inspector asks about a case."""

    catalogue: Catalogue
    opened: tuple[Concern, ...]
    answered: tuple[Concern, ...]
    events: tuple[Happening, ...]
    """The oldest first."""
    cut: bool = False
    """There are older ones."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something owed, as letters and monthly sheets list it."""

    called: str
    text: str
    due: date | None
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter of the office; words and items as they were sent."""

    office: str
    unit: str
    word: str
    """提醒函、督办单、约谈通知、催办函."""
    number: str
    paragraphs: tuple[str, ...]
    items: tuple[Item, ...]
    again: tuple[Item, ...]
    ending: str
    addressed: str
    on: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's month as supervision froze it."""

    unit: str
    round: str
    office: str
    month: str
    judged_on: date
    serial: int
    light: str
    score: str
    figures: tuple[tuple[str, int], ...]
    groups: tuple[tuple[str, tuple[Item, ...]], ...]
    returned: tuple[Item, ...]
    visits: tuple[str, ...]
    explained: str
    explained_by: str
    made_on: date
    digest: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the summary of a round."""

    unit: str
    given_on: date | None
    due: date | None
    counts: Counts
    measures_done: int
    closed: int
    responses: int
    errors: int
    """What checking says cannot stand and no answer covers."""


@dataclass(frozen=True, slots=True)
class Round:
    """A whole round under its office."""

    office: str
    name: str
    on: date
    starts_on: date | None
    ends_on: date | None
    units: tuple[UnitLine, ...]
    counts: Counts
    letters: tuple[tuple[str, int], ...] = ()
    """(提醒函, how many) …"""
    months: int = 0


def words_in(told: Any) -> Iterator[str]:
    """Every text in some facts, however deep."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, tuple):
        for one in told:
            yield from words_in(one)
    elif is_dataclass(told):
        for one in fields(told):
            yield from words_in(getattr(told, one.name))
