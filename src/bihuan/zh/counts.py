"""The counts of a sentence that bear a noun or a status: 整改任务36项, 已完成33项, 3项正在推进.

Counts of other things (会议3次, 3个支部, 4个方面) and rough ones (10余个) are left out.
"""

from __future__ import annotations

import re

from bihuan.zh.brackets import outer_spans
from bihuan.zh.numerals import read_number
from bihuan.zh.vocab import alternatives, words
from bihuan.zh.wordlist import WordList

_UNITS = words("totals", "units")
_NUMBER = "[0-9０-９]+|[零〇一二两三四五六七八九十百千]+"
_COUNT = re.compile(f"({_NUMBER})(余|多)?({alternatives(_UNITS)})")
_CLAUSE = "[，,；;。：:、（）()！\n]"
NOUNS = {word: what for what in ("findings", "measures", "tasks") for word in words("totals", what)}
_OUGHT = ("应", "须", "计划", "拟")
_SUBFINDINGS = words("totals", "subfindings")
_BUCKETS = {
    word: name
    for name in ("neutral", "not_started", "ongoing", "completed")
    for word in words("totals", name)
}
_BUCKET_WORDS = WordList(_BUCKETS)
_PLAIN = "[的整改相关具体反馈巡察巡视问题措施任务事项销号到位落实共有为了已均全部]*"
_FRAME = (
    "方面",
    "部分",
    "领域",
    "清单",
    "月",
    "工作日",
    "支部",
    "单位",
    "小组",
    "检查组",
    "人",
    "台账",
    "方案",
)


class Count:
    """One number with its unit, and what its clause says of it. A plain class: it loads faster."""

    __slots__ = ("bucket", "noun", "noun_words", "number", "part", "unit")

    def __init__(
        self, number: int, unit: str, noun: str | None, bucket: str | None, part: bool, words_: str
    ) -> None:
        self.noun_words = words_
        self.number = number
        self.unit = unit
        self.noun = noun
        self.bucket = bucket
        self.part = part  # stands after 其中 or counts a lower level


def read_counts(sentence: str) -> list[Count]:
    """The counts of a sentence that bear a noun or a status; others (会议3次, 3个支部) are left out."""
    counts: list[Count] = []
    if not _COUNT.search(sentence):
        return counts
    for opened, closed in reversed(outer_spans(sentence)):
        if sentence[opened] in "《“〈":  # what is quoted is another text's count; blanks keep the places
            sentence = f"{sentence[:opened]}{' ' * (closed - opened + 1)}{sentence[closed + 1 :]}"
    start, part = 0, False
    for mark in [*(match.start() for match in re.finditer(_CLAUSE, sentence)), len(sentence)]:
        clause = sentence[start:mark]
        part = part or "其中" in clause
        for count in _clause_counts(clause):
            count.part = count.part or (part and count.bucket is None)
            counts.append(count)
        start = mark + 1
    return counts


def _clause_counts(clause: str) -> list[Count]:
    """Counts of one clause, each with the words that belong to it."""
    matches = list(_COUNT.finditer(clause))
    if not matches:
        return []
    first = clause[: matches[0].start()]
    leads = _noun(first[-6:]) is not None or _bucket(first) is not None
    found: list[Count] = []
    carried = ""
    for index, match in enumerate(matches):
        before = matches[index - 1].end() if index else 0
        after = matches[index + 1].start() if index + 1 < len(matches) else len(clause)
        own = clause[before : match.start()] if leads else carried + clause[match.end() : after]
        if leads and index + 1 == len(matches):
            own += "\0" + clause[match.end() : after]
        if not leads and index + 1 < len(matches):
            own, carried = _share(own)
        if leads and index and not own.partition("\0")[0] and found:
            own = found[-1].noun_words + own  # 问题4大类13项32条: one noun for all
        if count := _count(match, own, after_count=not leads):
            found.append(count)
    return found


def _share(own: str) -> tuple[str, str]:
    """What stands between two counts: the noun belongs to the first, a status at its end to the second.

    40条措施已完成37条 parts into 措施 and 已完成.
    """
    if _noun(own) is None:
        return own, ""
    found = _BUCKET_WORDS.find_all(own)
    if found and re.compile(_PLAIN).fullmatch(own, found[-1][0] + len(found[-1][1])):
        return own[: found[-1][0]], own[found[-1][0] :]
    return own, ""


def _count(match: re.Match[str], own: str, *, after_count: bool) -> Count | None:
    """One count, or None when its words name neither a noun nor a status."""
    number, rough, unit = match.groups()
    value = read_number(number)
    if rough or not isinstance(value, int):
        return None
    if after_count and own.startswith(_FRAME):
        return None
    lower = unit in _SUBFINDINGS or own.startswith(_SUBFINDINGS)
    noun, bucket = _noun(own), _bucket(own)
    if noun is None and bucket is None:
        return None
    if noun is None and (
        number == "一" or not _is_plain(own, after_count)
    ):  # 整改一个、销号一个 counts nothing
        return None
    return Count(value, unit, noun, bucket, lower, own.partition("\0")[0])


def _is_plain(own: str, after_count: bool) -> bool:
    """True when nothing but the status stands beside the count (已完成12个, not 完成维修12个)."""
    rest = _BUCKET_WORDS.remove(own.replace("\0", ""))
    return bool(re.fullmatch(_PLAIN, rest)) if after_count else len(rest) <= 8 and _ends_plain(own)


def _ends_plain(own: str) -> bool:
    """The status word stands at the count but for words like 整改, 问题 and 的."""
    left = own.partition("\0")[0]
    found = _BUCKET_WORDS.find_all(left)
    if not found:
        return True
    place, word = found[-1]
    return bool(re.fullmatch(_PLAIN, left[place + len(word) :]))


def _noun(own: str) -> str | None:
    """findings, measures or tasks: the noun that stands last (整改任务, 具体问题整改措施)."""
    found = max(((own.rfind(word), what) for word, what in NOUNS.items()), default=(-1, ""))
    return found[1] if found[0] >= 0 else None


def _bucket(own: str) -> str | None:
    """completed, ongoing or not_started by the first status word."""
    for place, word in _BUCKET_WORDS.find_all(own):
        planned = any(own.rfind(sign, 0, place) >= 0 for sign in _OUGHT)
        return None if planned or _BUCKETS[word] == "neutral" else _BUCKETS[word]
    return None


def sum_of(counts: list[Count], bucket: str) -> int | None:
    """Sum of the counts of one bucket, None when there is none."""
    numbers = [count.number for count in counts if count.bucket == bucket]
    return sum(numbers) if numbers else None
