"""与别的单位报告里的一段几乎相同。

查什么
    措施的文字与另一个单位报告里的一段几乎一字不差（要用 --corpus 给出别的报告）。
为什么
    两个单位做了同样的事、写了同样的话，多半有一家是抄的；抄来的措施没有落到本单位。
依据
    整改措施应当针对本单位的问题逐项制定。
反例
    （别的报告）一、业务工作有短板
    1.投诉办理慢
    由分管副主任牵头，每天上午到大厅带班，现场协调各科室及时处理群众反映的事项。
    （本报告）
    一、业务工作有短板
    1.窗口排队时间长
    由分管副主任牵头，每天上午到大厅带班，现场协调各科室及时处理群众反映的问题。
    整改情况：完成整改。
正例
    （别的报告）一、业务工作有短板
    1.投诉办理慢
    由分管副主任牵头，每天上午到大厅带班，现场协调各科室及时处理群众反映的事项。
    （本报告）
    一、业务工作有短板
    1.窗口排队时间长
    增设两个窗口，把取号、受理、出证分开，午间留两人值班，平均等候降到十分钟。
    整改情况：完成整改。
不查什么
    没有给出别的报告的；引用上级文件原文的短句；只有开头一句相同的。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Parameter, Rule, Severity
from bihuan.report.nodes import Response

RULE = Rule(
    "RU04",
    "copied-from-another-unit",
    "与别的单位报告里的一段几乎相同",
    Severity.WARNING,
    since="0.1",
    parameters=(Parameter("likeness", 80, "相同的部分占百分之几以上才提示"),),
)


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at each measure that another report of the corpus tells nearly word for word."""
    if context.corpus is None:
        return
    least = context.number(RULE, "likeness") / 100
    for measure in response.measures:
        known = next((one for one, _ in context.corpus.alike(None, measure.text, least)), None)
        if known:
            yield Flag(
                places.of_text(measure),
                f"与“{known.key}”第{known.line}行几乎一字不差；请核对是谁写的，改成本单位做的事。",
                findings=context.labels(response),
            )
