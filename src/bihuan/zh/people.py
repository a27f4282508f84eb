"""Names of people in running text: a surname from the lexicon, and words beside it that only a name has.

No segmenter is needed: a name counts only where a post or a word for somebody stands right before it, 同志
and the like right after it, or where the text deals with it as with a person only (``zh.affected``).
What that misses is missed on purpose; a false name in a privacy check costs trust. Searched by hand: the
expressions for it would take longer to compile than a report to read.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.zh.affected import find_affected, surname_places
from bihuan.zh.beside_masks import (
    SIGNS,
    before_brackets,
    dotted,
    in_offices,
    last_in_lists,
    next_in_lists,
    told_behind,
)
from bihuan.zh.looks import is_han, places_of
from bihuan.zh.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLES = ("同志", "先生", "女士")
_BEFORE = "和及与由任为荐请是命免聘对予"
"""Characters that may stand right before a name."""
_MASKS = ("xx", "XX", "ｘｘ", "ＸＸ", "××", "＊＊", "**", "○○", "□□", "x", "X", "×", "*", "某")
_MASK_SIGNS = frozenset(SIGNS + "某")
_NOT_PEOPLE = "省市县区镇乡村局项种些个一类年月地方企公单部街社学医院校"
"""Characters after a mask that make it a place or a thing."""
_AGENTS = "员户民者师生长工属亲友众人"
"""Characters that end a word for somebody: 驾驶员王某某, 患者家属李某."""
_OFFICERS = "理记任官警兵"
"""Characters that end the name of a post: 检察官助理罗宇航同志."""
_COMMON = 100
_HARDLY_WORDS = frozenset("马钱武孔常温康熊尹史毛江夏牛")
"""Surnames that begin other words, but hardly words of three characters."""
_NOT_GIVEN = frozenset(
    "的了在是和与等被把对向为从到将已未不及其做作进行以因就均都也又还并各项个名人位次月日年长员工会议处科室局所队办制度情况问题理管责任"
)
"""Characters that a given name hardly has and running text often."""
_LONGEST_POST = 8
_WORDS_TOO = frozenset("马高任于石金夏方白熊江尹万向史毛钱武孔常温康施文牛时和成应")
"""Surnames that also end or begin other words: 关于某项."""
_OF_MODELS = (
    "先进",
    "事迹",
    "精神",
    "思想",
    "故居",
    "重要",
    "讲话",
    "论述",
    "生平",
    "诞辰",
    "关于",
    "榜样",
    "模范",
)
_LINKS = frozenset("和应全时都来那普储原初位与向同相当")
"""Rare surnames that mostly link words: 书记和行政负责人; nothing may follow a name that begins so."""
_NOT_LAST = frozenset("的等与及对在为向到被已因以就了")
"""Characters that follow a name and end none."""
_SUM = re.compile("[0-9.]+万?元|[0-9.]{2,}")
_COUNTED = re.compile("[0-9两三四五六七八九十]+(?:名|人|户|位|家)")
_ENDS = frozenset("，、。；：）)（( \t\n\u3000！？")
_INSIDE = (
    *("同志", "党组", "党委", "支部", "部门", "单位", "干部", "科室", "工作", "书记", "主任", "局长", "领导"),
    *("班子", "成员", "人员", "负责", "专题", "主持", "带队", "牵头", "全体", "群众", "某", "公司", "学校"),
    *("医院", "办公", "组长", "中央", "覆盖"),
)


class Name(NamedTuple):
    """A name and where it stands, 0-based."""

    offset: int
    text: str


def find_names(text: str) -> list[Name]:
    """Names in the order of the text, each place once."""
    found: dict[int, str] = {}
    for name in (*_before_titles(text), *_after_posts(text), *_beside(text)):
        found.setdefault(name.offset, name.text)
    for offset, told in find_affected(text):
        if is_name(told):
            found.setdefault(offset, told)
    return [Name(at, told) for at, told in sorted(found.items()) if not _is_model(text, at, told)]


def _beside(text: str) -> Iterator[Name]:
    """孙某和赫连丽; 覃德旺、马岭村周××; 安顺（原任村文书）; 阿依努尔·买买提."""
    for at in (*next_in_lists(text), *_double_surnames(text)):
        if (
            _is_sure(text[at : at + 2])
            and (name := _name_at(text, at, listed=True))
            and name[-1] not in _NOT_PEOPLE
        ):
            yield Name(at, name)
    for at, name in in_offices(text):
        if is_name(name) and name[0] not in _LINKS:
            yield Name(at, name)
    for end in last_in_lists(text):
        if name := _name_before(text, end):
            yield Name(end - len(name), name)
    for end in before_brackets(text):
        if name := _name_before(text, end):
            yield Name(end - len(name), name)
    for at, name in told_behind(text):
        if is_name(name):
            yield Name(at, name)
    yield from (Name(at, name) for at, name in dotted(text))


def _double_surnames(text: str) -> Iterator[int]:
    """Where a double surname begins that no other word goes before: 同案人员|呼延卫国."""
    for at in _double_places(text):
        before = text[at - 1 : at]
        if not before or not is_han(before) or before in _BEFORE + _AGENTS + _OFFICERS:
            yield at


@lru_cache(maxsize=1)
def _double_places(text: str) -> tuple[int, ...]:
    return tuple([at for surname in _doubles() for at in places_of(text, surname)])


def _name_before(text: str, end: int) -> str | None:
    """The name that ends here and begins behind a mark, a place or a word for somebody."""
    for length in (4, 3, 2):
        name, before = text[max(0, end - length) : end], text[max(0, end - length - 1) : end - length]
        free = not before or not is_han(before) or before in _BEFORE + _AGENTS + _NOT_PEOPLE
        if len(name) == length and free and is_name(name) and name[-1] not in _NOT_PEOPLE:
            return name
    return None


def _is_sure(start: str) -> bool:
    """Whether a surname begins here that begins few other words."""
    return start[:1] in _unmistakable() or start in _doubles()


def _is_model(text: str, at: int, name: str) -> bool:
    """学习焦裕禄同志先进事迹: a name that everybody may read."""
    end = at + len(name)
    end += 2 * text.startswith("同志", end)
    return name in words("people", "public_figures") or text.startswith(_OF_MODELS, end)


def masks_people(text: str) -> bool:
    """True where the text leaves out somebody's name (xx同志, 张某, 李××, 局长xx，)."""
    return any(
        _stands_for_person(text, at, at + len(mask))
        for mask in _MASKS
        if mask in text
        for at in places_of(text, mask)
    )


