"""A report beside its later version, or a feedback beside the report that answers it: finding by finding,
measure by measure, what stayed, moved, was reworded, added or taken out, and what somebody should ask.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from bihuan.checks.versions.measures import match_measures
from bihuan.checks.versions.titles import Effort, match_titles
from bihuan.report.nodes import DocumentKind, Finding, Measure, Outcome, Response, Subfinding
from bihuan.zh.differences import Piece, differences
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bihuan.report.nodes import Report

_NUMBERS = re.compile(r"\d+(?:\.\d+)?%?")
_SETTLED = (Status.COMPLETED, Status.LONG_TERM)
T = TypeVar("T", Finding, Subfinding, Measure, Outcome)


class Mode(StrEnum):
    """What is compared with what."""

    VERSIONS = "versions"
    ANSWERS = "answers"
    """A feedback with a report."""


class Change(StrEnum):
    """What became of a finding, measure or outcome."""

    SAME = "same"
    MOVED = "moved"
    REWORDED = "reworded"
    ADDED = "added"
    REMOVED = "removed"


class Pair(NamedTuple, Generic[T]):
    """One thing in the older and in the newer text; one of the two may be missing."""

    old: T | None
    new: T | None
    moved: bool = False
    """A measure that answers something else now; a finding with another number."""

    @property
    def change(self) -> Change:
        """Another wording weighs more than another place."""
        if self.old is None:
            return Change.ADDED
        if self.new is None:
            return Change.REMOVED
        if text_of(self.old) != text_of(self.new):
            return Change.REWORDED
        return Change.MOVED if self.moved else Change.SAME

    @property
    def pieces(self) -> list[Piece]:
        """Both wordings as one line, with what is gone and what is new."""
        return differences(text_of(self.old), text_of(self.new))


class Block(NamedTuple):
    """A response of the newer text with what it was made of; only ``old`` parts where it is gone."""

    findings: tuple[Pair[Finding], ...]
    subfindings: tuple[Pair[Subfinding], ...]
    measures: tuple[Pair[Measure], ...]
    outcome: Pair[Outcome] | None
    questions: tuple[str, ...]
    """What somebody who reads both should ask, in Chinese sentences."""

    @property
    def line(self) -> int:
        """Where it begins in the newer text, else in the older one."""
        lines = [one.line for pair in self.findings if (one := pair.new or pair.old)]
        lines += [each.line for pair in self.measures if (each := pair.new or pair.old)]
        return lines[0] if lines else 1

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        pairs: Iterable[Pair[Finding] | Pair[Subfinding] | Pair[Measure] | Pair[Outcome]] = chain(
            self.findings, self.subfindings, self.measures, (self.outcome,) if self.outcome else ()
        )
        return any(pair.change is not Change.SAME for pair in pairs)


class Comparison(NamedTuple):
    """Blocks in the order of the newer text; what is gone stands where it stood."""

    mode: Mode
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str, str], ...]
    """Title, issuer and dates that differ: what, before, now."""
    unanswered: tuple[Finding, ...]
    """Findings without measures; of a feedback also those that the report does not have."""
    unasked: tuple[Response, ...]
    """Responses of the newer text that answer no finding (of the feedback)."""


def text_of(node: Finding | Subfinding | Measure | Outcome | None) -> str:
    """Its words."""
    if node is None:
        return ""
    return str(node.text if isinstance(node, Measure | Outcome) else node.title)


def compare(old: Report, new: Report) -> Comparison:
    """Everything that differs; the mode follows from what the older text is."""
    mode = Mode.ANSWERS if old.kind is DocumentKind.FEEDBACK else Mode.VERSIONS
    sides = _Sides(_responses(old), _responses(new))
    blocks = [sides.block(at, mode) for at in range(len(sides.new))]
    for place in reversed([place for place in range(len(sides.old)) if place not in sides.linked]):
        blocks.insert(sides.after(place), sides.lost(place, mode))
    kept = [block for block in blocks if block.findings or block.measures or block.outcome]
    return Comparison(
        mode, tuple(kept), tuple(_facts(old, new)), tuple(sides.unanswered(mode)), tuple(sides.unasked(mode))
    )


def _responses(report: Report) -> list[Response]:
    return [one for section in report.sections for one in section.responses]


def _headless(responses: Sequence[Response]) -> list[int]:
    return [place for place, each in enumerate(responses) if not each.findings]


def _findings(responses: Sequence[Response]) -> list[Finding]:
    return [one for each in responses for one in each.findings]


class _Sides:
    """The responses of both texts and who belongs to whom."""

    def __init__(self, old: Sequence[Response], new: Sequence[Response]) -> None:
        self.old, self.new = old, new
        self._effort = Effort()
        found = match_titles(_findings(old), _findings(new), self._effort)
        self.was = {after.leaf: before for before, after in found.pairs}
        self.gone = {one.leaf for one in found.gone}
        homes = {one.leaf: place for place, each in enumerate(old) for one in each.findings}
        headless = _headless(old)
        self.partner = dict(zip(_headless(new), headless, strict=False))
        """Responses without a finding stand beside each other in their order."""
        self.sources = [
            sorted({homes[self.was[one.leaf].leaf] for one in each.findings if one.leaf in self.was})
            if each.findings
            else headless
            for each in new
        ]
        self.home: dict[int, int] = {}
        """The first response of the newer text that an older one went into."""
        for at, places in enumerate(self.sources):
            for place in places:
                self.home.setdefault(place, at)
        self.linked = set(self.home)
        self.became, self.moved = match_measures(old, new, self.sources)
        self.kept = set(self.became.values())

    def block(self, at: int, mode: Mode) -> Block:
        """A response of the newer text."""
        now = self.new[at]
        mine = [place for place in self.sources[at] if self.home[place] == at]
        findings = [self._finding(one) for one in now.findings]
        findings += [
            Pair(one, None) for place in mine for one in self.old[place].findings if one.leaf in self.gone
        ]
        measures = [
            Pair(self._measure(self.became.get((at, n))), one, (at, n) in self.moved)
            for n, one in enumerate(now.measures)
        ]
        measures += [pair for place in mine for pair in self._removed(place)]
        before = self._outcome_before(at)
        outcome = Pair(before, now.outcome) if before or now.outcome else None
        aspects = tuple(chain.from_iterable(self._aspects(pair) for pair in findings))
        block = Block(tuple(findings), aspects, tuple(measures), outcome, ())
        return block._replace(questions=tuple(_questions(block, mode)))

    def lost(self, place: int, mode: Mode) -> Block:
        """A response of the older text that went into none of the newer."""
        gone = self.old[place]
        findings = tuple(Pair(one, None) for one in gone.findings)
        outcome = Pair(gone.outcome, None) if gone.outcome else None
        aspects = tuple(chain.from_iterable(self._aspects(pair) for pair in findings))
        block = Block(findings, aspects, tuple(self._removed(place)), outcome, ())
        return block._replace(questions=tuple(_questions(block, mode)))

    def after(self, place: int) -> int:
        """Where a lost response is shown: behind the one that stood before it."""
        return next((self.home[one] + 1 for one in range(place - 1, -1, -1) if one in self.home), 0)

    def unanswered(self, mode: Mode) -> Iterator[Finding]:
        """In the order of the older text for a feedback, of the newer for versions."""
        bare = {one.leaf for each in self.new if not each.measures for one in each.findings}
        if mode is Mode.VERSIONS:
            yield from (one for each in self.new for one in each.findings if one.leaf in bare)
            return
        without = {self.was[leaf].leaf for leaf in bare if leaf in self.was}
        for each in self.old:
            yield from (one for one in each.findings if one.leaf in self.gone or one.leaf in without)

    def unasked(self, mode: Mode) -> Iterator[Response]:
        """Responses of which no finding is asked; of a joint one only the findings that nobody asked."""
        for each in self.new:
            unknown = tuple(one for one in each.findings if one.leaf not in self.was)
            if mode is Mode.ANSWERS and unknown:
                yield each._replace(findings=unknown)
            elif not each.findings and (each.measures or each.outcome):
                yield each

    def _outcome_before(self, at: int) -> Outcome | None:
        alone = not self.new[at].findings
        places = [self.partner[at]] if at in self.partner else [] if alone else self.sources[at]
        return next((one for place in places if (one := self.old[place].outcome)), None)

    def _aspects(self, pair: Pair[Finding]) -> Iterator[Pair[Subfinding]]:
        """Subfindings of a finding."""
        before = pair.old.subfindings if pair.old else ()
        now = pair.new.subfindings if pair.new else ()
        found = match_titles(before, now, self._effort)
        was = {one.leaf: old for old, one in found.pairs}
        yield from (Pair(was.get(one.leaf), one) for one in now)
        yield from (Pair(one, None) for one in found.gone)

    def _finding(self, now: Finding) -> Pair[Finding]:
        before = self.was.get(now.leaf)
        return Pair(before, now, before is not None and before.number != now.number)

    def _measure(self, place: tuple[int, int] | None) -> Measure | None:
        return self.old[place[0]].measures[place[1]] if place else None

    def _removed(self, place: int) -> Iterator[Pair[Measure]]:
        for n, one in enumerate(self.old[place].measures):
            if (place, n) not in self.kept:
                yield Pair(one, None)


def _questions(block: Block, mode: Mode) -> Iterator[str]:
    changes = [pair.change for pair in block.measures]
    if block.findings and all(pair.new is None for pair in block.findings):
        yield (
            "反馈的这个问题，报告里没有作答。"
            if mode is Mode.ANSWERS
            else "上一版有这个问题，这一版没有了；请说明为什么撤下。"
        )
        return
    if block.findings and not any(pair.new for pair in block.measures):
        yield "这个问题没有措施作答。"
    if mode is Mode.ANSWERS:
        return
    yield from _status_questions(block, set(changes) <= {Change.SAME, Change.MOVED})
    if gone := changes.count(Change.REMOVED):
        yield f"上一版写的 {gone} 项措施这一版不见了；做了没有，请说明。"
    for pair in block.measures:
        if (told := _figures(pair)) and pair.new:
            yield f"第 {pair.new.line} 行措施里的数字改了：{told}；请核对原始记录。"


def _status_questions(block: Block, untouched: bool) -> Iterator[str]:
    """A status that got better without anything done, or worse."""
    outcome = block.outcome
    if outcome is None or outcome.old is None or outcome.new is None:
        return
    before, now = outcome.old.status, outcome.new.status
    if now in _SETTLED and before not in _SETTLED and untouched:
        yield f"整改状态由“{outcome.old.text}”改为“{outcome.new.text}”，措施一字未改；凭什么办结，请写明。"
    elif before is Status.COMPLETED and now is not before:
        yield f"上一版写“{outcome.old.text}”，这一版改为“{outcome.new.text}”；请说明原因。"


def _figures(pair: Pair[Measure]) -> str:
    """Numbers that were replaced by others, where a measure was reworded."""
    if pair.old is None or pair.new is None:
        return ""
    before, now = (_NUMBERS.findall(text_of(one)) for one in (pair.old, pair.new))
    gone, came = [one for one in before if one not in now], [one for one in now if one not in before]
    return f"{'、'.join(gone)} → {'、'.join(came)}" if gone and came else ""


def _facts(old: Report, new: Report) -> Iterator[tuple[str, str, str]]:
    """What the head of both texts tells differently; what one of them does not tell is no difference."""
    told: Mapping[str, tuple[object, object]] = {
        "标题": (old.title, new.title),
        "署名": (old.issuer, new.issuer),
        "成文日期": (old.issued_on, new.issued_on),
        "反馈日期": (old.feedback_on, new.feedback_on),
    }
    for name, (before, now) in told.items():
        if before and now and before != now:
            yield name, str(before), str(now)
