"""Plans: the words of a text that point ahead, told from their look-alikes.

``find_plans`` looks for words that point ahead (下一步, 将, 拟, 计划, 准备, 力争, 预计, 待…后) or say that
something is not done (暂未, 尚未, 正在办理), and tells them from their look-alikes: 将 that means 把
(将企业纳入范围), 计划 as a noun (年度计划, anything in 《》), 拟推荐 in an appointment, 准备工作, 暂未发现.
A regular duty told as running is done.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bihuan.zh.brackets import outer_spans
from bihuan.zh.later import GIVEN_BACK, LATER_TIMES
from bihuan.zh.later import RULES as LATER_RULES
from bihuan.zh.later import TRIGGERS as LATER
from bihuan.zh.plan_verbs import (
    CLAUSE_END,
    LONGEST_CLAUSE,
    NOT_DONE,
    PROMISE,
    VERB_RULES,
    agreed,
    at_boundary,
    clause_end,
    clause_start,
    is_listed,
    vowed,
)
from bihuan.zh.vocab import alternatives, words

__all__ = [
    "CLAUSE_END",
    "COUNTED",
    "NOT_DONE",
    "PROMISE",
    "clause_start",
    "find_plans",
    "looks_ahead",
    "told_as_done",
]

_OPENINGS = words("tense", "opening")
_OPENING_NOUNS = words("tense", "opening_noun")
_AFTER_OPENING = words("tense", "after_opening")
_NOT_DONE_WORDS = words("tense", "not_done")
_TRIGGER = re.compile(
    f"{alternatives(_OPENINGS, _NOT_DONE_WORDS)}"
    "|适时|择机|择期|有望|尚有|还有|仍有|将|计划|拟|准备|打算|力争|争取|预计|待|即将|正在|尽快|尽早|明年|前再|约定|商定|承诺"
    "|前(?:全部|全面|基本)?(?:完成|整改到位|落实到位|办结|还清|缴清|付清|结清|完工|竣工|投用|投入使用|建成|交付|搬离|启用)"
    "|前(?:可|能|可以|能够)(?=[^，。；]{2})|正处[于在](?=[^，。；]{2,12}阶段)|处[于在](?=[^，。；]{2,12}阶段)|进入(?=[^，。；]{2,10}阶段)"
    "|等到|等(?=[^，。；、]{2,14}[，,](?:马上|立即|立刻|随即|就|即|便))|等(?=[^，。；的]{2,12}(?:后|时|以后|之后|到位|下达|批复|成熟)[，,]?(?:再|才|方))|剩余|其余|余下|余款|条件成熟|时机成熟|近期|近日"
    f"|剩下|还剩|仅剩|只剩|另有|尚余|等(?=[^，。；、]{{1,14}}[了后时到成齐批]再)|{LATER}|{alternatives(LATER_TIMES)}"
)
# Every branch of the trigger starts with a plain character: only then the search skips quickly.
_LEFT_OVER = "有[^，。；的]{1,15}?(?:未|没有)"
_GOOD_NEWS = words("tense", "good_news")
_ABOUT_FAULTS = words("tense", "about_faults")
_FAULT_NOUNS = words("tense", "fault_nouns")
_UNDER_WAY = words("tense", "under_way_verb")
_NOT_WAITING_BEFORE = words("tense", "not_waiting_before")
_WAITING_FOR = "待(?!遇|业|人(?![员选]))[^，。；的]{2,20}?(?:以后|之后|后)(?![的续期勤备方])[^，。；]{2,}"
_WAITING = (
    "待(?!遇|业|人(?![员选]))[^，。；]{1,30}?(?:(?:后|时)(?!的)|(?:到位|完成|具备|成熟|批复)[，,再将即进方可才])"
    r"|待[^，。；、]{2,20}了[，,][^，。；已了]{0,8}[会再就将才][^，。；已了]{2,}"
    r"|待(?:批复|审批|审核|研究)(?=[，。；]|\Z)"
)
_SENTENCE_END = "[。；;！？\n]"
_NUMBER = "[0-9０-９一二两三四五六七八九十百千]"
COUNTED = (
    f"[^0-9０-９，。；每\\s]{{2}}(?<![第到至前年月日])(?<!前完成){_NUMBER}[0-9０-９.．万亿余多百千十]*"
    "(?![年月日时点])[^0-9０-９，。；、的]{1,4}(?=[，。；、,;]|\\Z)"
)
"""The end of a clause that counts a result behind its noun (清退资金6.84万元)."""
_STILL_AHEAD = words("tense", "still_ahead")
_LAYS_DOWN = re.compile("[，,]?(?:凡是|凡|对于|对|如|若|一旦|遇)[^。；！？\n，]{2,40}的，")
"""今后，凡是应当阅核而未阅核的，由…: what a rule lays down, not what is still to be done."""
_MAY_LOOK_AHEAD = "[将拟待力争预计]"
_BEGINNINGS = words("tense", "timely_beginning")
_TOLD_BEFORE = words("tense", "told_before")
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
    return (LATER_RULES.get(word[:2]) or _RULES[word[0]])(text, place, word)


def looks_ahead(text: str, place: int) -> bool:
    """True when a word that points ahead stands at ``place`` and is no look-alike there."""
    match = _TRIGGER.match(text, place)
    return match is not None and _strength(text, place, match.group()) is not None


def told_as_done(text: str, place: int) -> bool:
    """True when what follows in the sentence, with no word that points ahead, has 已 or counts a result.

    8月20日前，逐人核对，清退资金6.84万元; but not 8月20日前清退3万元以上的 or 8月20日前，将清退6万元.
    """
    told = re.split(_SENTENCE_END, text[place : place + LONGEST_CLAUSE], maxsplit=1)[0]
    if not re.search(f"[已了]|{COUNTED}", told) or any(word in told for word in _STILL_AHEAD):
        return False
    return not any(looks_ahead(told, match.start()) for match in re.finditer(_MAY_LOOK_AHEAD, told))


def _end_of_words(text: str, match: re.Match[str]) -> int:
    """End of the quoted words: the clause; one more where 下一步 stands alone before a comma."""
    end = clause_end(text, match.end())
    if match.group() in _OPENINGS and end - match.end() <= 2 and text[end : end + 1] in "，,：":
        end = clause_end(text, end + 1)
    return end


def _opens_plan(text: str, place: int, word: str) -> bool:
    """下一步 at the start of a clause and not inside a noun phrase (为下一步工作打下基础)."""
    begins = place == 0 or is_listed(text, place)
    if not begins and (not at_boundary(text, place) or text[place - 1] in "、”》）)"):
        return False
    after = place + len(word)
    if text.startswith(_OPENING_NOUNS, after) or text.startswith("的", after):
        return False
    if _LAYS_DOWN.match(text, after):
        return False
    if word == "后续" and "已" in text[after : clause_end(text, after)]:
        return False
    if word in {"下一步", "下步", "下一阶段", "下阶段", "接下来"} or text[after : after + 1] in "，,":
        return True
    if text.startswith(_AFTER_OPENING, after) and "已" not in text[after : clause_end(text, after)]:
        return True
    return "将" in text[after : clause_end(text, after)] or begins or text[place - 1] in "。；\n"


def _is_lacking(text: str, place: int, word: str) -> bool:
    """暂未 and the like, told of the work itself and not of the fault that was found."""
    after = place + len(word)
    if word == "暂缓" and re.compile(f"[对{_NUMBER[1:]}").match(text, after):
        return False  # 暂缓1名发展对象 is what was decided
    if word[0] == "还" and text.endswith(GIVEN_BACK, 0, place):
        return False  # 返还差价
    if text.startswith(_GOOD_NEWS, after) or text.startswith(("职", "岗", "编", "校", "建的", "库"), after):
        return False
    start, end = clause_start(text, place), clause_end(text, after)
    clause = text[start:end]
    if clause.endswith(("前", "之时")) and text[end : end + 1] in "，,":
        return False  # 尚未停热前，逐户测温: when it was done
    left = re.search("[仍还尚][有剩未没]", text[start:place]) is not None  # 因账户注销仍有23笔退不出去
    if clause.lstrip().startswith(_ABOUT_FAULTS) and start != place and not left:
        return False
    if any(found in text[start:place] for found in ("发现", "查出")):
        return False  # 巡查中发现1处堆料尚未清运
    return not clause.endswith(_FAULT_NOUNS)


def _wait(text: str, place: int, _word: str) -> str | None:
    """待…后 at the start of a clause."""
    if place and text[place - 1] not in "，。；：,;:\n需须尚 ）)":
        if text[place - 1] in _NOT_WAITING_BEFORE:
            return None
        found = re.compile(_WAITING_FOR).match(text, place)
        return NOT_DONE if found and not re.search("[已了]", text[place : clause_end(text, place)]) else None
    return NOT_DONE if re.compile(_WAITING).match(text, place) else None


def _timely(text: str, place: int, word: str) -> str | None:
    """项目适时启动建设。 ends with a beginning that has no day; 适时调整 is a way of working."""
    after = place + len(word)
    start, end = clause_start(text, place), clause_end(text, after)
    before = text[start:place]
    leads = not before.strip() and text[max(0, start - 1) : start] in ("", "。", "；", "\n")
    if not text.startswith(_BEGINNINGS, after):
        return None
    if not leads and text[end : end + 1] not in ("", "。", "；", ";", "\n"):
        return None
    if len(before) > _SHORT_HEADING or any(sign in before for sign in _TOLD_BEFORE):
        return None
    return None if told_as_done(text, place) else PROMISE


def _remaining(text: str, place: int, _word: str) -> str | None:
    """还有3户未完成搬迁: what is left over, not what an inspection found (发现还有3人未报告)."""
    match = re.compile(_LEFT_OVER).match(text, place + 1)
    if not match or text.endswith(("发现", "查出", "存在", "凡", "对"), 0, place):
        return None
    return NOT_DONE if _is_lacking(text, place, text[place : match.end()]) else None


def _left(text: str, place: int, word: str) -> str | None:
    return _rest(text, place, word) if word in ("还剩", "尚余") else _remaining(text, place, word)


def _under_way(text: str, place: int, word: str) -> str | None:
    """正在办理 at the start of a clause (or after 目前), and not as an attribute (正在建设的项目)."""
    after = place + len(word)
    start = clause_start(text, place)
    if not text.startswith(_UNDER_WAY, after) or place - start > _SHORT_HEADING:
        return None
    clause = text[start : clause_end(text, after)]
    if (
        re.match("(?:办理|处理|核查)[0-9]+[件起]", text[after:])
        and "办结" in text[max(0, start - 30) : start]
    ):
        return None  # 上报2946件，办结2931件，正在办理15件 is a count of the day
    return None if "的" in clause[place - start :] or clause.startswith(_ABOUT_FAULTS) else NOT_DONE


def _under_way_or_stage(text: str, place: int, word: str) -> str | None:
    return _under_way(text, place, word) if word == "正在" else _stage(text, place, word)


def _due(text: str, place: int, _word: str) -> str | None:
    """6月底前完成 without 已: a day to come."""
    if not place or text[place - 1] not in "日月底年度内末初旬节":
        return None
    clause = text[clause_start(text, place) : clause_end(text, place)]
    if re.search("[已均了求要须应凡]|确保|明确|规定|审批|申请|报备|约定|协议|合同", clause):
        return None
    return None if told_as_done(text, place) else PROMISE


def _stage(text: str, place: int, word: str) -> str | None:
    """二期工程正处于招标阶段, 已进入审批阶段; not what a duty or a training entered."""
    end = clause_end(text, place + len(word))
    clause = text[place + len(word) : end]
    named = clause.endswith("阶段") and any(one in clause for one in words("tense", "stage_before_done"))
    return NOT_DONE if named and not told_as_done(text, end) else None


def _rest(text: str, place: int, word: str) -> str | None:
    """剩余3.2万元分期追缴: what is left over and not told as done; 剩余部分已退 is done."""
    if not at_boundary(text, place) and text[place - 1] not in "（(":
        return None
    stop = re.compile(_SENTENCE_END).search(text, place)
    sentence = text[place : stop.start() if stop else place + LONGEST_CLAUSE]
    first = sentence[: clause_end(sentence, 0)]
    due = re.search("(?:年|月|季度)底?[之以]?[前内]", first)
    if not (due or re.search(_NUMBER, first) or word == "余款" or "部分" in first):
        return None
    if re.search(_REST_DONE, sentence) or any(one in sentence for one in words("tense", "rest_decided")):
        return None
    if first.endswith(("中", "里")):
        return None  # 其余9笔中，6笔…: what became of each is told behind
    if _TRIGGER_LATER.search(first):
        return None  # 剩余3处待汛期结束后加固 has its own word
    return NOT_DONE if any(one in sentence for one in words("tense", "rest_ahead")) else None


def _until(text: str, place: int, word: str) -> str | None:
    """等到秋季开学后再申报, 等资金到位后再建."""
    rest = text[place + len(word) : clause_end(text, place)]
    follows = text[clause_end(text, place) : clause_end(text, place) + 2]
    again = "再" in rest or "才能" in rest or follows[1:] in ("再", "才")
    if word == "等" and follows[1:] in _AT_ONCE and at_boundary(text, place):
        end = clause_end(text, place)  # 等拨了款，马上动工; not 等拨了款，就动了工
        return None if re.search("[已了]", text[end : clause_end(text, end + 1)]) else NOT_DONE
    if word == "等" and re.match("[^，。；、]{1,14}[了后时到成齐批]再(?![次度])", rest):
        return NOT_DONE if "已" not in rest else None  # 等路通了再补
    return NOT_DONE if at_boundary(text, place) and again and not re.search("[已了]", rest) else None


def _ripe(text: str, place: int, word: str) -> str | None:
    """条件成熟时启动, 时机成熟后推开."""
    rest = text[place + len(word) : clause_end(text, place)]
    ahead = re.match("(?:时|后|的情况下|再|即|之后|之时)", rest) is not None
    return NOT_DONE if ahead and "已" not in rest and not rest.endswith("的") else None


def _shortly(text: str, place: int, word: str) -> str | None:
    """近期印发: 近期 before what is still to be done; 近期召开的会, 近期已召开 are past."""
    after = place + len(word)
    clause = text[after : clause_end(text, after)]
    if not at_boundary(text, place) or not clause.startswith(words("tense", "verb")):
        return None
    return None if "的" in clause or told_as_done(text, after) or re.search(_NUMBER, clause) else PROMISE


_AT_ONCE = ("马", "立", "随", "就", "即", "便")
_TRIGGER_LATER = re.compile("正在|将|拟|计划|待|预计|力争|尚未|暂未|正处|仍|约定")
_REST_DONE = (
    "已(?!列|制定|签|达成|约定|申请|上报|纳入|明确)|全部(?:退|追|缴|收|完|办|整改|销|清)"
    "|均[已于]|完毕|已于|收回到位|移交|核销"
)
_RULES = VERB_RULES | {
    "处": _stage,
    "进": _stage,
    "剩": _rest,
    "其": _rest,
    "余": _rest,
    "条": _ripe,
    "时": _ripe,
    "近": _shortly,
    "等": _until,
    "视": LATER_RULES["视"],
    "仅": _rest,
    "只": _rest,
    "另": _rest,
    "约": agreed,
    "商": agreed,
    "承": vowed,
    "适": _timely,
    "择": _timely,
    "待": _wait,
    "正": _under_way_or_stage,
    "前": _due,
    "尚": _left,
    "还": _left,
    "仍": _remaining,
}
