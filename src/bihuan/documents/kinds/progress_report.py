"""整改进展情况报告: what a unit owes its inspection office when the concentrated rectification runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Kind, Scope, _report
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from bihuan.documents import facts


def make(case: facts.Case) -> b.Document:
    """The report."""
    title = f"{case.signed}关于{case.team or '巡察组'}反馈意见整改进展情况的报告"
    blocks = (
        b.Title(title),
        b.Addressee(case.office),
        b.paragraph(f"{w.opening(case)}现将整改进展情况报告如下。"),
        *_report.body(case),
        w.signature(case),
    )
    return b.Document(f"{case.unit}整改进展情况报告", blocks, day=case.on)


KIND = Kind(
    "progress-report",
    "整改进展情况报告",
    "逐个问题写明措施、成效和整改情况，数字取自台账",
    "《中国共产党巡视工作条例》（2015）第二十七条；（2024）整改进展情况报告（待核）",
    Scope.CASE,
    make,
    order=40,
    missing=_report.missing,
)
