"""隐去的地名，旁边的字又说了出来。

查什么
    写作xx省，同一句旁边却写着这个省的某个市，或者写着省名；写作xx县，别处却写着“禾川县公安局”；
    写作张某某、××公司，紧接着的括号里又写出全名。
为什么
    一个隐、一个不隐，等于没有隐；还让人以为有什么要遮。
依据
    公开稿隐名应当前后一致。
反例
    一、业务工作有短板
    1.培训不到位
    3月6日，组织执法人员参加大连市和xx省举办的专题培训。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.培训不到位
    3月6日，组织执法人员参加xx市和xx省举办的专题培训。
    整改情况：完成整改。
不查什么
    全文没有隐去地名的；上级市的名称与本市的隐名不在一处的。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Place, Rule, Severity
from bihuan.zh.looks import HAN
from bihuan.zh.people import is_name
from bihuan.zh.told_places import (
    MASK,
    MASK_SIGNS,
    bracketed,
    masked_place,
    organs_in,
    own_organs,
    place_told,
    places_in,
)
from bihuan.zh.vocab import words

RULE = Rule("PV02", "mask-leaks", "隐去的地名，旁边的字又说了出来", Severity.WARNING, since="0.1")
SIGNS = ("xx", "XX", "ｘｘ", "ＸＸ", "××", "＊＊", "**", "○○", "□□", "某", "x", "X", "×", "*")
MANY = 2
"""Lines that may name a place that is hidden elsewhere; more speak openly of it."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag a line: a masked province beside its city, a masked place named in full elsewhere."""
    seen: set[int] = set()
    found = (
        *_beside(context),
        *_in_brackets(context),
        *_places_in_brackets(context),
        *_in_line(context),
        *_people(context),
        *_by_own_name(context),
    )
    for place, message in found:
        if place.line not in seen:
            seen.add(place.line)
            yield Flag(place, message, findings=context.labels_at(place.line))


def _beside(context: Context) -> Iterator[tuple[Place, str]]:
    """xx省 in a line that names one of its cities."""
    for line, text in enumerate(context.report.lines, 1):
        if "省" not in text or not (masked := _province().search(text)):
            continue
        known = (*words("places", "cities"), *words("places", "provinces"))
        named = next((word for word in known if word in text), None)
        if named:
            at = context.line_starts[line - 1] + masked.start()
            said = f"省名隐去了，同一段却写着“{named}”，一看便知是哪个省；请统一。"
            yield places.in_text(context, at, at + len(masked.group())), said


def _in_line(context: Context) -> Iterator[tuple[Place, str]]:
    """x县河口镇 and 云台县 in one line; ××信访局 and 岚石县信访局."""
    for line, text in context.lines_with(tuple(MASK_SIGNS)):
        for masked, name in (*places_in(text), *organs_in(text)):
            at = context.line_starts[line - 1] + masked.start()
            place = places.in_text(context, at, at + len(masked.group()))
            yield place, f"这里隐去了，同一段却写着“{name}”；请统一。"


def _people(context: Context) -> Iterator[tuple[Place, str]]:
    """护理员马某某 in one place and 护理员马秀兰 in another: the same post, the same surname."""
    text = context.text
    name_behind = cache(lambda announced: _name_behind(text, announced))  # the same post in line after line
    for masked in _masked_people(context):
        name = name_behind(masked["post"] + masked["surname"])
        near = name and text.find(name, *_line_around(text, masked.start())) >= 0
        if name and (near or masked["post"].endswith(words("people", "posts"))):
            place = places.in_text(context, masked.start(), masked.end())
            where = "同一段" if near else "别处"
            yield place, f"这里隐去了，{where}却写着“{name}”；请统一。"


def _masked_people(context: Context) -> Iterator[re.Match[str]]:
    for line, text in context.lines_with(tuple(MASK_SIGNS)):
        start = context.line_starts[line - 1]
        yield from _masked_person().finditer(context.text, start, start + len(text))


def _name_behind(text: str, announced: str) -> str | None:
    """马秀兰 behind 护理员马; None where only masks stand there."""
    at = text.find(announced)
    while at >= 0:
        at += len(announced) - 1
        for length in (3, 2):
            name = text[at : at + length]
            if len(name) == length and not any(char in MASK_SIGNS for char in name) and is_name(name):
                return name
        at = text.find(announced, at)
    return None


