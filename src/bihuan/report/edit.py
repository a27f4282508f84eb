"""Corrections by a person: a leaf becomes something else, responses are joined or split.

The tree is formed anew and the text never changes: what a leaf gives up (its marker, its closing mark) goes
to the surface around it, and back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.report.head import Head
from bihuan.report.markers import Rank, take_apart
from bihuan.report.nodes import Leaf, LeafKind, Report, SectionRole
from bihuan.report.parser import assemble
from bihuan.report.preface import Facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

ACTIONS = ("section", "group", "finding", "subfinding", "heading", "lead_in", "measure", "outcome", "passage")
JOIN, SPLIT = "join", "split"
_TITLES = frozenset(
    {LeafKind.SECTION, LeafKind.GROUP, LeafKind.FINDING, LeafKind.SUBFINDING, LeafKind.HEADING}
)
_CLOSERS = "。：:"


class Edit(NamedTuple):
    """One correction: ``leaf`` indexes the leaves, ``action`` is one of ACTIONS, ``join`` or ``split``."""

    leaf: int
    action: str


class EditError(ValueError):
    """A correction that makes no sense; its text is one Chinese sentence."""


def apply(report: Report, edits: Sequence[Edit], as_of: date | None = None) -> Report:
    """The report with ``edits`` made in order; EditError for an unknown leaf or action."""
    leaves = list(report.leaves)
    tail = [report.tail]
    roles = {section.line: section.role for section in report.sections if section.leaf is not None}
    for edit in edits:
        if not 0 <= edit.leaf < len(leaves):
            raise EditError("要改的这一处已不存在，请刷新后再试。")
        if edit.action == JOIN:
            leaves[edit.leaf] = leaves[edit.leaf]._replace(joins=True, opens=False)
        elif edit.action == SPLIT:
            leaves[edit.leaf] = leaves[edit.leaf]._replace(opens=True, joins=False)
        elif edit.action in ACTIONS:
            _turn(leaves, tail, edit.leaf, LeafKind(edit.action))
            if edit.action == "section":
                roles[leaves[edit.leaf].line] = SectionRole.FINDINGS
        else:
            raise EditError(f"没有“{edit.action}”这种更正。")
    facts = Facts(
        report.kind,
        report.inspection,
        report.feedback_on,
        report.feedback_line,
        report.issuer,
        report.issued_on,
    )
    head = Head({}, 0, report.title, report.title_line, {})
    return assemble(leaves, tail[0], report.lines, roles, facts, head, as_of)


def _turn(leaves: list[Leaf], tail: list[str], index: int, kind: LeafKind) -> None:
    leaf = leaves[index]
    if kind in _TITLES and leaf.kind not in _TITLES:
        leaf = _to_title(leaves, tail, index, leaf)
    elif kind not in _TITLES and leaf.kind in _TITLES:
        leaf = _to_text(leaves, tail, index, leaf)
    leaves[index] = leaf._replace(kind=kind)


def _to_title(leaves: list[Leaf], tail: list[str], index: int, leaf: Leaf) -> Leaf:
    """The marker leaves the value, and so does one closing mark."""
    token = take_apart(leaf.line, leaf.value, "")
    value, prefix, column, number = leaf.value, leaf.prefix, leaf.column, leaf.number
    if token.rank is not Rank.NONE and token.body:
        cut = len(token.lead) + len(token.marker)
        prefix, value, column, number = prefix + value[:cut], value[cut:], column + cut, token.number
    if len(value) > 1 and value[-1] in _CLOSERS:
        _put_after(leaves, tail, index, value[-1])
        value = value[:-1]
    return leaf._replace(prefix=prefix, value=value, column=column, number=number)


def _to_text(leaves: list[Leaf], tail: list[str], index: int, leaf: Leaf) -> Leaf:
    """The marker comes back into the value, and so does the closing mark."""
    prefix, value, column = leaf.prefix, leaf.value, leaf.column
    at = prefix.rfind(leaf.number) if leaf.number else -1
    if leaf.number and at >= 0 and "\n" not in prefix[at:]:
        moved = prefix[at:]
        prefix, value, column = prefix[:at], moved + value, column - len(moved)
    after = leaves[index + 1].prefix if index + 1 < len(leaves) else tail[0]
    if after[:1] in _CLOSERS and after:
        value += after[0]
        _take_after(leaves, tail, index)
    return leaf._replace(prefix=prefix, value=value, column=column, number=None)


def _put_after(leaves: list[Leaf], tail: list[str], index: int, text: str) -> None:
    if index + 1 < len(leaves):
        leaves[index + 1] = leaves[index + 1]._replace(prefix=text + leaves[index + 1].prefix)
    else:
        tail[0] = text + tail[0]


def _take_after(leaves: list[Leaf], tail: list[str], index: int) -> None:
    if index + 1 < len(leaves):
        leaves[index + 1] = leaves[index + 1]._replace(prefix=leaves[index + 1].prefix[1:])
    else:
        tail[0] = tail[0][1:]
