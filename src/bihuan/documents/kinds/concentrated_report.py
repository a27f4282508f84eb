"""集中整改情况报告: the progress report with what was not reached, and the three lists behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Kind, Scope, _report
from bihuan.documents.kinds import _words as w
from bihuan.documents.kinds._lists import duties, problems, tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.documents import facts

LISTS = (("整改问题清单", problems), ("整改任务清单", tasks), ("整改责任清单", duties))


def make(case: facts.Case) -> b.Document:
    """The report with its attachments."""
    title = f"{case.signed}关于{case.team or '巡察组'}反馈意见集中整改情况的报告"
    until = f"集中整改期限至{w.day(case.due)}。" if case.due else ""
    blocks = (
        b.Title(title),
        b.Addressee(case.office),
        b.paragraph(f"{w.opening(case)}{until}现将集中整改情况报告如下。"),
        *_report.body(case),
        *_unreached(case),
        b.Attachments(tuple(name for name, _ in LISTS)),
        w.signature(case),
        *_lists(case),
    )
    return b.Document(f"{case.unit}集中整改情况报告", blocks, day=case.on)


def _unreached(case: facts.Case) -> Iterator[b.Block]:
    """Measures that are still open, by name: an end that is told honestly."""
    late = [one for one in case.measures if one.late_on and one.late_on < case.on]
    if late:
        names = "、".join(f"“{one.text.rstrip('。')[:24]}”" for one in late[:5])
        more = "等" if len(late) > 5 else ""
        yield b.paragraph(f"到期尚未落实的措施有{len(late)}项：{names}{more}，已分别明确责任人继续推进。")


def _lists(case: facts.Case) -> Iterator[b.Block]:
    for at, (name, rows) in enumerate(LISTS, 1):
        yield b.Attachment(at, name, landscape=True)
        yield rows(case)


KIND = Kind(
    "concentrated-report",
    "集中整改情况报告",
    "集中整改期满时报送，附问题、任务、责任三个清单",
    "《中国共产党巡视工作条例》（2024）：集中整改期满报告（待核）",
    Scope.CASE,
    make,
    order=50,
    missing=_report.missing,
)
