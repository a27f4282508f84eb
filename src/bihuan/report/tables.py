"""Tables of findings and of what was done: cells by the names of their columns.

Cells come as lines (.docx, .html), as lines that are left of a table, or parted by tabs or bars in one line.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bihuan.report.formats.shapes import Table
from bihuan.report.markers import Rank, Token, take_apart
from bihuan.report.nodes import LeafKind
from bihuan.report.split import label_kinds
from bihuan.zh.sentences import split_clauses
from bihuan.zh.status import is_status_only
from bihuan.zh.vocab import pairs, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bihuan.report.leaves import Emitter, LeafMaker

HEAD, NUMBER, GROUP, FINDING, ASPECTS, LEAD_IN, OTHER = (
    "head", "number", "group", "finding", "aspects", "lead_in", "other",
)  # fmt: skip
ANSWERS = frozenset({"measures", "outcome", "either"})
_LABELS = {"measures": "整改措施", "outcome": "整改状态", "either": "整改情况"}
_REMARK = re.compile(r"\s+|[（(][^（）()]*[）)]|[：:*]")
_BLANKS = " \u3000\t\xa0"
_NUMBER_MARKS = "（）().、．" + _BLANKS
MOST_COLUMNS = 16
LONGEST_ROW = 60
"""Lines of a row whose cells are lines."""


class Cell(NamedTuple):
    """What stands in a line, or in a stretch of one, of a table."""

    role: str
    name: str
    """The column's name as a label."""
    row: int
    """Counted through all tables; the lines of one cell of findings have the same."""
    start: int
    end: int
    """In the line without the blanks after it."""
    joins: bool = False
    """True for a finding whose answer is that of the row above."""
    closes: bool = False
    """True where no column tells the outcome, so that the measures may."""


Cells = dict[int, list[Cell]]
"""By line."""


def find_cells(tokens: Sequence[Token], tables: Sequence[Table], *, answered: bool) -> Cells:
    """The cells of all tables that have a column of findings and, where ``answered``, one that answers."""
    maker = _Finder(tokens, answered=answered)
    for table in tables:
        maker.table(table)
    if not tables:
        maker.flattened()
    return maker.cells


def for_outline(tokens: Sequence[Token], cells: Mapping[int, Sequence[Cell]]) -> list[Token]:
    """The lines as headings see them: a finding is one, the other cells are nothing."""
    return [_as_heading(token, cells[token.line]) if token.line in cells else token for token in tokens]


def _as_heading(token: Token, cells: Sequence[Cell]) -> Token:
    finding = next((cell for cell in cells if cell.role == FINDING), None)
    if finding is None:
        return Token(token.line, "", "", None, Rank.NONE, "", "", token.end)
    title = _text(token)[finding.start : finding.end].strip(_BLANKS)
    return Token(token.line, "", "", "1", Rank.ARABIC, f"问题：{title}", "", token.end)


@cache
def _roles() -> dict[str, str]:
    roles = {name: FINDING if kind == "finding" else kind for name, kind in label_kinds().items()}
    roles |= dict.fromkeys(words("feedback", "number_column"), NUMBER)
    roles |= dict.fromkeys(words("feedback", "group_column"), GROUP)
    return roles | dict.fromkeys(words("feedback", "problem_column"), FINDING)


def _role(name: str) -> str | None:
    """What a column of this name holds; None for what is no name of a column."""
    bare = _REMARK.sub("", name)
    if not bare or len(bare) > 20:
        return None
    exact = _roles().get(bare)
    if exact is not None:
        return exact
    return next((role for end, role in pairs("feedback", "column_ends").items() if bare.endswith(end)), None)


class _Head:
    """The columns of one table."""

    def __init__(self, names: Sequence[str]) -> None:
        self.roles: list[str] = []
        self.names: list[str] = []
        self.known = 0
        for name in names:
            role = _role(name)
            self.known += role is not None
            if role == FINDING and FINDING in self.roles:
                role = ASPECTS
            bare = _REMARK.sub("", name)
            self.roles.append(role or OTHER)
            self.names.append(bare if bare in label_kinds() else _LABELS.get(role or "", bare))
        self.closes = not {"outcome", "either"} & set(self.roles)

    def tells(self, *, answered: bool) -> bool:
        return FINDING in self.roles and (not answered or not ANSWERS.isdisjoint(self.roles))


