"""问题出在制度上，却没有立制度、改制度。

查什么
    问题说的是制度没有、不全或者过时，而措施里没有建立、修订或废止哪一项制度。
为什么
    制度上的毛病，靠办一件事、开一次会改不了；换个人又会照旧。
依据
    整改应当举一反三，把当下改与长久立结合起来。
反例
    一、业务工作有短板
    1.公务接待制度不健全
    3月6日，退还超标准接待费2600元。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.公务接待制度不健全
    3月6日，退还超标准接待费2600元；3月20日，修订公务接待管理办法，增加事前审批。
    整改情况：完成整改。
不查什么
    问题说的是有制度不执行的。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Finding, Response
from bihuan.zh.substance import lacks_rule, makes_rule

RULE = Rule(
    "SB09", "no-rule-for-system-fault", "问题出在制度上，却没有立制度、改制度", Severity.INFO, since="0.1"
)


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at each finding about a rule in a response that makes none."""
    if not response.measures or not any(_lacks(finding) for finding in response.findings):
        return
    if any(makes_rule(measure.text) for measure in response.measures):
        return
    for finding in response.findings:
        if _lacks(finding):
            yield Flag(
                places.of_title(finding),
                "这个问题出在制度上，措施里没有建立或修订哪一项制度；请补上，或说明为什么不需要。",
                findings=context.label(finding),
            )


def _lacks(finding: Finding) -> bool:
    return lacks_rule(finding.title) or any(lacks_rule(one.title) for one in finding.subfindings)
