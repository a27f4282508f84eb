"""佐证目录: what proves what, with the digest by which each piece can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import LISTS, Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from bihuan.documents import facts

L, C = b.Align.LEFT, b.Align.CENTRE
_HEADS = (
    ("序号", 5, C), ("证明的问题和措施", 26, L), ("佐证名称", 22, L), ("类别", 9, C), ("事情发生日期", 10, C),
    ("文件数", 7, C), ("上传人", 8, C), ("审核", 8, C), ("SHA-256前12位", 14, C),
)  # fmt: skip


def make(told: facts.Catalogue) -> b.Document:
    """The catalogue."""
    rows = [
        tuple(
            map(
                b.Cell,
                (
                    str(at), one.about, one.title, one.kind, w.short(one.on), str(one.files),
                    one.stored_by, one.state, one.digest[:12],
                ),
            )
        )
        for at, one in enumerate(told.proofs, 1)
    ]  # fmt: skip
    about = f"单位：{told.unit}　　共{len(told.proofs)}件　　截至{w.day(told.on)}"
    blocks = (
        b.Title(f"{told.unit}巡察整改佐证材料目录"),
        b.Paragraph((b.Span(about),), indent=False),
        w.table(_HEADS, rows, "佐证目录"),
    )
    return b.Document(f"{told.unit}佐证目录", blocks, day=told.on, landscape=True)


def missing(told: facts.Catalogue) -> list[str]:
    """Pieces that say too little."""
    undated = sum(one.on is None for one in told.proofs)
    found = [] if told.proofs else ["还没有上传佐证。"]
    return [*found, *([f"有{undated}件佐证没有登记事情发生的日期。"] if undated else [])]


KIND = Kind(
    "evidence-list",
    "佐证目录",
    "每件佐证证明哪项措施、谁上传、审核结果和摘要",
    "整改台账与佐证材料一一对应",
    Scope.EVIDENCE,
    make,
    order=75,
    formats=LISTS,
    missing=missing,
)
