"""把规定写成了做过的事。

查什么
    措施里写“对……的，由……处理”“对……的，一律……”，说的是遇到了怎样办，没有说遇到过、办了。
为什么
    规定的话没有时间、没有对象，读者分不清是办过几件，还是将来才办。
依据
    整改情况应当写已经发生的事；规定的内容写在制度里。
反例
    一、业务工作有短板
    1.迟到早退较多
    3月6日，开展考勤抽查。对无故缺勤三次以上的，由人事科约谈并扣发绩效。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.迟到早退较多
    3月6日，开展考勤抽查。对无故缺勤三次以上的2人，由人事科约谈并扣发绩效。
    整改情况：完成整改。
不查什么
    写明是制度内容的（明确、规定……的，由……）；后面写了已经处理几人几件的。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.vocab import alternatives, words

RULE = Rule("SB08", "conditional-as-fact", "把规定写成了做过的事", Severity.WARNING, since="0.1")
SIGNS = ("的，", "对", "凡", "一旦", "一经", "如", "若", "遇", "谁")
FAULTS = words("substance", "rule_conduct")
OPENINGS = (
    "凡",
    "一旦",
    "一经",
    "遇有",
    "如遇",
    "如果",
    "如有",
    "如发现",
    "如再",
    "若",
    "谁",
    "不能",
    "违者",
    "视情",
    "今后再",
    "以后再",
)
OF_SOMEBODY = ("的，", "者，", "对于")
THEN = words("substance", "rule_as_fact")
PENALTIES = words("substance", "rule_penalty")
TOLD_BEFORE = words("substance", "rule_told_before")


_LEADING = tuple(f"，{then}" for then in (*THEN, *PENALTIES))


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first such sentence of each measure."""
    openings, somebody, then = map(context.possible, (OPENINGS, OF_SOMEBODY, _LEADING))
    for measure in response.measures:
        if not _may_tell_rule(measure.text, openings, somebody, then):
            continue
        for start, end in sentence_spans(measure.text, semicolons=True):
            match = _conditional().search(measure.text, start, end)
            if match and _is_rule(measure.text[start : match.start()], measure.text[match.start() : end]):
                yield Flag(
                    places.within(measure, match.start(), end),
                    "这句话说的是遇到了怎样办，没有说办过没有；办过的请写明几人几件，还没有的写作制度内容。",
                    findings=context.labels(response),
                )
                break


def _may_tell_rule(text: str, openings: list[str], somebody: list[str], then: list[str]) -> bool:
    """Cheap look for what the report has: an opening, or somebody and behind a comma what would be done."""
    if any(opening in text for opening in openings):
        return True
    if not any(one in text for one in then):
        return False
    if any(one in text for one in somebody):
        return True
    if not text.startswith("对") and not any(begin in text for begin in ("。对", "；对", "\n对")):
        return False
    return _of_faulty().search(text) is not None


def _is_rule(before: str, told: str) -> bool:
    """False where the words before say that it is a rule's content, or the sentence counts what was done."""
    if any(word in before for word in TOLD_BEFORE):
        return False
    if told.startswith(UNLED) and "由" not in told:
        return False  # 属于…的，… sorts what was found
    after = told.partition("，")[2]
    return not re.search(
        "已|了|现|共|截至|累计|目前|全部|逐一|逐笔|均|到位|完毕|包案|销号|[0-9０-９]+[名人件起户家份条个项笔元]",
        after,
    )


UNLED = ("属于", "属", "系")


@cache
def _of_faulty() -> re.Pattern[str]:
    """对屡劝不改的商户，: before the long pattern is made."""
    return re.compile("(?:^|[。；\\n])对[^，。；\\n]{2,40}的[^，。；\\n]{1,8}，")


@cache
def _conditional() -> re.Pattern[str]:
    then = alternatives(THEN)
    conduct, penalty = alternatives(FAULTS), alternatives(PENALTIES)
    of_somebody = "的[^，。；！？的、0-9０-９《》]{1,8}，"  # 对于积分低于60分的党员，由…
    return re.compile(
        f"(?:对于|对|凡是|凡|如有|若有|一旦|一经|如遇|违反|发现有)[^。；！？\n]{{2,50}}的，(?:{then})"
        f"|(?:^|(?<=[。；\n]))(?:对于|对)[^，。；！？\n]{{2,30}}者，(?:{then})"
        f"|(?:^|(?<=[。；，\n]))(?:今后|以后)?(?:但?凡是?|一旦|一经|遇有|如遇|如果|如有|如发现|若有|若发现|若(?=[^干]))[^，。；！？\n]{{2,30}}，[^，。；]{{0,6}}(?:{then}|第一时间|立即)"
        f"|(?:^|(?<=[。；\n]))[^，。；！？\n《》对]{{0,24}}(?:{conduct})[^，。；！？\n《》]{{0,10}}的，(?:{then}|{penalty})"
        f"|(?:^|(?<=[。；\n]))[^，。；！？\n《》]{{0,24}}(?:{conduct})[^，。；！？\n《》]{{0,8}}者，?(?:{then}|{penalty})"
        f"|(?:^|(?<=[。；，\n]))(?:今后|以后)?(?:如再|若再|再出现|再发生|再有|违者)[^，。；！？\n]{{0,30}}，?(?:{then}|{penalty})"
        f"|对[^，。；！？\n]{{2,30}}，视情(?:节|况)?(?:轻重)?[，]?(?:给予|予以|作出|进行|分别|依)"
        "|谁[^，。；]{1,6}谁[^，。；]{1,4}，[^。；]{0,10}(?:严肃|坚决|一律|从严)"
        "|能[^，。；]{2,12}的(?:当场|立即|现场|马上)[^，。；]{1,8}，不能[^，。；]{2,12}的"
        f"|(?:对于|凡是|凡|如有|若有|一旦)[^，。；！？\n]{{2,40}}{of_somebody}(?:{then})"
        f"|(?:^|(?<=[。；\n]))对[^，。；！？\n]{{0,20}}(?:{conduct})[^，。；！？\n]{{0,8}}"
        f"{of_somebody}(?:{then})"
    )
