"""两份回答里的措施几乎一字不差。

查什么
    不同问题的回答里，有两条措施的文字几乎相同。
为什么
    同一段话放到两个问题下面，说明至少有一个问题没有自己的措施。
依据
    整改措施应当针对问题逐项制定。
反例
    一、业务工作有短板
    1.窗口排队时间长
    由分管副主任牵头，每天上午到大厅带班，现场协调各科室及时处理群众反映的事项。
    整改情况：完成整改。
    2.投诉办理慢
    由分管副主任牵头，每天上午到大厅带班，现场协调各科室及时处理群众反映的问题。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    由分管副主任牵头，每天上午到大厅带班，现场协调各科室及时处理群众反映的事项。
    整改情况：完成整改。
    2.投诉办理慢
    把投诉办理时限由十日改为五日，逾期的由督查科次日催办并在月底通报。
    整改情况：完成整改。
不查什么
    同一份回答里的；很短的；只有开头一句相同的。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Parameter, Rule, Severity
from bihuan.checks.likeness import Likeness
from bihuan.report.nodes import Measure, Response
from bihuan.zh.vocab import words

RULE = Rule(
    "RU02",
    "near-duplicate-measure",
    "两份回答里的措施几乎一字不差",
    Severity.WARNING,
    since="0.1",
    parameters=(Parameter("likeness", 70, "相同的部分占百分之几以上才提示"),),
)


SAME_DAY = 0.92
"""Share from which two tellings of one meeting are one text; below it they tell one event twice (RU01)."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first of the measures that are alike; the others are related."""
    least = context.number(RULE, "likeness") / 100
    index = Likeness()
    told: dict[int, tuple[Response, Measure]] = {}
    groups: dict[int, list[int]] = {}
    for _, response in context.responses:
        for measure in response.measures:
            alike = index.alike(id(response), measure.text, least)
            first = next(
                (
                    known.line
                    for known, share in alike
                    if share >= SAME_DAY or not _same_meeting(told[known.line][1], measure)
                ),
                None,
            )
            if first is None:
                index.add(id(response), measure.line, measure.text)
                told.setdefault(measure.line, (response, measure))
            else:
                groups.setdefault(first, []).append(measure.line)
    for line, others in sorted(groups.items()):
        response, measure = told[line]
        labels = [
            *context.labels(response),
            *(label for other in others for label in context.labels_at(other)),
        ]
        yield Flag(
            places.of_text(measure),
            f"这段话与第{'、'.join(map(str, others))}行几乎一字不差；请分别写明各自做了什么。",
            findings=tuple(dict.fromkeys(labels)),
            related=tuple(others),
        )


def _same_meeting(one: Measure, other: Measure) -> bool:
    """True where both begin with the same day and tell of a meeting or of study."""
    told = any(word in other.text for word in (*words("events", "meeting"), *words("events", "study")))
    return told and bool(one.dates and other.dates) and one.dates[0].start == other.dates[0].start
