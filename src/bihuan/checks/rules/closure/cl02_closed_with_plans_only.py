"""写着完成整改，措施却全是打算。

查什么
    整改结果写“完成整改”，而这一份回答里没有一条措施是已经做了的：全是计划、拟、将、下一步，或者尚未开展。
为什么
    只有打算就销号，等于把整改变成了承诺；回头看时最容易被认定为虚假整改。
依据
    整改完成应当以措施已经落实、取得实效为准。
反例
    一、业务工作有短板
    1.窗口排队时间长
    下一步，将增设两个窗口。计划于年底前完成叫号系统改造。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。计划于年底前完成叫号系统改造。
    整改情况：正在整改。
不查什么
    有一条措施已经做了，就不在此列；其中还没有做的部分见 CL01。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.measures import carried_out
from bihuan.report.nodes import Measure, Response
from bihuan.zh.dates import DateRole
from bihuan.zh.sentences import split_clauses
from bihuan.zh.status import Status
from bihuan.zh.substance import has_figure
from bihuan.zh.tense import Tense, find_plans

RULE = Rule("CL02", "closed-with-plans-only", "完成整改，却只有打算没有落实", Severity.ERROR, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first finding when every measure is still to come."""
    if response.outcome is None or response.outcome.status is not Status.COMPLETED:
        return
    measures = carried_out(response, context.report)
    if not measures or any(_tells_deed(measure) for measure in measures):
        return
    place = places.of_response(response)
    yield Flag(
        place,
        "结果写的是完成整改，措施却都是打算或尚未开展的事，没有一条已经落实；请据实改写结果，或补写已做的事。",
        findings=context.labels(response),
        related=tuple(sorted({measure.line for measure in measures} - {place.line})),
    )


def _tells_deed(measure: Measure) -> bool:
    """True when the measure, or one of its 一是 clauses, is told as done."""
    if measure.tense is Tense.MIXED:
        return _leaves_deed(measure)
    if measure.tense is not Tense.PLANNED:
        return True
    return any(not find_plans(clause) for _, clause in split_clauses(measure.text) or ())


def _leaves_deed(measure: Measure) -> bool:
    """Whether 改造完成后，拟…复核 tells more than a lead-in beside its plan: a day, a figure, 已 or 了."""
    plans = find_plans(measure.text)
    if any(date.role is DateRole.ACTION for date in measure.dates) or len(plans) != 1:
        return True
    start, words, _ = plans[0]
    rest = measure.text[:start] + measure.text[start + len(words) :]
    return (
        re.search("[。；]", rest.rstrip("。；")) is not None
        or has_figure(rest)
        or re.search("[已了共《]", rest) is not None
    )
