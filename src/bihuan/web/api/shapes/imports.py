"""Documents received, drafts that read them, their corrections."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, SeenTold, Shown, Told, Version, say
from bihuan.web.diagnosis import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.report import Report
    from bihuan.web.diagnosis.models import Filing, ImportDraft
    from bihuan.web.rectification.comparing import Comparison

Change = Literal[
    "undo", "join", "split", "section", "group", "finding", "subfinding", "measure", "outcome", "heading",
    "lead_in", "passage",
]  # fmt: skip


class DraftLine(Shown):
    """A draft that waits."""

    id: int = say("草稿编号")
    name: str = say("文件名")
    unit: Named = say("单位")
    kind: str = say("文种")
    owner: str = say("经办人")
    created_at: dt.datetime = say("收到时间")
    replaces: int | None = say("拟替换反馈的台账编号")
    confirmed: bool = say("是否已经入账")
    version: int = say("版本，更正时写回")


class NodeShown(Shown):
    """A leaf as it was read."""

    id: int = say("编号，更正时写在 leaf")
    line: int = say("所在行")
    kind: str = say("读作什么")
    word: str = say("读作什么的名称")
    number: str | None = say("序号")
    text: str = say("文字")
    starts: str = say("从这里开始的整改；没有为空")
    status: str = say("整改状态；不是整改情况时为空")


class Doubt(Shown):
    """A place that is not sure."""

    line: int = say("所在行")
    text: str = say("哪里不确定")


class DraftShown(DraftLine):
    """A draft with its tree."""

    title: str = say("读出的标题")
    given_on: dt.date | None = say("读出的反馈日期；没有时入账要写明")
    findings: int = say("问题数")
    responses: int = say("有措施或整改情况的整改数")
    measures: int = say("措施数")
    outcomes: int = say("整改情况数")
    notes: list[str] = say("读取时略去或推断的内容")
    edits: int = say("已做的更正数")
    doubts: list[Doubt] = say("不确定的地方")
    nodes: list[NodeShown] = say("逐项读法，依文中次序，最多到第 3000 行")


class FilingLine(Shown):
    """A document under a case."""

    id: int = say("材料编号")
    case: int | None = say("台账编号")
    name: str = say("文件名")
    unit: Named = say("单位")
    kind: str = say("文种")
    sha256: str = say("SHA-256 摘要")
    received_at: dt.datetime = say("收到时间")
    received_by: str = say("收件人")
    in_force: bool = say("是否现行；被替换的为 false")


class PairShown(Shown):
    """A finding before and after."""

    old: str = say("原来；新增的为空")
    new: str = say("现在；不再列出的为空")


class ComparisonShown(Shown):
    """A corrected feedback beside the one in force."""

    same: int = say("没有变化的问题数")
    changed: list[PairShown] = say("文字或序号有改动")
    added: list[PairShown] = say("新增")
    gone: list[PairShown] = say("不再列出，撤下后工作仍保留")


class ImportTold(Told):
    """A document; the file goes beside these fields as multipart/form-data."""

    unit: Id | None = say("单位编号；只能给一个单位导入时可以不写", None)
    round: Id | None = say("轮次编号；不写即按材料写明的年份归入", None)
    replaces: Id | None = say("更正哪份台账的反馈", None)
    text: str = say("粘贴的全文；与文件只要一样", "")


class CorrectionTold(SeenTold):
    """One correction."""

    change: Change = say("改成什么；undo 撤销最后一次更正，join 与前一行合并，split 分开")
    leaf: Version | None = say("哪一项；undo 不写", None)


class ConfirmTold(SeenTold):
    """The draft becomes a case."""

    given_on: Day | None = say("反馈日期；材料没有写明时填", None)


class ReplaceTold(SeenTold):
    """The corrected feedback takes its place."""


def draft_line(one: ImportDraft) -> DraftLine:
    """A draft by its document."""
    return DraftLine(**_draft(one))


def _draft(one: ImportDraft) -> dict[str, Any]:
    filing = one.filing
    return {
        "id": one.pk,
        "name": filing.name,
        "unit": Named(id=filing.unit_id, name=str(filing.unit)),
        "kind": filing.kind,
        "owner": one.owner.name,
        "created_at": one.created_at,
        "replaces": one.replaces_id,
        "confirmed": one.confirmed_at is not None,
        "version": one.version,
    }


def draft_shown(one: ImportDraft, report: Report) -> DraftShown:
    """A draft as it is read with its corrections."""
    counts = tree.counts(report)
    names = ("findings", "responses", "measures", "outcomes")
    return DraftShown(
        **_draft(one),
        **{name: getattr(counts, name) for name in names},
        title=report.title or "",
        given_on=report.feedback_on,
        notes=one.notes,
        edits=len(one.edits),
        doubts=[Doubt(line=line, text=text) for line, text in tree.doubts(report)],
        nodes=[NodeShown.from_orm(each) for each in tree.nodes(report)],
    )


def filing_line(one: Filing) -> FilingLine:
    """A document by its case."""
    names = ("name", "kind", "sha256", "received_at")
    return FilingLine(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        case=one.feedback_id,
        unit=Named(id=one.unit_id, name=str(one.unit)),
        received_by=one.received_by.name,
        in_force=one.superseded_at is None,
    )


def comparison_shown(found: Comparison) -> ComparisonShown:
    """What differs; what did not change is only counted."""
    return ComparisonShown(
        same=len(found.same),
        changed=[PairShown(old=_told(pair.old), new=_told(pair.new)) for pair in found.changed],
        added=_one_sided("new", found.added),
        gone=_one_sided("old", found.gone),
    )


def _one_sided(side: str, findings: Iterable[Any]) -> list[PairShown]:
    return [PairShown(**{"old": "", "new": "", side: _told(one)}) for one in findings]


def _told(one: Any) -> str:
    return f"{one.number or ''}　{one.title}".strip()
