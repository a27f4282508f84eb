"""Which measures of a response tell what was carried out, where labels part the intended from the done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bihuan.report.nodes import Measure, Report, Response

INTENDED = {"整改措施", "具体措施", "主要措施", "工作措施", "整改任务", "整改举措"}
"""Labels under which a text says what is to be done, as long as another label says what was done."""
TOLD = (
    "完成情况",
    "落实情况",
    "整改情况",
    "进展情况",
    "整改进展",
    "目前进展",
    "目前情况",
    "办理情况",
    "整改成效",
    "取得成效",
)


def carried_out(response: Response, report: Report) -> tuple[Measure, ...]:
    """The measures without those that 整改措施 only announces while 整改完成情况 beside it tells the deed."""
    under = _labels(response, report)
    if not any(label and label.endswith(TOLD) for label in under):
        return response.measures
    kept = zip(response.measures, under, strict=True)
    return tuple(measure for measure, label in kept if label not in INTENDED)


def _labels(response: Response, report: Report) -> list[str | None]:
    """The label under which each measure stands; one label holds until the next."""
    found: list[str | None] = []
    label: str | None = None
    for measure in response.measures:
        label = report.leaves[measure.leaf].label or label
        found.append(label)
    return found