class _Finder:
    """Collects the cells of a text."""

    def __init__(self, tokens: Sequence[Token], *, answered: bool) -> None:
        self.tokens, self.answered = tokens, answered
        self.by_line = {token.line: token for token in tokens}
        self.cells: Cells = {}
        self.row = 0

    def table(self, table: Table) -> None:
        """Cells of a table whose first four rows name its columns."""
        for position, row in enumerate(table.rows[:4]):
            head = _Head(["".join(self._texts(cell)) for cell in row[:MOST_COLUMNS]])
            if head.tells(answered=self.answered):
                for above in table.rows[: position + 1]:
                    self._add_row(above, None)
                for before, below in pairwise(table.rows[position:]):
                    self._add_row(below, head, joins=_shares_answer(head, before, below))
                return

    def _texts(self, cell: Sequence[int]) -> Iterator[str]:
        return (_text(self.by_line[line]) for line in cell if line in self.by_line)

    def _add_row(self, row: Sequence[Sequence[int]], head: _Head | None, *, joins: bool = False) -> None:
        self.row += 1
        for column, cell in enumerate(row):
            for line in cell:
                token = self.by_line.get(line)
                if token is None or line in self.cells or not _text(token).strip(_BLANKS):
                    continue
                span = (len(token.lead), len(_text(token)))
                self.cells[line] = [self._cell(head, column, span, joins=joins)]

    def _cell(self, head: _Head | None, column: int, span: tuple[int, int], *, joins: bool = False) -> Cell:
        if head is None:
            return Cell(HEAD, "", self.row, *span)
        known = column < len(head.roles)
        role, name = (head.roles[column], head.names[column]) if known else (OTHER, "")
        return Cell(role, name, self.row, *span, joins, head.closes)

    # --- tables that became lines

    def flattened(self) -> None:
        """Tables in a text: a row a line, or a cell a line."""
        told = [token for token in self.tokens if _text(token).strip(_BLANKS)]
        at = 0
        while at < len(told):
            at = self._rows(told, at) or self._lines(told, at) or at + 1

    def _rows(self, told: Sequence[Token], at: int) -> int:
        """Index after a table whose rows are lines with tabs or bars; 0 if none begins here."""
        mark = next((mark for mark in "\t|" if mark in _text(told[at])), None)
        if mark is None:
            return 0
        spans = _spans(told[at], mark)
        head = _Head([_text(told[at])[start:end] for start, end in spans])
        if head.known < 2 or not head.tells(answered=self.answered):
            return 0
        self._add_spans(told[at], spans, None)
        at += 1
        while at < len(told) and mark in _text(told[at]):
            is_rule = not any(map(str.isalnum, _text(told[at])))
            self._add_spans(told[at], _spans(told[at], mark), None if is_rule else head)
            at += 1
        return at

    def _add_spans(self, token: Token, spans: Sequence[tuple[int, int]], head: _Head | None) -> None:
        self.row += 1
        self.cells[token.line] = [self._cell(head, column, span) for column, span in enumerate(spans)]

    def _lines(self, told: Sequence[Token], at: int) -> int:
        """Index after a table whose cells are lines and whose rows count 1, 2, 3; 0 if none begins here."""
        if _role(_text(told[at])) != NUMBER:
            return 0
        end = at
        while end < min(len(told), at + MOST_COLUMNS) and _role(_text(told[end])) is not None:
            end += 1
        head = _Head([_text(token) for token in told[at:end]])
        if end - at < 3 or not head.tells(answered=self.answered):
            return 0
        starts, after = _numbered_rows(told, end, head)
        if not starts:
            return 0
        rows = [
            _spread([token.line for token in told[begin:stop]], head)
            for begin, stop in pairwise([*starts, after])
        ]
        self.table(Table((tuple((token.line,) for token in told[at:end]), *rows)))
        return after


def _numbered_rows(told: Sequence[Token], at: int, head: _Head) -> tuple[list[int], int]:
    """Where rows 1, 2, 3 begin, and where the last one ends."""
    starts: list[int] = []
    for index in range(at, len(told)):
        text = _text(told[index]).strip(_NUMBER_MARKS)
        if text == str(len(starts) + 1):
            starts.append(index)
        elif not starts or index - starts[-1] > LONGEST_ROW or _ends_table(told[index]):
            break
    if not starts:
        return [], at
    last = starts[-1]
    told_end = min(len(told), last + len(head.roles))
    if head.closes:
        return starts, told_end
    longest = max([b - a for a, b in pairwise(starts)], default=len(head.roles))
    ends = (
        n + 1 for n in range(last, min(len(told), last + longest)) if is_status_only(_text(told[n]).strip())
    )
    return starts, next(ends, told_end)


def _ends_table(token: Token) -> bool:
    """True for the heading of a chapter, and where the next table begins."""
    return token.rank in {Rank.PART, Rank.CHINESE} or _role(_text(token)) == NUMBER


