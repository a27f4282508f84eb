"""From classified lines to leaves that tile the text."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bihuan.report import cues
from bihuan.report.markers import Rank
from bihuan.report.nodes import Leaf, LeafKind, SectionRole
from bihuan.report.outline import Heading
from bihuan.report.split import first_sentence_end, label_kinds, labelled_parts
from bihuan.zh.sentences import split_clauses
from bihuan.zh.status import begins_with_status, closing_outcome, is_outcome_wording, is_status_only
from bihuan.zh.tense import Tense, read_tense

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bihuan.report.markers import Token
    from bihuan.report.tables import Cell, Writer

_DATE_ACT = re.compile(r"\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|召开|印发|制定|组织")
_DATED = re.compile(r"\d{1,2}月|\d{4}年")
_CLOSERS = "。：:"
_GOES_ON = frozenset("。，、；！？”’）》】")
_CHAPTERS = frozenset({SectionRole.LEADERSHIP, SectionRole.NEXT_STEPS})
_PARAGRAPHS = frozenset({LeafKind.MEASURE, LeafKind.PASSAGE, LeafKind.PREFACE, LeafKind.LEAD_IN})
_TITLES = frozenset(
    {LeafKind.SECTION, LeafKind.GROUP, LeafKind.FINDING, LeafKind.SUBFINDING, LeafKind.HEADING}
)


class Emitter:
    """Collects leaves; all text that is no value waits as the next leaf's prefix."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.pending: list[str] = []

    def skip(self, text: str) -> None:
        """Keep ``text`` as surface."""
        if text:
            self.pending.append(text)

    def emit(
        self,
        kind: LeafKind,
        value: str,
        line: int,
        column: int,
        number: str | None = None,
        label: str | None = None,
    ) -> None:
        """Add a leaf; blanks at its ends stay surface."""
        if not value:
            return
        self.leaves.append(Leaf(kind, "".join(self.pending), value, line, column, number, label))
        self.pending.clear()

    def goes_on(self, token: Token) -> bool:
        """Join a line that cannot begin a paragraph (。 alone) to the paragraph broken before it."""
        if not self.leaves or token.marker or len(self.leaves[-1].value) > 20_000:
            return False
        if self.leaves[-1].kind not in _PARAGRAPHS:
            return False
        last = self.leaves[-1]
        value = "".join([last.value, *self.pending, token.lead, token.body])
        self.leaves[-1] = last._replace(value=value)
        self.pending.clear()
        return True

    def emit_text(self, kind: LeafKind, text: str, line: int, column: int, label: str | None = None) -> None:
        """Add a leaf for ``text`` without the blanks around it."""
        bare = text.strip(" \u3000\t\xa0")
        if not bare or (len(bare) < 4 and not any(map(str.isalnum, bare)) and bare not in _TICKS):
            self.skip(text)
            return
        lead = len(text) - len(text.lstrip(" \u3000\t\xa0"))
        self.skip(text[:lead])
        self.emit(kind, bare, line, column + lead, None, label)
        self.skip(text[lead + len(bare) :])

    def emit_title(
        self, kind: LeafKind, text: str, line: int, column: int, number: str | None, *, opens: bool = False
    ) -> None:
        """Add a heading; one closing mark stays surface."""
        closer = text[-1:] if text[-1:] in _CLOSERS else ""
        value = text[: len(text) - len(closer)]
        if value:
            self.emit(kind, value, line, column, number)
            if opens:
                self.leaves[-1] = self.leaves[-1]._replace(opens=True)
        self.skip(closer)


_WHOLE = (
    "此外，",
    "以上",
    "上述",
    "总之",
    "总的",
    "综上",
    "阶段性",
    "整改工作",
    "通过整改",
    "通过此次",
    "下一步，",
)
_TICKS = "√✓✔"
_LONGEST_OUTCOME = 120
_FIRST = ("①", "（1）", "(1)")


def _has_second(text: str) -> bool:
    """True where a line that begins a list goes on with it (①…。②…)."""
    return any(second in text for second in ("②", "（2）", "(2)"))


def _status_first(value: str) -> int:
    """Where an outcome ends that begins with its status; a short explanation belongs to it. 0 if none."""
    stop = first_sentence_end(value)
    if stop == len(value) or not is_status_only(value[:stop].strip()):
        return 0
    explains = len(value) - stop <= 80 and not _DATE_ACT.search(value, stop)
    return len(value) if explains else stop


def _status_bracket(title: str) -> int:
    """Offset of a closing bracket remark that only states a status; 0 if there is none."""
    bare = title.rstrip("。：:")
    start = max(bare.rfind("（"), bare.rfind("("))
    if start <= 0 or bare[-1] not in "）)":
        return 0
    return start if is_status_only(bare[start + 1 : -1]) else 0


