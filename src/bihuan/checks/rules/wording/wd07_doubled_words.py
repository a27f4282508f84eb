"""字句连着写了两遍。

查什么
    两个字以上的词紧接着又写了一遍（“开展开展”），或者一个分句紧接着又写了一遍。
为什么
    多半是改稿时留下的；公开以后最显眼。
依据
    公文校核要求。
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，组织组织窗口人员培训14人次。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，组织窗口人员培训14人次，一项一项过关。
    整改情况：完成整改。
不查什么
    本来就重叠的说法（一步一步、学习学习再学习、人人人）；数字、字母和隐名符号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.looks import places_of
from bihuan.zh.vocab import words

RULE = Rule("WD07", "doubled-words", "字句连着写了两遍", Severity.WARNING, since="0.1")
SHORTEST = 4
"""Characters of a clause that nobody repeats on purpose."""
MEANT = (
    "谢谢",
    "常常",
    "人人",
    "天天",
    "年年",
    "处处",
    "事事",
    "件件",
    "层层",
    "步步",
    "哈哈",
    "好好",
    "研究",
    "讨论",
    "大大",
    "往往",
    "点点",
    "滴滴",
    "代代",
    "多多",
    "看看",
    "试试",
    "家家",
    "户户",
)


JOINING = (
    *("共计", "合计", "总计", "累计", "目前", "同时", "其中", "以及", "并且", "已经", "全部"),
    *("分别", "及时", "统一"),
)
"""Words between others that are written twice by oversight only."""
UNITS = "名个人项件份条家户次场台套"
MARKS = "，、；：。"
PARTICLES = "及并在已将由从到各了为被其且局院校馆"


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first doubling of each line."""
    told: set[int] = set()
    found = (*_words(context.text), *_clauses(context.text), *_letters(context.text))
    for start, once, length in sorted(found):
        place = places.in_text(context, start, start + length)
        if place.line not in told:
            told.add(place.line)
            yield Flag(
                place,
                f"“{once}”连着写了两遍，请删去一遍。",
                findings=context.labels_at(place.line),
                fix=once,
            )


def _words(text: str) -> Iterator[tuple[int, str, int]]:
    """(place, word, length of both) of words written twice; not 一项一项, 谢谢谢谢, 学习学习再学习."""
    for match in _doubled().finditer(text):
        word = match[1]
        meant = len(set(word)) == 1 or word[0] in "一二两再又" or word in MEANT
        by_chance = len(word) == 2 and match.start() > 0 and _may_be_chance(text, match.start(), word)
        again = text.startswith(("再" + word, word), match.end())
        if not (meant or by_chance or again) and all("\u4e00" <= char <= "\u9fff" for char in word):
            yield match.start(), word, 2 * len(word)


def _may_be_chance(text: str, place: int, word: str) -> bool:
    """核查检查检验 doubles 查检 by chance; 银行银行账户 does not where 银行 stands elsewhere too."""
    if word in _known():
        return False
    if text.startswith(("长", "员"), place + 4):
        return True  # 城关中队中队长
    turned = word[1] + word[0]
    if turned in _known() or text.find(turned) not in (-1, place + 1) or text.find(turned, place + 3) >= 0:
        return True
    return text.find(word) == place and text.find(word, place + 4) < 0


def _clauses(text: str) -> Iterator[tuple[int, str, int]]:
    """Whole clauses that stand twice in a row."""
    start = 0
    for one, other in pairwise(_stop().split(text)):
        end = start + len(one)
        if one and len(other) >= SHORTEST and one.endswith(other) and not text[end].isspace():
            whole = len(one) == len(other)
            priced = text[end] == "、" and any(map(str.isdigit, one))  # 每台2880元、2880元
            told = len(other) > SHORTEST and text[end] == "，" and not any(map(str.isdigit, other))
            if (whole and not priced) or told:  # 张贴在公示栏里，张贴在公示栏里
                yield end - len(other), other, 2 * len(other) + 1
        start = end + 1


def _letters(text: str) -> Iterator[tuple[int, str, int]]:
    """的的, 91名名 and the like; not 的的确确."""
    if _has_twice(text, UNITS):
        for match in _unit_twice().finditer(text):
            yield match.start(1), match[1], 2
    if _has_twice(text, MARKS + "对"):
        for match in _marks_twice().finditer(text):
            yield match.start(), match.group()[0], 2
    if _has_twice(text, PARTICLES) or any(_has_twice_between(text, letter) for letter in "逐每"):
        for match in _particle_twice().finditer(text):
            once = match.group()[: len(match.group()) // 2]
            yield match.start(), once, 2 * len(once)
    for letter in "的和与":
        at = text.find(letter * 2)
        while at >= 0:
            if not text.startswith("确", at + 2):
                yield at, letter, 2
            at = text.find(letter * 2, at + 2)


def _has_twice(text: str, letters: str) -> bool:
    """Cheap look: 了了, ，，."""
    return any(letter * 2 in text for letter in letters)


def _has_twice_between(text: str, letter: str) -> bool:
    """Cheap look: 逐户逐户."""
    return any(text.startswith(letter, at + 2) for at in places_of(text, letter))


@cache
def _unit_twice() -> re.Pattern[str]:
    """91名名, 12份份; not 12人人均, 3家家庭."""
    return re.compile(f"[0-9０-９]([{UNITS}])\\1(?![均庭口数])")


@cache
def _particle_twice() -> re.Pattern[str]:
    """及及, 并并, 在在, 修订了了; not 普及及时, 合并并处, 现在在岗, 不了了之."""
    return re.compile(
        "(?<![普涉触波危企])及及(?![时早格])|(?<![合归兼])并并|(?<![存现所正潜实不])在在|已已|(?<![即])将将(?!军)"
        "|(?<![自理事缘案])由由|(?<![服听遵顺])从从|(?<![迟报签收])到到|各各|(?<!不)了了(?![之解然])"
        "|(?<![因成认行以])为为|被被|其其|且且|逐([户一条项人件个])逐\\1|每([月日周年季天])每\\2|[局院校馆]{2}(?<=局局|院院|校校|馆馆)(?=牵头|组织|开展|召开|负责)"
    )


@cache
def _marks_twice() -> re.Pattern[str]:
    """，， and 。。, and 对对 at the head of a clause; never ……."""
    return re.compile(
        "(?<![，、；：])([，、；：])\\1(?![，、；：])|(?<!。)(。)\\2(?!。)|(?<=[，。；、])(对)\\3(?!应|照|比|联|子|手|方)"
    )


@cache
def _known() -> frozenset[str]:
    """Words of two characters: 核查检查检验 doubles none of them, 组织组织 does."""
    files = {
        "keywords": ("plain",),
        "substance": ("paper", "concrete", "rule_verb", "rule_noun"),
        "events": ("filler",),
        "tense": ("verb", "act"),
        "quantities": ("many_verb",),
    }
    lists = [words(file, entry) for file, entries in files.items() for entry in entries]
    lists += [tuple(group.split("/")) for group in words("keywords", "topics")]
    return frozenset((*JOINING, *(word for one in lists for word in one if len(word) == 2)))


@cache
def _doubled() -> re.Pattern[str]:
    return re.compile(r"([^\s]{2,8})\1")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile("[，。；、！？：\\s]")
