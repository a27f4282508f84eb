"""What a heading says of itself: a finding, a measure, the leadership part or what comes next.

Titles of findings either name a problem (关于…的问题) or end in a shortcoming (…不到位). Measures begin with
what was done. A text that does neither is decided by its place (``outline``). Words are looked for as strings
where a regular expression would cost more to compile than it saves.
"""

from __future__ import annotations

import re
from functools import cache

from bihuan.zh.vocab import alternatives, words

_SHORT = words("headings", "shortcoming")
_SHORT_END = (*_SHORT, *words("headings", "shortcoming_end"))
_PRAISE = words("headings", "praise")
_ACTS = words("headings", "act")
_ADVERBS = ("进一步", "切实", "全面", "及时", "充分", "积极", "不断")
_SUBJECT = ("关于", "针对", "对", "就")
_CHAPTER = words("headings", "chapter")
_TOLD = re.compile(r"(?:的?整改(?:落实|进展|完成|措施)?(?:情况)?|方面)[。：:]?\Z|[。：:]\Z")
_NUMBERED_PROBLEM = re.compile(r"(?:反馈|具体)?问题[一二三四五六七八九十\d]{0,3}[：:]")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)")
_DATED = re.compile(r"\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")
_NOT_SHORT = (
    "不断", "不忘", "不负", "不懈", "不久", "不折", "不仅", "不但", "不少于", "不低于", "不同", "不得",
    "不动产", "不再", "不松", "不降", "不减", "不变", "不漏", "不止", "不放", "不留", "不打折", "不走样",
    "不停", "不移", "不渝", "不怠", "不辍", "不落一",
)  # fmt: skip


def _bare_end(title: str) -> str:
    """Title without the marks and words that only say that it is answered (的整改情况)."""
    return _TOLD.sub("", title, count=1)


def names_problem(title: str) -> bool:
    """True for 关于…的问题, 针对…问题的整改情况, 反馈问题一：…."""
    bare = _bare_end(title)
    if not bare.endswith("问题"):
        return _NUMBERED_PROBLEM.match(title) is not None
    return title.startswith(_SUBJECT) or "“" in title or not bare.removesuffix("问题").endswith(_CHAPTER)


def looks_like_finding(title: str) -> bool:
    """True where a title reads as something that was found wanting."""
    if len(title) > 200:
        return False
    if names_problem(title):
        return True
    bare = _QUOTED.sub("", title)
    if _ends_short(_bare_end(bare)):
        return _DATED.match(bare) is None
    return len(bare) <= 60 and "了" not in bare and not looks_like_act(bare) and _tells_short(title)


def _ends_short(text: str) -> bool:
    text = text.removesuffix("等")
    if text.endswith(_SHORT_END):
        return True
    at = text.rfind("不", max(0, len(text) - 5), len(text) - 1)
    return at >= 0 and not text.startswith(_NOT_SHORT, at)


def _tells_short(text: str) -> bool:
    if any(word in text for word in _SHORT):
        return True
    if "未" in text and not text.startswith(("未来", "未成年"), text.find("未")):
        return True
    if "没" in text and not text.startswith(("没收", "没入"), text.find("没")):
        return True
    at = text.find("不")
    while at >= 0:
        if not text.startswith(_NOT_SHORT, at) and text[at + 1 : at + 2].isalpha():
            return True
        at = text.find("不", at + 1)
    return False


def looks_like_act(title: str) -> bool:
    """True where a text begins with what was done, or with its date."""
    if title.startswith(_ACTS):
        return True
    for adverb in _ADVERBS:
        if title.startswith(adverb):
            return title.startswith(_ACTS, len(adverb))
    return _DATED.match(title) is not None


def is_plain(title: str) -> bool:
    """True for a title that tells neither an act nor what became better."""
    bare = _QUOTED.sub("", title)
    return not (looks_like_act(bare) or bare.startswith("在") or bare.endswith(_PRAISE))


