"""模板里待填的地方没有填。

查什么
    X月X日、××年、XX单位、此处填写、（待补充）、成串的下划线，这些模板里等着填的地方还留在正文里。
为什么
    没有填就发出来，说明没有人读过；读者也会怀疑其他内容是不是照搬的。
依据
    公文校核要求。
反例
    一、业务工作有短板
    1.窗口排队时间长
    X月X日，召开专题会议，增设两个窗口。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，召开专题会议，为xx社区增设两个窗口。
    整改情况：完成整改。
不查什么
    按规定隐去的地名、人名、单位名（xx市、xx社区、×××同志）；型号和算式里的字母。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.looks import HAN, places_of
from bihuan.zh.vocab import alternatives, words

RULE = Rule("RU03", "template-residue", "模板里待填的地方没有填", Severity.ERROR, since="0.1")
MASKS = frozenset("XxＸｘ×＊*○〇")
"""Characters that stand for what is to be filled in, or for a name that is left out."""
BLANKS = (
    "某月",
    "_",
    "＿",
    "？？",
    "??",
    "（ ",
    "( ",
    "（\u3000",
    "〕 ",
    "〕\u3000",
    "  日",
    "  月",
    "\u3000日",
    "\u3000月",
)
LONGEST = 20
"""Characters that a prompt in brackets may have."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first such place of each line."""
    prompts = context.present(words("template", "prompt"))
    signs, masks = context.present(BLANKS), context.present(MASKS)
    for start, text in zip(context.line_starts, context.report.lines, strict=True):
        blank = any(sign in text for sign in signs) or (masks and _is_masked(text, masks))
        found = _blank_in(text) if blank else None
        found = found or next((_prompt_at(text, text.find(word)) for word in prompts if word in text), None)
        if found:
            place = places.in_text(context, start + found[0], start + found[1])
            yield Flag(
                place,
                f"“{place.quote}”是模板里待填的地方，请填上实际内容。",
                findings=context.labels_at(place.line),
            )


def _is_masked(text: str, masks: list[str]) -> bool:
    """Cheap look: a mask before something that is counted or that acts (XX年, ××单位), not one for a name."""
    for mask in masks:
        for at in places_of(text, mask):
            end = at + 1
            while text[end : end + 1] in ("余", *masks):
                end += 1
            if text.startswith(_masked(), end) or text[at - 1 : at] == "〕":
                return True
    return False


@cache
def _masked() -> tuple[str, ...]:
    return ("年", "月", "日", *words("template", "counted"), *words("template", "body"))


def _blank_in(text: str) -> tuple[int, int] | None:
    match = _blank().search(text)
    return match.span() if match else None


def _prompt_at(text: str, at: int) -> tuple[int, int]:
    """From the prompt to the bracket that closes it."""
    ends = [end + 1 for mark in "）】" if (end := text.find(mark, at, at + LONGEST)) >= 0]
    return at, min(ends, default=min(len(text), at + LONGEST))


@cache
def _blank() -> re.Pattern[str]:
    sign = f"[{''.join(sorted(MASKS))}]"
    counted, bodies = alternatives(words("template", "counted")), alternatives(words("template", "body"))
    return re.compile(
        f"(?<![A-Za-z0-9])(?:(?:[0-9]{{1,4}}[年月])?(?:{sign}{{1,4}}[年月日])+(?![A-Za-z])"
        f"|{sign}{{1,4}}余?(?:{counted}|{bodies})(?![岗换训值室服])|(?:某年)?某月(?:某日)?|[_＿]{{3,}}|(?<={HAN})[_＿]{{2}}(?={HAN}|[，。、])|[0-9]{{1,2}}月[_＿]日"
        f"|[？?]{{2,}}(?:{counted})|[（(][ \u3000]+[）)](?={HAN})"
        "|〔20[0-9]{2}〕[ \u3000XxＸ×_＿*]+号"
        "|[0-9]{1,4}[年月][ \u3000]{2,}[月日](?![0-9]))"
    )
