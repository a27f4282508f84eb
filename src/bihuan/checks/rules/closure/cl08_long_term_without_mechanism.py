"""长期坚持，却没有坚持下去的办法。

查什么
    整改结果写“长期坚持”，而措施里没有一项制度，也没有一件按期要做的事。
为什么
    长期坚持不是做完，也不是不做；没有制度和固定的安排，过几个月就没有人做了。
依据
    需要长期坚持的整改，应当以制度和定期工作固定下来。
反例
    一、业务工作有短板
    1.窗口人员业务不熟
    3月9日，集中讲解办事指南。
    整改情况：长期坚持。
正例
    一、业务工作有短板
    1.窗口人员业务不熟
    3月9日，集中讲解办事指南，从4月起每月考试一次。
    整改情况：长期坚持。
不查什么
    已经完成、并将长期坚持的；写了制度、机制、专班或者每月每季安排的。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response
from bihuan.zh.status import Status
from bihuan.zh.vocab import words

RULE = Rule(
    "CL08", "long-term-without-mechanism", "长期坚持，却没有坚持下去的办法", Severity.WARNING, since="0.1"
)
MECHANISM = words("substance", "mechanism")
RULES = ("制度", "机制", "办法", "规定", "细则", "规程", "章程")
STUDIES = ("学习", "宣讲", "讲解", "传达", "解读", "宣传", "观看", "研讨", "违反")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the outcome of a long-term response that names nothing regular."""
    outcome = response.outcome
    if outcome is None or outcome.status is not Status.LONG_TERM or not response.measures:
        return
    if not any(_has_mechanism(measure.text) for measure in response.measures) and not _is_regular(
        outcome.text
    ):
        yield Flag(
            places.of_text(outcome),
            "写的是长期坚持，措施里却没有制度，也没有按期要做的事；请写明靠什么坚持、多久做一次。",
            findings=context.labels(response),
        )


def _has_mechanism(text: str) -> bool:
    """Whether a clause makes a rule or a regular duty; one that only studies a rule does not."""
    if not any(word in text for word in MECHANISM) and not _rhythm().search(text):
        return False
    clauses = re.split("[，。；\n]", text)
    return any(
        _rhythm().search(clause) or any(word in clause and not _studied(word, clause) for word in MECHANISM)
        for clause in clauses
    )


def _studied(word: str, clause: str) -> bool:
    return word in RULES and any(study in clause for study in STUDIES)


def _is_regular(text: str) -> bool:
    """长期坚持，每月抽查; 常态化 alone is the status."""
    return any(word in text for word in MECHANISM if word not in ("常态化", "长效")) or bool(
        _rhythm().search(text)
    )


@cache
def _rhythm() -> re.Pattern[str]:
    """周调度、月通报."""
    return re.compile(
        "[日周旬月季年](?:调度|通报|例会|报告|检查|抽查|考核|研判|会商|小结|巡查|排查|汇总|分析|督查|清零|盘点)"
    )
