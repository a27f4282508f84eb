"""docs/reference/documents.md: every kind of document, what it is made from and what it should have first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference import markdown as md

if TYPE_CHECKING:
    from bihuan.documents.kinds import Kind

INTRO = (
    "每种文书都只由台账生成，数字出自同一处。一种文书是 `src/bihuan/documents/kinds` 里的一个文件；"
    "版面按 GB/T 9704-2012，数值见下表，逐项在生成的文件上量过。"
)
SCOPES = {
    "case": "一份台账",
    "announcement": "一份台账的正文",
    "evidence": "一份台账的佐证",
    "annex": "一份台账的体检意见、佐证和沿革",
    "response": "一项整改，或一份台账的各项整改",
    "letter": "一件督办文书",
    "sheet": "一张月度督导记录",
    "round": "一个轮次",
}
WORDS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel", "txt": "文本"}


def page() -> str:
    """Kinds, then the page, then fonts."""
    from bihuan.documents.fonts import WISHES
    from bihuan.documents.kinds import kinds

    table = md.table(("文书", "名称", "由什么生成", "说明", "格式", "依据"), map(kind_row, kinds().values()))
    fonts = [(one.word, "、".join(one.real), "、".join(one.free)) for one in WISHES.values()]
    named = md.table(("字体", "在本机上的名称", "没有时依次以哪种代替"), fonts)
    return md.page("文书", INTRO, "## 种类", table, "## 版面", layout(), "## 字体", named)


def kind_row(one: Kind) -> tuple[object, ...]:
    """One kind."""
    formats = "、".join(WORDS[form] for form in one.formats)
    return one.word, f"`{one.slug}`", SCOPES[one.scope], one.about, formats, one.basis


def layout() -> str:
    """Numbers of the page."""
    from bihuan.documents import page as p

    rows = (
        ("纸张", f"A4，{p.WIDTH:g} × {p.HEIGHT:g} 毫米", "5.1"),
        ("页边", f"上 {p.TOP:g}、下 {p.BOTTOM:g}、左 {p.LEFT:g}、右 {p.RIGHT:g} 毫米", "5.2.1"),
        ("行数和字数", f"每面 {p.LINES} 行，每行 {p.CHARACTERS} 字；行距 {p.PITCH:.2f} 磅", "5.2.3"),
        ("正文", f"3号仿宋，{p.BODY:g} 磅，首行空二字", "5.2.2、7.3.3"),
        ("标题", f"2号小标宋，{p.TITLE:g} 磅，居中，回行成梯形", "7.3.1"),
        ("层次", "一、黑体；（一）楷体；1. 和（1）仿宋", "7.3.3"),
        ("署名和日期", "不加盖印章：署名右空二字，日期首字右移二字", "7.3.5.2"),
        ("页码", f"4号，{p.SMALL:g} 磅，版心下 {p.NUMBER_BELOW:g} 毫米，单页居右、双页居左，各空一字", "7.5"),
        ("表格", f"竖排 {p.TABLE:g} 磅，横排清单 {p.LIST:g} 磅；表头每页重复", "标准未规定"),
    )
    return md.table(("项目", "数值", "条款"), rows)
