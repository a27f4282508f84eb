"""Words that look ahead as verbs (将, 计划, 拟, 力争, 预计, 明年, 即将), told from their look-alikes.

Each rule gets the text, the place of its word and the word, and gives the strength of the plan or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bihuan.zh.vocab import words

NOT_DONE = "not_done"
PROMISE = "promise"
CLAUSE_END = re.compile("[，。；！？：,;\n]")
_BOUNDARY = frozenset("，。；！？：,;:\n、 \u3000”》）)")
_FUTURE_AFTER = words("tense", "future_after")
_VERBS = words("tense", "verb")
_DISPOSAL = words("tense", "disposal")
_OBJECTS = words("tense", "object")
_NOT_FUTURE_BEFORE = words("tense", "not_future_before")
_NOT_FUTURE_WORDS = words("tense", "not_future_word")
_PLAN_BEFORE = words("tense", "plan_before")
_PLAN_AFTER_NOUN = words("tense", "plan_after_noun")
_NOMINAL = words("tense", "nominal_procedure")
_NOT_NI_BEFORE = words("tense", "trailing")
_TIME_AHEAD = (
    "于|在|从|自|到|年内|今年|明年|早日|尽快|近期|下|[0-9０-９一二三四五六七八九十]+[年月日个季]"
    "|本|暑|寒|年底|利用|[春夏秋冬]|开春|节后|汛"
)
_ITS_DAY = (
    "(?:[于在从自到]|利用)?(?:(?:(?:[0-9０-９]{4}|[今明本次])年)?"
    "(?:[0-9０-９一二三四五六七八九十]{1,3}月(?:[0-9０-９]{1,2}日)?|第?[一二三四]季度|[上下]半年)[份底初末]?"
    "|(?:[0-9０-９]{4}|[今明本次])年[内底末]?|年[内底末]|[本下]个?月|近期|[暑寒]假)"
)
_DAY_BEGINS = frozenset(
    "于在从自到利今明本次第上下年近暑寒0123456789０１２３４５６７８９一二三四五六七八九十"
)
_LIMIT = ("前", "之前", "以前", "内", "底前", "日前")
_DELIVERED = (
    "交货",
    "到货",
    "交付",
    "供货",
    "进场",
    "开工",
    "完工",
    "竣工",
    "付清",
    "还清",
    "缴清",
    "搬离",
    "归还",
)
_GIVES_OUT = ("出台", "出资", "出租", "出让", "出售", "出具", "出版", "出借", "出动", "出席", "出国")
"""Verbs that begin with 出: 拟出台, 拟出租 are plans."""
_MEASURES = frozenset("条名家户个件项处宗人笔辆套座")
_NUMERALS = frozenset("0123456789０１２３４５６７８９一二两三四五六七八九十百")
_VOWS = ("对", "将", "要", "凡", "绝", "一", "坚", "今", "每")
_AS_AGREED = words("dates", "as_agreed")
_LIGHT_VERBS = words("tense", "light_verb")
_PAPERS = words("tense", "plan_paper")
_FOR_SOMEONE = (
    "(?:为(?!期|[0-9０-９一二三四五六七八九十])|由|对|与|分[0-9一二三四五两]*[批期步])[^，。；]{2,}"
)
"""计划为每个乡镇增设专岗: at the head of a clause, with what it is for, 计划 is the verb."""
_TOGETHER = (
    "[与和同跟找][^，。；]{2,16}"
    "(?:商量|商议|沟通|接洽|谈妥|签订|签署|合作|联合|对接|建立|开展|共建|协商|洽谈)"
)
"""准备与两所院校签订协议: no noun."""
_BY_PLAN = words("tense", "by_plan")
_PAPER_WORK = words("tense", "paper_work")
_FAULT = "不(?!断|定期|再|少|同)|未|缺[乏少失]|滞后|流于"
_LISTED = (
    r"(?:[一二三四五六七八九十]是|[①-⑳]|[（(][0-9一二三四五六七八九十]{1,2}[）)]"
    r"|(?<![^。；\s])[0-9]{1,2}[.．、])\s*\Z"
)
_LIST_ENDS = frozenset("是）).．、①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_TOLD_OF = (
    "(?:学习|检查|整改|落实|调研|研究|排查|核查|督查|督导|抽查|培训|采购|推进|处理|处置|办理|执行|走访|实施)"
    r"(?:的|发现的?|落实|进展|完成)?(?:情况|结果|成果|成效|内容|问题|经验|材料|资料|档案|记录)(?![，。；！]|\Z)"
)
"""将学习情况每月通报: the verb is part of a noun, and 将 means 把."""
_MEETING = re.compile("会[议计场费员所馆务审诊商客展签]")
"""将会议室改为…: no 将会."""
LONGEST_CLAUSE = 120


def clause_start(text: str, place: int) -> int:
    """Start of the clause around ``place``, at most a fixed number of characters back."""
    floor = max(0, place - LONGEST_CLAUSE)
    return max(floor, *(text.rfind(mark, floor, place) + 1 for mark in "，。；：！？,;\n"))


def clause_end(text: str, place: int) -> int:
    """End of the clause around ``place``, at most a fixed number of characters on."""
    ceiling = min(len(text), place + LONGEST_CLAUSE)
    match = CLAUSE_END.search(text, place, ceiling)
    return match.start() if match else ceiling


def at_boundary(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] in _BOUNDARY


def _jiang(text: str, place: int, _word: str) -> str | None:
    """将 that looks ahead, not the 将 that means 把."""
    after = place + 1
    if text.startswith(_NOT_FUTURE_WORDS, place):
        return None
    before = text[max(0, place - 2) : place]
    counted = before[-1:] == "名" and before[:1].isdecimal()  # 空编1名将…, no 名将
    if before.endswith(_NOT_FUTURE_BEFORE) and not (before.endswith("即") or counted or _is_subject(before)):
        return None
    if text.startswith(_FUTURE_AFTER, after) and not _MEETING.match(text, after):
        return PROMISE
    if (
        not text.startswith(_VERBS, after)
        or text.startswith(("在职", "在编", "在建", "在库", "在岗", "在校", "对口"), after)
        or re.compile(_TOLD_OF).match(text, after)
    ):
        return None
    clause = text[after : clause_end(text, after)]
    told = re.search(
        "(?:情况|结果)(?:书面)?(?:向|报|在|于|通过)[^，。；]+(?:报告|汇报|通报|反馈|公示|公布|公开|备案|报送)\\Z",
        clause,
    )
    done_to = (
        (told is not None and place != 0)
        or "后的" in clause[:6]
        or clause.startswith(_OBJECTS, 2)
        or any(word in clause for word in _DISPOSAL)
    )
    return None if done_to else PROMISE


def is_listed(text: str, place: int) -> bool:
    """True where a list marker stands right before a word: what follows it begins a sentence."""
    last = text[max(0, place - 6) : place].rstrip()[-1:]
    if last not in _LIST_ENDS:
        return False
    return re.compile(_LISTED).search(text, max(0, place - 6), place) is not None


def _is_subject(before: str) -> bool:
    """What ends in a forbidden character and still stands before a promise (中心将…, 今后将…)."""
    return before in {"我县", "集中"} or before.endswith(
        ("中心", "初中", "高中", "今后", "之后", "此后", "届时")
    )


def _plan_verb(text: str, place: int, word: str) -> str | None:
    """计划, 准备, 打算 as verbs: at the start of a clause or after a body's name, and not before a noun's
    tail.
    """
    after = place + 2
    before = text[max(0, place - 3) : place]
    begins = not place or before[-1] in "，。；：！？,;:\n \u3000"
    for_someone = begins and word == "计划" and text.startswith(("为", "由", "对", "与", "分"), after)
    if for_someone and re.compile(_FOR_SOMEONE).match(text, after):
        return PROMISE
    listed = begins or is_listed(text, place)
    if (
        word == "准备"
        and (listed or before.endswith(_PLAN_BEFORE))
        and re.compile(_TOGETHER).match(text, after)
    ):
        return PROMISE
    waits = word == "打算" and re.match("等[^，。；、]{2,12}[时后]", text[after : after + LONGEST_CLAUSE])
    if not waits and (text.startswith(_PLAN_AFTER_NOUN, after) or after >= len(text)):
        return None
    ahead = re.compile(_TIME_AHEAD).match(text, after)
    if not (begins or before.endswith(_PLAN_BEFORE) or is_listed(text, place)):
        return NOT_DONE if word in ("计划", "准备") and _names_its_day(text, place) else None
    if before.endswith("年") and not before.endswith(("今年", "明年", "半年", "来年")):
        return None  # 2023年计划 is the year's plan
    if (
        not ahead
        and word != "打算"
        and not (begins and word == "计划")
        and not text.startswith(_VERBS, after)
        and not (word == "准备" and text.startswith(_LIGHT_VERBS, after))
    ):
        return None
    if ahead:
        return NOT_DONE
    return None if re.search(_FAULT, text[after : clause_end(text, after)]) else PROMISE


def agreed(text: str, place: int, _word: str) -> str | None:
    """已约定9月底前缴清 gives a day; not 按约定6月底前缴清, nor what has been done since (…，现已缴清)."""
    after = place + 2
    if text[after : after + 1] not in _DAY_BEGINS:
        return None
    if any(word in text[clause_start(text, place) : place] for word in _AS_AGREED):
        return None
    day = re.compile(_ITS_DAY).match(text, after)
    if day is None:
        return None
    end = clause_end(text, day.end())
    rest = text[day.end() : end]
    bound = rest.startswith((*_LIMIT, *_DELIVERED)) or text[day.end() - 1] in "底末内"
    if not bound or "的" in rest:
        return None
    return None if re.search("[已了]", text[day.end() : _sentence_end(text, end)]) else PROMISE


def vowed(text: str, place: int, word: str) -> str | None:
    """局党组承诺对反映的问题一查到底: without a day; not what people vowed on a day that has passed."""
    after = place + len(word)
    body = text.endswith(_PLAN_BEFORE, 0, place) and text[after : after + 1] in _VOWS
    if body and not re.search("[已了0-9]", text[clause_start(text, place) : clause_end(text, after)]):
        return PROMISE
    return agreed(text, place, word)


def _sentence_end(text: str, place: int) -> int:
    ends = [at for mark in "。；;\n" if (at := text.find(mark, place, place + LONGEST_CLAUSE)) >= 0]
    return min(ends, default=min(len(text), place + LONGEST_CLAUSE))


def _names_its_day(text: str, place: int) -> bool:
    """这2笔款项计划于6月底前清理完毕, but not 培训计划于3月5日印发, which tells what became of a paper."""
    after = place + 2
    if text[after : after + 1] not in _DAY_BEGINS:
        return False
    day = re.compile(_ITS_DAY).match(text, after)
    if day is None or text.endswith(_BY_PLAN, 0, place):
        return False
    clause = text[day.end() : clause_end(text, day.end())]
    if clause.startswith(_LIMIT):
        return True
    return not (text.endswith(_PAPERS, 0, place) or clause.lstrip("日份底上中下旬").startswith(_PAPER_WORK))


def _ni(text: str, place: int, _word: str) -> str | None:
    """拟 that means to be going to, not 草拟 or the 拟推荐 of an appointment."""
    before = text[max(0, place - 1) : place]
    if before.endswith(_NOT_NI_BEFORE):
        return None
    after = place + 1
    if text.startswith(("定于", "订于", "制定", "定期", "制订"), after):
        return NOT_DONE
    if text.startswith("出", after) and not text.startswith(_GIVES_OUT, after):
        return None  # 拟出更换计划: drafted
    if _counts_before(text, place) and not re.compile(_TIME_AHEAD).match(text, after):
        return None  # 13条拟调线路
    if text.startswith("定", after) or (
        text.startswith(_NOMINAL, after) and not text.startswith("聘请", after)
    ):
        return None
    if "已" in text[after : clause_end(text, after)]:
        return None  # 拟修订的办法已征求意见
    return NOT_DONE if re.compile(_TIME_AHEAD).match(text, after) else PROMISE


def _counts_before(text: str, place: int) -> bool:
    """A number with its measure word right before: what follows describes what is counted."""
    return text[place - 1 : place] in _MEASURES and text[place - 2 : place - 1] in _NUMERALS


def _strive(text: str, place: int, word: str) -> str | None:
    """力争 always; 争取 and 有望 only with a time (争取年内完成), for 争取资金 is a deed."""
    after = place + 2
    if word == "力争" and not text.startswith("取", after):
        return PROMISE
    after += word == "力争"  # 努力争取
    reached = text.startswith("到", after) and not text[after + 1 : after + 2].isdigit()
    return PROMISE if re.compile(_TIME_AHEAD).match(text, after) and not reached else None


def _expect(text: str, place: int, word: str) -> str | None:
    """预计 with a time; 预计投资 is an estimate."""
    return NOT_DONE if re.compile(_TIME_AHEAD).match(text, place + len(word)) else None


def _next_year(text: str, place: int, word: str) -> str | None:
    """明年一季度完成换届, 明年编预算时再压减; not 明年的预算 or 列入明年计划."""
    if at_boundary(text, place) and goes_on_again(text, place + len(word)):
        return PROMISE
    if not at_boundary(text, place) and not is_listed(text, place):
        return None
    clause = text[place + len(word) : clause_end(text, place)]
    when = re.match(
        "度?(?:第?[一二三四]季度|[上下]半年|[0-9一二三四五六七八九十]{1,3}月|[春夏秋冬]季|初|年?底)", clause
    )
    rest = clause[when.end() :].lstrip("份底前内初末") if when else clause
    return PROMISE if rest.startswith(_VERBS) and not re.search("[已了]", rest) else None


def goes_on_again(text: str, place: int) -> bool:
    """…期间再给乡镇换一轮, …时，经费再降一成: 再 in this clause or at once in the next, and nothing done."""
    end = clause_end(text, place)
    told = text[place:end]
    if told.endswith(("时", "后", "期间")) and text[end : end + 1] in "，,":
        told = text[place : clause_end(text, end + 1)]
    return re.search("再(?![次度三生就教发出现犯])", told) is not None and not re.search("[已了]", told)


def _soon(text: str, place: int, _word: str) -> str | None:
    """即将 is ahead, but 即将到期的合同 only names a thing."""
    if "的" in text[place : min(place + 9, clause_end(text, place))]:
        return None
    return None if text.endswith(("对", "把", "为", "就", "的"), 0, place) else PROMISE


def _hurry(text: str, place: int, _word: str) -> str | None:
    """尽快, 尽早 at the start of a clause: not yet."""
    return PROMISE if place == 0 or text[place - 1] in "，。；" else None


VERB_RULES: dict[str, Callable[[str, int, str], str | None]] = {
    "将": _jiang,
    "计": _plan_verb,
    "准": _plan_verb,
    "打": _plan_verb,
    "拟": _ni,
    "力": _strive,
    "争": _strive,
    "有": _strive,
    "预": _expect,
    "明": _next_year,
    "即": _soon,
    "尽": _hurry,
}
"""By the first character of the word."""
