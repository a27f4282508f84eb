"""What a date is for: when something was carried out, or anything else."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bihuan.zh.dates.grammar import RANGE_MARKS
from bihuan.zh.dates.kinds import DateRole, Precision
from bihuan.zh.plans import COUNTED, looks_ahead, told_as_done
from bihuan.zh.vocab import alternatives, entries, words

_WORDS = entries("dates")
_PROMISE_BEFORE = tuple(
    word + preposition for word in _WORDS["promise_before"] for preposition in ("", *_WORDS["preposition"])
)
_AGREED = tuple(
    word + preposition for word in _WORDS["agreed"] for preposition in ("", *_WORDS["preposition"])
)
_AGREED_ENDS = frozenset(word[-1] for word in _AGREED)
_ORDERED, _DECIDED = (
    tuple(f"已{more}{word}" for word in _WORDS[entry] for more in ("", "经"))
    for entry in ("ordered", "decided")
)
_ADDRESSEE = 16
"""How long an order and whom it is given to may be (已责令三家商户)."""
_PROMISE_AFTER = tuple(comma + word for word in _WORDS["promise_after"] for comma in ("", "，", ","))
_WILL_SIGNS = frozenset(word[0] for word in _WORDS["promise_after"])
_SUBJECT = 10
"""How far behind a date its promise may begin, the name of a body before it."""
_WINDOW = 60
_DUTY_WINDOW = 120
_OPENING = 18
"""How soon behind 起 a word stands that makes a rule of what follows."""
_NAME_WINDOW = 100
_NAME_MARKS = (("《", "》"), ("“", "”"), ("「", "」"))
_SENTENCE_MARKS = "。；;！"
_CLAUSE_MARKS = "，,：:）)】》”"
_COMMAS = ("，", ",")
_LONG = frozenset((Precision.YEAR, Precision.HALF_YEAR, Precision.QUARTER))


class Use(NamedTuple):
    """Role of a chain of dates; *planned* for a due date, *named* inside a title or a quotation."""

    role: DateRole
    planned: bool = False
    named: bool = False
    edge: str = ""
    """``start`` of a duty, ``cut_off`` of a statement, or ``limit`` before which something was done."""


ACTION = Use(DateRole.ACTION)
_REFERENCE = Use(DateRole.REFERENCE)
PLANNED = Use(DateRole.REFERENCE, planned=True)
_START = Use(DateRole.REFERENCE, edge="start")
_STARTED = Use(DateRole.ACTION, edge="start")
_CUT_OFF = Use(DateRole.REFERENCE, edge="cut_off")
_DONE_BEFORE = Use(DateRole.ACTION, edge="limit")
_DUE = Use(DateRole.REFERENCE, planned=True, edge="limit")
_NAMED = Use(DateRole.REFERENCE, named=True)


def use_of(text: str, start: int, end: int, precision: Precision) -> Use:
    """Use of the dates that stand at ``text[start:end]``."""
    followed = text[end : end + 1] in _COMMAS
    if start == 0:
        if followed and not (
            _promise_follows(text, end) or (precision is not Precision.DAY and _tells_of_period(text, end))
        ):
            return ACTION
        sentence = clause = ""
    else:
        if _is_in_name(text, start):
            return _NAMED
        sentence = clause = ""
        if text[start - 1] not in _SENTENCE_MARKS:
            sentence = _after_last(text[max(0, start - _WINDOW) : start], _SENTENCE_MARKS)
            if text[start - 1] not in _CLAUSE_MARKS:
                clause = _after_last(sentence, _CLAUSE_MARKS).strip()
    if _is_promise(text, sentence, clause, start, end) or _then_will(text, end):
        return PLANNED
    if _bounds_a_thing(text, clause, start, end):
        return _REFERENCE
    edge = _edge(text, clause, start, end)
    if edge is _START and precision is Precision.DAY and not _is_duty(text, end):
        return _STARTED
    if edge is not None:
        return edge
    if sentence.endswith(("：", ":")) and sentence[:-1].endswith(_WORDS["limit"]):
        return PLANNED
    if precision is not Precision.DAY and _tells_of_period(text, end):
        return _REFERENCE
    if followed and _is_marker(clause):
        return ACTION
    return _by_clause(text, clause, end, precision)


def _is_in_name(text: str, start: int) -> bool:
    low = max(0, start - _NAME_WINDOW)
    for opening, closing in _NAME_MARKS:
        at = text.rfind(opening, low, start)
        if at >= 0 and text.find(closing, at, start) < 0:
            return True
    return False


def goes_on_planning(text: str, stop: int, start: int, end: int) -> bool:
    """计划5月启动，9月完成: a date at ``text[start:end]`` that a due date ending at *stop* takes along."""
    if start - stop > _WINDOW:
        return False
    between = text[stop:start]
    return (
        between.endswith((*_COMMAS, "、"))
        and not any(mark in between for mark in _SENTENCE_MARKS)
        and text[end : end + 1] not in _COMMAS
        and not told_as_done(text, end)
    )


def _after_last(text: str, marks: str) -> str:
    return text[max(map(text.rfind, marks)) + 1 :]


def _then_will(text: str, end: int) -> bool:
    """2022年10月底交房，届时由住建局验收: not yet."""
    return (
        "届时" in (ahead := text[end : end + _WINDOW]) and "届时" in re.split("[。；;]", ahead, maxsplit=1)[0]
    )


def _bounds_a_thing(text: str, clause: str, start: int, end: int) -> bool:
    """以5月20日为界, and the day of a contract in a bracket behind it: （2022年7月1日签订）."""
    if clause.endswith("以") and text.startswith(_WORDS["bound_after"], end):
        return True
    return text[start - 1 : start] in tuple("（(、") and text.startswith(_WORDS["made_after"], end)


def _is_duty(text: str, end: int) -> bool:
    """3月10日起，每月抽查, 3月10日起实行新制度: a regular duty or a rule begins.

    Not where the sentence counts what was done once (3月10日起联合夜查36个晚上，查处超限车辆157台次).
    """
    told = re.split("[。；;！]", text[end : end + _DUTY_WINDOW], maxsplit=1)[0]
    if "每" in told or any(word in told[:_OPENING] for word in _WORDS["in_force"]):
        return True
    return any(word in told for word in _WORDS["regular"]) or not (
        re.search(COUNTED, told) or re.search("[用分](?:[0-9]+|[两三四五六七八九十])[周批个天轮]", told)
    )


def _is_promise(text: str, sentence: str, clause: str, start: int, end: int) -> bool:
    if text.startswith(_PROMISE_AFTER, end) and _promise_follows(text, end):
        return not _is_done(clause)
    if not sentence:
        return False
    if clause:
        if ("已" in clause or clause[-1] in _AGREED_ENDS) and _is_agreed(text, clause, end):
            return True
        if clause.endswith(_PROMISE_BEFORE) and _promise_before(text, clause, start):
            return not _is_done(clause)
        found = _promise().search(clause)
        if found is not None and _is_promise_word(text, clause, found, start):
            return not _is_done(clause)
    if _ahead().search(sentence) is None:
        return False
    offset = start - len(sentence)
    return any(looks_ahead(text, offset + found.start()) for found in _ahead().finditer(sentence))


def _promise_follows(text: str, end: int) -> bool:
    """3月5日，将继续…; not 3月5日，将台账移交档案室, where 将 means 把."""
    return looks_ahead(text, end + (text[end] in _COMMAS))


def someone_will(text: str, end: int) -> bool:
    """True where a body's promise follows a date: 9月5日，我局将复核."""
    if _WILL_SIGNS.isdisjoint(text[end + 2 : end + _SUBJECT]) or text[end] not in _COMMAS:
        return False
    for subject in _WORDS["subject"]:
        at = text.find(subject, end + 1, end + _SUBJECT)
        if at >= 0 and text.startswith(_WORDS["promise_after"], at + len(subject)):
            return looks_ahead(text, at + len(subject))
    return False


