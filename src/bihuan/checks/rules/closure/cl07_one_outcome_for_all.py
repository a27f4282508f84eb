"""所有问题的整改结果一模一样。

查什么
    报告里每一份回答都写了结果，而且结果都属于同一种。
为什么
    难易不同的问题得出同一句结果，这句话就不再说明任何事；检查的人会从最难改的那个问题查起。
依据
    整改结果应当据实区分：已完成、基本完成、正在推进、长期坚持。
反例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    2.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
    3.窗口人员业务不熟
    3月9日，轮训窗口人员 14 人。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    2.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：基本完成。
    3.窗口人员业务不熟
    3月9日，轮训窗口人员 14 人。
    整改情况：长期坚持。
不查什么
    有一份回答没有写结果，就不算“全部一样”（见 ST03）；只有一份回答的报告不查。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Parameter, Rule, Severity
from bihuan.report.nodes import DocumentKind, Outcome, Response
from bihuan.zh.status import Status

RULE = Rule(
    "CL07",
    "one-outcome-for-all",
    "所有整改结果都一样",
    Severity.INFO,
    since="0.1",
    parameters=(Parameter("minimum", 2, "至少有几份回答才查"),),
)
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first outcome, the others related."""
    report = context.report
    answered = [response for _, response in context.responses if _answers(response)]
    outcomes = [response.outcome for response in answered if response.outcome]
    if report.kind not in KINDS or len(outcomes) < max(2, context.number(RULE, "minimum")):
        return
    if len(outcomes) < len(answered) or len({_sort(outcome) for outcome in outcomes}) > 1:
        return
    first, *others = outcomes
    yield Flag(
        places.of_text(first),
        f"{len(outcomes)}份整改情况的结果全部一样，看不出哪些改到位、哪些还要继续，请据实区分。",
        findings=tuple(label for response in answered for label in context.labels(response)),
        related=tuple(outcome.line for outcome in others),
    )


def _answers(response: Response) -> bool:
    """True for what could state an outcome: not for achievements, which answer no finding."""
    return response.outcome is not None or bool(response.findings and response.measures)


def _sort(outcome: Outcome) -> str:
    """What makes two outcomes the same: their status, or their wording where it is not known."""
    return outcome.text if outcome.status is Status.UNKNOWN else outcome.status.value
