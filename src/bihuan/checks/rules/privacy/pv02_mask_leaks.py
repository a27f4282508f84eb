"""隐去的地名，旁边的字又说了出来。

查什么
    写作xx省，同一句旁边却写着这个省的某个市；写作xx县，别处却写着“禾川县公安局”；
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
from bihuan.zh.people import is_name
from bihuan.zh.vocab import words

RULE = Rule("PV02", "mask-leaks", "隐去的地名，旁边的字又说了出来", Severity.WARNING, since="0.1")
SIGNS = ("xx", "XX", "ｘｘ", "ＸＸ", "××", "＊＊", "**", "○○", "某", "x", "X", "×")
MANY = 2
"""Lines that may name a place that is hidden elsewhere; more speak openly of it."""
MASK = "(?:[xXｘＸ×＊*○]{1,4}|某某?)"
BEFORE = "由与和向到在对从经请报同共了赴至是为及、往由将把给"
"""Characters that may stand right before the name of a place."""
NOT_NAMES = "届全本该我原各两三四五六七八九十百一二某"
"""Characters that no name of a place begins or ends with: 十四届县委 is no county."""
OTHERS = (
    "指导",
    "帮助",
    "全体",
    "全县",
    "全市",
    "全镇",
    "下辖",
    "所辖",
    "驻村",
    "包村",
    "联村",
    "城关",
    "上级",
    "同级",
    "所属",
)
"""More words before 村党支部 and the like that name no place."""
MASK_SIGNS = "xXｘＸ×＊*○某"
LEVELS = ("县", "区", "镇", "乡", "街道", "村", "社区", "市")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag a line: a masked province beside its city, a masked place named in full elsewhere."""
    seen: set[int] = set()
    found = (*_beside(context), *_in_brackets(context), *_in_line(context), *_by_own_name(context))
    for place, message in found:
        if place.line not in seen:
            seen.add(place.line)
            yield Flag(place, message, findings=context.labels_at(place.line))


def _beside(context: Context) -> Iterator[tuple[Place, str]]:
    """xx省 in a line that names one of its cities."""
    for line, text in enumerate(context.report.lines, 1):
        if "省" not in text or not (masked := _province().search(text)):
            continue
        city = next((word for word in words("places", "cities") if word in text), None)
        if city:
            at = context.line_starts[line - 1] + masked.start()
            said = f"省名隐去了，同一段却写着“{city}”，一看便知是哪个省；请统一。"
            yield places.in_text(context, at, at + len(masked.group())), said


def _in_line(context: Context) -> Iterator[tuple[Place, str]]:
    """x县河口镇 and 云台县 in one line; 护理员马某某 and 护理员马秀兰."""
    for line, text in enumerate(context.report.lines, 1):
        if not any(sign in text for sign in MASK_SIGNS):
            continue
        for masked, name in (*_places_in(text), *_people_in(text), *_organs_in(text)):
            at = context.line_starts[line - 1] + masked.start()
            place = places.in_text(context, at, at + len(masked.group()))
            yield place, f"这里隐去了，同一段却写着“{name}”；请统一。"