class LeafMaker:
    """Walks the lines once and decides, line by line, what each stretch of text is."""

    def __init__(
        self,
        tokens: Sequence[Token],
        fixed: Mapping[int, LeafKind],
        headings: Mapping[int, Heading],
        cells: Mapping[int, Sequence[Cell]],
    ) -> None:
        self.tokens, self.fixed, self.headings, self.cells = tokens, fixed, headings, cells
        self.out = Emitter()
        self.writer: Writer | None = None
        self.role = SectionRole.FINDINGS
        self.answering = False
        """True where a finding or an achievement heading is open for measures."""
        self.fresh = False
        """True right after a heading: a sentence before 一是 only leads in."""
        self.final = False
        """True on the last line before the closing."""
        self.last = False
        """True on the last line of a response: only there a closing sentence speaks for the whole."""
        self.label: str | None = None
        """A label on a line of its own goes with what follows."""

    def make(self) -> Emitter:
        """Leaves of all lines; what follows the last value stays in ``pending``."""
        for index, token in enumerate(self.tokens):
            if self.cells and token.line in self.cells:
                self._cells(token)
                self.out.skip(token.tail + token.end)
                continue
            if not token.body:
                self.out.skip(token.lead + token.marker + token.tail + token.end)
                continue
            self.last, self.final = self._ends(index)
            self._line(index, token)
            self.out.skip(token.tail)
            self.out.skip(token.end)
        return self.out

    def _line(self, index: int, token: Token) -> None:
        kind = self.fixed.get(index)
        if token.body[0] in _GOES_ON and self.out.goes_on(token):
            return
        if kind is not None:
            self._whole(kind, token)
        elif index in self.headings:
            self._heading(self.headings[index], token)
        elif self.role in _CHAPTERS:
            self._whole(LeafKind.PASSAGE, token)
        else:
            self._paragraph(index, token)

    def _cells(self, token: Token) -> None:
        if self.role in _CHAPTERS:
            self._whole(LeafKind.PASSAGE, token)
            return
        if self.writer is None:
            from bihuan.report.tables import Writer  # few reports have tables

            self.writer = Writer(self.out)
        self.writer.write(self.cells[token.line], token, self)

    def _ends(self, index: int) -> tuple[bool, bool]:
        """Whether a response ends here, and whether the whole body does."""
        for following in range(index + 1, len(self.tokens)):
            if self.tokens[following].body:
                heading = self.headings.get(following)
                if heading is None and (
                    self._sums_up(self.tokens[following]) or self._rounds_off(index, following)
                ):
                    return True, False
                if heading is None:
                    return following in self.fixed, following in self.fixed
                return heading.kind not in {LeafKind.MEASURE, LeafKind.LEAD_IN}, False
        return True, True

    def _whole(self, kind: LeafKind, token: Token) -> None:
        self.out.skip(token.lead)
        if kind is LeafKind.TITLE or kind is LeafKind.FRONT:
            self.out.emit(kind, token.marker + token.body, token.line, len(token.lead) + 1)
        else:
            self.out.emit(kind, token.marker + token.body, token.line, len(token.lead) + 1, token.number)

    def _heading(self, heading: Heading, token: Token) -> None:
        in_chapter = self.role in _CHAPTERS
        if heading.role is not None:
            self.role = SectionRole.FINDINGS if heading.kind is LeafKind.FINDING else heading.role
        kind = heading.kind
        if self.role in _CHAPTERS and kind is not LeafKind.SECTION:
            self._whole(LeafKind.PASSAGE, token)
            return
        if kind not in _TITLES:
            self._measure_heading(heading, token)
            return
        self.out.skip(token.lead + token.marker)
        cut = len(token.body) - len(heading.rest)
        title = token.body[:cut].rstrip(" \u3000")
        opens = kind is LeafKind.FINDING and heading.outermost and in_chapter
        if kind is LeafKind.FINDING and (bracket := _status_bracket(title)):
            self._bracketed(title, bracket, token, opens=opens)
        else:
            self.out.emit_title(kind, title, token.line, token.column, token.number, opens=opens)
        self.out.skip(token.body[len(title) : cut])
        self.fresh, self.label = True, None
        self.answering = kind not in {LeafKind.SECTION, LeafKind.GROUP} and (
            self.answering or kind is not LeafKind.SUBFINDING
        )
        if heading.rest:
            if self.role in _CHAPTERS or not self.answering:
                self.out.emit_text(LeafKind.PASSAGE, heading.rest, token.line, token.column + cut)
            else:
                self._parts(heading.rest, token.line, token.column + cut)

    def _bracketed(self, title: str, bracket: int, token: Token, *, opens: bool) -> None:
        """A finding whose title ends in its outcome: （已整改）. The two are leaves of their own."""
        number, column = token.number, token.column
        self.out.emit_title(LeafKind.FINDING, title[:bracket], token.line, column, number, opens=opens)
        end = max(title.rfind("）"), title.rfind(")"))
        self.out.skip(title[bracket])
        self.out.emit(LeafKind.OUTCOME, title[bracket + 1 : end], token.line, column + bracket + 1)
        self.out.skip(title[end:])

    def _measure_heading(self, heading: Heading, token: Token) -> None:
        self.out.skip(token.lead)
        text, column = token.marker + token.body, len(token.lead) + 1
        if heading.kind is LeafKind.LEAD_IN:
            self.out.emit(LeafKind.LEAD_IN, text, token.line, column, token.number)
        elif self.answering or heading.kind is LeafKind.MEASURE:
            self._measure(
                text, token.line, column, whole=not text.startswith(_FIRST) or not _has_second(text)
            )
        else:
            self.out.emit(LeafKind.PASSAGE, text, token.line, column, token.number)
        self.fresh = False

    def _paragraph(self, index: int, token: Token) -> None:
        self.out.skip(token.lead)
        text, column = token.marker + token.body, len(token.lead) + 1
        if token.rank is Rank.ORDINAL:
            self.answering = True
            self._measure(text, token.line, column, whole="二是" not in text)
            return
        if self._leads_in(index, token):
            self.out.emit(LeafKind.LEAD_IN, text, token.line, column)
            return
        unlabelled = labelled_parts(token.body)[0][1] is None
        if unlabelled and self._stands_apart(index, token):
            self.answering = False
        if unlabelled and (not self.answering or self._looks_ahead(text)):
            self.out.emit(LeafKind.PASSAGE, text, token.line, column)
            return
        self._parts(text, token.line, column)

    def _sums_up(self, token: Token) -> bool:
        return not token.marker and cues.sums_up(token.body)

    def _rounds_off(self, index: int, following: int) -> bool:
        """True where the last paragraph speaks of the whole, behind one that ends in its status."""
        token = self.tokens[following]
        if token.marker or not token.body.startswith(_WHOLE) or closing_outcome(token.body) is not None:
            return False
        after = next((n for n in range(following + 1, len(self.tokens)) if self.tokens[n].body), None)
        ends = after is None or after in self.fixed
        return ends and closing_outcome(self.tokens[index].body) is not None

    def _stands_apart(self, index: int, token: Token) -> bool:
        """True behind the last response: what sums up the whole, or only points to an annex."""
        told = bool(self.out.leaves) and self.out.leaves[-1].kind is LeafKind.OUTCOME
        if told and cues.points_to_annex(token.body):
            return True
        behind = not token.marker and index > self._last_answer
        if behind and (self._outcomes_close() if told else cues.looks_back(token.body)):
            return True
        if told and self.final and not token.marker and token.body.startswith(_WHOLE):
            return closing_outcome(token.body) is None or self._sums_up(token)
        return (told or self.final or self._section_next(index)) and self._sums_up(token)

    def _outcomes_close(self) -> bool:
        """True in a report whose responses end in their outcome: what follows the last one is none of it."""
        pairs = {(one.kind, other.kind) for one, other in pairwise(self.out.leaves)}
        behind = {kind for before, kind in pairs if before is LeafKind.OUTCOME}
        return not behind.isdisjoint(_TITLES) and LeafKind.MEASURE not in behind

    @cached_property
    def _last_answer(self) -> int:
        """Index of the last line that is a heading, begins with a label or states an outcome."""
        for index in range(len(self.tokens) - 1, -1, -1):
            token = self.tokens[index]
            if index in self.fixed or not token.body:
                continue
            if (
                index in self.headings
                or token.rank is Rank.ORDINAL
                or labelled_parts(token.body)[0][1] is not None
                or (closing_outcome(token.body) is not None and not self._sums_up(token))
            ):
                return index
        return -1

    def _section_next(self, index: int) -> bool:
        following = next((n for n in range(index + 1, len(self.tokens)) if self.tokens[n].body), None)
        heading = self.headings.get(following) if following is not None else None
        return heading is not None and heading.kind is LeafKind.SECTION

    def _looks_ahead(self, text: str) -> bool:
        """True for the last paragraph of a report when it only tells what comes next."""
        answered = bool(self.out.leaves) and self.out.leaves[-1].kind in {LeafKind.MEASURE, LeafKind.OUTCOME}
        if not (self.final and answered and self.label is None) or closing_outcome(text) is not None:
            return False
        return read_tense(text) is Tense.PLANNED

    def _leads_in(self, index: int, token: Token) -> bool:
        """True for the sentence before 一是 lines, or before numbered measures when it ends in a colon."""
        if (
            not self.fresh
            or _DATE_ACT.search(token.body[:40])
            or labelled_parts(token.body)[0][1] is not None
        ):
            return False
        following = next((t for t in self.tokens[index + 1 : index + 4] if t.body), None)
        if following is None:
            return False
        if following.rank is Rank.ORDINAL:
            return following.number == "一是"
        return token.body[-1] in "：:" and following.rank > Rank.ARABIC

    def _parts(self, text: str, line: int, column: int) -> None:
        """Labelled stretches of one line."""
        parts = labelled_parts(text)
        for position, (start, label, value_start) in enumerate(parts):
            end = parts[position + 1][0] if position + 1 < len(parts) else len(text)
            value = text[value_start:end]
            self.out.skip(text[start:value_start])
            if not value.strip():
                self.label = label or self.label
                self.out.skip(value)
                continue
            self.labelled(label or self.label, value, line, column + value_start)
            self.label = None

    def labelled(self, label: str | None, value: str, line: int, column: int) -> None:
        """Leaves of what a label, or the name of a column, says of."""
        role = label_kinds().get(label or "", "measures")
        if role == "finding":
            self._finding_label(label, value, line, column)
        elif role == "lead_in":
            self.out.emit_text(LeafKind.LEAD_IN, value, line, column, label)
        elif role == "outcome" or (role == "either" and self._is_outcome(value.strip())):
            self.answering = True
            self.out.emit_text(LeafKind.OUTCOME, value, line, column, label)
        elif role == "either" and self._closes_with(value):
            self.out.emit_text(LeafKind.OUTCOME, value, line, column, label)
        elif role == "either" and (cut := _status_first(value)):
            self.answering = True
            self.out.emit_text(LeafKind.OUTCOME, value[:cut], line, column, label)
            if cut < len(value):
                self._measure(value[cut:], line, column + cut, label=label)
        else:
            self.answering = True
            self._measure(value, line, column, label=label)
        self.fresh = False

    def _closes_with(self, value: str) -> bool:
        """True for a status with its explanation behind measures: 长期坚持，每季度考核一次，6月28日考核。"""
        told = bool(self.out.leaves) and self.out.leaves[-1].kind is LeafKind.MEASURE
        return told and len(value) <= _LONGEST_OUTCOME and begins_with_status(value.strip())

    def _is_outcome(self, value: str) -> bool:
        """A known status, or a short sentence in unknown words that ends the response."""
        return is_status_only(value) or (self.last and is_outcome_wording(value))

    def _finding_label(self, label: str | None, value: str, line: int, column: int) -> None:
        if self.fresh and self.answering:  # the heading above is the finding; this only repeats it in full
            self.out.emit_text(LeafKind.LEAD_IN, value, line, column, label)
            return
        bare = value.strip(" \u3000")
        self.out.skip(value[: len(value) - len(value.lstrip(" \u3000"))])
        self.out.emit_title(
            LeafKind.FINDING, bare, line, column + len(value) - len(value.lstrip(" \u3000")), None
        )
        self.answering = True

    def _measure(
        self, text: str, line: int, column: int, *, label: str | None = None, whole: bool = False
    ) -> None:
        """One measure, or one a clause; a closing sentence that only states the outcome stands alone."""
        self.fresh = False
        if label is None and is_status_only(text.strip()):
            self.out.emit_text(LeafKind.OUTCOME, text, line, column)
            return
        cut = closing_outcome(text) if self.last else None
        if cut and _DATED.search(text, cut):  # a dated sentence tells of an act
            cut = None
        body, closing = (text, "") if cut is None else (text[:cut], text[cut:])
        clauses = [] if whole else self._clauses(body)
        done = 0
        for start, clause in clauses:
            self.out.emit_text(LeafKind.LEAD_IN, body[done:start], line, column + done, label)
            self.out.emit_text(LeafKind.MEASURE, clause, line, column + start, label)
            done = start + len(clause)
        kind = LeafKind.LEAD_IN if clauses else LeafKind.MEASURE
        self.out.emit_text(kind, body[done:], line, column + done, label)
        if closing:
            self.out.emit_text(LeafKind.OUTCOME, closing, line, column + len(body))

    @staticmethod
    def _clauses(text: str) -> list[tuple[int, str]]:
        """一是…；二是… clauses, unless one dated act encloses them all."""
        clauses = split_clauses(text) or []
        return [] if clauses and _DATE_ACT.search(text[: clauses[0][0]]) else clauses
