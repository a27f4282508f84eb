"""党内通报稿: the same account for the Party's own members, with everybody's names and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Kind, Scope, _report
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from bihuan.documents import facts


def make(case: facts.Case) -> b.Document:
    """The notice."""
    blocks = (
        b.Title(f"{case.signed}关于{case.round}巡察整改情况的通报".replace("巡察巡察", "巡察")),
        b.Addressee("各党支部、各科室"),
        b.paragraph(f"{w.opening(case)}按照党务公开有关要求，现将整改情况通报如下。"),
        *_report.body(case),
        w.signature(case),
        b.Note("此件在党内通报"),
    )
    return b.Document(f"{case.unit}巡察整改情况党内通报稿", blocks, day=case.on)


KIND = Kind(
    "party-notice",
    "党内通报稿",
    "向本单位党员干部通报，内容与报告同出一处",
    "各地关于巡察整改情况公开的办法：内容与审定的整改情况报告一致",
    Scope.CASE,
    make,
    order=90,
    missing=_report.missing,
)
