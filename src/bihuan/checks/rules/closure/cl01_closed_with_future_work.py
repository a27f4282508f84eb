"""写着完成整改，措施里却还有没做的事或今后的打算。

查什么
    整改结果写“完成整改”，而这一份回答里还说暂未、尚未、计划从几月开始、拟于何时（错误），
    或者只说下一步将继续做什么（须说明）。
为什么
    还没有做的事放在“完成整改”下面，检查的人第一个问的就是它。做完了再写完成；没做完，就写明做到哪里、何时做完。
依据
    整改完成应当以措施已经落实为准；需要长期坚持的，应当写作长期坚持。
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。叫号系统暂未安装，计划从7月份开始改造。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。叫号系统暂未安装，计划从7月份开始改造。
    整改情况：正在整改。
不查什么
    已经在按期做的经常性工作（每月抽查，且写了做过的日子），文件名里的“计划”，“将某事纳入某处”里的“将”，
    都不算打算；分列“整改措施”和“整改完成情况”的，只看完成情况；全文汇总里的“全部完成”也不作为某个问题的结果。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Place, Rule, Severity
from bihuan.checks.measures import carried_out
from bihuan.report.nodes import Measure, Outcome, Response
from bihuan.zh.dates import DateRole
from bihuan.zh.status import Status
from bihuan.zh.tense import NOT_DONE, Tense, find_plans

RULE = Rule("CL01", "closed-with-future-work", "完成整改，却还有没做的事", Severity.ERROR, since="0.1")
UNDONE = "结果写的是完成整改，这里却说事情还没有做；请写明做到哪里、何时做完，或据实改写结果。"
AHEAD = "结果写的是完成整改，这里却还在说今后要做的事；请说明它是完成之后的巩固，还是整改本身尚未做完。"


LABELLED_AHEAD = tuple(
    when + what + mark
    for when in ("下一步", "下步", "下一阶段", "下阶段", "后续", "今后")
    for what in ("", "打算", "计划", "安排", "措施", "工作", "工作打算", "工作计划", "工作安排")
    for mark in "：:"
)


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag a line (of measures or of the outcome) that still points ahead; what is not done wins."""
    outcome = response.outcome
    if outcome is None or outcome.status is not Status.COMPLETED:
        return
    found: dict[int, Flag] = {}
    parts: list[Measure | Outcome] = [*carried_out(response, context.report), outcome]
    for part in parts:
        for place, severity in (*_ahead(part), *_due_later(part, context)):
            known = found.get(place.line)
            if known is None or (severity is Severity.ERROR and known.severity is not Severity.ERROR):
                found[place.line] = Flag(
                    place,
                    UNDONE if severity is Severity.ERROR else AHEAD,
                    findings=context.labels(response),
                    related=() if place.line == outcome.line else (outcome.line,),
                    severity=severity,
                )
    yield from found.values()


def _ahead(part: Measure | Outcome) -> Iterator[tuple[Place, Severity]]:
    """Places of the words that point ahead."""
    if part.text.startswith(LABELLED_AHEAD):
        yield places.within(part, 0, len(part.text)), Severity.WARNING
    passed = _ends_of_acts(part) if isinstance(part, Measure) else frozenset()
    for start, words, strength in find_plans(part.text):
        place = places.within(part, start, start + len(words))
        if (place.line, place.column) in passed:
            continue
        yield place, Severity.ERROR if strength == NOT_DONE else Severity.WARNING


def _due_later(part: Measure | Outcome, context: Context) -> Iterator[tuple[Place, Severity]]:
    """Promises told by their day alone (剩余2户10月底前搬离, in a report of June)."""
    if not isinstance(part, Measure) or part.tense is Tense.DONE or find_plans(part.text):
        return
    for promise in context.report.commitments:
        if promise.due and promise.line == part.line and promise.text in part.text:
            yield places.of_text(promise), Severity.WARNING
            return  # one a line is told


def _ends_of_acts(measure: Measure) -> frozenset[tuple[int, int]]:
    """Where dates of acts end: 12月31日|前全部办结 tells, in a later report, when it was done."""
    return frozenset(
        (date.line, date.column + len(date.text)) for date in measure.dates if date.role is DateRole.ACTION
    )
