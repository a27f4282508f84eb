"""文中许下的后续承诺。

查什么
    报告里说今后还要做的事：下一步将…、计划下半年…、从某月开始每月…；有期限的，把期限写在提示里。
为什么
    承诺写进公开稿，就有人会来对账；列出来，到期好跟踪。
依据
    整改不因公布而结束，后续事项应当有人跟、有期限、有结果。
反例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。下一步，将在6月底前改造叫号系统。
    整改情况：正在整改。
正例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。6月20日，改造了叫号系统。
    整改情况：完成整改。
不查什么
    “将某事纳入某处”的“将”、文件名里的“计划”、已经在按期做的经常性工作，都不是承诺。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.policy.wording import plainly

if TYPE_CHECKING:
    from bihuan.report.nodes import Commitment

RULE = Rule("CM01", "open-commitment", "文中许下的后续承诺", Severity.INFO, since="0.1")
EVERY = {"month": "每月", "quarter": "每季度", "year": "每年"}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each promise."""
    for commitment in context.report.commitments:
        yield Flag(
            places.of_text(commitment),
            f"这是后续承诺，{_when(commitment)}，请记入台账跟踪。",
            findings=context.labels_at(commitment.line),
        )


def _when(commitment: Commitment) -> str:
    """Its due date, its rhythm and its start, as far as the text tells them."""
    told = []
    if commitment.from_:
        told.append(f"从{plainly(commitment.from_)}起")
    if commitment.every:
        told.append(f"{EVERY[commitment.every]}一次")
    if commitment.due:
        told.append(f"到期日{plainly(commitment.due)}")
    return "，".join(told) or "没有写明到期日"
