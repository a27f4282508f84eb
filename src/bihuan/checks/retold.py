"""Figures that a later sentence tells again, and otherwise.

3月3日，…收集意见54条 and, on 12 March, 3月3日院坝会上收集的45条意见. That it is told again must be said:
by the day named once more inside the sentence, by 上述, 所查 or 此次, by a verb that looks at what was
told (核对, 张榜), or by a noun with its description (签约的16名博士).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.zh.looks import HAN
from bihuan.zh.vocab import words

if TYPE_CHECKING:
    from bihuan.checks.api import Context
    from bihuan.zh.figures import Figure

    _Kept = tuple[int, Figure, Figure | None]
    """0-based line, figure, the figure before it in its line; read only when another may differ."""

_MOST = 400
"""Figures of one report that are compared."""
_REACH = 200
"""Characters of a sentence that are looked at on each side of a figure."""
_NEAR_LINES = 3
_SURELY = 3
"""Characters in common that are enough without a day."""
_NUMBER = re.compile("[0-9.,]{2,}[^，。；、0-9]")
_DAY = re.compile("([0-9]{1,2})月([0-9]{1,2})日")
_SKIP = (
    "更正",
    "其中",
    "新增",
    "另",
    "又",
    "再次",
    "同比",
    "下降",
    "上升",
    "由",
    "从",
    "仍",
    "其余",
    "剩",
    "尚",
    "后",
)
_SIGNS = ("所", "此", "本", "这", "上述", "前述")
_TOGETHER = ("上述", "以上")
_VERIFIES = (
    "核对",
    "核实",
    "核查",
    "复核",
    "通报",
    "听取",
    "张榜",
    "上墙",
    "公示",
    "公开栏",
    "写明",
    "回访",
    "抽访",
    "实际",
    "约定",
    "实有",
)
"""Words of a sentence that looks at what was told before."""
_SAMPLES = ("抽查", "抽检", "抽取", "回访", "走访", "死亡", "损坏")
_ALL = ("全部", "均", "逐", "都")
"""Words by which fewer than before are not some of them."""
_GENERAL = (
    "单位",
    "金额",
    "涉及",
    "问题",
    "任务",
    "措施",
    "整改",
    "反馈",
    "资金",
    "谈话",
    "培训",
    "召开",
    "会议",
    "学习",
    "检查",
    "参加",
)
_GOES_ON = (
    "提高",
    "提",
    "增加",
    "增",
    "上升",
    "降低",
    "降",
    "减少",
    "减",
    "压缩",
    "缩短",
    "调整",
    "调",
    "改",
)
_MONTH = re.compile("([0-9]{1,2})月")


class Told(NamedTuple):
    """A figure with what tells when it was: 0-based line."""

    line: int
    figure: Figure
    quote: str
    days: frozenset[tuple[str, str]]
    """Days named in its sentence before it, else the last one in its line."""
    named_again: frozenset[tuple[str, str]]
    """Days to which its own clause looks back."""
    described: tuple[str, str]
    """签约, 博士 of 签约的16名博士; empty strings where nothing describes it."""
    sentence: str
    """Its sentence up to the figure and the words behind it."""
    label: str
    """Words before it | words behind it."""


def retold(context: Context) -> Iterator[tuple[Told, Told]]:
    """(figure, later figure that tells it otherwise), each first figure once, in the order of the text."""
    known: dict[str, list[_Kept]] = {}
    told: set[tuple[int, int]] = set()
    read = cache(lambda kept: _read(context.report.lines[kept[0]], *kept))
    for line, figures in enumerate(context.figures):
        last = None
        for figure in figures:
            one, last = (line, figure, last), figure
            earlier = known.setdefault(figure.unit, [])
            if len(earlier) < _MOST and _may_differ(figure, earlier):
                now = read(one)
                first = _contradicted(now, [read(kept) for kept in earlier], context)
                if first and (first.line, first.figure.start) not in told:
                    told.add((first.line, first.figure.start))
                    yield first, now
            earlier.append(one)


def _may_differ(figure: Figure, earlier: list[_Kept]) -> bool:
    """Cheap look: something was counted before in this unit, nearly as much and not the same."""
    if figure.rough or figure.unit == "次":
        return False
    value = figure.value
    return any(
        other.value not in (0, 1, value) and 0.5 < value / other.value < 2 for _, other, _ in earlier
    ) and not _has(figure.before, _SKIP)


def _read(text: str, line: int, figure: Figure, last: Figure | None) -> Told:
    floor = max(0, figure.start - _REACH)
    begin = max(floor, *(text.rfind(mark, floor, figure.start) + 1 for mark in "。！？"))
    found = list(_DAY.finditer(text, floor, figure.start))
    here = [day for day in found if day.start() >= begin]
    again = [
        day
        for n, day in enumerate(here)
        if text[day.end() : day.end() + 1] not in "，,、至到起"
        and (n or not _opens(text, begin, day.start()))
    ]
    return Told(
        line,
        figure,
        text[figure.start : figure.end],
        frozenset((day[1], day[2]) for day in here or found[-1:]),
        frozenset((day[1], day[2]) for day in again),
        _described(figure),
        text[begin : figure.end] + figure.after[:_REACH],
        _label(figure, last.before if last and _goes_on(figure.before) else ""),
    )


def _opens(text: str, begin: int, day: int) -> bool:
    """Whether nothing but a label stands before the day in its sentence (整改情况：1月22日)."""
    return day - begin <= 1 or text[day - 1] in "：:，；. 是、）年"


def _described(figure: Figure) -> tuple[str, str]:
    match = _description().search(figure.before[-6:])
    noun = _noun().match(figure.after)
    return (match[1], noun[0]) if match and noun else ("", "")


def _contradicted(one: Told, earlier: list[Told], context: Context) -> Told | None:
    """The figure that this one tells otherwise; None where one says the same or nothing is told again."""
    alike = [(shared, other) for other in earlier if (shared := _linked(one, other, context))]
    if not alike:
        return None
    most = max(shared for shared, _ in alike)
    best = [other for shared, other in alike if shared == most]
    values = [other.figure.value for other in earlier if _shared(one, other)]
    same = any(other.figure.value == one.figure.value for shared, other in alike if shared >= min(most, 3))
    if same or _adds_up(one.figure.value, values) or best[-1].figure.value == one.figure.value:
        return None
    if len({other.figure.value for other in best}) > 1 and not one.named_again:
        return None
    return None if best[-1].figure.rough or _has(best[-1].figure.before, _SKIP) else best[-1]


def _adds_up(value: float, values: list[float]) -> bool:
    """Whether it tells several together: 签约5名 and 8名, 签约的13名."""
    return len(values) > 1 and abs(sum(values) - value) < 1e-6


def _linked(one: Told, other: Told, context: Context) -> int:
    """How many characters tell that both count the same thing; 0 where nothing says so."""
    points = _points(one)
    same_sentence = one.line == other.line and one.figure.sentence == other.figure.sentence
    if (same_sentence and not points) or other.figure.before.endswith(("由", "从")):
        return 0
    if other.figure.value in (0, 1) or not 0.5 < one.figure.value / other.figure.value < 2:
        return 0
    sampled = [sign for sign in _SAMPLES if sign in one.figure.before[-20:]]
    if any(sign not in other.sentence for sign in sampled):
        return 0
    if one.named_again & other.days:
        return _shared(one, other)
    apart = one.line - other.line
    if points and apart <= _NEAR_LINES:
        return _shared(one, other)
    verb, noun = one.described
    fewer = one.figure.value < other.figure.value and not _has(one.sentence, _ALL)
    if verb and not fewer and verb in other.label and noun in other.label and _near(one, other, context):
        return len(verb) + len(noun)
    if _lot(one) != _lot(other) or "截至" in one.sentence:
        return 0
    if apart <= 2 * _NEAR_LINES and _has(one.sentence, _VERIFIES):
        shared = _shared(one, other)
        return (
            shared
            if shared >= _SURELY + (apart >= _NEAR_LINES) or (shared and _same_figure(one, other))
            else 0
        )
    if _digits_swapped(one.quote, other.quote, one.figure, other.figure):
        return _run(one.sentence, other.sentence, _SURELY)
    if context.response_at(other.line + 1) is None and context.response_at(one.line + 1) is not None:
        return _run(one.label, other.label, _SURELY + 1)  # a summary before the responses
    return 0


def _lot(one: Told) -> list[str]:
    """Which year or lot is counted."""
    return _lots().findall(one.figure.before[-20:])


def _digits_swapped(quote: str, other: str, one: Figure, first: Figure) -> bool:
    """23,460元 and 2.436万元: the same digits in another order."""
    mine, others = (f"{figure.value:.10g}".strip("0").replace(".", "") for figure in (one, first))
    return len(mine) > 3 and mine != others and sorted(mine) == sorted(others) and quote != other


def _same_figure(one: Told, other: Told) -> bool:
    """Whether the sentences share another figure (复核低保家庭211户 …, 211户家庭 …)."""
    mine, others = (set(_NUMBER.findall(told.sentence)) - {told.quote} for told in (one, other))
    return bool(mine & others)


def _near(one: Told, other: Told, context: Context) -> bool:
    if one.line - other.line <= 1 or set(_MONTH.findall(one.sentence)) & set(_MONTH.findall(other.sentence)):
        return True
    same = context.response_at(one.line + 1)
    return same is not None and same is context.response_at(other.line + 1)


def _points(one: Told) -> bool:
    before = one.figure.before[-12:]
    if before.endswith(_TOGETHER):
        return False  # 上述7人: several together
    return (
        _has(before, _SIGNS) and _points_back().search(before) is not None
    ) or one.figure.after.startswith("为基数")


def _shared(one: Told, other: Told) -> int:
    """The longest run of characters beside both; 0 where it says nothing."""
    mine, first = one.figure.before.rstrip("的"), other.figure.before
    if first and mine.endswith(first) and first not in _idle():
        return max(2, len(first))  # 差5件, 盘点时差的7件
    return _run(one.label, other.label, 2)


def _run(one: str, other: str, least: int) -> int:
    """Length of the longest run of characters in both that says something; 0 below *least*."""
    best = least - 1
    for start in range(len(one) - 1):
        while start + best < len(one) and (run := one[start : start + best + 1]) in other:
            if run in _idle() or not run.isalpha() or (len(run) > 2 and _has(run, _GENERAL)):
                break
            best += 1
    return best if best >= least else 0


def _label(figure: Figure, carried: str) -> str:
    before = _DAY.sub("", carried + figure.before)[-20:]
    return f"{before}|{figure.after[:8]}".replace("的", "")


@cache
def _idle() -> frozenset[str]:
    return frozenset(
        (*words("quantities", "idle_pairs"), "受到", "给予", "实际", "到位", "全市", "全县", "人次")
    )


@cache
def _description() -> re.Pattern[str]:
    return re.compile(f"((?:[不未])?{HAN}{{2}})的\\Z")


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(f"{HAN}{{2}}")


@cache
def _points_back() -> re.Pattern[str]:
    return re.compile("上述|前述|所[查调列退收清领补征排录评抽]|(?:此|本|这)[次批轮][^，。；]{0,8}\\Z")


@cache
def _lots() -> re.Pattern[str]:
    return re.compile("[0-9]{4}年|首批|第[一二三四五六]批|[一二三四]季度|[上下]半年")


def _has(text: str, signs: tuple[str, ...]) -> bool:
    return any(sign in text for sign in signs)


def _goes_on(before: str) -> bool:
    """由8000元提到2.6万元: the second figure counts what the first does."""
    return before[-1:] in ("到", "至", "为") and before[:-1] in _GOES_ON
