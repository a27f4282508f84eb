"""同一件事、同一份清单，数目前后不一。

查什么
    同一天的同一件事，两处写的人数、件数不同；写“三项措施”，下面列了四项；写“2项制度”，列了三个名称。
为什么
    同一件事只有一个准数；两个数放在一起，至少有一个是错的，其他数字也会被怀疑。
依据
    整改台账、报告、公开稿的数字应当一致。
反例
    2023年2月7日，县委第一巡察组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，举办窗口业务培训班，培训窗口人员45人。
    整改情况：完成整改。
    2.投诉办理慢
    3月5日，举办窗口业务培训班，培训窗口人员54人。
    整改情况：完成整改。
正例
    2023年2月7日，县委第一巡察组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，举办窗口业务培训班，培训窗口人员45人。
    整改情况：完成整改。
    2.投诉办理慢
    3月5日，举办窗口业务培训班，窗口人员45人参加，其中投诉受理岗12人。
    整改情况：完成整改。
不查什么
    不同日子的事；数的不是同一样东西的；“等”字后面的总数多于所列的。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Place, Rule, Severity
from bihuan.checks.gatherings import Telling, same_occasions, tellings
from bihuan.checks.restated import restated
from bihuan.checks.retold import retold
from bihuan.checks.swapped import swapped
from bihuan.zh.listing import find_miscounted
from bihuan.zh.quantities import Figure, counted_things

RULE = Rule("NM01", "figure-differs", "同一件事、同一份清单，数目前后不一", Severity.ERROR, since="0.1")
MOST = 20
"""Figures kept of one occasion."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first place of an event with two figures; one at each miscounted list."""
    found = tellings(one for _, one in context.responses)
    told: set[tuple[int, str]] = set()
    for flag in (one for group in same_occasions(found) for one in _compare(context, group)):
        told.add((flag.place.line, flag.place.quote))
        yield flag
    for flag in (*_swapped(context), *_restated(context), *_retold(context)):
        if (flag.place.line, flag.place.quote) not in told:
            told.add((flag.place.line, flag.place.quote))
            yield flag
    for start, text in zip(context.line_starts, context.report.lines, strict=True):
        for one in find_miscounted(text):
            place = places.in_text(context, start + one.start, start + one.end)
            yield Flag(
                place,
                f"这里写的是{one.stated}，列出来的是{one.counted}，请核对。",
                findings=context.labels_at(place.line),
            )


def _compare(context: Context, group: list[Telling]) -> Iterator[Flag]:
    """The first figure that a later telling of the event contradicts."""
    known: list[tuple[Figure, Place]] = []
    for telling in group:
        for figure, place in _figures(telling):
            for first, where in known:
                if where.line == place.line or not first.counts_same(figure):
                    continue
                if first.number != figure.number:
                    yield _flag(context, where, place)
                    return
            if len(known) < MOST:
                known.append((figure, place))


def _swapped(context: Context) -> Iterator[Flag]:
    """280万元 here and 208万元 there."""
    for first, later in swapped(context.report.lines):
        one, other = (Place(figure.line + 1, figure.start + 1, figure.quote) for figure in (first, later))
        yield _flag(context, one, other)


def _restated(context: Context) -> Iterator[Flag]:
    """配备网格员121名 in a response and 119名网格员 in the summary."""
    for first, later in restated(context):
        one, other = (Place(told.line + 1, told.start + 1, told.quote) for told in (first, later))
        if one.line < other.line:
            yield _flag(context, one, other)
        else:
            yield _flag(context, other, one)


def _retold(context: Context) -> Iterator[Flag]:
    """收集意见54条 and, later, 3月3日收集的45条意见."""
    for first, later in retold(context):
        one, other = (Place(told.line + 1, told.figure.start + 1, told.quote) for told in (first, later))
        yield _flag(context, one, other)


def _flag(context: Context, first: Place, later: Place) -> Flag:
    return Flag(
        first,
        f"同一件事，这里写的是{first.quote}，第{later.line}行写的是{later.quote}，请按台账统一。",
        findings=tuple(dict.fromkeys((*context.labels_at(first.line), *context.labels_at(later.line)))),
        related=(later.line,),
    )


def _figures(telling: Telling) -> Iterator[tuple[Figure, Place]]:
    """The figures that the day's own sentence tells, with their places."""
    for one in counted_things(telling.text.partition("其中")[0]):
        begin = telling.offset + one.start
        yield one, places.within(telling.measure, begin, begin + len(one.quote))
