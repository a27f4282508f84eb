"""Feedback opinions: numbered parts, tables and narrative; problems only.

Praise, suggestions, requirements and promises are no findings. A narrative gives its findings after words
that introduce them (主要是：…；…。), in 一是 / 二是 clauses, or as 有的… one after another.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.report import cues
from bihuan.report.leaves import Emitter
from bihuan.report.markers import Rank, take_apart
from bihuan.report.nodes import LeafKind, SectionRole
from bihuan.report.tables import Writer, find_cells
from bihuan.zh.sentences import split_clauses
from bihuan.zh.vocab import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bihuan.report.formats.shapes import Table
    from bihuan.report.markers import Token
    from bihuan.report.outline import Heading

_MANIFESTS = r"(?:具体|主要)?(?:表现|问题|情形)(?:为|是|在)?[：:]"
_SENTENCES = re.compile(r"[^。！？]+[。！？]?")
_SOME = re.compile(r"(?:^|[，,；;])(?=(?:有的|一些|个别|部分|少数)[\u4e00-\u9fff])")
_SUMMING_UP = re.compile(r"[，,；;](?:这些问题|上述问题|以上问题|与此同时|同时).*\Z")
_EXPOSES = re.compile(
    r"(?:暴露出|反映出|发现|存在)(?:了|着)?(?:以下|一些|不少|几个|的|了|突出|典型|主要|方面)*(?:问题|不足|差距|薄弱环节)?"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    introduces = alternatives(words("feedback", "introduces"))
    return {
        "problems": re.compile(rf"(?:{alternatives(words('feedback', 'problems'))})"),
        "other": re.compile(rf"(?:{alternatives(words('feedback', 'other_parts'))})[。：:]?\Z"),
        "introduces": re.compile(
            rf"(?:问题|不足|差距|薄弱环节|短板)[^。；：:]{{0,24}}?(?:(?:{introduces})[：:，,]?|[：:])(?P<list>.+)",
            re.S,
        ),
        "announces": re.compile(
            rf"(?:问题|不足|差距|薄弱环节|短板)[^。；：:]{{0,24}}?(?:{introduces}|如下|：|:)[：:。]?\Z"
        ),
        "turns": re.compile(alternatives(words("feedback", "turns"))),
    }


def is_problem_part(title: str) -> bool:
    """True for 二、存在的主要问题."""
    return _patterns()["problems"].search(title) is not None


def is_other_part(title: str) -> bool:
    """True for parts of praise, suggestions and requirements."""
    return _patterns()["other"].search(title) is not None and not cues.looks_like_finding(title)


def feedback_role(top: Heading) -> SectionRole | None:
    """Role of an outermost part: praise and requirements are ``other``; None where it is a finding itself."""
    if top.role is None:
        return None
    return SectionRole.OTHER if is_other_part(top.title) else SectionRole.FINDINGS


class FeedbackMaker:
    """Leaves of a feedback opinion."""

    def __init__(
        self,
        tokens: Sequence[Token],
        fixed: Mapping[int, LeafKind],
        headings: Mapping[int, Heading],
        tables: Sequence[Table],
    ) -> None:
        self.tokens, self.fixed, self.headings = tokens, fixed, headings
        self.cells = find_cells(tokens, tables, answered=False)
        self.out = Emitter()
        self.writer = Writer(self.out)
        self.in_problems = False
        """True inside a part, or after a sentence, that lists problems."""
        self.other_part = False

    def make(self) -> Emitter:
        """Leaves of all lines; what follows the last value stays in ``pending``."""
        for index, token in enumerate(self.tokens):
            if token.line in self.cells:
                self.writer.write(self.cells[token.line], token)
                self.out.skip(token.tail + token.end)
            elif token.body:
                self._line(index, token)
                self.out.skip(token.tail + token.end)
            else:
                self.out.skip(token.lead + token.marker + token.tail + token.end)
        # Nothing answers them yet, so each stands by itself.
        opened = [leaf._replace(opens=leaf.kind is LeafKind.FINDING) for leaf in self.out.leaves]
        self.out.leaves[:] = opened
        return self.out

    def _line(self, index: int, token: Token) -> None:
        fixed = self.fixed.get(index)
        if fixed is not None and fixed is not LeafKind.PREFACE:
            self.out.skip(token.lead)
            self.out.emit(fixed, token.marker + token.body, token.line, len(token.lead) + 1)
        elif index in self.headings:
            self._heading(self.headings[index], token)
        else:
            kind = LeafKind.PREFACE if fixed is LeafKind.PREFACE else LeafKind.PASSAGE
            self._paragraph(kind, token)

    def _heading(self, heading: Heading, token: Token) -> None:
        if heading.outermost and heading.kind is not LeafKind.FINDING:
            self.other_part = is_other_part(heading.title)
            self.in_problems = is_problem_part(heading.title) or cues.looks_like_finding(heading.title)
        kind = self._kind_of(heading)
        if self.other_part and not heading.outermost:
            self.out.skip(token.lead)
            self.out.emit(LeafKind.PASSAGE, token.marker + token.body, token.line, len(token.lead) + 1)
            return
        self.out.skip(token.lead + token.marker)
        cut = len(token.body) - len(heading.rest)
        title = token.body[:cut].rstrip(" \u3000")
        self.out.emit_title(kind, title, token.line, token.column, token.number)
        self.out.skip(token.body[len(title) : cut])
        if heading.rest:
            self._aspects(heading.rest, token.line, token.column + cut, kind)

    def _kind_of(self, heading: Heading) -> LeafKind:
        """What a report calls a measure or an achievement is a finding or its aspect here, or nothing."""
        kind = heading.kind
        if heading.title.endswith("方面") and split_clauses(heading.rest):
            return LeafKind.GROUP
        if kind not in {LeafKind.MEASURE, LeafKind.HEADING, LeafKind.LEAD_IN}:
            return kind
        if not self.in_problems or (heading.is_act and not heading.is_finding) or not self.out.leaves:
            return LeafKind.PASSAGE
        return LeafKind.FINDING if kind is LeafKind.HEADING else LeafKind.SUBFINDING

    def _aspects(self, text: str, line: int, column: int, kind: LeafKind) -> None:
        """What follows a finding on its line: 一是 clauses are its aspects, the rest tells of it."""
        inner = {LeafKind.FINDING: LeafKind.SUBFINDING, LeafKind.GROUP: LeafKind.FINDING}.get(kind)
        clauses = (split_clauses(text) or _lone_item(text)) if inner else []
        done = 0
        for start, clause in clauses:
            self.out.emit_text(LeafKind.PASSAGE, text[done:start], line, column + done)
            self._numbered(inner or kind, clause, line, column + start)
            done = start + len(clause)
        self.out.emit_text(LeafKind.PASSAGE, text[done:], line, column + done)

    def _numbered(self, kind: LeafKind, clause: str, line: int, column: int) -> None:
        """A clause with its marker: 一是… or （1）…."""
        token = take_apart(line, clause, "")
        cut = len(token.lead) + len(token.marker) if token.rank is not Rank.NONE and token.body else 0
        self.out.skip(clause[:cut])
        title = clause[cut:].rstrip("。；;，, ")
        self.out.emit(kind, title, line, column + cut, token.number if cut else None)
        self.out.skip(clause[cut + len(title) :])

    def _paragraph(self, kind: LeafKind, token: Token) -> None:
        self.out.skip(token.lead)
        text, column = token.marker + token.body, len(token.lead) + 1
        if token.rank is Rank.ORDINAL and self.in_problems and not self.other_part:
            self._numbered(self._ordinal_kind(), text, token.line, column)
            return
        if not self.other_part and self._under_finding() and self._manifestations(text, token.line, column):
            return
        if self.other_part or (self.out.leaves and self._under_finding()):
            self.out.emit(LeafKind.PASSAGE, text, token.line, column)
            return
        self._narrative(kind, text, token.line, column)

    def _manifestations(self, text: str, line: int, column: int) -> bool:
        """具体表现：①…；②…。 under a finding names its aspects."""
        found = re.match(_MANIFESTS, text)
        if found is None or not (split_clauses(text[found.end() :]) or _lone_item(text[found.end() :])):
            return False
        self.out.skip(found[0])
        self._aspects(text[found.end() :], line, column + found.end(), LeafKind.FINDING)
        return True

    def _ordinal_kind(self) -> LeafKind:
        """一是 lines are aspects under a numbered finding, else the findings that a sentence announced."""
        return LeafKind.SUBFINDING if self._under_finding() else LeafKind.FINDING

    def _under_finding(self) -> bool:
        for leaf in reversed(self.out.leaves):
            if leaf.kind is LeafKind.FINDING:
                return leaf.number is not None and not leaf.number.endswith("是")
            if leaf.kind in {LeafKind.SECTION, LeafKind.GROUP, LeafKind.PREFACE}:
                return False
        return False

    def _narrative(self, kind: LeafKind, text: str, line: int, column: int) -> None:
        """A paragraph: findings stand in the sentence that introduces them."""
        patterns = _patterns()
        if patterns["announces"].search(text):
            self.in_problems = True
            self.out.emit(kind, text, line, column)
            return
        for found in _SENTENCES.finditer(text):
            items = self._items(found[0])
            if items:
                self._list(kind, text, found.start(), items, line, column)
                return
        if patterns["turns"].search(text):
            self.in_problems = False
        self.out.emit(kind, text, line, column)

    @staticmethod
    def _items(sentence: str) -> list[tuple[int, str]]:
        """(offset, item) of the problems that a sentence lists; [] where it lists none."""
        introduced = _patterns()["introduces"].search(sentence)
        if introduced:
            listed, base = introduced["list"], introduced.start("list")
            clauses = split_clauses(listed) or _split(listed, "；;")
            good = sum(cues.looks_like_finding(item.rstrip("。；; ")) for _, item in clauses)
            if clauses and good * 2 >= len(clauses):
                return [(base + offset, item) for offset, item in clauses]
        exposed = _EXPOSES.search(sentence)
        if exposed and ("暴露" in exposed[0] or "问题" in exposed[0]):
            rest = _SUMMING_UP.sub("", sentence[exposed.end() :])
            places = [match.end() for match in _SOME.finditer(rest)]
            ends = [*places[1:], len(rest)][: len(places)]
            pieces = [
                (exposed.end() + start, rest[start:end].rstrip("，,；;。"))
                for start, end in zip(places, ends, strict=True)
            ]
            wanting = [piece for piece in pieces if cues.looks_like_finding(piece[1])]
            if len(pieces) > 1 and len(wanting) * 2 >= len(pieces):
                return pieces
        return []

    def _list(
        self, kind: LeafKind, text: str, base: int, items: list[tuple[int, str]], line: int, column: int
    ) -> None:
        done = 0
        for offset, item in items:
            start = base + offset
            self.out.emit_text(kind, text[done:start], line, column + done)
            self._numbered(LeafKind.FINDING, item, line, column + start)
            done = start + len(item)
        self.out.emit_text(LeafKind.PASSAGE, text[done:], line, column + done)


def _lone_item(text: str) -> list[tuple[int, str]]:
    """A list of one: ①….."""
    start = len(text) - len(text.lstrip())
    return [(start, text[start:].rstrip())] if text[start : start + 1] == "①" else []


def _split(text: str, marks: str) -> list[tuple[int, str]]:
    return [(m.start(), m[0]) for m in re.finditer(rf"[^{marks}]+[{marks}]?", text) if m[0].strip("。；; ")]
