"""措施只有口号。

查什么
    一条措施全是“提高站位”“强化担当”“切实抓好落实”，没有说做了哪一件事。
为什么
    口号放到哪个问题下面都通，等于没有措施。
依据
    整改措施应当具体、可操作、可检查。
反例
    一、业务工作有短板
    1.窗口排队时间长
    提高政治站位，强化责任担当，切实抓好窗口服务各项工作落实。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    强化责任担当，增设两个窗口，由副主任每天到大厅带班。
    整改情况：完成整改。
不查什么
    口号后面写了做的事的；写了日期、数目、文件名称的；还没有做的打算（见 CM03）。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Measure, Response
from bihuan.zh.substance import Kind, clauses_of, kind_of_clause
from bihuan.zh.tense import Tense
from bihuan.zh.vocab import words

RULE = Rule("SB05", "slogan-only", "措施只有口号", Severity.WARNING, since="0.1")
SHORTEST = 10
FORMULAS = words("substance", "formula")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at each measure that tells nothing but resolve."""
    if not response.findings:
        return
    for measure in response.measures:
        if measure.tense is not Tense.PLANNED and _is_slogan(measure, context):
            yield Flag(
                places.of_text(measure),
                "这一条只表了态，没有说做了哪一件事；请写明谁、在什么时候、做了什么。",
                findings=context.labels(response),
            )


def _kind(clause: str) -> Kind:
    """What the clause tells; a formula that fits any finding (明确责任分工) is resolve, whatever its verb."""
    return Kind.RESOLVE if any(word in clause for word in FORMULAS) else kind_of_clause(clause)


def _is_slogan(measure: Measure, context: Context) -> bool:
    """True when it has no date, figure or title, and each clause is resolve or nothing in particular."""
    text = measure.text
    if len(text) < SHORTEST or measure.dates or "《" in text or context.has_figure(text):
        return False
    kinds = [_kind(clause) for clause in clauses_of(text)]
    resolve = kinds.count(Kind.RESOLVE)
    return set(kinds) <= {Kind.RESOLVE, Kind.PLAIN} and 2 * resolve >= len(kinds) and resolve > 0
