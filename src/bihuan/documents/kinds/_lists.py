"""The tables of the three lists; the columns are those of the workbooks that come back in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.documents import facts

L, C = b.Align.LEFT, b.Align.CENTRE
_PROBLEMS = (
    ("部分", 9, L), ("问题", 22, L), ("具体表现", 18, L), ("整改目标", 14, L), ("措施项数", 6, C),
    ("责任领导", 8, C), ("责任部门", 9, C), ("完成时限", 11, C), ("整改状态", 9, C), ("办理环节", 9, C),
)  # fmt: skip
_TASKS = (
    ("问题", 20, L), ("整改目标", 14, L), ("整改措施", 32, L), ("类型", 9, C), ("完成标准", 14, L),
    ("责任部门", 9, C), ("责任人", 9, C), ("完成时限", 11, C), ("落实情况", 9, C),
)  # fmt: skip
_DUTIES = (
    ("问题", 20, L), ("整改措施", 38, L), ("责任领导", 9, C), ("责任部门", 11, C), ("责任人", 9, C),
    ("完成时限", 11, C),
)  # fmt: skip


def problems(case: facts.Case) -> b.Table:
    """A response a row."""
    rows = []
    for section, response in w.answers(case):
        aspects = "\n".join(text for one in response.findings for text in one.aspects)
        due = max((one.due for one in response.measures if one.due), default=None)
        rows.append(
            tuple(
                map(
                    b.Cell,
                    (
                        section.title,
                        w.findings_text(response),
                        aspects,
                        response.target,
                        str(len(response.measures)),
                        _among(one.leader for one in response.measures),
                        _among(one.department for one in response.measures),
                        w.short(due),
                        response.status,
                        response.stage,
                    ),
                )
            )
        )
    return w.table(_PROBLEMS, rows, "问题清单")


def tasks(case: facts.Case) -> b.Table:
    """A measure a row, the finding once."""
    rows = []
    for response in case.responses:
        for at, one in enumerate(response.measures):
            row = map(
                b.Cell,
                (one.text, one.kind, one.criteria, one.department, one.person, w.short(one.due), one.state),
            )
            rows.append((*_above(response, at, (w.findings_text(response), response.target)), *row))
    return w.table(_TASKS, rows, "任务清单")


def duties(case: facts.Case) -> b.Table:
    """A measure a row with everybody who answers for it."""
    rows = []
    for response in case.responses:
        for at, one in enumerate(response.measures):
            row = map(b.Cell, (one.text, one.leader, one.department, one.person, w.short(one.due)))
            rows.append((*_above(response, at, (w.findings_text(response),)), *row))
    return w.table(_DUTIES, rows, "责任清单")


def _above(response: facts.Response, at: int, texts: Sequence[str]) -> tuple[b.Cell, ...]:
    """What all measures of a response share stands once, beside them all."""
    return () if at else tuple(b.Cell(text, rows=len(response.measures)) for text in texts)


def _among(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(name for name in names if name))


def listed(case: facts.Case, word: str, table: b.Table) -> b.Document:
    """A list as a document of its own, lying."""
    about = f"单位：{case.unit}　　填报日期：{w.day(case.on)}"
    blocks = (
        b.Title(f"{case.unit}巡察整改{word.removeprefix('整改')}"),
        b.Paragraph((b.Span(about),), indent=False),
        table,
    )
    return b.Document(f"{case.unit}{word}", blocks, day=case.on, landscape=True)
