"""把制定方案当作整改结果。

查什么
    整改结果写“完成整改”，而做过的事只有制定方案、计划、清单，没有照着去做的事。
为什么
    方案是整改的开始，不是结果；写好方案就销号，问题一点没有动。
依据
    整改完成应当以措施已经落实、取得实效为准。
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，制定了窗口服务改进工作方案。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，制定了窗口服务改进工作方案，3月底前按方案增设两个窗口。
    整改情况：完成整改。
不查什么
    方案之外还有做成的事；问题本身就是没有计划、方案的；结果没有写完成的。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.measures import carried_out, titles_of
from bihuan.report.nodes import Outcome, Response
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.status import Status
from bihuan.zh.substance import Kind, clauses_of, kind_of_clause

RULE = Rule("SB06", "plan-as-result", "把制定方案当作整改结果", Severity.WARNING, since="0.1")
DONE = (Status.COMPLETED, Status.MOSTLY_COMPLETED)
SIGN = re.compile(
    "问题|现象|情况|目标|自此|由此|就此|从此|至此|因此|随之|难题|短板|漏洞|毛病|顽疾|状况|局面|情形|画上|上解决|上杜绝|上堵住|上消除|标志|实现|圆满|口子|空白|乱象|老大难"
)
"""Cheap look before the long one."""
SOLVED = (
    "(?:问题|现象|情况)[^，。；]{0,6}"
    "(?:得到[^，。；]{0,4}(?:解决|扭转|根治|纠正|遏制|整改|改变|消除|化解)|(?:已经?)?(?:整改到位|彻底解决|基本解决|解决|完成整改|迎刃而解))"
    "|(?:问题|难题|短板|漏洞|毛病|顽疾|状况|局面|现象|情形)[^，。；]{0,12}(?:由此|至此|就此|从此|因此|随之|算是|得以|宣告)[^，。；]{0,4}(?:解决|弥补|终结|改过来|改掉|扭转|破解|根治|补上|消除|画上)"
    "|(?:由此|至此|就此|从此|因此|随之)[^，。；]{0,16}(?:改过来|画上(?:了)?句号|得到弥补|得到解决|宣告解决|不复存在|迎刃而解|终结)"
    "|(?:难题|顽疾|漏洞|短板)(?:由此|已经?|就此)?得到[^，。；]{0,4}(?:解决|弥补|破解)|随[^，。；]{2,40}(?:出台|印发|制定|形成)(?:而)?画上(?:了)?句号|圆满回应"
    "|目标(?:由此|就此|随之|因此|全面)?(?:实现|达成)|(?:自此|由此|就此|从此)[^，。；]{0,6}(?:规范|理顺|解决|补齐|健全|实现|堵住|消除)"
    "|(?:堵住|堵上|补上|补齐|扎紧|织密|填补)了?[^，。；]{0,8}(?:漏洞|短板|空白|口子)"
    "|(?:问题|现象|乱象|毛病|老大难)[^，。；]{0,6}(?:[画划]上(?:了)?句号|成为历史|销声匿迹|不复存在|一去不复返|不再发生|迎刃而解)"
    "|从(?:根本|源头)上(?:解决|杜绝|堵住|消除)|标志着|取得圆满成功|实现了?[^，。；]{1,12}(?:常态化|规范化|制度化|长效化|全覆盖)"
)
ASKED = ("计划", "方案", "规划", "谋划", "清单", "安排")
"""Words of a finding that a plan does answer."""


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the measure that draws up a plan, when there is no deed beside it; one at each sentence
    that says a plan solved it.
    """
    if _asks_for_plan(response):
        return
    if response.outcome and response.outcome.status in DONE:
        yield from _only_plans(response, response.outcome, context)
    for measure in response.measures:
        for start, end in sentence_spans(measure.text):
            sentence = measure.text[start:end]
            if SIGN.search(sentence) and _solved().search(sentence) and _is_plan_and_no_deed(sentence):
                yield Flag(
                    places.within(measure, start, end),
                    "制定了方案，还不等于问题解决；请写明照方案做了什么、问题改成了什么样。",
                    findings=context.labels(response),
                )


def _only_plans(response: Response, outcome: Outcome, context: Context) -> Iterator[Flag]:
    kinds = context.told(response)
    if kinds is None or sum(Kind.PAPER in told for told in kinds) > sum(Kind.PLAN in told for told in kinds):
        return
    for measure, told in zip(carried_out(response, context.report), kinds, strict=True):
        if Kind.PLAN in told:
            yield Flag(
                places.of_text(measure),
                "结果写的是完成，做过的事却只有制定方案；请写明照方案做了什么、问题改成了什么样。",
                findings=context.labels(response),
                related=(outcome.line,) if outcome.line != measure.line else (),
            )
            return


def _is_plan_and_no_deed(sentence: str) -> bool:
    """True where the clauses before the claim draw up a plan and do nothing else."""
    kinds = {kind_of_clause(clause) for clause in clauses_of(sentence) if not _solved().search(clause)}
    drafted = ("稿" in sentence or "草案" in sentence or "研究报告" in sentence) and _draft().search(sentence)
    return bool(drafted) or (Kind.PLAN in kinds and Kind.DEED not in kinds)


def _asks_for_plan(response: Response) -> bool:
    titles = titles_of(response)
    return any(word in title for title in titles for word in ASKED)


@cache
def _solved() -> re.Pattern[str]:
    return re.compile(SOLVED)


@cache
def _draft() -> re.Pattern[str]:
    """起草了《…办法（征求意见稿）》: a paper that binds nobody yet."""
    return re.compile(
        "(?:起草|拟定|拟订|草拟|撰写|编写|编制|形成)[^，。；]{0,40}(?:征求意见稿|初稿|草案|草稿|讨论稿|送审稿|研究报告)"
        "(?![^。]*(?:印发|施行|执行|审议通过))"
    )
