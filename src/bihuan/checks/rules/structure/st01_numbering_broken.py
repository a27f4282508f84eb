"""问题编号跳号、重号或倒着走。

查什么
    按出现的先后看问题的编号：前一个是 3，后一个应当是 4。跳过、重复、倒退都指出。
为什么
    编号是反馈意见、整改台账和公开稿之间对账的依据。跳号可能漏了问题，重号会让后面的引用指错地方。
依据
    整改情况应当与反馈意见逐条对应。
反例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。
    3.窗口排队时间长
    3月6日，增设两个窗口。
正例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南。
    2.窗口排队时间长
    3月6日，增设两个窗口。
不查什么
    每个部分或每个小标题下重新从 1 起算，是允许的；几个号合写一个标题（4—5.）、
    在别的正文里点名作答的（针对问题7和问题8）也是；
    部分标题自己的编号不在此列。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.ordinals import first_ordinal, ordinal, stem

RULE = Rule("ST01", "numbering-broken", "问题编号跳号、重号或倒退", Severity.ERROR, since="0.1")
LATE_START = 3
"""A text that begins above this number is a part of a longer one (序号十)."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each number that does not follow; counting goes on from there."""
    last = highest = line = 0
    part: tuple[int, str | None, str] | None = None
    for section, response in context.responses:
        for finding in response.findings:
            number, end = first_ordinal(finding.number), ordinal(finding.number)
            if number is None or end is None:
                continue
            here = (section.line, finding.group, stem(finding.number))
            begins, part = part != here, here
            before, line = line, finding.line
            if begins and number == 1:
                last = highest = end
                continue
            follows = number in (last + 1, highest + 1) or (last == 0 and number > LATE_START)
            if not follows and not _answered_elsewhere(context, range(last + 1, number), before, line):
                yield Flag(places.of_title(finding), _sentence(last, number), findings=context.label(finding))
            last, highest = end, max(highest, end)


def _answered_elsewhere(context: Context, skipped: range, start: int, end: int) -> bool:
    """True where the lines between name every skipped number: 针对问题7“…”和问题8“…”，……."""
    between = "\n".join(context.report.lines[start : end - 1]) if skipped else ""
    return bool(between) and all(re.search(f"问题{number}(?![0-9])", between) for number in skipped)


def _sentence(last: int, number: int) -> str:
    if number == last:
        return f"问题编号 {number} 连着出现两次，请核对是否重号。"
    if number < last:
        return f"问题编号从 {last} 退回到 {number}，请核对是否重号或次序有误。"
    if last == 0:
        return f"第一个问题的编号是 {number}，请核对前面是否漏了问题。"
    return f"问题编号从 {last} 跳到 {number}，请核对中间是否漏了问题。"
