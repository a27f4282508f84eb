"""Templates to begin from: our own page with fields put in. They are made by the writer that makes documents,
so that an office changes a page that is right already.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Scope, kinds
from bihuan.documents.writers.word import write_word
from bihuan.web.papers.templating.package import repacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


_BODY = "word/document.xml"
_SOME_DAY, _SOME_NAME = date(2222, 2, 22), "署" * 15
"""Stand where date and signature will be: a signature knows only real days, and is set by its length."""


def starting(slug: str, office: str) -> bytes:
    """The template as .docx; KeyError for a kind that has none."""
    issuer = "{{ 巡察办 }}" if kinds()[slug].scope is Scope.LETTER else "{{ 落款 }}"
    data = write_word(STARTING[slug](office))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read(_BODY).decode().replace(_SOME_NAME, issuer)
    return repacked(data, {_BODY: body.replace(b.day_words(_SOME_DAY), "{{ 成文日期 }}")})


def _report(office: str) -> b.Document:
    """整改进展情况报告, in the order of the ledger's own text."""
    blocks = (
        b.Title("{{ 分行标题 }}"),
        b.Addressee(office),
        b.paragraph("{{ 开头 }}{{ 完成情况 }}{{ 措施情况 }}现将整改进展情况报告如下。"),
        *_each("部分", "各部分", _section()),
        _signed(),
    )
    return b.Document("整改进展情况报告模板", blocks)


def _section() -> tuple[b.Block, ...]:
    return (
        b.Heading(1, "{{ 部分.序号 }}、{{ 部分.部分名称 }}"),
        *_each("段", "部分.各段", (b.paragraph("{{ 段 }}"),)),
        *_each("项", "部分.各项", _answer()),
    )


def _answer() -> tuple[b.Block, ...]:
    return (
        *_each("问", "项.各问题", (
            b.Heading(3, "{{ 问.编号 }}.{{ 问.题目 }}"),
            *_each("表现", "问.各表现", (b.Heading(4, "{{ 表现 }}"),)),
        )),
        *_each("措施", "项.各措施", (b.paragraph("{{ 措施.全文 }}"),)),
        _tag("if 项.各问题"),
        b.paragraph("{{ 项.结果 }}", lead="整改情况：", face=b.Face.BODY),
        _tag("endif"),
    )  # fmt: skip


def _letter(office: str) -> b.Document:
    """督办文书 with its list."""
    heads = tuple(map(b.label, ("序号", "问题", "事项", "时限", "责任")))
    row = (
        "{{ loop.index }}",
        "{{ 事.问题 }}",
        "{{ 事.事项 }}{{ 事.备注 }}",
        "{{ 事.时限 }}",
        "{{ 事.责任 }}",
    )
    rows = (
        heads,
        (b.Cell("{%tr for 事 in 各事项 %}", columns=5),),
        tuple(map(b.Cell, row)),
        (b.Cell("{%tr endfor %}", columns=5),),
    )
    centre = b.Align.CENTRE
    columns = (b.Column(1.5, centre), b.Column(2, centre), b.Column(6), b.Column(4.2, centre), b.Column(2.7))
    blocks = (
        b.Letterhead(office, "{{ 编号 }}"),
        b.Title("{{ 文种 }}"),
        b.Addressee("{{ 单位 }}"),
        *_each("段", "各段", (b.paragraph("{{ 段 }}"),)),
        b.Table(columns, rows),
        b.paragraph("{{ 结语 }}"),
        _signed(),
        b.paragraph("主送人员：{{ 主送人员 }}"),
    )
    return b.Document("督办文书模板", blocks)


def _signed() -> b.Block:
    """Signature and date as the standard sets them for a name of usual length; fields in the end."""
    return b.Signature(_SOME_NAME, _SOME_DAY)


def _each(name: str, among: str, inner: tuple[b.Block, ...]) -> Iterator[b.Block]:
    yield _tag(f"for {name} in {among}")
    yield from inner
    yield _tag("endfor")


def _tag(told: str) -> b.Paragraph:
    """A paragraph that is gone when the template is filled."""
    return b.Paragraph((b.Span(f"{{%p {told} %}}"),), indent=False)


STARTING: Mapping[str, Callable[[str], b.Document]] = {"progress-report": _report, "letter": _letter}
"""Kinds with a template to begin from; it gets the name of the office."""