_FULL_MASK = 2
_ACTING = ("于", "带", "主", "牵", "同", "等", "负", "在", "到", "赴")
"""Characters behind ××× that only somebody has behind his name."""


def _stands_for_person(text: str, start: int, end: int) -> bool:
    """Whether the mask stands where a name would."""
    while text[end : end + 1] in _MASK_SIGNS:
        end += 1
    after = text[end : end + 2]
    if after in _TITLES or text.startswith(_posts(), end):
        return True
    if after[:1] and after[0] in _NOT_PEOPLE:
        return False
    before = text[max(0, start - 4) : start]
    if end - start > _FULL_MASK and not is_han(before[-1:]) and after.startswith(_ACTING):
        return True
    if before[-1:] in _singles():
        free = not is_han(before[-2:-1]) or before[-2] in _BEFORE or before[-2] in _AGENTS
        return free or before[-1] in _unmistakable() or before[:-1].endswith(_posts())
    return before.endswith(_posts()) and (not after or after[0] in _ENDS)


def _before_titles(text: str) -> Iterator[Name]:
    """陈曦同志, 由何苗同志, 李华楠等3名同志."""
    for title in _TITLES:
        for at in places_of(text, title):
            head = text[max(0, at - 12) : at]
            if "等" in head[-4:]:
                head = head[: head.rfind("等")]
            end = at - len(text[max(0, at - 12) : at]) + len(head)
            for length in (3, 2):
                name, before = head[-length:], head[:-length]
                free = not before or not is_han(before[-1]) or before[-1] in _BEFORE + _AGENTS + _OFFICERS
                if len(name) == length and (free or before.endswith(_posts())) and is_name(name):
                    yield Name(end - length, name)
                    break


