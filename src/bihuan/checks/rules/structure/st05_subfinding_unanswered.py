"""具体表现没有措施回应。

查什么
    问题下面分列的具体表现，或者与别的问题合用一份整改的问题，它的关键词在这份整改的措施里一个也没有出现。
为什么
    问题列了三个方面，措施只答了两个，剩下的一个就是漏项；合在一起答的，最容易漏。
依据
    整改应当逐条对应，做到事事有回音、件件有着落。
反例
    一、业务工作有短板
    1.窗口服务不规范
    （1）叫号系统经常故障
    （2）群众投诉办理拖延
    3月6日，更换叫号系统，增设两个取号点。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    （1）叫号系统经常故障
    （2）群众投诉办理拖延
    3月6日，更换叫号系统，增设两个取号点。
    3月9日，把投诉办理时限由十日改为五日，办结积压投诉14件。
    整改情况：完成整改。
不查什么
    用近义词回应的（“空编”对“招聘”），标题只说毛病、没有所指的（“重视不够”），没有写措施的（见 ST02）。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.measures import aspects_of, titles_of
from bihuan.report.nodes import Response
from bihuan.zh.keywords import key_words, takes_up

RULE = Rule("ST05", "subfinding-unanswered", "具体表现没有措施回应", Severity.WARNING, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at each aspect that no measure takes up."""
    if not response.measures:
        return
    text = "\n".join(measure.text for measure in response.measures)
    titles = titles_of(response)
    for finding, aspect in aspects_of(response):
        others = "\n".join(title for title in titles if title != aspect.title)
        if takes_up(aspect.title, text, beside=others) is False:
            named = "、".join(f"“{word}”" for word in key_words(aspect.title)[:3])
            yield Flag(
                places.of_title(aspect),
                f"措施里没有一处提到{named}，看不出这一点是怎样整改的；请补写对应的措施，或说明由哪一条回答。",
                findings=context.label(finding),
            )
