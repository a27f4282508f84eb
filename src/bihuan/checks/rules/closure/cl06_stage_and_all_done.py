"""一处说阶段性，一处说全部完成。

查什么
    同一份报告里，整改结果或汇总写着“阶段性完成”“取得阶段性成效”，汇总或结果又写着全部完成。
为什么
    阶段性的，就还没有全部完成；两种说法放在一起，读者不知道信哪一个。
依据
    汇总应当与各项结果一致。
反例
    2023年2月7日，县委第一巡察组反馈了巡察意见，共反馈问题2个，已全部完成整改。
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
    2.档案不齐
    3月12日，补齐档案46卷。
    整改情况：取得阶段性成效。
正例
    2023年2月7日，县委第一巡察组反馈了巡察意见，共反馈问题2个，已完成整改1个，1个取得阶段性成效。
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
    2.档案不齐
    3月12日，补齐档案46卷。
    整改情况：取得阶段性成效。
不查什么
    阶段性任务、阶段性会议等名称；分开写明哪些完成、哪些阶段性完成的汇总。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Place, Rule, Severity
from bihuan.report.nodes import DocumentKind, Totals
from bihuan.zh.status import Status

RULE = Rule("CL06", "stage-and-all-done", "一处说阶段性，一处说全部完成", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}
DONE = (Status.COMPLETED,)
SIGNS = ("阶段性",)
EARLIER = ("上轮", "上一轮", "历次", "以往", "往年", "往届", "前一轮", "首轮")
"""Words of a line that tells of an earlier inspection."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each stage wording that stands against "all done", at most one a line."""
    report = context.report
    if report.kind not in KINDS:
        return
    outcomes = [one.outcome for _, one in context.responses if one.outcome]
    both = [one for one in outcomes if "阶段性" in one.text and _wholly().search(one.text)]
    for outcome in both:
        yield _flag(places.of_text(outcome), [])
    outcomes = [outcome for outcome in outcomes if outcome not in both]
    stages = [outcome for outcome in outcomes if outcome.status is Status.STAGE]
    claims = _claims(context)
    if claims and stages:
        for outcome in stages:
            yield _flag(places.of_text(outcome), claims)
    wordings = [place for place in _summaries(context) if place.line not in {one.line for one in stages}]
    all_done = bool(outcomes) and all(outcome.status in DONE for outcome in outcomes)
    against = claims or ([outcomes[0].line] if all_done and len(outcomes) > 1 else [])
    if against and not stages:
        for place in wordings[:1]:
            yield _flag(place, against)


def _flag(place: Place, others: list[int]) -> Flag:
    return Flag(
        place,
        "这里说的是阶段性，别处又说全部完成，两种说法不能并存；请按台账统一。",
        related=tuple(line for line in others if line != place.line),
    )


def _claims(context: Context) -> list[int]:
    """Lines that say that every finding is done."""
    lines = {one.line for one in context.report.totals if _says_all(one)}
    lines |= {
        places.in_text(context, match.start(), match.end()).line for match in _all().finditer(context.text)
    }
    told = {line: context.report.lines[line - 1] for line in lines}
    return sorted(line for line, text in told.items() if not any(word in text for word in EARLIER))


def _says_all(totals: Totals) -> bool:
    whole = totals.total is not None and totals.total == totals.completed
    return totals.what in ("findings", "tasks") and (whole or (totals.rate == 1.0 and totals.total is None))


def _summaries(context: Context) -> list[Place]:
    """Where the text sums up its own work as a stage."""
    return [places.in_text(context, match.start(), match.end()) for match in _stage().finditer(context.text)]


@cache
def _all() -> re.Pattern[str]:
    return re.compile(
        "(?:(?:反馈|指出|巡察|整改)[^。；\n]{0,20}|所有|各项|全部|全体|(?<![\\d])(?:上述|以上))问题[^。；\n\\d]{0,12}"
        "(?:已经?|均已|现已)?(?:全部|全面|100[%％]|百分之百|均|都)(?:已经?)?"
        "(?:完成(?:了)?整改|整改完成|整改到位|整改完毕|整改销号|销号|办结|整改落实到位|完成销号)"
        "|(?:以上|上述|反馈的|指出的|这)[0-9０-９一二三四五六七八九十]{1,3}[个项条](?:反馈|具体|整改)*问题[^。；，\n\\d]{0,6}"
        "(?:全部|全面|均|都)(?:已经?)?(?:完成|整改|销号|办结|落实到位|解决)"
        "|(?:反馈|指出|巡察|整改)[^。；\n]{0,12}问题[^。；\n]{0,8}个个(?:已经?|都)?(?:清零|销号|见底|完成|整改到位)"
    )


@cache
def _wholly() -> re.Pattern[str]:
    return re.compile("(?:全部|均|全面)(?:已经?)?(?:完成|整改到位|销号|办结|落实到位)")


@cache
def _stage() -> re.Pattern[str]:
    return re.compile(
        "(?:取得了?|整改)(?:明显的?|初步的?|一定的?)?(?:的)?阶段性(?:的)?(?:成效|成果|进展|胜利|完成|目标)"
    )
