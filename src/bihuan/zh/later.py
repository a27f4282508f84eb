"""Plans told without a verb that looks ahead: 下半年再推开, 我们会尽早移交, 一有钱就上, 视结果再处理.

Each rule gets the text, the place of its word and the word, and gives the strength of the plan or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bihuan.zh.plan_verbs import PROMISE, at_boundary, clause_end, clause_start, goes_on_again
from bihuan.zh.vocab import words

LATER_TIMES = words("tense", "later_time")
TRIGGERS = (
    "还会|仍会|也要|还要|会尽早|会尽快|会尽力|会继续|会持续|会逐步|会陆续|我们会(?!尽|继续|持续|逐步|陆续)|咱们会(?!尽|继续|持续|逐步|陆续)|后会"
    "|一有(?:钱|资金|经费|编制|名额|指标|条件|场地|预算|结果)|视(?=[^，。；]{1,12}再)"
)
"""For the one expression that looks for all plans; every branch starts with a plain character."""
_BODIES = (
    "委", "党", "委员", "理事", "工", "协", "董事", "监事", "全", "支", "大", "例", "常", "办公", "商",
    "联席",
)  # fmt: skip
"""What makes 会 a body or a meeting: 党委会继续研究."""
_NOT_WILL = ("求", "同", "议", "商", "审", "签", "费", "员", "计", "场")
GIVEN_BACK = ("退", "返", "归", "偿", "交", "追", "送", "清", "发")
"""What makes 还 a verb: 退还会费, 返还差价."""
_FROM_NOW = ("今后", "后", "下一步", "接下来", "届时", "到时")


def later(text: str, place: int, word: str) -> str | None:
    """下半年再推开, 暑假期间再换一轮: a time to come, and 再."""
    begins = not text[clause_start(text, place) : place].strip(" \u3000在到于等")
    return PROMISE if begins and goes_on_again(text, place + len(word)) else None


def _will(text: str, place: int, word: str) -> str | None:
    """我们会尽早移交, 还会抽查; not 也会同, nor 党委会继续."""
    rest = text[place + len(word) : clause_end(text, place)]
    if re.search("[已了]", rest) or rest.endswith("的") or rest.startswith(_NOT_WILL):
        return None
    behind = _BODIES if word[0] == "会" else GIVEN_BACK
    return None if text.endswith(behind, 0, place) else PROMISE


def _we_will(text: str, place: int, word: str) -> str | None:
    """我们会把复核当成大事来抓, 定稿后会印发各班组; not 我们会同, nor 会后会商."""
    after = place + len(word)
    rest = text[after : clause_end(text, after)]
    if word == "后会" and not rest.startswith(words("tense", "verb")):
        return None
    if rest.startswith((*_NOT_WILL, "后", "上", "诊", "合", "谈", "面", "见", "试", "馆", "所", "章", "务")):
        return None
    return None if re.search("[已了过]", rest) or rest.endswith("的") else PROMISE


def _must(text: str, place: int, word: str) -> str | None:
    """今后还要再查, 到期后也要照此办理; not what a rule asks (出差还要审批)."""
    before = text[clause_start(text, place) : place]
    ahead = before.endswith(_FROM_NOW) or text.startswith("再", place + len(word))
    return _will(text, place, word) if ahead else None


def _as_soon_as(text: str, place: int, word: str) -> str | None:
    """二期改造一有钱就上."""
    rest = text[place + len(word) : clause_end(text, place)]
    told = ("就" in rest or "即" in rest) and not re.search("[已了的]", rest)
    return PROMISE if told else None


def _depending(text: str, place: int, _word: str) -> str | None:
    """视复检结果再作处理, at the start of a clause or behind 今后."""
    begins = at_boundary(text, place) or text.endswith(("后", "将", "步"), 0, place)
    return PROMISE if begins and "已" not in text[place : clause_end(text, place)] else None


RULES: Mapping[str, Callable[[str, int, str], str | None]] = {
    "还会": _will,
    "仍会": _will,
    "会尽": _will,
    "会继": _will,
    "会持": _will,
    "会逐": _will,
    "会陆": _will,
    "我们": _we_will,
    "咱们": _we_will,
    "后会": _we_will,
    "也要": _must,
    "还要": _must,
    "一有": _as_soon_as,
    "视": _depending,
} | dict.fromkeys([word[:2] for word in LATER_TIMES], later)
"""By the first two characters of the word."""
