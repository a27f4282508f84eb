"""中文里夹着半角标点。

查什么
    汉字之间用了半角的逗号、冒号、分号、问号、叹号或括号。
为什么
    半角标点占位窄，排出来疏密不一；一处半角、别处全角，往往是从别处粘贴来的，值得再看一眼。
依据
    《标点符号用法》GB/T 15834-2011：中文用全角标点。
反例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日,公布办事指南，统一着装。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
不查什么
    数字、时刻（9:30）、网址、邮箱和外文里的半角标点；(1)、(一)、1)这类序号的括号；网页抬头里的栏目信息。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import LeafKind
from bihuan.zh.widths import FULL_WIDTH, find_half_width

RULE = Rule("WD02", "half-width-mark", "中文里夹着半角标点", Severity.INFO, since="0.1")
NUMBER = "0123456789一二三四五六七八九十"
AROUND = 5
"""Characters told on either side, because a comma alone is hard to see."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each mark, with the full-width one."""
    text = context.text
    front = {leaf.line for leaf in context.report.leaves if leaf.kind is LeafKind.FRONT}
    for offset, mark in find_half_width(text):
        if mark in "()" and _is_marker(text, offset):
            continue
        place = places.in_text(context, offset, offset + 1)
        if place.line in front:
            continue
        near = context.report.lines[place.line - 1][max(0, place.column - 1 - AROUND) : place.column + AROUND]
        yield Flag(
            place,
            f"“{near}”里的“{mark}”是半角，中文里请用全角“{FULL_WIDTH[mark]}”。",
            findings=context.labels_at(place.line),
            fix=FULL_WIDTH[mark],
        )


def _is_marker(text: str, offset: int) -> bool:
    """True for the brackets of (1), (一) and 1)."""
    if text[offset] == "(":
        return re.match(f"[{NUMBER}]{{1,4}}[)）]", text[offset + 1 : offset + 6]) is not None
    before = text[max(0, offset - 5) : offset]
    return before[-1:] in tuple(NUMBER) and ("(" in before or "（" in before or _starts(before))


def _starts(before: str) -> bool:
    """True when only a number stands between the bracket and the beginning of its clause."""
    return before.rstrip(NUMBER)[-1:] in ("", *"\n。；;：:，,\u3000 ")
