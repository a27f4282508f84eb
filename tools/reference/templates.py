"""docs/reference/templates.md: every field that an office's own Word template may use, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference import markdown as md

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bihuan.documents.kinds import Kind
    from bihuan.web.papers.templating.field import Field

INTRO = (
    "巡察办可以用自己的 Word 模板代替一种文书的版面（怎样做见[生成文书](../howto/documents.md)）。"
    "模板里只写下面的字段，用半角的双花括号括起；上传时逐个核对，不认识的字段连同所在的段落一起说明。"
)
HOW = (
    "- 一个字段：`{{ 单位 }}`。\n"
    "- 一组内容：`{%p for 项 in 各项 %}` 和 `{%p endfor %}` 各占一段，中间写 `{{ 项.目标 }}`；"
    "表格里一行一项的，用 `{%tr for 项 in 各项 %}` 和 `{%tr endfor %}` 各占一行。"
    "循环里只能再循环它自己的下级。第几项：`{{ loop.index }}`。\n"
    "- 逐条文字：循环里直接写名称，如 `{%p for 段 in 各段 %}`、`{{ 段 }}`。\n"
    "- 没有时不写：`{%p if 项.目标 %}` 和 `{%p endif %}`。\n"
    "- 不收函数、过滤器、计算、赋值、宏、外部链接、嵌入的文件和会读取别处内容的域。\n"
    "- 数字一律用字段：模板里写死的问题数、措施数与台账不一致时，不生成并说明是哪一句。"
)


def page() -> str:
    """How it is written, then a table for each kind."""
    from bihuan.documents.kinds import kinds
    from bihuan.web.papers.templating.fields import replaceable

    some = [one for one in kinds().values() if replaceable(one)]
    parts = [part for group in _grouped(some) for part in group]
    return md.page("文书模板的字段", INTRO, "## 写法", HOW, *parts)


def _grouped(some: Iterable[Kind]) -> Iterator[tuple[str, str]]:
    """Kinds that are made from the same facts share their fields."""
    from bihuan.web.papers.templating.fields import fields_of

    by_scope: dict[str, list[Kind]] = {}
    for one in some:
        by_scope.setdefault(one.scope, []).append(one)
    for kinds in by_scope.values():
        rows = list(_rows(fields_of(kinds[0]), ""))
        yield f"## {'、'.join(one.word for one in kinds)}", md.table(("字段", "种类", "说明"), rows)


def _rows(fields: Iterable[Field], above: str) -> Iterator[tuple[str, str, str]]:
    for one in fields:
        sort = "逐条文字" if one.plain else "一组" if one.rows else ""
        yield f"`{above}{one.name}`", sort, one.about
        yield from _rows(one.rows, f"{above}{one.name}.")