def _line_around(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _places_in_brackets(context: Context) -> Iterator[tuple[Place, str]]:
    """某市职教园区（黄山市屯溪区）, ××卫生院……该院（即金浦区石塘中心卫生院）."""
    if "（" not in context.text:
        return
    for match in bracketed().finditer(context.text):
        if name := place_told(match["inside"]):
            place = places.in_text(context, match.start(), match.end())
            yield place, f"前面隐去了，后面的括号里又写出“{name}”；请统一隐去。"


def _in_brackets(context: Context) -> Iterator[tuple[Place, str]]:
    """李某某（站长李国强）, ××公司（禾川润泽水务有限公司）: the mask and, right behind it, what it hides."""
    for match in _explained().finditer(context.text) if _pointing().search(context.text) else ():
        name = match["person"] or match["company"]
        if not any(char in MASK_SIGNS for char in name):
            place = places.in_text(context, match.start(), match.end())
            yield place, f"前面隐去了，紧接着又写出“{name}”；请统一隐去。"


def _by_own_name(context: Context) -> Iterator[tuple[Place, str]]:
    """xx县 in a text that names an organ of one county only: 禾川县公安局."""
    masks: dict[str, re.Match[str]] = {}
    for match in masked_place().finditer(context.text):
        masks.setdefault(match["level"], match)
    for level, masked in masks.items():
        named: dict[str, int] = {}
        for at, name in own_organs(context.text, level):
            named.setdefault(name, at)
        own = {name: at for name, at in named.items() if level != "市" or _heads(context, at, name)}
        if len(own) == 1:
            name, at = next(iter(own.items()))
            if _is_open(context, name):  # the unit's own place: the mask is the odd one
                if masked.group().startswith("某"):
                    continue  # and 某县 is any other
                place = places.in_text(context, masked.start(), masked.end())
                yield place, f"这里隐去了，别处却写着“{name}”；请统一。"
                continue
            place = places.in_text(context, at, at + len(name))
            yield place, f"别处写作“{masked.group()}”，这里写出了“{name}”；请统一隐去。"


def _is_open(context: Context, name: str) -> bool:
    """True where the title or several lines name the place."""
    lines = [line for line, text in enumerate(context.report.lines, 1) if name in text]
    return len(lines) > MANY or context.report.title_line in lines


def _heads(context: Context, at: int, name: str) -> bool:
    """True in the title and the signature, which name the unit's own place, and where the title hides it."""
    line = places.in_text(context, at, at + 1).line
    title = context.report.title_line
    far = name in words("places", "cities") or name.startswith(("北京", "上海", "天津", "重庆"))
    if (
        title
        and not far
        and any(match["level"] == "市" for match in masked_place().finditer(context.report.lines[title - 1]))
    ):
        return True  # the unit's own city is what the title leaves out
    return line == context.report.title_line or line > len(context.report.lines) - 4


@cache
def _masked_person() -> re.Pattern[str]:
    masked = "(?:某某?|[xXｘＸ×＊*○□]{1,2})"
    return re.compile(f"(?P<post>{HAN}{{2}})(?P<surname>{HAN}){masked}(?![镇乡村县市区])")


@cache
def _pointing() -> re.Pattern[str]:
    """A mask that a bracket follows; without one nothing is explained."""
    return re.compile(f"[{MASK_SIGNS}](?:公司|有限公司|企业|单位)?(?:[（(]|，(?:即|系|也|真|全))")


@cache
def _explained() -> re.Pattern[str]:
    masked = f"[{MASK_SIGNS}]{{1,4}}"
    between = "(?:[（(]|，(?:即|系|也就是|真名|全名))[^（）()。；]{0,40}?"
    name = f"(?P<person>(?P=surname){HAN}{{1,2}})(?=[）)，。])"
    person = f"(?P<surname>{HAN}){masked}{between}{name}"
    company = f"{masked}(?:有限)?(?:公司|企业|单位){between}(?P<company>{HAN}{{4,20}}公司)(?=[）)，。])"
    return re.compile(f"{person}|{company}")


@cache
def _province() -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z0-9]){MASK}省")
