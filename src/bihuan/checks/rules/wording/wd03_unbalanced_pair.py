"""引号、书名号或括号不成对。

查什么
    “ ”、《 》、（ ）在一段里只有一半，或者两半写成了同一个方向。
为什么
    少了一半，就分不清引的是哪几个字、文件名到哪里为止，照着检索也查不到。
依据
    《标点符号用法》GB/T 15834-2011：引号、书名号、括号成对使用。
反例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，修订《窗口服务规范，组织学习。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，修订《窗口服务规范》，组织学习。
    整改情况：完成整改。
不查什么
    全角括号和半角括号配成的一对；书名号里再套〈〉；1）这样的序号；
    一段话被断成两行、两半各在一行的（那是断行，不是漏字）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.brackets import OPENING, matched_pairs

RULE = Rule("WD03", "unbalanced-pair", "引号、书名号或括号不成对", Severity.ERROR, since="0.1")
MARK = re.compile("[“”《》（）()]")
PARTNER = {"“": "”", "《": "》", "（": "）", "(": "）", "”": "“", "》": "《", "）": "（", ")": "（"}
QUOTED = 12


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each mark without its partner; of two that look the same way, at the wrong one."""
    text = context.text
    if not MARK.search(text):
        return
    paired = {place for pair in matched_pairs(text) for place in pair}
    left = [found.start() for found in MARK.finditer(text) if found.start() not in paired]
    alone = _without_broken_lines(text, [place for place in left if not _is_marker(text, place)])
    for place, turned in _same_way(text, alone):
        start, end = _around(text, place)
        mark, partner = text[place], PARTNER[text[place]]
        told = "方向写反了，应为" if turned else "没有配对的"
        where = places.in_text(context, start, end)
        yield Flag(
            where,
            f"“{where.quote}”里的 {mark} {told} {partner} ，请核对原文。",
            findings=context.labels_at(where.line),
            fix=text[start:place] + partner + text[place + 1 : end] if turned else None,
        )


def _is_marker(text: str, place: int) -> bool:
    """True for the bracket of 1） and a)."""
    return text[place] in "）)" and _marker().search(text[max(0, place - 5) : place]) is not None


def _without_broken_lines(text: str, left: list[int]) -> list[int]:
    """Drop pairs whose halves stand on two neighbouring lines of one broken sentence."""
    kept: list[int] = []
    for place in left:
        if kept and text[kept[-1]] in OPENING and _closes(text, kept[-1], place):
            kept.pop()
        else:
            kept.append(place)
    return kept


def _closes(text: str, opened: int, place: int) -> bool:
    if PARTNER[text[opened]] != text[place].replace(")", "）"):
        return False
    first, *others = text[opened:place].split("\n")
    if not others or any(line.strip() for line in others[:-1]):
        return False
    return not first.rstrip().endswith(("。", "；", "！", "？"))


def _same_way(text: str, alone: list[int]) -> Iterator[tuple[int, bool]]:
    """(place, True where this half is turned the wrong way): “三册两簿“ has its second half turned."""
    index = 0
    while index < len(alone):
        place = alone[index]
        after = alone[index + 1] if index + 1 < len(alone) else None
        if after is None or text[after] != text[place] or "\n" in text[place:after]:
            yield place, False
            index += 1
            continue
        yield (after if text[place] in OPENING else place), True
        index += 2


def _around(text: str, place: int) -> tuple[int, int]:
    """A few characters on the side that the mark embraces, inside its line."""
    if text[place] in OPENING:
        end = text.find("\n", place, place + QUOTED)
        return place, end if end >= 0 else min(len(text), place + QUOTED)
    return max(text.rfind("\n", 0, place) + 1, place + 1 - QUOTED), place + 1


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(r"(?:^|[\s。；;：:，,、])(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$")