def _is_agreed(text: str, clause: str, end: int) -> bool:
    """已约定9月底前, 已责令6月底前: the word is given, the thing is not done; not 按约定6月底前缴清."""
    if clause.endswith(_AGREED):
        return (clause.endswith(_WORDS["agreed"]) or limits(text, end)) and not any(
            mark in clause for mark in _WORDS["as_agreed"]
        )
    if "已" not in clause or not limits(text, end):
        return False
    return clause.endswith(_DECIDED) or any(word in clause[-_ADDRESSEE:] for word in _ORDERED)


def limits(text: str, end: int) -> bool:
    """True for a date ending at *end* that something is to be done by: 9月5日前, 9月底, 年内."""
    return text.startswith(_WORDS["before_after"], end) or text[end - 1] in "底末内"


def _promise_before(text: str, clause: str, start: int) -> bool:
    """计划于6月底; not 年度计划于3月5日印发 or 按要求于3月5日报送."""
    if clause.endswith(_WORDS["no_promise_before"]):
        return False
    at = clause.rfind("计划", -4)
    return at < 0 or looks_ahead(text, start - len(clause) + at)


def _is_done(clause: str) -> bool:
    return any(word in clause for word in _WORDS["done"])


def _is_promise_word(text: str, clause: str, found: re.Match[str], start: int) -> bool:
    """力争全面启动后5月完成; not 签订承诺书并于5月6日公示."""
    if clause.startswith(_WORDS["no_promise_after"], found.end()):
        return False
    return found[0][:2] != "计划" or looks_ahead(text, start - len(clause) + found.start())


