"""内部附册: what an inspector asks when a report lies on the table. It goes with the report inside the house,
and is never published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import FORMS, Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.documents import facts

WARNING = "内部材料，随整改情况报告报送，不得公开。"
L, C = b.Align.LEFT, b.Align.CENTRE
_OPEN = (("序号", 5, C), ("程度", 8, C), ("规则", 7, C), ("问题", 9, C), ("原文", 30, L), ("意见", 42, L))
_ANSWERED = (
    ("序号", 5, C), ("规则", 7, C), ("问题", 9, C), ("原文", 24, L), ("说明理由", 30, L), ("说明人", 8, C),
    ("同意人", 8, C), ("有效期至", 10, C),
)  # fmt: skip
_PROOFS = (
    ("序号", 5, C), ("证明的问题和措施", 24, L), ("佐证", 20, L), ("文件数", 6, C), ("审核", 8, C),
    ("第一个文件的 SHA-256", 38, L),
)  # fmt: skip
_EVENTS = (("时间", 16, C), ("经办", 9, C), ("事项", 18, L), ("对象", 20, L), ("变化", 40, L))


def make(told: facts.Annex) -> b.Document:
    """Three tables after a page of figures."""
    mine = told.catalogue
    blocks: tuple[b.Block, ...] = (
        b.Title(f"{mine.unit}巡察整改情况报告内部附册"),
        b.Subtitle(WARNING),
        b.paragraph(_figures(told)),
        *_part(1, "尚未处理的体检意见", _open(told), told.opened, "没有尚未处理的体检意见。"),
        *_part(2, "已经说明的体检意见", _answered(told), told.answered, "没有以说明代替修改的体检意见。"),
        *_part(3, "佐证索引", _proofs(mine), mine.proofs, "还没有上传佐证。"),
        *_part(4, "办理沿革", _events(told), told.events, "还没有办理记录。"),
    )
    return b.Document(f"{mine.unit}内部附册", blocks, day=mine.on, landscape=True)


def _figures(told: facts.Annex) -> str:
    mine = told.catalogue
    more = f"（只列最近{len(told.events)}条）" if told.cut else ""
    return (
        f"{mine.round}，截至{w.day(mine.on)}：体检意见尚未处理{len(told.opened)}条、已说明{len(told.answered)}条，"
        f"佐证{len(mine.proofs)}件，办理记录{len(told.events)}条{more}。"
    )


def _part(number: int, title: str, table: b.Table, rows: tuple[object, ...], none: str) -> Iterator[b.Block]:
    yield w.chapter(number, title)
    yield table if rows else b.paragraph(none)


def _open(told: facts.Annex) -> b.Table:
    rows = [(one.severity, one.code, one.about, one.quote, one.message) for one in told.opened]
    return w.table(_OPEN, _numbered(rows), "体检意见")


def _answered(told: facts.Annex) -> b.Table:
    rows = [
        (one.code, one.about, one.quote, one.reason, one.by, one.agreed_by, w.short(one.until))
        for one in told.answered
    ]
    return w.table(_ANSWERED, _numbered(rows), "说明")


def _proofs(mine: facts.Catalogue) -> b.Table:
    rows = [(one.about, one.title, str(one.files), one.state, one.digest) for one in mine.proofs]
    return w.table(_PROOFS, _numbered(rows), "佐证索引")


def _events(told: facts.Annex) -> b.Table:
    rows = [tuple(map(b.Cell, (one.at, one.who, one.what, one.about, one.changed))) for one in told.events]
    return w.table(_EVENTS, rows, "办理沿革")


def _numbered(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[b.Cell, ...]]:
    for at, row in enumerate(rows, 1):
        yield tuple(map(b.Cell, (str(at), *row)))


KIND = Kind(
    "annex",
    "内部附册",
    "巡察组会问的：体检意见怎样处理、佐证和摘要、谁在何时改了什么；随报告内部报送，不公开",
    "整改情况可核查、可追溯",
    Scope.ANNEX,
    make,
    order=56,
    formats=FORMS,
)
