"""措施与问题对不上。

查什么
    问题（连同它的具体表现）的关键词，在整份措施里一个也没有出现；两边讲的又是不同的一类事。
为什么
    答非所问：问的是执法，答的是党建；多半是把别处的措施搬过来了。
依据
    整改措施应当针对问题逐项制定。
反例
    一、业务工作有短板
    1.河道采砂监管缺失
    3月6日，组织党员到红色基地参观，重温入党誓词。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.河道采砂监管缺失
    3月6日，在四处采砂点安装摄像头，查处越界采砂2起。
    整改情况：完成整改。
不查什么
    同一类事换了说法的；两边有一个少见的字相同的；措施太短、看不出讲哪一类事的；标题只说毛病、没有所指的；
    没有措施的（见 ST02）；合用一份整改、其中一个对上了的（见 ST05）。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.measures import titles_of, whole_text
from bihuan.report.nodes import Response
from bihuan.zh.keywords import answers, key_words, telling, topics
from bihuan.zh.tense import Tense

RULE = Rule("SB07", "off-topic-measure", "措施与问题对不上", Severity.WARNING, since="0.1")
SHORTEST = 12
LONG_ENOUGH = 25
PLAIN_ENOUGH = 4
"""Telling characters of a title whose topic is not in the vocabulary."""


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first finding when the response takes up none of its findings."""
    if not response.findings or not response.measures:
        return
    done = [measure.text for measure in response.measures if measure.tense is not Tense.PLANNED]
    if len("".join(done)) < SHORTEST:
        return
    text = whole_text(response, context.report)
    titles = titles_of(response)
    told = [answers(title, text) for title in titles]
    if False in told and True not in told and _is_elsewhere(" ".join(titles), text):
        asked = "、".join(f"“{word}”" for title in titles[:1] for word in key_words(title)[:3])
        said = f"问题说的是{asked}，措施里" if asked else "问题的关键词在措施里"
        yield Flag(
            places.of_response(response),
            f"{said}一处也没有提到，像是答非所问；请核对措施是否放错了地方。",
            findings=context.labels(response),
        )


def _is_elsewhere(title: str, text: str) -> bool:
    """True where both name a topic (never the same), or a plain title meets a text that is long enough."""
    if topics(title) and topics(text):
        return True
    return len(text) >= LONG_ENOUGH and len(telling(title)) >= PLAIN_ENOUGH
