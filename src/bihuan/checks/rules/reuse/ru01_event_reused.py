"""同一件事在三份以上的回答里当作依据。

查什么
    日期相同、开头也相同的一件事（同一次培训、同一次会议、同一次走访），写进了三份以上的回答。
为什么
    一次活动答了许多问题，读者会问：哪个问题是它真正解决的，其他问题另外做了什么。
依据
    整改措施应当针对问题逐项制定；综合性活动可以共用，但每个问题还应有自己的措施。
反例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，举办业务培训班，学习办事指南。
    整改情况：完成整改。
    2.投诉办理慢
    3月5日，举办业务培训班，学习投诉办理流程。
    整改情况：完成整改。
    3.档案整理不及时
    3月5日，举办业务培训班，学习档案管理办法。
    整改情况：完成整改。
正例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，举办业务培训班，学习办事指南。
    整改情况：完成整改。
    2.投诉办理慢
    3月9日，把投诉办理时限由十日改为五日。
    整改情况：完成整改。
    3.档案整理不及时
    3月16日，补齐两年档案四十二卷。
    整改情况：完成整改。
不查什么
    同一份回答里写几遍只算一次；同一天做的不同的事不算；只在两份回答里出现的不提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks.acts import Act
from bihuan.checks.api import Context, Flag, Parameter, Place, Rule, Severity
from bihuan.checks.events import Event, gather
from bihuan.report.nodes import Response

RULE = Rule(
    "RU01",
    "event-reused",
    "同一件事在三份以上的回答里当作依据",
    Severity.WARNING,
    since="0.1",
    parameters=(Parameter("minimum", 3, "出现在几份回答里才提示"),),
)


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first place of each event; the other places are related."""
    minimum = context.number(RULE, "minimum")
    for event in gather(context.acts, minimum):
        uses = _first_uses(event)
        if len(uses) < minimum:
            continue
        place = _place(uses[0][1])
        labels = (label for response, _ in uses for label in context.labels(response))
        yield Flag(
            place,
            f"这件事在{len(uses)}份回答里都当作整改依据，请说明它解决的是哪个问题，其他问题另外做了什么。",
            findings=tuple(dict.fromkeys(labels)),
            related=tuple(act.mentions[0].line for _, act in uses[1:]),
        )


def _first_uses(event: Event) -> list[tuple[Response, Act]]:
    """The first telling in each response."""
    seen: dict[int, tuple[Response, Act]] = {}
    for response, act in event.tellings:
        seen.setdefault(id(response), (response, act))
    return list(seen.values())


def _place(act: Act) -> Place:
    """From the date to the end of the head."""
    first = act.mentions[0]
    start = act.offset_of(first)
    return Place(first.line, first.column, act.measure.text[start : act.head_end].partition("\n")[0])
