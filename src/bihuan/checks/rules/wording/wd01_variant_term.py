"""同一个词写成了两样，或者写错了字。

查什么
    写错的词（三册两薄应为三册两簿）；同一篇里两种写法混用（台帐和台账）；
    引号里的提法前后差一个音近形近的字（“三会一课”和“三会一科”）。
为什么
    公开稿里错一个字，读者先看到的就是它；提法前后不一，检索、核对都会漏。
依据
    《现代汉语词典》《第一批异形词整理表》；固定提法以文件原文为准。
反例
    一、党建工作有短板
    1.“三册两薄”记录不规范
    3月5日，规范“三册两簿”记录，补齐会议记录六次。
    整改情况：完成整改。
正例
    一、党建工作有短板
    1.“三册两簿”记录不规范
    3月5日，规范“三册两簿”记录，补齐会议记录六次。
    整改情况：完成整改。
不查什么
    音形都不相近的两个提法（“三联三促”和“三联三帮”）是两回事；“制定”和“制订”都对；
    “截止”用作“截至”的由 WD06 提示；文件名前后不一的由 WD05 提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.spelling import Misspelling, find_misspelled

RULE = Rule("WD01", "variant-term", "同一个词写成两样", Severity.WARNING, since="0.1")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at every place of the wrong spelling."""
    for found in find_misspelled(context.text, context.chars):
        place = places.in_text(context, found.offset, found.offset + len(found.wrong))
        others = (places.in_text(context, at, at + 1).line for at in found.others)
        yield Flag(
            place,
            _message(found),
            findings=context.labels_at(place.line),
            related=tuple(sorted({line for line in others if line != place.line})),
            fix=found.right if found.sure else None,
        )


def _message(found: Misspelling) -> str:
    if found.sure:
        return f"“{found.wrong}”应为“{found.right}”。"
    return f"这里写“{found.wrong}”，别处写“{found.right}”，请核对哪一个是对的，全文统一。"