def _after_posts(text: str) -> Iterator[Name]:
    """局长陈曦，; 统计一室主任张悦具体负责; 村民吴春花: behind a word for anybody a common surname only."""
    posts, persons, last = _posts(), words("people", "persons"), _last_of_posts()
    for at in (*surname_places(text), *_double_places(text)):
        before = text[at - 1 : at]
        if before not in last and not (before in _LEADS and text[max(0, at - 2) : at - 1] in last):
            continue
        begin = max(0, at - _LONGEST_POST)
        post = text.endswith(posts, begin, at)
        if not post and text[at - 1] in _LEADS:
            post = text.endswith(posts, begin, at - 1) and _stands_alone(text, at)
        if not post and not (text[at] in _unmistakable() and text.endswith(persons, begin, at)):
            continue
        if name := _name_at(text, at) or (_full_name_at(text, at) if post else None):
            yield Name(at, name)


def _full_name_at(text: str, start: int) -> str | None:
    """Three characters behind a common surname: what follows them need not be known."""
    name = text[start : start + 3]
    plain = text[start] in _unmistakable() or text[start] in _HARDLY_WORDS
    given = name[1:] and not any(char in _NOT_GIVEN for char in name[1:])
    return name if len(name) == len("某某某") and plain and given and is_name(name) else None


_LEADS = frozenset("：:为是")


@cache
def _last_of_posts() -> frozenset[str]:
    return frozenset(word[-1] for entry in ("posts", "persons") for word in words("people", entry))


def _stands_alone(text: str, at: int) -> bool:
    """责任人：曹建平，: three characters and a mark; 负责人：办公室 has no surname."""
    return text[at + 3 : at + 4] in ("", *"，。；、）)\n（ \u3000")


def _name_at(text: str, start: int, *, listed: bool = False) -> str | None:
    """The name that begins here and is followed by what follows names; in a list also by a count of heads."""
    follows = words("people", "after")
    for length in (3, 2, 4):
        name, rest = text[start : start + length], text[start + length : start + length + 4]
        ends = not rest or rest[0] in _ENDS or _SUM.match(rest) is not None
        ends = ends or (listed and _COUNTED.match(rest) is not None)
        known = len(name) == length and is_name(name) and (ends or length == 2 or name[-1] not in _NOT_LAST)
        if known and (ends or (rest.startswith(follows) and name[0] not in _LINKS)):
            return name
    return None


def is_name(name: str) -> bool:
    """Two or three characters behind a surname (one more behind a double one) that make no other word."""
    double = name[:2] in _doubles()
    fits = 3 <= len(name) <= 4 if double else 2 <= len(name) <= 3 and name[:1] in _singles()
    if not fits or not is_han(name):
        return False
    return not name.startswith(words("people", "not_given")) and not any(word in name for word in _INSIDE)


@cache
def _singles() -> frozenset[str]:
    return frozenset(word for word in words("people", "surnames") if len(word) == 1)


@cache
def _unmistakable() -> frozenset[str]:
    """Common surnames that are hardly anything else: 司机赵某, 村文书刘某."""
    return frozenset(words("people", "surnames")[:_COMMON]) - _WORDS_TOO


@cache
def _doubles() -> frozenset[str]:
    return frozenset(words("people", "double_surnames"))


@cache
def _posts() -> tuple[str, ...]:
    return words("people", "posts")
