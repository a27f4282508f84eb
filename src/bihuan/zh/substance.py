"""What a clause tells: a deed, a meeting or a paper, a plan drawn up, or nothing but resolve.

One reading for all rules of substance. A clause is judged by its words outside 《》 and “”: what was studied
or named is no deed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from bihuan.zh.brackets import outer_spans
from bihuan.zh.looks import has_counted
from bihuan.zh.vocab import alternatives, words
from bihuan.zh.wordlist import WordList


class Kind(StrEnum):
    """What one clause tells."""

    DEED = "deed"
    PAPER = "paper"
    PLAN = "plan"
    RESOLVE = "resolve"
    PLAIN = "plain"


_PAPER = WordList(words("substance", "paper"))
_CONCRETE = WordList(words("substance", "concrete"))
_SLOGANS = WordList(words("substance", "slogan"))
_PLANS = words("substance", "plan_paper")
_PLAN_LIST = WordList(_PLANS)
_PLAN_VERBS = words("substance", "plan_verb")
_RULE_VERBS = words("substance", "rule_verb")
_RULE_NOUNS = words("substance", "rule_noun")
_STOPS = re.compile("[，,。；;！!？?：:\n]")
_TITLE = re.compile("《[^《》]*》")
_NUMBER = "(?:[0-9０-９]+(?:[.．][0-9０-９]+)?|[二三四五六七八九十百千两]{1,5})"
_RULES = (
    *("制度", "机制", "办法", "规定", "细则", "流程", "预案", "规程", "规则", "章程", "内控", "内部控制"),
    "体系",
)
_DONE = frozenset("0123456789０１２３４５６７８９了")
_MEASURES = frozenset("0123456789０１２３４５６７８９二三四五六七八九十百千两%％倍")
"""Characters of which every count and every measure has one."""
_OF_MEETINGS = ("人", "人次", "场", "位", "期", "篇", "份", "册", "条", "轮")
_REVISED = ("修订", "出台", "废止", "审议通过", "重新制定", "修改完善", "制定出台")
_TRAINED = ("培训", "轮训", "考试", "测试", "授课")
_PRESENT = (
    "参加",
    "参训",
    "参学",
    "覆盖",
    "受教育",
    "受众",
    "观看",
    "邀请",
    "到场",
    "发言",
    "撰写",
    "交流",
    "宣讲",
    "授课",
)
"""People who were only there: counting them tells no deed."""
_AIMS = ("确保", "努力", "力争", "力求", "推动形成", "促进形成")
_GATHERINGS = WordList(("召开", "会议", "学习", "传达", "印发", "培训", "观看", "检查", "清理", "整治"))
_MARKS = frozenset("）).．、是①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_LONGEST_MARKER = 5
_MARKER = (
    "(?:[（(]?[0-9０-９一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、]"
    "|[一二三四五六七八九十]{1,2}是(?!否)|[①-⑳])\\s*"
)
_LEADING = re.compile(
    "(?:[0-9０-９年月日、和至-]|进一步|切实|不断|持续|着力|坚决|全面|深入|认真|从严|大力|狠|严|突出)*"
    "(?:加强|强化|提高|提升|增强|压实|抓好|抓实|加大|树牢|筑牢|扛牢|深化|抓)"
)


def clauses_of(text: str) -> list[str]:
    """The clauses of a text that have words, without their marks; titles keep theirs whole."""
    spans = outer_spans(text)
    found, start, index = [], 0, 0
    for match in _STOPS.finditer(text):
        while index < len(spans) and spans[index][1] <= match.start():
            index += 1
        if index < len(spans) and spans[index][0] < match.start():
            continue
        found.append(text[start : match.start()])
        start = match.end()
    found.append(text[start:])
    return [clause for part in found if (clause := _unmarked(part.strip()))]


def _unmarked(clause: str) -> str:
    if _MARKS.isdisjoint(clause[:_LONGEST_MARKER]):
        return clause
    match = re.match(_MARKER, clause)
    return clause[match.end() :] if match else clause


def kind_of_clause(clause: str) -> Kind:
    """What the clause tells, by its strongest words."""
    if _makes_rule(clause):
        return Kind.DEED
    bare = _without_names(clause)
    if _makes_plan(clause, bare):
        return Kind.PLAN
    if _is_resolve(bare):
        return Kind.RESOLVE
    if _PAPER.is_in(bare):
        return Kind.DEED if _is_deed_on_paper(bare) else Kind.PAPER
    if _is_measured(bare):
        return Kind.DEED
    if _CONCRETE.is_in(bare):
        return Kind.RESOLVE if _LEADING.match(bare) and "了" not in bare else Kind.DEED
    return Kind.RESOLVE if _LEADING.match(bare) or _SLOGANS.is_in(bare) else Kind.PLAIN


def _is_resolve(bare: str) -> bool:
    """确保…落地见效, 要求全体干部深刻领会…: nothing but resolve; no figure, no meeting."""
    if not _DONE.isdisjoint(bare) or _GATHERINGS.is_in(bare):
        return False
    return bare.startswith(_AIMS) or _SLOGANS.is_in(bare)


def _is_deed_on_paper(bare: str) -> bool:
    """True where a clause about meetings and papers tells a deed all the same: 培训14人, 会议减少31%,
    修订议事规则.
    """
    things = _counts_things(bare)
    return (
        _counts_trained(bare)
        or _money().search(bare) is not None
        or (any(verb in bare for verb in _REVISED) and _revised().search(bare) is not None)
        or (things and _CONCRETE.is_in(bare))
    )


def _is_measured(bare: str) -> bool:
    """True where the clause counts things or people, sums of money, or a change (由520份减到430份)."""
    if _MEASURES.isdisjoint(bare):
        return False
    units = [match.group(1) for match in _counted().finditer(bare)]
    if any(unit not in _OF_MEETINGS for unit in units) or _money().search(bare):
        return True
    return bool(units) and not any(word in bare for word in _PRESENT)


def tells_deed(text: str) -> bool:
    """True where one of the clauses tells a deed."""
    return any(kind_of_clause(clause) is Kind.DEED for clause in clauses_of(text))


def has_figure(text: str) -> bool:
    """True where the text counts or measures something: not its days, document numbers and ordinals."""
    untitled = _TITLE.sub("", text) if "《" in text else text
    if "百分之" in untitled:
        return True
    if _figure().search(untitled) is None:
        return False
    return _figure().search(_days().sub("", untitled)) is not None


def makes_rule(text: str) -> bool:
    """True where a rule, a mechanism or a procedure was made, revised or abolished."""
    return any(
        _makes_rule(clause) or _verb_before_noun(_without_names(clause)) for clause in clauses_of(text)
    )


def lacks_rule(title: str) -> bool:
    """True for a finding that says that a rule is missing, old or full of gaps."""
    if "制度执行" in title or not any(noun in title for noun in (*_RULES, "无章", "无规")):
        return False
    return _lacking().search(title) is not None


def _without_names(clause: str) -> str:
    if "《" in clause:
        clause = _TITLE.sub("《》", clause)
    if "“" in clause or "会议" in clause or "前置研究" in clause:
        clause = _named().sub("", clause)
    return clause


def _makes_rule(clause: str) -> bool:
    """制定《…办法》, not 学习《…办法》 and not 制定《…工作方案》."""
    for match in _TITLE.finditer(clause) if "《" in clause else ():
        before = clause[: match.start()]
        title = match.group().rstrip("》").removesuffix("（试行）").removesuffix("（暂行）")
        if title.endswith(_RULE_NOUNS) and not title.endswith(_PLANS):
            verb = max((before.rfind(word) for word in _RULE_VERBS), default=-1)
            paper = max((before.rfind(word) for word in ("学习", "传达", "宣讲", "落实", "贯彻")), default=-1)
            if verb > paper:
                return True
    return False


def _makes_plan(clause: str, bare: str) -> bool:
    """制定…方案, 起草…计划."""
    for match in _TITLE.finditer(clause) if "《" in clause else ():
        if match.group().rstrip("》").endswith(_PLANS) and any(
            clause[: match.start()].rstrip("了出").endswith(verb) or verb in clause[: match.start()][-8:]
            for verb in _PLAN_VERBS
        ):
            return True
    found = _plan().search(bare) if _PLAN_LIST.is_in(bare) else None
    return found is not None and not _goes_on(bare[found.end() :])


def _goes_on(rest: str) -> bool:
    """制定分配方案并在科内公开 tells more than a plan."""
    return rest.startswith(("并", "后", "且")) and _CONCRETE.is_in(rest)


def _counts_trained(bare: str) -> bool:
    """培训窗口人员14名: trained people who were counted."""
    counted = has_counted(bare, "名人位余多") and any(word in bare for word in _TRAINED)
    return counted and _people_trained().search(bare) is not None


def _counts_things(bare: str) -> bool:
    """Counts of what is neither people nor meetings."""
    if _MEASURES.isdisjoint(bare):
        return False
    return any(match.group(1) not in _OF_MEETINGS for match in _counted().finditer(bare))


def _verb_before_noun(bare: str) -> bool:
    return _rule_made().search(bare) is not None


@cache
def _named() -> re.Pattern[str]:
    return re.compile("“[^“”]*”|会议(?:纪要|记录|室|费|数量|制度)|前置研究")


@cache
def _money() -> re.Pattern[str]:
    return re.compile(
        "[%％倍]|百分之|[0-9０-９][万亿]?元|[0-9０-９](?:公斤|千瓦时|立方米|勒克斯|毫米|厘米|℃|分钟|小时)"
    )


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(f"{_NUMBER}(?:余|多)?({alternatives(words('quantities', 'unit'))})")


@cache
def _people_trained() -> re.Pattern[str]:
    people = f"{_NUMBER}(?:余|多)?(?:名|人|人次|位)"
    return re.compile(f"(?:{'|'.join(_TRAINED)})[^，]*?{people}|{people}[^，]*?(?:培训|轮训|考试|测试)")


@cache
def _figure() -> re.Pattern[str]:
    units = alternatives(
        (*words("quantities", "unit"), "％", "%", "倍", "天", "小时", "分钟", "公斤", "次", "分")
    )
    # What may not stand before a number is asked behind its first character: so the search skips to numerals.
    number = (
        "[0-9０-９二三四五六七八九十百千两](?<!第.)(?<![0-9０-９.].)(?!(?<=十)分(?![钟之]))"
        "(?:(?<=[0-9０-９])[0-9０-９]*(?:[.．][0-9０-９]+)?|(?<![0-9０-９])[二三四五六七八九十百千两]{0,4})"
    )
    return re.compile(f"{number}(?:余|多)?(?:[万亿]?(?:{units}))(?!级|期间)")


@cache
def _days() -> re.Pattern[str]:
    return re.compile(
        "[0-9０-９]{2,4}年度?|[0-9０-９]{1,2}月份?|[0-9０-９]{1,2}[日号]|[一二三四两]个?季度|〔[0-9]+〕[0-9]+号"
        "|八项规定|[0-9一二三四五六七八九十]+届(?:[0-9一二三四五六七八九十]+次)?|[三四]会一课|三重一大|四个[意自]|两个[维确]护?|两个确立|六项纪律|四风|第[0-9一二三四五六七八九十]+[次批轮期个项]"
    )


@cache
def _plan() -> re.Pattern[str]:
    verbs = alternatives(words("substance", "plan_verb"))
    return re.compile(
        f"(?:{verbs})了?(?!落实|执行|实施)[^，。；《》]{{0,20}}(?:{alternatives(_PLANS)})(?!落实|执行|要求|实施情况|生育|生产)"
    )


@cache
def _rule_made() -> re.Pattern[str]:
    return re.compile(
        "(?:制定|制订|修订|修改|修改完善|出台|建立|健全|完善|印发|废止|新建|重新制定|细化|补充|形成)了?[^，。；]{0,24}"
        "(?:制度|机制|办法|规定|细则|规则|规程|规范|流程|预案|章程|指引|守则|公约|标准|清单|台账)"
    )


@cache
def _revised() -> re.Pattern[str]:
    """A rule that was changed without its title in 《》: 修订议事规则, not 建立健全机制."""
    nouns = alternatives(_RULE_NOUNS)
    return re.compile(f"(?:{'|'.join(_REVISED)})了?[^，。；]{{0,24}}(?:{nouns})")


@cache
def _lacking() -> re.Pattern[str]:
    nouns = f"(?:{'|'.join(_RULES)})"
    lacks = alternatives(words("substance", "rule_missing"))
    return re.compile(
        f"{nouns}[^，。；、]{{0,6}}(?:{lacks})|(?:未建立|没有建立|尚未建立|未制定|没有制定|缺乏|缺少|未健全|未出台|未形成)[^，。；]{{0,14}}{nouns}"
        f"|无{nouns}|无章可循|无规可依|无制度可依|(?:没有|尚无|缺)(?!严格|认真|真正|有效|执行|落实|遵守|按|坚持|履行|贯彻|及时)"
        f"[^，。；执落按遵守、]{{0,8}}{nouns}(?!执行|落实|要求)"
    )
