"""Plans: the words of a text that point ahead, told from their look-alikes.

``find_plans`` looks for words that point ahead (下一步, 将, 拟, 计划, 准备, 力争, 预计, 待…后) or say that
something is not done (暂未, 尚未, 正在办理), and tells them from their look-alikes: 将 that means 把
(将企业纳入范围), 计划 as a noun (年度计划, anything in 《》), 拟推荐 in an appointment, 准备工作, 暂未发现.
A regular duty told as running is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bihuan.zh.brackets import outer_spans
from bihuan.zh.vocab import alternatives, words

NOT_DONE = "not_done"
PROMISE = "promise"

_OPENINGS = words("tense", "opening")
_OPENING_NOUNS = words("tense", "opening_noun")
_NOT_DONE_WORDS = words("tense", "not_done")
_TRIGGER = re.compile(
    f"{alternatives(_OPENINGS, _NOT_DONE_WORDS)}"
    "|适时|择机|择期|有望|尚有|还有|仍有|将|计划|拟|准备|打算|力争|争取|预计|待|即将|正在|尽快|前(?:全部|全面|基本)?(?:完成|整改到位|落实到位|办结)|前再|明年"
)
# Every branch of the trigger starts with a plain character: only then the search skips quickly.
_LEFT_OVER = "有[^，。；的]{1,15}?(?:未|没有)"
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
_GOOD_NEWS = words("tense", "good_news")
_ABOUT_FAULTS = words("tense", "about_faults")
_FAULT_NOUNS = words("tense", "fault_nouns")
_UNDER_WAY = words("tense", "under_way_verb")
_TIME_AHEAD = re.compile(
    "于|在|从|自|到|年内|今年|明年|早日|尽快|近期|下|[0-9０-９一二三四五六七八九十]+[年月日个季]|本|暑|寒|年底|利用"
)
_ITS_DAY = (
    "(?:[于在从自到]|利用)?(?:(?:(?:[0-9０-９]{4}|[今明本次])年)?"
    "(?:[0-9０-９一二三四五六七八九十]{1,3}月(?:[0-9０-９]{1,2}日)?|第?[一二三四]季度|[上下]半年)[份底初末]?"
    "|(?:[0-9０-９]{4}|[今明本次])年[内底末]?|年[内底末]|[本下]个?月|近期|[暑寒]假)"
)
_LIMIT = ("前", "之前", "以前", "内", "底前", "日前")
_PAPERS = words("tense", "plan_paper")
_FOR_SOMEONE = (
    "(?:为(?!期|[0-9０-９一二三四五六七八九十])|由|对|与|分[0-9一二三四五两]*[批期步])[^，。；]{2,}"
)
"""计划为每个乡镇增设专岗: at the head of a clause, with what it is for, 计划 is the verb."""
_BY_PLAN = words("tense", "by_plan")
_PAPER_WORK = words("tense", "paper_work")
_FAULT = "不(?!断|定期|再|少|同)|未|缺[乏少失]|滞后|流于"
_NOT_WAITING_BEFORE = words("tense", "not_waiting_before")
_WAITING_FOR = "待(?!遇|业|人(?![员选]))[^，。；的]{2,20}?(?:以后|之后|后)(?![的续期勤备方])[^，。；]{2,}"
_WAITING = (
    "待(?!遇|业|人(?![员选]))[^，。；]{1,30}?(?:(?:后|时)(?!的)|(?:到位|完成|具备|成熟|批复)[，,再将即进方可才])"
    r"|待(?:批复|审批|审核|研究)(?=[，。；]|\Z)"
)
_LISTED = re.compile(
    r"(?:[一二三四五六七八九十]是|[①-⑳]|[（(][0-9一二三四五六七八九十]{1,2}[）)]|(?<![^。；\s])[0-9]{1,2}[.．、])\s*\Z"
)
"""A list marker right before a word: what follows it begins a sentence."""
_TOLD_OF = re.compile(
    "(?:学习|检查|整改|落实|调研|研究|排查|核查|督查|督导|抽查|培训|采购|推进|处理|处置|办理|执行|走访|实施)"
    r"(?:的|发现的?|落实|进展|完成)?(?:情况|结果|成果|成效|内容|问题|经验|材料|资料|档案|记录)(?![，。；！]|\Z)"
)
"""将学习情况每月通报: the verb is part of a noun, and 将 means 把."""
_SENTENCE_END = "[。；;！？\n]"
_NUMBER = "[0-9０-９一二两三四五六七八九十百千]"
COUNTED = (
    f"[^0-9０-９，。；每\\s]{{2}}(?<![第到至前年月日])(?<!前完成){_NUMBER}[0-9０-９.．万亿余多百千十]*"
    "(?![年月日时点])[^0-9０-９，。；、的]{1,4}(?=[，。；、,;]|\\Z)"
)
"""The end of a clause that counts a result behind its noun (清退资金6.84万元)."""
_STILL_AHEAD = words("tense", "still_ahead")
_MAY_LOOK_AHEAD = "[将拟待力争预计]"
_BEGINNINGS = words("tense", "timely_beginning")
_TOLD_BEFORE = words("tense", "told_before")
_LONGEST_CLAUSE = 120
_SHORT_HEADING = 16


def find_plans(text: str) -> list[tuple[int, str, str]]:
    """(offset, quoted words, strength) of all that points ahead, in the order of the text.

    The words run to the end of their clause (下一步 takes the next clause along). Strength is ``not_done``
    where something needed is not done yet (暂未, 尚未, 计划从…开始, 拟于, 待…后, 正在办理), else
    ``promise``.
    """
    return list(_plans(text))


@lru_cache(maxsize=4)
def _plans(text: str) -> tuple[tuple[int, str, str], ...]:
    """The plans of a text; kept for the next question about the same text."""
    plans: list[tuple[int, str, str]] = []
    spans: list[tuple[int, int]] | None = None
    index = reached = 0
    for match in _TRIGGER.finditer(text):
        place = match.start()
        if place < reached:
            continue
        strength = _strength(text, place, match.group())
        if strength is None:
            continue
        if spans is None:
            spans = [span for span in outer_spans(text) if text[span[0]] in "《“〈「"]
        while index < len(spans) and spans[index][1] < place:
            index += 1
        if index < len(spans) and spans[index][0] < place:
            continue
        reached = _end_of_words(text, match)
        plans.append((place, text[place:reached], strength))
    return tuple(plans)


def _strength(text: str, place: int, word: str) -> str | None:
    """Strength of the plan that this word tells, or None for a look-alike."""
    if word in _OPENINGS:
        return PROMISE if _opens_plan(text, place, word) else None
    if word in _NOT_DONE_WORDS:
        return NOT_DONE if _is_lacking(text, place, word) else None
    return _RULES[word[0]](text, place, word)


def looks_ahead(text: str, place: int) -> bool:
    """True when a word that points ahead stands at ``place`` and is no look-alike there."""
    match = _TRIGGER.match(text, place)
    return match is not None and _strength(text, place, match.group()) is not None


def told_as_done(text: str, place: int) -> bool:
    """True when what follows in the sentence, with no word that points ahead, has 已 or counts a result.

    8月20日前，逐人核对，清退资金6.84万元; but not 8月20日前清退3万元以上的 or 8月20日前，将清退6万元.
    """
    told = re.split(_SENTENCE_END, text[place : place + _LONGEST_CLAUSE], maxsplit=1)[0]
    if not re.search(f"[已了]|{COUNTED}", told) or any(word in told for word in _STILL_AHEAD):
        return False
    return not any(looks_ahead(told, match.start()) for match in re.finditer(_MAY_LOOK_AHEAD, told))


def clause_start(text: str, place: int) -> int:
    """Start of the clause around ``place``, at most a fixed number of characters back."""
    floor = max(0, place - _LONGEST_CLAUSE)
    return max(floor, *(text.rfind(mark, floor, place) + 1 for mark in "，。；：！？,;\n"))


def _clause_end(text: str, place: int) -> int:
    """End of the clause around ``place``, at most a fixed number of characters on."""
    ceiling = min(len(text), place + _LONGEST_CLAUSE)
    match = CLAUSE_END.search(text, place, ceiling)
    return match.start() if match else ceiling


def _end_of_words(text: str, match: re.Match[str]) -> int:
    """End of the quoted words: the clause; one more where 下一步 stands alone before a comma."""
    end = _clause_end(text, match.end())
    if match.group() in _OPENINGS and end - match.end() <= 2 and text[end : end + 1] in "，,：":
        end = _clause_end(text, end + 1)
    return end


def _at_boundary(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] in _BOUNDARY


def _opens_plan(text: str, place: int, word: str) -> bool:
    """下一步 at the start of a clause and not inside a noun phrase (为下一步工作打下基础)."""
    begins = place == 0 or _LISTED.search(text, max(0, place - 6), place) is not None
    if not begins and (not _at_boundary(text, place) or text[place - 1] in "、”》）)"):
        return False
    after = place + len(word)
    if text.startswith(_OPENING_NOUNS, after) or text.startswith("的", after):
        return False
    if word == "后续" and "已" in text[after : _clause_end(text, after)]:
        return False
    if word in {"下一步", "下步", "下一阶段", "下阶段", "接下来"} or text[after : after + 1] in "，,":
        return True
    return "将" in text[after : _clause_end(text, after)] or begins or text[place - 1] in "。；\n"


def _is_lacking(text: str, place: int, word: str) -> bool:
    """暂未 and the like, told of the work itself and not of the fault that was found."""
    after = place + len(word)
    if text.startswith(_GOOD_NEWS, after) or text.startswith(("职", "岗", "编", "校", "建的", "库"), after):
        return False
    start, end = clause_start(text, place), _clause_end(text, after)
    clause = text[start:end]
    if clause.lstrip().startswith(_ABOUT_FAULTS) and start != place:
        return False
    return not clause.endswith(_FAULT_NOUNS)


def _jiang(text: str, place: int, _word: str) -> str | None:
    """将 that looks ahead, not the 将 that means 把."""
    after = place + 1
    if text.startswith(_NOT_FUTURE_WORDS, place):
        return None
    before = text[max(0, place - 2) : place]
    if before.endswith(_NOT_FUTURE_BEFORE) and not (before.endswith("即") or _is_subject(before)):
        return None
    if text.startswith(_FUTURE_AFTER, after):
        return PROMISE
    if (
        _TOLD_OF.match(text, after)
        or not text.startswith(_VERBS, after)
        or text.startswith(("在职", "在编", "在建", "在库", "在岗", "在校", "对口"), after)
    ):
        return None
    clause = text[after : _clause_end(text, after)]
    done_to = (
        "后的" in clause[:6] or clause.startswith(_OBJECTS, 2) or any(word in clause for word in _DISPOSAL)
    )
    return None if done_to else PROMISE


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
    if begins and word == "计划" and re.compile(_FOR_SOMEONE).match(text, after):
        return PROMISE
    if text.startswith(_PLAN_AFTER_NOUN, after) or after >= len(text):
        return None
    ahead = _TIME_AHEAD.match(text, after)
    if not (begins or before.endswith(_PLAN_BEFORE) or _LISTED.search(text, max(0, place - 6), place)):
        return NOT_DONE if word == "计划" and _names_its_day(text, place) else None
    if before.endswith("年") and not before.endswith(("今年", "明年")):
        return None  # 2023年计划 is the year's plan
    if (
        not ahead
        and word != "打算"
        and not (begins and word == "计划")
        and not text.startswith(_VERBS, after)
    ):
        return None
    if ahead:
        return NOT_DONE
    return None if re.search(_FAULT, text[after : _clause_end(text, after)]) else PROMISE


def _names_its_day(text: str, place: int) -> bool:
    """这2笔款项计划于6月底前清理完毕, but not 培训计划于3月5日印发, which tells what became of a paper."""
    after = place + 2
    day = re.compile(_ITS_DAY).match(text, after)
    if day is None or text.endswith(_BY_PLAN, 0, place):
        return False
    clause = text[day.end() : _clause_end(text, day.end())]
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
    if text.startswith("定", after) or (
        text.startswith(_NOMINAL, after) and not text.startswith("聘请", after)
    ):
        return None
    if "已" in text[after : _clause_end(text, after)]:
        return None  # 拟修订的办法已征求意见
    return NOT_DONE if _TIME_AHEAD.match(text, after) else PROMISE


def _strive(text: str, place: int, word: str) -> str | None:
    """力争 always; 争取 and 有望 only with a time (争取年内完成), for 争取资金 is a deed."""
    after = place + 2
    if word == "力争" and not text.startswith("取", after):
        return PROMISE
    after += word == "力争"  # 努力争取
    reached = text.startswith("到", after) and not text[after + 1 : after + 2].isdigit()
    return PROMISE if _TIME_AHEAD.match(text, after) and not reached else None


def _expect(text: str, place: int, word: str) -> str | None:
    """预计 with a time; 预计投资 is an estimate."""
    return NOT_DONE if _TIME_AHEAD.match(text, place + len(word)) else None


def _wait(text: str, place: int, _word: str) -> str | None:
    """待…后 at the start of a clause."""
    if place and text[place - 1] not in "，。；：,;:\n需须尚 ":
        if text[place - 1] in _NOT_WAITING_BEFORE:
            return None
        found = re.compile(_WAITING_FOR).match(text, place)
        return NOT_DONE if found and not re.search("[已了]", text[place : _clause_end(text, place)]) else None
    return NOT_DONE if re.compile(_WAITING).match(text, place) else None


def _next_year(text: str, place: int, word: str) -> str | None:
    """明年一季度完成换届; not 明年的预算 or 列入明年计划."""
    if not _at_boundary(text, place) and not _LISTED.search(text, max(0, place - 6), place):
        return None
    clause = text[place + len(word) : _clause_end(text, place)]
    when = re.match(
        "度?(?:第?[一二三四]季度|[上下]半年|[0-9一二三四五六七八九十]{1,3}月|[春夏秋冬]季|初|年?底)", clause
    )
    rest = clause[when.end() :].lstrip("份底前内初末") if when else clause
    return PROMISE if rest.startswith(_VERBS) and not re.search("[已了]", rest) else None


def _timely(text: str, place: int, word: str) -> str | None:
    """项目适时启动建设。 ends with a beginning that has no day; 适时调整 is a way of working."""
    after = place + len(word)
    start, end = clause_start(text, place), _clause_end(text, after)
    if not text.startswith(_BEGINNINGS, after) or text[end : end + 1] not in ("", "。", "；", ";", "\n"):
        return None
    before = text[start:place]
    if len(before) > _SHORT_HEADING or any(sign in before for sign in _TOLD_BEFORE):
        return None
    return None if told_as_done(text, place) else PROMISE


def _remaining(text: str, place: int, _word: str) -> str | None:
    """还有3户未完成搬迁: what is left over, not what an inspection found (发现还有3人未报告)."""
    match = re.compile(_LEFT_OVER).match(text, place + 1)
    if not match or text.endswith(("发现", "查出", "存在", "凡", "对"), 0, place):
        return None
    return NOT_DONE if _is_lacking(text, place, text[place : match.end()]) else None


def _soon(text: str, place: int, _word: str) -> str | None:
    """即将 is ahead, but 即将到期的合同 only names a thing."""
    if "的" in text[place : min(place + 9, _clause_end(text, place))]:
        return None
    return None if text.endswith(("对", "把", "为", "就", "的"), 0, place) else PROMISE


def _under_way(text: str, place: int, word: str) -> str | None:
    """正在办理 at the start of a clause (or after 目前), and not as an attribute (正在建设的项目)."""
    after = place + len(word)
    start = clause_start(text, place)
    if not text.startswith(_UNDER_WAY, after) or place - start > _SHORT_HEADING:
        return None
    clause = text[start : _clause_end(text, after)]
    return None if "的" in clause[place - start :] or clause.startswith(_ABOUT_FAULTS) else NOT_DONE


def _hurry(text: str, place: int, _word: str) -> str | None:
    """尽快 at the start of a clause: not yet."""
    return PROMISE if place == 0 or text[place - 1] in "，。；" else None


def _due(text: str, place: int, _word: str) -> str | None:
    """6月底前完成 without 已: a day to come."""
    if not place or text[place - 1] not in "日月底年度内末初旬节":
        return None
    clause = text[clause_start(text, place) : _clause_end(text, place)]
    if re.search("[已均了求要须应]|确保|明确|规定", clause):
        return None
    return None if told_as_done(text, place) else PROMISE


_RULES: dict[str, Callable[[str, int, str], str | None]] = {
    "将": _jiang,
    "计": _plan_verb,
    "准": _plan_verb,
    "打": _plan_verb,
    "拟": _ni,
    "力": _strive,
    "争": _strive,
    "有": _strive,
}
_RULES |= {"明": _next_year, "适": _timely, "择": _timely}
_RULES |= {"预": _expect, "待": _wait, "即": _soon, "正": _under_way, "尽": _hurry, "前": _due}
_RULES |= {"尚": _remaining, "还": _remaining, "仍": _remaining}
