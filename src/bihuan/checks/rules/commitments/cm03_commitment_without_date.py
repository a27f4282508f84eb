"""承诺了要做，却没有说何时做。

查什么
    一句承诺里没有任何时间：没有日期，没有学期、季度、年底，也没有每月、每季。
为什么
    没有时间的承诺无从检查，过多久都可以说“正在推进”。
依据
    后续措施应当写明完成时限；长期性工作写明多久做一次。
反例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。下一步，将改造叫号系统。
    整改情况：正在整改。
正例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。下一步，将在6月底前改造叫号系统。
    整改情况：正在整改。
不查什么
    全文末尾“下一步打算”一章里的话；写了暑假、本学期、年底这类时间的；
    这个问题另有一栏整改时限的；
    “适时”“条件成熟时”不算时间，照样提示。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind, SectionRole
from bihuan.zh.tense import find_plans
from bihuan.zh.vocab import alternatives, words

if TYPE_CHECKING:
    from bihuan.report.nodes import Commitment, Leaf

RULE = Rule("CM03", "commitment-without-date", "承诺没有写明时间", Severity.WARNING, since="0.1")
QUIET = {DocumentKind.FEEDBACK, DocumentKind.NOTICE}
LIMITS = ("时限", "期限", "完成时间")
HEADINGS = frozenset(
    when + work + what
    for when in ("下一步", "下步", "下一阶段", "下阶段", "今后", "后续")
    for work in ("", "的", "工作", "整改", "整改工作")
    for what in ("打算", "安排", "计划", "举措", "措施", "思路", "努力方向", "工作")
)
NAMED = words("times", "named")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each promise that names no time, at the words that promise."""
    if context.report.kind in QUIET:
        return
    sections = context.report.sections
    starts = [section.line for section in sections]
    timed = {id(context.response_at(leaf.line)) for leaf in context.report.leaves if _is_time_limit(leaf)}
    closing = _closing_plans(context)
    for commitment in context.report.commitments:
        if closing is not None and commitment.line >= closing:
            continue
        index = bisect_right(starts, commitment.line) - 1
        if index >= 0 and sections[index].role is SectionRole.NEXT_STEPS:
            continue
        response = context.response_at(commitment.line)
        if response is not None and id(response) in timed:
            continue
        plans = find_plans(commitment.text)
        if not plans or _names_time(commitment, plans[0][0]):
            continue
        start, quote, _ = plans[0]
        yield Flag(
            places.within(commitment, start, start + len(quote)),
            "这里承诺了要做的事，却没有写何时做完；请写明期限，长期要做的写明多久做一次。",
            findings=context.labels_at(commitment.line),
        )


def _closing_plans(context: Context) -> int | None:
    """Line of 下一步打算 as a heading without a number: what follows it is the chapter on what comes next."""
    for line, text in enumerate(context.report.lines, 1):
        if text.strip().rstrip("：:") in HEADINGS:
            return line
    return None


def _is_time_limit(leaf: Leaf) -> bool:
    """True for 整改时限：2024年6月, which holds for all that its response promises."""
    return leaf.label is not None and leaf.label.endswith(LIMITS)


def _names_time(commitment: Commitment, plan: int) -> bool:
    """True where the promise names a time; what was done before it (完成春季修剪，今后将…) has its own."""
    if commitment.due or commitment.every or commitment.from_:
        return True
    text = commitment.text
    *before, own = re.split("[，；：,;]", text[:plan])
    ahead = own + text[plan:]
    if any(word in ahead for word in NAMED) or _time().search(ahead):
        return True
    return any(clause.lstrip("在于到利用拟").startswith(NAMED) for clause in before)


@cache
def _time() -> re.Pattern[str]:
    """7月, 2025年, 三个月内."""
    number = "[0-9０-９一二两三四五六七八九十半]"
    return re.compile(f"{number}(?:{alternatives(words('times', 'length'))}|月|日前|年(?!来))")
