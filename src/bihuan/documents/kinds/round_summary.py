"""全轮整改情况汇总: a whole round for its inspection office, a unit a row, sums from the same counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import LISTS, Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.documents import facts

L, C = b.Align.LEFT, b.Align.CENTRE
_HEADS = (
    ("序号", 5, C), ("单位", 18, L), ("反馈日期", 10, C), ("整改期限", 10, C), ("问题", 6, C),
    ("已完成", 6, C),
    ("长期坚持", 6, C), ("其他有结果", 6, C), ("未写结果", 6, C), ("逾期问题", 6, C), ("措施", 6, C),
    ("已落实措施", 6, C), ("已了结整改", 6, C), ("不能成立", 6, C),
)  # fmt: skip
DONE, LASTING = "已完成", "长期坚持"


def make(told: facts.Round) -> b.Document:
    """The summary."""
    blocks = (
        b.Title(f"{told.name}巡察整改情况汇总".replace("巡察巡察", "巡察")),
        b.Paragraph((b.Span(f"汇总单位：{told.office}　　截至{w.day(told.on)}"),), indent=False),
        *_words(told),
        w.table(_HEADS, [*_rows(told), _sum(told)], "全轮汇总"),
    )
    return b.Document(f"{told.name}整改情况汇总", blocks, day=told.on, landscape=True)


def _words(told: facts.Round) -> Iterator[b.Block]:
    counts = told.counts
    statuses = "、".join(f"{word}{count}个" for word, count in counts.statuses)
    text = f"本轮向{len(told.units)}个单位反馈问题{counts.findings}个"
    text += f"，其中{statuses}" if statuses else ""
    text += f"；逾期{counts.overdue}个。" if counts.overdue else "，没有逾期。"
    measures = sum(one.measures_done for one in told.units)
    text += f"共制定措施{counts.measures}项，已落实{measures}项。"
    if told.months:
        text += f"形成月度督导记录{told.months}份"
        letters = "、".join(f"{word}{count}件" for word, count in told.letters)
        text += f"，发出{letters}。" if letters else "。"
    yield b.paragraph(text)


def _rows(told: facts.Round) -> Iterator[tuple[b.Cell, ...]]:
    for at, one in enumerate(told.units, 1):
        numbers = _numbers(one.counts, one.measures_done, one.closed, one.errors)
        yield tuple(map(b.Cell, (str(at), one.unit, w.short(one.given_on), w.short(one.due), *numbers)))


def _numbers(counts: facts.Counts, done: int, closed: int, errors: int) -> Iterator[str]:
    other = counts.told - counts.of(DONE) - counts.of(LASTING)
    found = (counts.findings, counts.of(DONE), counts.of(LASTING), other, counts.findings - counts.told)
    yield from map(str, (*found, counts.overdue, counts.measures, done, closed, errors))


def _sum(told: facts.Round) -> tuple[b.Cell, ...]:
    """Of the round's own counts, not of the rows: that both agree is tested."""
    units = told.units
    numbers = _numbers(
        told.counts,
        sum(one.measures_done for one in units),
        sum(one.closed for one in units),
        sum(one.errors for one in units),
    )
    return (b.label("合计", columns=4), *map(b.Cell, numbers))


KIND = Kind(
    "round-summary",
    "全轮汇总",
    "一轮巡察各单位的问题、措施、完成、逾期和了结",
    "巡察工作领导小组听取整改情况汇报",
    Scope.ROUND,
    make,
    order=100,
    formats=LISTS,
)
