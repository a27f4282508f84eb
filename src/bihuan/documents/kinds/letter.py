"""提醒函、督办单、约谈通知、催办函: the words and items as they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import FORMS, Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from bihuan.documents import facts

_HEADS = (
    ("序号", 1.2, b.Align.CENTRE), ("问题", 2.2, b.Align.CENTRE), ("事项", 7, b.Align.LEFT),
    ("时限", 3.2, b.Align.CENTRE), ("责任", 2.8, b.Align.CENTRE),
)  # fmt: skip


def make(letter: facts.Letter) -> b.Document:
    """The letter."""
    blocks: list[b.Block] = [
        b.Letterhead(letter.office, letter.number),
        b.Title("整改催办函" if letter.word == "催办函" else letter.word),
        b.Addressee(letter.unit),
        *(b.paragraph(text) for text in letter.paragraphs if text),
    ]
    if letter.items:
        blocks.append(_items(letter.items))
    if letter.again:
        blocks += (b.paragraph("此前已经函告、尚未办结的："), _items(letter.again))
    blocks += (
        b.paragraph(letter.ending),
        b.Signature(letter.office, letter.on),
        b.Paragraph((b.Span(f"主送人员：{letter.addressed}"),)),
    )
    return b.Document(f"{letter.number}（{letter.unit}）", tuple(blocks), day=letter.on)


def _items(items: tuple[facts.Item, ...]) -> b.Table:
    rows = [
        tuple(
            map(b.Cell, (str(at), one.called, f"{one.text}{one.note}", w.short(one.due), one.who or w.NONE))
        )
        for at, one in enumerate(items, 1)
    ]
    return w.table(_HEADS, rows, "所列事项")


KIND = Kind(
    "letter",
    "督办文书",
    "提醒函、督办单、约谈通知和催办函，文字与送达时相同",
    "巡察整改日常监督",
    Scope.LETTER,
    make,
    order=81,
    formats=FORMS,
)
