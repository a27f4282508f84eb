"""汇总数字加不起来。

查什么
    总数与“已完成、正在整改、未开始”各数之和不等，或者写出的完成率与“已完成÷总数”不符。
为什么
    汇总数字是公开稿里最常被引用的一句；对不上，读者就会怀疑其余数字。
依据
    整改台账、汇总表与公开稿的数字应当一致。
反例
    反馈的39个问题，已完成整改30个，正在整改6个，完成率76%。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。
正例
    反馈的39个问题，已完成整改33个，正在整改6个，完成率84.6%。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。
不查什么
    只写总数和已完成数、没有写其余去向的，不作加法；完成率按所写的最后一位四舍五入，差半个单位以内不算错。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Totals
from bihuan.zh.shares import find_wrong_shares, has_right_rate

RULE = Rule("CL04", "totals-do-not-add", "汇总数字加不起来", Severity.ERROR, since="0.1")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each statement of totals that contradicts itself."""
    report = context.report
    known: set[int] = set()
    for totals in report.totals:
        if context.response_at(totals.line) is not None and not _is_of_report(totals):
            continue  # what a measure counts of its own work: NM02
        faults = [fault for fault in (_sum(totals), _rate(totals)) if fault]
        if faults:
            known.add(totals.line)
            yield Flag(places.of_text(totals), "；".join(faults) + "。请核对台账后改正。")
    yield from _shares(context, known)


def _shares(context: Context, known: set[int]) -> Iterator[Flag]:
    """One flag a line at a whole whose part, rest or rate beside it contradicts it."""
    for line, text in enumerate(context.report.lines, 1):
        if line in known or not (wrong := find_wrong_shares(text)):
            continue
        if context.response_at(line) is not None and not any(word in text for word in ("问题", "整改任务")):
            continue
        first, start = wrong[0], context.line_starts[line - 1]
        place = places.in_text(context, start + first.start, start + first.end)
        yield Flag(place, f"{first.told}。请核对台账后改正。")


def _is_of_report(totals: Totals) -> bool:
    """Whether totals inside a response speak of the inspection's findings, not of the measure's own work."""
    if totals.what == "findings":
        return True
    return totals.what != "other" and any(word in totals.text for word in ("整改任务", "整改措施", "反馈"))


def _sum(totals: Totals) -> str | None:
    """What is wrong with the addition; None when it is right or nothing can be added."""
    if totals.total is None or totals.completed is None:
        return None
    if totals.ongoing is None and totals.not_started is None:
        if totals.completed > totals.total:
            return f"已完成{totals.completed}多于总数{totals.total}"
        return None
    parts = [
        number for number in (totals.completed, totals.ongoing, totals.not_started) if number is not None
    ]
    if sum(parts) == totals.total:
        return None
    return f"{'+'.join(map(str, parts))}={sum(parts)}，与总数{totals.total}不符"


def _rate(totals: Totals) -> str | None:
    """What is wrong with the rate, within half a unit of its last written digit."""
    if totals.rate is None or totals.completed is None or not totals.total:
        return None
    true = 100 * totals.completed / totals.total
    written = 100 * totals.rate
    if abs(true - written) <= 0.5 * 10 ** -_decimals(totals) + 1e-9:
        return None
    if has_right_rate(totals.text, written):
        return None  # of another whole of the sentence
    shown = (
        f"{written:.{_decimals(totals)}f}".rstrip("0").rstrip(".") if _decimals(totals) else f"{written:.0f}"
    )
    return f"{totals.completed}÷{totals.total}={true:.1f}%，与所写的完成率{shown}%不符"


def _decimals(totals: Totals) -> int:
    """Digits written behind the point of the rate (of the percentage nearest to it)."""
    percent = re.compile(r"([0-9０-９]+)(?:[.．]([0-9０-９]+))?\s*[%％]")  # few reports state a rate
    found = [
        (float(f"{match[1]}.{match[2] or 0}"), len(match[2] or "")) for match in percent.finditer(totals.text)
    ]
    if not found or totals.rate is None:
        return 0
    rate = 100 * totals.rate
    return min(found, key=lambda one: abs(one[0] - rate))[1]