@cache
def _promise() -> re.Pattern[str]:
    return re.compile(alternatives(_WORDS["promise"]))


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(alternatives(_WORDS["ahead"]))


def _edge(text: str, clause: str, start: int, end: int) -> Use | None:
    """Starting points, cut-offs and due dates; None for other dates."""
    if not text.startswith(_WORDS["no_edge"], end):
        if text.startswith(_WORDS["before_after"], end):
            if clause.endswith(_WORDS["cut_off_before"]):
                return _CUT_OFF
            if _is_done(clause):
                return _DONE_BEFORE
            return _by_limit(text, clause, end)
        if text.startswith(_WORDS["start_after"], end):
            return _START if text.startswith(_WORDS["duty_after"], end) else _REFERENCE
    if not clause.endswith(_WORDS["edge_before"]):
        return None
    if clause.endswith(_WORDS["late_before"]) and "才" in text[end : end + 3]:
        return ACTION  # 拖到9月27日，才装上护栏
    if clause.endswith(_WORDS["cut_off_before"]):
        return _CUT_OFF
    ranged = any(mark in text[start:end] for mark in RANGE_MARKS)
    return None if ranged and clause.endswith(_WORDS["from_before"]) else _REFERENCE


def _by_limit(text: str, clause: str, end: int) -> Use:
    """8月20日前，清退资金3万元 tells a deed; 对8月以前立案的案件 and 8月20日前完成清退 do not."""
    if _attribute(text, end + 1, at=False) or _about().search(clause):
        return _REFERENCE
    around = clause + text[end : end + 6]
    demanded = any(word in around for word in _WORDS["demand"])
    if demanded:
        return PLANNED
    return _DONE_BEFORE if told_as_done(text, end) else _DUE


def _is_marker(clause: str) -> bool:
    """Nothing before the date in its clause but the marker of an item (一是, 1.)."""
    return not clause or (len(clause) <= 3 and clause[-1] in "是.．、") or clause in ("并", "又", "同时")


