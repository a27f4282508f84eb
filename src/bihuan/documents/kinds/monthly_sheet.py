"""月度督导检查表: a unit's month as supervision froze it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import FORMS, Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from bihuan.documents import facts


def make(sheet: facts.Sheet) -> b.Document:
    """The form."""
    whole = 3
    told = [
        (b.label("被督导单位"), b.Cell(sheet.unit), b.label("轮次"), b.Cell(sheet.round)),
        (
            b.label("月份"), b.Cell(sheet.month),
            b.label("截至"), b.Cell(f"{w.short(sheet.judged_on)}（第{sheet.serial}次记录）"),
        ),
        (b.label("情况"), b.Cell(_figures(sheet), columns=whole)),
    ]  # fmt: skip
    for word, items in sheet.groups:
        told.append((b.label(f"{word}\n{len(items)}项"), b.Cell(_items(items), columns=whole)))
    if sheet.returned:
        told.append(
            (b.label(f"被退回\n{len(sheet.returned)}次"), b.Cell(_items(sheet.returned), columns=whole))
        )
    if not sheet.groups and not sheet.returned:
        told.append((b.label("清单"), b.Cell("当月没有到期、逾期、临期或未报进展的事项。", columns=whole)))
    if sheet.visits:
        told.append((b.label("现场督导"), b.Cell("\n".join(sheet.visits), columns=whole)))
    explained = f"{sheet.explained}\n{sheet.explained_by}" if sheet.explained else "（没有说明）"
    told.append((b.label("单位说明"), b.Cell(explained, columns=whole, lines=3)))
    told.append(
        (b.label("督导人员\n签字"), b.Cell("", lines=3), b.label("单位负责人\n签字"), b.Cell("", lines=3))
    )
    columns = (b.Column(3), b.Column(6), b.Column(2.6), b.Column(5))
    about = f"本表由{w.day(sheet.made_on)}的台账生成，摘要{sheet.digest[:16]}。"
    blocks = (
        b.Title("巡察整改月度督导检查表"),
        b.Table(columns, tuple(told), head=0, name="督导检查表"),
        b.Paragraph((b.Span(about),), indent=False),
    )
    return b.Document(f"{sheet.unit}{sheet.month}督导检查表", blocks, day=sheet.made_on)


def _figures(sheet: facts.Sheet) -> str:
    told = "，".join(f"{word}{number}项" for word, number in sheet.figures)
    score = f"；得分{sheet.score}" if sheet.score else ""
    return f"{sheet.light}；{told}{score}"


def _items(items: tuple[facts.Item, ...]) -> str:
    return "\n".join(f"{at}.{_item(one)}" for at, one in enumerate(items, 1))


def _item(one: facts.Item) -> str:
    due = f"时限{w.short(one.due)}" if one.due else ""
    told = "，".join(filter(None, (due, one.who, one.note)))
    return f"{one.called}　{one.text}" + (f"（{told}）" if told else "")


KIND = Kind(
    "monthly-sheet",
    "月度督导检查表",
    "督导当月冻结的记录：应完成、按期、已补、逾期，逐项列出",
    "巡察整改日常监督",
    Scope.SHEET,
    make,
    order=80,
    formats=FORMS,
)