def _places_in(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for masked in _masked_place().finditer(text):
        if masked["level"] == "市":
            continue  # the city above may be named beside the county-level city that is not
        for start in _named(text, masked["level"]):
            yield masked, text[start : text.index(masked["level"], start) + len(masked["level"])]
            break
    office = _office().search(text)
    if office and (named := _named_office(office["level"]).search(text)):
        yield office, named.group()


def _organs_in(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """××信访局 … 岚石县信访局: the same organ, once masked and once named."""
    for masked in _masked_organ().finditer(text):
        organ, at = masked["organ"], text.find(masked["organ"])
        while at >= 0:
            if at != masked.start("organ") and (name := _place_before(text, at)):
                yield masked, name + organ
                break
            at = text.find(organ, at + 1)


def _place_before(text: str, at: int) -> str:
    """岚石县 or 石塘 right before an organ's name; empty where words or masks stand there."""
    before = re.split(
        "[^\u4e00-\u9fff]|[由与和向到在对从经请报同共了赴至是为及往将把给即]", text[max(0, at - 6) : at]
    )[-1]
    sure = len(before) > 1 and before[-1] in "省市县区镇乡村"
    return before if (sure or 1 < len(before) <= _SHORT) and not any(c in NOT_NAMES for c in before) else ""


_SHORT = 4


@cache
def _masked_organ() -> re.Pattern[str]:
    ends = "局|厅|卫生院|医院|中学|小学|学校|法院|检察院|派出所|银行|林场|信用社|事务所|公司"
    return re.compile(
        f"(?<![A-Za-z0-9])[xXｘＸ×＊*○]{{2,4}}(?P<organ>(?!市)[省县区镇乡]?[\u4e00-\u9fff]{{0,5}}?(?:{ends}))(?![\u4e00-\u9fff]?[长])"
    )


def _named(text: str, level: str) -> Iterator[int]:
    """Where a name of two or three characters begins that the level ends."""
    at = text.find(level)
    while at >= 0:
        for length in (3, 2):
            start = at - length
            name, before = text[max(0, start) : at], text[max(0, start - 1) : max(0, start)]
            fits = start >= 0 and all(map(_is_chinese, name)) and not any(char in NOT_NAMES for char in name)
            free = not _is_chinese(before or " ") or before in BEFORE
            if fits and free and not _tells(name):
                yield start
                break
        at = text.find(level, at + len(level))


def _tells(name: str) -> bool:
    """Whether the characters are words and no name: 会同县, 来到镇."""
    return name in _no_places() or name[:2] in _no_places() or name[-1] in BEFORE


def _people_in(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """护理员马某某 … 护理员马秀兰: the same post, the same surname."""
    for masked in _masked_person().finditer(text):
        post, surname = masked["post"], masked["surname"]
        at = text.find(post[-2:] + surname)
        while at >= 0:
            name = text[at + 2 : at + 5]
            if len(name) > 1 and not any(char in MASK_SIGNS for char in name) and is_name(name):
                yield masked, name
                break
            at = text.find(post[-2:] + surname, at + 1)


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
    for match in _masked_place().finditer(context.text):
        masks.setdefault(match["level"], match)
    for level, masked in masks.items():
        named: dict[str, int] = {}
        for at, name in _own_organs(context.text, level):
            named.setdefault(name, at)
        own = {name: at for name, at in named.items() if level != "市" or _heads(context, at)}
        if len(own) == 1:
            name, at = next(iter(own.items()))
            if _is_open(context, name):  # the unit's own place: the mask is the odd one
                place = places.in_text(context, masked.start(), masked.end())
                yield place, f"这里隐去了，别处却写着“{name}”；请统一。"
                continue
            place = places.in_text(context, at, at + len(name))
            yield place, f"别处写作“{masked.group()}”，这里写出了“{name}”；请统一隐去。"


def _is_open(context: Context, name: str) -> bool:
    """True where the title or several lines name the place."""
    lines = [line for line, text in enumerate(context.report.lines, 1) if name in text]
    return len(lines) > MANY or context.report.title_line in lines


def _own_organs(text: str, level: str) -> Iterator[tuple[int, str]]:
    """(place, 禾川县) of each named place of the level that an organ's name follows."""
    for start in _organs(text, level):
        for length in (3, 2):
            name = text[start - length : start]
            if len(name) == length and all(map(_is_chinese, name)):
                before = text[max(0, start - length - 1) : start - length]
                if any(char in NOT_NAMES for char in name) or name in _no_places():
                    continue
                if not "\u4e00" <= before <= "\u9fff" or before in BEFORE:
                    yield start - length, name + level
                    break


def _heads(context: Context, at: int) -> bool:
    """True in the title and the signature, which name the unit's own place."""
    line = places.in_text(context, at, at + 1).line
    return line == context.report.title_line or line > len(context.report.lines) - 4


@cache
def _no_places() -> frozenset[str]:
    """Words that stand before an organ and are no place: 修订街道…, 根据县委…."""
    plain = (words("tense", name) for name in ("act", "introduction", "verb", "done_marks"))
    verbs = (*words("quantities", "many_verb"), *words("people", "dealt_with"))
    return frozenset(
        (*(word for one in plain for word in one), *verbs, *words("masking", "no_village"), *OTHERS)
    )


@cache
def _masked_person() -> re.Pattern[str]:
    masked = "(?:某某?|[xXｘＸ×＊*○]{1,2})"
    return re.compile(f"(?P<post>[\u4e00-\u9fff]{{2}})(?P<surname>[\u4e00-\u9fff]){masked}(?![镇乡村县市区])")


@cache
def _office() -> re.Pattern[str]:
    return re.compile("(?<![A-Za-z0-9])[xXｘＸ×＊*○]{2,4}(?P<level>[所站])(?![有在长])")


@cache
def _named_office(level: str) -> re.Pattern[str]:
    return re.compile(f"(?<=[，。；、])[\u4e00-\u9fff]{{3,10}}{level}(?={level}长|负责人)")


@cache
def _pointing() -> re.Pattern[str]:
    """A mask that a bracket follows; without one nothing is explained."""
    return re.compile(f"[{MASK_SIGNS}](?:公司|有限公司|企业|单位)?(?:[（(]|，(?:即|系|也|真|全))")


@cache
def _explained() -> re.Pattern[str]:
    masked = f"[{MASK_SIGNS}]{{1,4}}"
    between = "(?:[（(]|，(?:即|系|也就是|真名|全名))[^（）()。；]{0,40}?"
    name = "(?P<person>(?P=surname)[\u4e00-\u9fff]{1,2})(?=[）)，。])"
    person = f"(?P<surname>[\u4e00-\u9fff]){masked}{between}{name}"
    company = (
        f"{masked}(?:有限)?(?:公司|企业|单位){between}(?P<company>[\u4e00-\u9fff]{{4,20}}公司)(?=[）)，。])"
    )
    return re.compile(f"{person}|{company}")


@cache
def _province() -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z0-9]){MASK}省")


@cache
def _masked_place() -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z0-9]){MASK}(?P<level>{'|'.join(LEVELS)})")


def _organs(text: str, level: str) -> Iterator[int]:
    """Where 县 stands right before the name of an organ. By hand: a pattern would have a hundred branches."""
    at = text.find(level)
    while at >= 0:
        begin = at + len(level)
        end = _organ_end(text, begin)
        if end:
            yield at
        at = text.find(level, end or begin)


def _organ_end(text: str, begin: int) -> int:
    """Behind 公安局, or behind two to five characters and 局 or 院; 0 where neither stands there."""
    for organ in words("places", "organs"):
        if text.startswith(organ, begin):
            return begin + len(organ)
    for length in (5, 4, 3, 2):
        name = text[begin : begin + length]
        if text[begin + length : begin + length + 1] in {"局", "院"} and all(map(_is_chinese, name)):
            return begin + length + 1
    return 0


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