def _by_clause(text: str, clause: str, end: int, precision: Precision) -> Use:
    at = clause.endswith(_WORDS["at"])
    if _attribute(text, end, at):
        tells = precision is Precision.DAY and _is_marker(clause) and _tells_of_thing(text, end)
        return ACTION if tells else _REFERENCE
    followed = (
        text.startswith(_WORDS["acts"] if precision in _LONG else _acts(), end)
        or text[end : end + 1] in _COMMAS
    )
    if text[end - 1] == "内" and not told_as_done(text, end):
        return PLANNED  # 年内完成换届
    if precision in _LONG:
        if not (at or _is_marker(clause)):
            return _REFERENCE
        told = followed or (precision is not Precision.YEAR and _counts_deeds(text, end))
        return ACTION if told else _REFERENCE
    if at or _is_marker(clause):
        return ACTION
    if _about().search(clause, max(0, len(clause) - 6)):
        return _REFERENCE
    return ACTION if followed or precision is Precision.DAY else _REFERENCE


def _counts_deeds(text: str, end: int) -> bool:
    """第四季度走访农户120户: a deed with its count, not the figure of a quarter."""
    clause = re.split("[，。；,;]", text[end : end + _WINDOW], maxsplit=1)[0]
    return clause.startswith(_acts()) and re.search(COUNTED, clause) is not None


def _tells_of_period(text: str, end: int) -> bool:
    """1至10月，接待费同比下降三成: months that a figure is of, not when something was carried out."""
    if text.startswith(_WORDS["figure_after"], end):
        return True
    if "比" not in (ahead := text[end : end + 30]) and "较" not in ahead and "由" not in ahead:
        return False
    if text[end : end + 1] not in _COMMAS and not text.startswith(_acts(), end) and _moved().match(text, end):
        return True
    found = _compared().match(text, end)
    return found is not None and not text.startswith(_WORDS["acts"], end + (text[end : end + 1] in _COMMAS))


@cache
def _moved() -> re.Pattern[str]:
    """9月份伙食成本比8月份下降11%, 3至7月迟到由36人次降为4人次."""
    return re.compile(
        "[^，。；,]{2,16}?(?:[比较][^，。；,]{1,14}?(?:下降|上升|减少|增加|提高|缩短|降低|增长|少|多|降|升)"
        "|由[^，。；,]{1,18}?(?:降|升|增|减|提高|缩短|压减)[到至为])"
    )


@cache
def _acts() -> tuple[str, ...]:
    """What a month or a quarter that tells when may be followed by."""
    return (*_WORDS["acts"], *_WORDS["did"], *words("tense", "act"))


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(f"[，,]?[^，。；,]{{0,24}}?(?:{alternatives(_WORDS['compared'])})")


@cache
def _about() -> re.Pattern[str]:
    return re.compile(alternatives(_WORDS["about"]))


def _attribute(text: str, end: int, at: bool) -> bool:
    """True for 3月5日印发的通知; not for 在3月5日召开的会议上, which tells when."""
    if text[end : end + 1] in _COMMAS:
        return False
    found = _attributive().match(text, end)
    return found is not None and not (at and _at_event().match(text, found.end()))


def _tells_of_thing(text: str, end: int) -> bool:
    """漏发的63户全部打卡到户, 追回多领的津贴6840元: the act of that day; not 印发的通知."""
    if text.startswith(_WORDS["takes_object"], end):
        return (
            re.search(COUNTED, re.split("[，。；,;]", text[end : end + _WINDOW], maxsplit=1)[0]) is not None
        )
    return _told_of_thing().match(text, end) is not None


@cache
def _told_of_thing() -> re.Pattern[str]:
    """2月27日漏发的63户全部打卡到户: what was done that day, to a thing told before the verb."""
    return re.compile("[^，。；、：《“（的]{0,6}的[^，。；、：]{1,10}?(?:全部|均|都|已|退回|用了|逐)")


@cache
def _attributive() -> re.Pattern[str]:
    first = "".join(_WORDS["not_attribute"])
    return re.compile(rf"(?![{first}])[^，。；、：《“（的]{{0,6}}的")


@cache
def _at_event() -> re.Pattern[str]:
    return re.compile("[^，。；、]{1,12}[上中时]")