def _spread(lines: Sequence[int], head: _Head) -> tuple[tuple[int, ...], ...]:
    """Lines of a row over its columns; what is too much belongs to the first column that answers."""
    wide = len(head.roles)
    if len(lines) == wide:
        return tuple((line,) for line in lines)
    middle = next((n for n, role in enumerate(head.roles) if role in ANSWERS), wide - 1)
    behind = min(wide - 1 - middle, max(0, len(lines) - middle - 1))
    cells: list[tuple[int, ...]] = [(line,) for line in lines[:middle]]
    cells += [()] * (middle - len(cells))
    cells.append(tuple(lines[middle : len(lines) - behind]))
    cells += [()] * (wide - 1 - middle - behind)
    return (*cells, *((line,) for line in lines[len(lines) - behind :] if behind))


def _shares_answer(head: _Head, before: Sequence[Sequence[int]], row: Sequence[Sequence[int]]) -> bool:
    """True where a merged cell answers this row and the one before."""
    for column, role in enumerate(head.roles):
        if role in ANSWERS and column < min(len(before), len(row)) and row[column]:
            return tuple(before[column]) == tuple(row[column])
    return False


def _text(token: Token) -> str:
    return token.lead + token.marker + token.body


def _spans(token: Token, mark: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand in its line."""
    text = _text(token)
    start, end = (1, len(text) - text.endswith("|")) if text.startswith("|") else (0, len(text))
    spans = []
    while True:
        stop = text.find(mark, start, end)
        spans.append((start, end if stop < 0 else stop))
        if stop < 0:
            return spans
        start = stop + 1


# --- leaves


class Writer:
    """Leaves of cells; keeps the number until its finding comes."""

    def __init__(self, out: Emitter) -> None:
        self.out = out
        self.number: str | None = None
        self.told = 0
        """The row whose finding has been told."""

    def write(self, cells: Sequence[Cell], token: Token, maker: LeafMaker | None = None) -> None:
        """Leaves of the cells in a line; without ``maker``, those of a feedback opinion."""
        text, done = _text(token), 0
        for cell in cells:
            bare = text[cell.start : cell.end].strip(_BLANKS)
            if not bare:
                continue
            start = text.index(bare, cell.start)
            self.out.skip(text[done:start])
            self._cell(cell, bare, token.line, start + 1, maker)
            done = start + len(bare)
        self.out.skip(text[done:])

    def _cell(self, cell: Cell, text: str, line: int, column: int, maker: LeafMaker | None) -> None:
        if cell.role == NUMBER:
            self.number = text.strip(_NUMBER_MARKS)
            self.out.skip(text)
        elif cell.role == HEAD:
            self.out.skip(text)
        elif cell.role == GROUP:
            self.out.emit_title(LeafKind.GROUP, text, line, column, None)
        elif cell.role == FINDING:
            self._finding(cell, text, line, column)
            if maker is not None:
                maker.answering = True
        elif cell.role == ASPECTS:
            self._aspects(text, line, column)
        elif maker is None:
            self.out.emit_text(LeafKind.PASSAGE, text, line, column)
        elif cell.role in ANSWERS:
            maker.fresh, maker.last = False, cell.role != "measures" or cell.closes
            maker.labelled(cell.name, text, line, column)
        else:
            self.out.emit_text(LeafKind.LEAD_IN, text, line, column, cell.name or None)

    def _finding(self, cell: Cell, text: str, line: int, column: int) -> None:
        """The first line of a cell is the finding, numbered lines below are its aspects."""
        token = take_apart(line, text, "")
        cut = len(token.lead) + len(token.marker) if token.body else 0
        if self.told == cell.row:
            if cut:
                self._aspects(text, line, column)
            else:
                self.out.emit_text(LeafKind.LEAD_IN, text, line, column)
            return
        self.told = cell.row
        self.out.skip(text[:cut])
        number = self.number or (token.number if cut else None)
        self.out.emit_title(LeafKind.FINDING, text[cut:], line, column + cut, number)
        self.number = None
        if self.out.leaves and self.out.leaves[-1].line == line:
            self.out.leaves[-1] = self.out.leaves[-1]._replace(opens=not cell.joins, joins=cell.joins)

    def _aspects(self, text: str, line: int, column: int) -> None:
        """①…；②… in a cell: each is an aspect."""
        done = 0
        for start, clause in split_clauses(text) or [(0, text)]:
            token = take_apart(line, clause, "")
            cut = len(token.lead) + len(token.marker) if token.body else 0
            title = clause[cut:].rstrip("。；;，, ")
            self.out.skip(text[done : start + cut])
            self.out.emit(
                LeafKind.SUBFINDING, title, line, column + start + cut, token.number if cut else None
            )
            done = start + cut + len(title)
        self.out.skip(text[done:])
