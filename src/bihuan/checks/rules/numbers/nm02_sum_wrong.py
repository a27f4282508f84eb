"""分项加起来不等于总数。

查什么
    写了总数又写了分项，分项加起来多于总数；或者分项是不重不漏的（已办结、正在办理），加起来不等于总数；
    同一句里的率、升降幅度、“原有…现有…”、“每…共…”与所列的数字算不上。
为什么
    加不起来的数字，一眼就能看出来，却最伤可信度。
依据
    公文数字应当准确。
反例
    一、业务工作有短板
    1.投诉办理慢
    3月6日，梳理积压投诉45件，其中已办结30件、正在办理10件。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.投诉办理慢
    3月6日，梳理积压投诉45件，其中已办结30件、正在办理15件。
    整改情况：完成整改。
不查什么
    只举了一部分的（其中领导干部5人）；有“等”“其他”“约”“余”的；问题和任务的总数（见 CL04）。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Totals
from bihuan.zh.arithmetic import find_miscalculated
from bihuan.zh.figures import Figure
from bihuan.zh.listing import Mismatch
from bihuan.zh.partitions import find_borrowed_wholes, find_wrong_partitions
from bihuan.zh.shares import find_wrong_shares

RULE = Rule("NM02", "sum-wrong", "分项加起来不等于总数", Severity.ERROR, since="0.1")
REACH = 4
"""Lines before a list in which its whole is looked for."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each whole that its parts contradict, outside the statements of totals."""
    totals = {one.line for one in context.report.totals if _is_told(one, context)}
    for line, text in enumerate(context.report.lines, 1):
        figures = context.figures[line - 1]
        if line in totals or not figures:
            continue
        earlier = context.figures[max(0, line - 1 - REACH) : line - 1]
        for one, told in _wrong(text, figures, [figure for line_of in earlier for figure in line_of]):
            if any(share.start <= one.start < share.end for share in find_wrong_shares(text)):
                continue  # CL04
            start = context.line_starts[line - 1]
            yield Flag(
                places.in_text(context, start + one.start, start + one.end),
                told.format(counted=one.counted, stated=one.stated),
                findings=context.labels_at(line),
            )


def _wrong(text: str, figures: Sequence[Figure], earlier: Sequence[Figure]) -> Iterator[tuple[Mismatch, str]]:
    """Wrong sums and wrong results with what to say of them, one a place."""
    known: set[int] = set()
    for one in (*find_wrong_partitions(text, figures), *find_borrowed_wholes(text, figures, earlier)):
        known.add(one.start)
        yield one, "分项加起来是{counted}，与总数{stated}不符，请核对。"
    for one in find_miscalculated(text, figures):
        if one.start not in known:
            yield one, "按同一句的数字算应是{counted}，这里写的是{stated}，请核对。"


def _is_told(totals: Totals, context: Context) -> bool:
    """Whether CL04 already says that these totals do not add up."""
    parts = (totals.completed, totals.ongoing, totals.not_started)
    if totals.total is None or (totals.what == "other" and context.response_at(totals.line) is not None):
        return False
    return totals.completed is not None and sum(part or 0 for part in parts) != totals.total
