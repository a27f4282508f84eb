"""What a heading says of itself: a finding, a measure, the leadership part or what comes next.

Titles of findings either name a problem (关于…的问题) or end in a shortcoming (…不到位). Measures begin with
what was done. A text that does neither is decided by its place (``outline``).
"""

from __future__ import annotations

import re
from functools import cache

from bihuan.zh.vocab import alternatives, words


def _any(file: str, key: str) -> str:
    return alternatives(words(file, key))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compiled once, on first use: building them at import would slow every command."""
    shortcoming = _any("headings", "shortcoming")
    told = r"(?:的?整改(?:落实|进展|完成|措施)?(?:情况)?|方面)?"
    return {
        "problem": re.compile(
            rf"(?:(?:关于|针对|对于?|就)?.{{0,160}}(?:的|等|方面)?问题{told}|(?:反馈|具体)?问题[一二三四五六七八九十\d]{{0,3}}[：:].*)[。：:]?\Z",
            re.S,
        ),
        "ends_short": re.compile(
            rf"(?:不[\u4e00-\u9fff]{{1,4}}|{shortcoming})(?:等|的?问题)?{told}[。：:]?\Z"
        ),
        "short": re.compile(
            rf"不(?!断|忘|负|懈|久|折|仅|但|少于|低于|同|得|动产|再)[\u4e00-\u9fff]|{shortcoming}"
        ),
        "act": re.compile(rf"(?:进一步|切实|全面|及时|充分|积极|不断)?(?:{_any('headings', 'act')})"),
        "leadership": re.compile(_any("headings", "leadership")),
        "next_steps": re.compile(rf"\A(?:.{{0,8}})(?:{_any('headings', 'next_steps')})"),
        "findings": re.compile(_any("headings", "findings")),
        "achievement": re.compile(rf"(?:{_any('headings', 'achievement')})[。：:]?\Z"),
    }


_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)")
_DATED = re.compile(r"\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")


def names_problem(title: str) -> bool:
    """True for 关于…的问题, 针对…问题的整改情况, 反馈问题一：…."""
    return _patterns()["problem"].fullmatch(title) is not None


def looks_like_finding(title: str) -> bool:
    """True where a title reads as something that was found wanting."""
    if len(title) > 200:
        return False
    if names_problem(title):
        return True
    bare = _QUOTED.sub("", title)
    if _patterns()["ends_short"].search(bare):
        return not _DATED.match(bare)
    short = _patterns()["short"]
    return (
        len(bare) <= 60 and "了" not in bare and not looks_like_act(bare) and short.search(title) is not None
    )


def looks_like_act(title: str) -> bool:
    """True where a text begins with what was done, or with its date."""
    return _DATED.match(title) is not None or _patterns()["act"].match(title) is not None


def is_leadership(title: str) -> bool:
    """True for the chapter that tells how the rectification was organised."""
    return _patterns()["leadership"].search(title) is not None and not looks_like_finding(title)


def is_next_steps(title: str) -> bool:
    """True for the chapter on what comes next."""
    return _patterns()["next_steps"].search(title) is not None and not looks_like_finding(title)


def names_findings(title: str) -> bool:
    """True for the chapter that answers what was found (整改落实情况, 反馈问题)."""
    return _patterns()["findings"].search(title) is not None


def is_achievement(title: str) -> bool:
    """True for headings of what was achieved (在…上下功夫)."""
    return _patterns()["achievement"].search(title) is not None
