"""From leaves to the tree: responses are formed by the order of findings, measures and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.report import nodes
from bihuan.report.nodes import Leaf, LeafKind, SectionRole
from bihuan.zh.commitments import find_commitments
from bihuan.zh.contact import read_contact
from bihuan.zh.dates import Timeline, read_dates
from bihuan.zh.status import read_status
from bihuan.zh.tense import read_tense
from bihuan.zh.totals import find_totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.zh.commitments import CommitmentText
    from bihuan.zh.dates import DateMention


class _OpenResponse:
    __slots__ = ("findings", "measures", "outcome")

    def __init__(self) -> None:
        self.findings: list[nodes.Finding] = []
        self.measures: list[nodes.Measure] = []
        self.outcome: nodes.Outcome | None = None

    @property
    def answered(self) -> bool:
        return bool(self.measures) or self.outcome is not None

    def close(self) -> nodes.Response:
        return nodes.Response(tuple(self.findings), tuple(self.measures), self.outcome)


class _OpenSection:
    __slots__ = ("index", "leaf", "line", "responses", "role")

    def __init__(self, leaf: Leaf | None, index: int | None, role: SectionRole, line: int) -> None:
        self.leaf, self.index, self.role, self.line = leaf, index, role, line
        self.responses: list[nodes.Response] = []


class Assembled(NamedTuple):
    """What the leaves mean together."""

    sections: tuple[nodes.Section, ...]
    totals: tuple[nodes.Totals, ...]
    commitments: tuple[nodes.Commitment, ...]
    contact: nodes.Contact | None
    unread: tuple[nodes.UnreadLine, ...]


class Assembler:
    """One walk over the leaves."""

    def __init__(self, leaves: Sequence[Leaf], roles: dict[int, SectionRole], timeline: Timeline) -> None:
        self.leaves, self.roles, self.timeline = leaves, roles, timeline
        self.sections: list[nodes.Section] = []
        self.section: _OpenSection | None = None
        self.response: _OpenResponse | None = None
        self.group: str | None = None
        self.told_apart = False
        """True when a line of its own followed the last finding: the next one is answered by itself."""
        self.totals: list[nodes.Totals] = []
        self.commitments: list[nodes.Commitment] = []
        self.contact_text: list[str] = []

    def run(self) -> Assembled:
        """Tree and facts of all leaves."""
        for index, leaf in enumerate(self.leaves):
            if "\n" in leaf.value or "\r" in leaf.value:
                leaf = _join(leaf)
            _STEPS.get(leaf.kind, Assembler._other)(self, index, leaf)
        self._close_section()
        return Assembled(
            tuple(self.sections), tuple(self.totals), tuple(self.commitments), self._contact(), self._unread()
        )

    # --- structure

    def _section(self, index: int, leaf: Leaf) -> None:
        self._close_section()
        role = self.roles.get(leaf.line, SectionRole.FINDINGS)
        self.section = _OpenSection(leaf, index, role, line=leaf.line)

    def _close_section(self) -> None:
        self._close_response()
        self.group = None
        if self.section is not None:
            leaf = self.section.leaf
            self.sections.append(
                nodes.Section(
                    leaf.number if leaf else None,
                    leaf.value if leaf else None,
                    self.section.line,
                    leaf.column if leaf else 1,
                    self.section.index,
                    self.section.role,
                    tuple(self.section.responses),
                )
            )
            self.section = None

    def _close_response(self) -> None:
        if self.response is not None and (self.response.findings or self.response.answered):
            self._open_section().responses.append(self.response.close())
        self.response = None

    def _open_section(self, line: int = 1) -> _OpenSection:
        if self.section is None:
            self.section = _OpenSection(None, None, SectionRole.FINDINGS, line=line)
        return self.section

    def _open_response(self) -> _OpenResponse:
        if self.response is None:
            self.response = _OpenResponse()
        return self.response

    def _group(self, index: int, leaf: Leaf) -> None:
        del index
        self._close_response()
        self.group = f"{leaf.number or ''}{leaf.value}"

    def _heading(self, index: int, leaf: Leaf) -> None:
        del index
        self._open_section(leaf.line)
        if not leaf.joins:
            self._close_response()

    def _finding(self, index: int, leaf: Leaf) -> None:
        if self.section is not None and self.section.role in _QUIET:
            if leaf.opens:  # a finding beside the chapter, not in it
                self._close_section()
            else:
                self.section.role = SectionRole.FINDINGS
        self._open_section(leaf.line)
        if (
            self.response is not None
            and not leaf.joins
            and (leaf.opens or self.response.answered or (self.told_apart and self.response.findings))
        ):
            self._close_response()
        finding = nodes.Finding(leaf.number, leaf.value, leaf.line, leaf.column, index, self.group)
        self._open_response().findings.append(finding)
        self.told_apart = False

    def _subfinding(self, index: int, leaf: Leaf) -> None:
        findings = self._open_response().findings
        if not findings:
            self._finding(index, leaf)
            return
        last = findings[-1]
        aspect = nodes.Subfinding(leaf.number, leaf.value, leaf.line, leaf.column, index)
        findings[-1] = nodes.Finding(
            last.number,
            last.title,
            last.line,
            last.column,
            last.leaf,
            last.group,
            (*last.subfindings, aspect),
        )

    def _measure(self, index: int, leaf: Leaf) -> None:
        self._open_section(leaf.line)
        if leaf.opens:
            self._close_response()
        mentions = read_dates(leaf.value, self.timeline)
        dates = tuple(_mention(m, leaf) for m in mentions)
        tense = read_tense(leaf.value, mentions)
        self._tell(leaf, mentions)
        self._open_response().measures.append(
            nodes.Measure(leaf.value, leaf.line, leaf.column, index, tense, dates)
        )

    def _outcome(self, index: int, leaf: Leaf) -> None:
        self._open_section(leaf.line)
        if index and self.leaves[index - 1].kind is LeafKind.FINDING and leaf.prefix in _BRACKETS:
            self._close_title(leaf)
        self._open_response().outcome = nodes.Outcome(
            leaf.value, leaf.line, leaf.column, index, read_status(leaf.value)
        )
        self._totals(leaf)
        if len(leaf.value) > _LONGEST_BARE and any(sign in leaf.value for sign in _DUE):
            self._promise(leaf)

    def _promise(self, leaf: Leaf) -> None:
        """正在推进，预计12月底完成: an outcome that names its day is a promise as well."""
        for found in find_commitments(leaf.value, read_dates(leaf.value, self.timeline)):
            if found.due or "下一步" in found.text:
                self._commit(leaf, found)

    def _close_title(self, leaf: Leaf) -> None:
        """A title keeps the bracket that tells its outcome: …（已整改）."""
        findings = self._open_response().findings
        title = f"{findings[-1].title}{leaf.prefix}{leaf.value}{_BRACKETS[leaf.prefix]}"
        findings[-1] = findings[-1]._replace(title=title)

    # --- facts

    def _passage(self, index: int, leaf: Leaf) -> None:
        del index
        if leaf.kind is not LeafKind.PREFACE:
            self.told_apart = True
        role = self.section.role if self.section else None
        if role is SectionRole.LEADERSHIP or leaf.kind is LeafKind.PREFACE:
            self._totals(leaf)
            if self.timeline.anchor is None:  # then only the preface can name a year
                read_dates(leaf.value, self.timeline)
            return
        self._tell(leaf, read_dates(leaf.value, self.timeline))

    def _closing(self, index: int, leaf: Leaf) -> None:
        del index
        self.contact_text.append(leaf.value)

    def _other(self, index: int, leaf: Leaf) -> None:
        """Front matter, titles, signature: no facts of the loop."""

    def _tell(self, leaf: Leaf, mentions: Sequence[DateMention]) -> None:
        self._totals(leaf)
        for found in find_commitments(leaf.value, mentions):
            self._commit(leaf, found)

    def _commit(self, leaf: Leaf, found: CommitmentText) -> None:
        line, column = _place(leaf, found.offset)
        text = _piece(leaf, found.offset, found.text)
        self.commitments.append(nodes.Commitment(text, line, column, found.due, found.every, found.from_))

    def _totals(self, leaf: Leaf) -> None:
        for found in find_totals(leaf.value):
            line, column = _place(leaf, found.offset)
            self.totals.append(
                nodes.Totals(
                    _piece(leaf, found.offset, found.text),
                    line,
                    column,
                    found.what,
                    found.total,
                    found.completed,
                    found.ongoing,
                    found.not_started,
                    found.rate,
                )
            )

    def _contact(self) -> nodes.Contact | None:
        found = read_contact("\n".join(self.contact_text)) if self.contact_text else None
        opening = "\n".join(leaf.value for leaf in self.leaves if leaf.kind is LeafKind.PREFACE)
        if found is None and "电话" in opening:  # 现将整改情况公布如下，电话…
            found = read_contact(opening)
        if found is None:
            return None
        return nodes.Contact(tuple(found.phone), tuple(found.email), tuple(found.post))

    def _unread(self) -> tuple[nodes.UnreadLine, ...]:
        quiet = {line for section in self.sections if section.role in _QUIET for line in (section.line,)}
        seen: set[int] = set()
        unread: list[nodes.UnreadLine] = []
        role = SectionRole.FINDINGS
        told = {leaf.line for leaf in self.leaves if leaf.kind in _IN_VIEW}
        told |= {one.line for one in self.totals}
        for leaf in self.leaves:
            if leaf.kind is LeafKind.SECTION:
                role = SectionRole.LEADERSHIP if leaf.line in quiet else SectionRole.FINDINGS
            elif (
                leaf.kind in _NOT_IN_VIEW
                and role is SectionRole.FINDINGS
                and leaf.line not in told
                and leaf.line not in seen
            ):
                seen.add(leaf.line)
                unread.append(nodes.UnreadLine(leaf.line, _join(leaf).value))
        return tuple(unread)


_LONGEST_BARE = 8
_DUE = ("月", "年底", "年内", "季度", "下一步")
_BRACKETS = {"（": "）", "(": ")"}
_QUIET = frozenset({SectionRole.LEADERSHIP, SectionRole.NEXT_STEPS})
_NOT_IN_VIEW = frozenset({LeafKind.LEAD_IN, LeafKind.PASSAGE, LeafKind.UNREAD})
_IN_VIEW = frozenset(LeafKind) - _NOT_IN_VIEW
_STEPS = {
    LeafKind.SECTION: Assembler._section,
    LeafKind.GROUP: Assembler._group,
    LeafKind.HEADING: Assembler._heading,
    LeafKind.FINDING: Assembler._finding,
    LeafKind.SUBFINDING: Assembler._subfinding,
    LeafKind.MEASURE: Assembler._measure,
    LeafKind.OUTCOME: Assembler._outcome,
    LeafKind.PASSAGE: Assembler._passage,
    LeafKind.PREFACE: Assembler._passage,
    LeafKind.LEAD_IN: Assembler._passage,
    LeafKind.CLOSING: Assembler._closing,
}


def _join(leaf: Leaf) -> Leaf:
    """A leaf that runs over lines, read as one text that knows where they begin."""
    from bihuan.report.joined import join  # few texts have any

    return leaf._replace(value=join(leaf.value))


def _place(leaf: Leaf, offset: int) -> tuple[int, int]:
    """Line and column of ``offset`` in a leaf, which may run over lines."""
    if type(leaf.value) is str:
        return leaf.line, leaf.column + offset
    from bihuan.report.joined import place_in

    return place_in(leaf.value, leaf.line, leaf.column, offset)


def _piece(leaf: Leaf, offset: int, text: str) -> str:
    """A sentence of a leaf, which knows where its lines begin."""
    if type(leaf.value) is str or not leaf.value.startswith(text, offset):
        return text
    from bihuan.report.joined import cut

    return cut(leaf.value, offset, len(text))


def _mention(found: DateMention, leaf: Leaf) -> nodes.Mention:
    line, column = _place(leaf, found.offset)
    return nodes.Mention(found.text, line, column, found.start, found.end, found.precision, found.role)