def is_leadership(title: str) -> bool:
    """True for the chapter that tells how the rectification was organised."""
    return any(word in title for word in words("headings", "leadership")) and not looks_like_finding(title)


def is_supervision(title: str) -> bool:
    """True for a chapter on how the rectification was supervised, wherever it stands."""
    return "履行" in title and title.removesuffix("情况").endswith("责任") and not looks_like_finding(title)


def is_next_steps(title: str, *, last: bool = False) -> bool:
    """True for the chapter on what comes next; its word stands early, or anywhere in the last one."""
    if "下一步" in title or "下步" in title:
        return True
    near = rf".{{0,{60 if last else 8}}}(?:{alternatives(words('headings', 'next_steps'))})"
    return re.match(near, title) is not None and not looks_like_finding(title)


_SUMMED = re.compile(
    r"(?:[（(]?截[至止到][^，。]{1,16}?[，,]?|至此[，,]?|总的来看[，,]|总体来看[，,]|综上[，,]|总体上[，,]|目前[，,]?)?"
    r"[^，。；：]{0,14}?(?P<all>上述|以上|全部|所有)?"
    r"(?P<n>[0-9０-９一二三四五六七八九十百]+[个项类条](?:方面|具体|反馈|整改)*)?(?:的)?(?:问题|整改任务|任务)"
)
_LONGEST_SUMMARY = 200


def sums_up(text: str) -> bool:
    """True for a paragraph that counts what became of all findings (截至10月底，7个问题已完成6个、…)."""
    if "问题" not in text[:40] and "任务" not in text[:40]:
        return False
    if len(text) > _LONGEST_SUMMARY or text.startswith(("该", "此", "本", "这")):
        return False
    match = _SUMMED.match(text)
    if match is None or _DATED.match(text) or not _summed_up().search(text, match.end(), match.end() + 60):
        return False
    if match["n"]:
        return True
    counted = _counted().search(text, match.end()) is not None
    return counted or (
        match["all"] in ("全部", "所有") and text.startswith(("总", "综", "截", "目前", "全部", "所有"))
    )


def looks_back(text: str) -> bool:
    """True for a paragraph that speaks of the whole rectification: …将以此次整改为契机, 此次整改，从查摆到….

    Whether it stands behind the last response is for the reader to see.
    """
    return "整改" in text[:30] and _whole_work().match(text) is not None


def points_to_annex(text: str) -> bool:
    """True for （整改台账另附。） alone."""
    return text[:1] in "（(" and _annex().fullmatch(text) is not None


def is_dated(title: str) -> bool:
    """True where a text begins with a day or a month."""
    return _DATED.match(title) is not None


def tells_whole(title: str) -> bool:
    """True for the title of a chapter that sums up or explains: 整改总体情况, 存在的困难."""
    return title.endswith(words("headings", "summary"))


def names_findings(title: str) -> bool:
    """True for the chapter that answers what was found (整改落实情况, 反馈问题)."""
    return any(word in title for word in words("headings", "findings"))


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(r"[0-9０-９一二三四五六七八九十]+(?:[个项类条]|万?元)")


@cache
def _whole_work() -> re.Pattern[str]:
    this = "(?:[这此本]次|这轮|本轮)(?:集中)?(?:巡[视察])?整改"
    return re.compile(
        f"(?:通过|经过|回顾|总结)?{this}(?:[，,]|工作|中|期间|以来|过程)|[^，。；0-9]{{0,14}}以{this}(?:工作)?为契机"
        "|[^，。；0-9]{0,12}对整改情况的(?:真实|全面)"
    )


@cache
def _annex() -> re.Pattern[str]:
    return re.compile(
        r"[（(][^（）()]{2,20}(?:附后|另附|见附件|略)[。]?[）)]|[（(]附[件表：:][^（）()]{0,30}[）)]"
    )


@cache
def _summed_up() -> re.Pattern[str]:
    return re.compile(
        r"全部|均已?|已经?(?:完成|整改|办结|销号)|完成(?:整改)?[0-9０-９]|整改(?:完成|到位)|(?:完成|销号|整改)率"
    )
