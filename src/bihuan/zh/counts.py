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
_PLAIN = "[的整改相关具体反馈巡察巡视问题措施任务事项销号到位落实共有为了已均全部需要仍还正其余剩目前尚]*"
_AS_OF = "(?:截[至止]|[到至])?(?:[0-9]{4}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[底初末])?|年底)"
"""A cut-off before the status: 截至4月20日已完成118条."""
_UNDER_WAY = re.compile("正(?:在)?[^，。；、]{2,6}")
"""正在修订5项: whatever is being done."""
_FRAME = words("totals", "frame")
_BODIES = words("totals", "bodies")
_FACETS = words("totals", "facets")
_REST = words("totals", "rest")
_REST_AHEAD = words("totals", "rest_ahead")
_BODY_ENDS = ("", "和", "及", "与", "等")


class Count:
    """One number with its unit, and what its clause says of it. A plain class: it loads faster."""

    __slots__ = ("bucket", "noun", "noun_words", "number", "part", "place", "unit")

    def __init__(
        self, number: int, unit: str, noun: str | None, bucket: str | None, part: bool, words_: str
    ) -> None:
        self.noun_words = words_
        self.number = number
        self.unit = unit
        self.noun = noun
        self.bucket = bucket
        self.part = part  # stands after 其中 or counts a lower level
        self.place = 0  # of its number in the sentence


def read_counts(sentence: str) -> list[Count]:
    """The counts of a sentence that bear a noun or a status; others (会议3次, 3个支部) are left out."""
    counts: list[Count] = []
    if not _COUNT.search(sentence):
        return counts
    for opened, closed in reversed(outer_spans(sentence)):
        if sentence[opened] in "《“〈":  # what is quoted is another text's count; blanks keep the places
            sentence = f"{sentence[:opened]}{' ' * (closed - opened + 1)}{sentence[closed + 1 :]}"
        elif sentence.startswith("其中", opened + 1) and _BUCKET_WORDS.find_all(
            sentence[max(0, opened - 12) : opened]
        ):
            # 已完成8个（其中长期坚持1个）: a part of the part before
            sentence = f"{sentence[:opened]}{' ' * (closed - opened + 1)}{sentence[closed + 1 :]}"
    start, part = 0, False
    for mark in [*(match.start() for match in re.finditer(_CLAUSE, sentence)), len(sentence)]:
        clause = sentence[start:mark]
        part = part or "其中" in clause
        for count in _clause_counts(clause):
            count.part = count.part or (part and count.bucket is None)
            count.place += start
            counts.append(count)
        start = mark + 1
    return _with_whole(sentence, counts)


def _with_whole(sentence: str, counts: list[Count]) -> list[Count]:
    """需修订的15项制度，已完成10项，正在修订5项: a count before them in their unit is the total."""
    if len(counts) < 2 or any(count.bucket is None or count.unit != counts[0].unit for count in counts):
        return counts
    before = [match for match in _counts_in(sentence) if match.start() < counts[0].place]
    if not before or before[-1][3] != counts[0].unit or before[-1][2]:
        return counts
    value, own = read_number(before[-1][1]), sentence[before[-1].end() : counts[0].place]
    if (
        not isinstance(value, int)
        or not re.fullmatch("[^，,；;]*[，,][^，,；;]*", own)
        or own.startswith(_FRAME)
    ):
        return counts
    whole = Count(value, counts[0].unit, "other", None, False, own)
    whole.place = before[-1].start()
    return [whole, *counts]


def _counts_in(clause: str) -> list[re.Match[str]]:
    """Numbers with a unit; 第十项 is none."""
    return [match for match in _COUNT.finditer(clause) if clause[match.start() - 1 : match.start()] != "第"]


def _clause_counts(clause: str) -> list[Count]:
    """Counts of one clause, each with the words that belong to it."""
    matches = _counts_in(clause)
    if not matches:
        return []
    first = clause[: matches[0].start()]
    leads = _noun(first[-6:]) is not None or _bucket(first) is not None
    found: list[Count] = []
    carried = skipped = ""
    for index, match in enumerate(matches):
        before = matches[index - 1].end() if index else 0
        after = matches[index + 1].start() if index + 1 < len(matches) else len(clause)
        own = clause[before : match.start()] if leads else carried + clause[match.end() : after]
        if leads and index + 1 == len(matches):
            own += "\0" + clause[match.end() : after]
        if not leads and index + 1 < len(matches):
            own, carried = _share(own, last=index + 2 == len(matches) and matches[-1].end() == len(clause))
        if leads and index and not own.partition("\0")[0] and found:
            own = found[-1].noun_words + own  # 问题4大类13项32条: one noun for all
        own, skipped = skipped + own, ""
        if _counts_bodies(clause, match.end()):
            skipped = own.partition("\0")[0] if leads else ""  # 问题4个方面23项: one noun for both
            continue
        if count := _count(match, own, after_count=not leads):
            count.place = match.start()
            found.append(count)
    return found


def _counts_bodies(clause: str, end: int) -> bool:
    """将问题分解到9个科室和14个部门, 问题4个方面23项: offices and facets are counted."""
    if any(clause.startswith(word, end) and _starts_number(clause, end + len(word)) for word in _FACETS):
        return True
    return any(
        clause.startswith(word, end) and clause[end + len(word) : end + len(word) + 1] in _BODY_ENDS
        for word in _BODIES
    )


def _starts_number(clause: str, place: int) -> bool:
    return re.compile(_NUMBER).match(clause, place) is not None


def _share(own: str, *, last: bool) -> tuple[str, str]:
    """What stands between two counts: the noun belongs to the first, a status at its end to the second.

    40条措施已完成37条 parts into 措施 and 已完成. *last*: nothing follows the second (45项完成43项), which
    then has the noun before it (35个问题细化整改措施118条).
    """
    if last and (cut := _second_noun(own)):
        return own[:cut], own[cut:]
    if _noun(own) is None:
        return ("", own) if last and _bucket(own) else (own, "")
    found = _BUCKET_WORDS.find_all(own)
    if found and re.compile(_PLAIN).fullmatch(own, found[-1][0] + len(found[-1][1])):
        cut = found[-1][0]
        for place, word in reversed(found[:-1]):
            cut = place if place + len(word) == cut else cut  # 39个问题已整改|完成33个
        return own[:cut], own[cut:]
    return own, ""


def _second_noun(own: str) -> int:
    """Where the noun begins that ends the words, if another one begins them; else 0."""
    first = next((what for word, what in NOUNS.items() if own.removeprefix("具体").startswith(word)), None)
    ends = [(len(own) - len(word), what) for word, what in NOUNS.items() if own.endswith(word)]
    cut, what = min(ends, default=(0, None))
    return cut if first and what and what != first else 0


def _count(match: re.Match[str], own: str, *, after_count: bool) -> Count | None:
    """One count, or None when its words name neither a noun nor a status."""
    number, rough, unit = match.groups()
    value = read_number(number)
    if rough or not isinstance(value, int):
        return None
    if after_count and own.startswith(_FRAME):
        return None
    if after_count and own.startswith(_REST_AHEAD) and match.string.endswith(_REST, 0, match.start()):
        bucket = "ongoing" if _bucket(own) in (None, "completed") else _bucket(own)
        return Count(value, unit, None, bucket, False, own)
    lower = unit in _SUBFINDINGS or own.startswith(_SUBFINDINGS)
    noun, bucket = _noun(own), _bucket(own)
    if after_count and noun and bucket and own.endswith(("中", "里")):
        bucket = None  # 6项长期整改任务中: the whole
    if noun is None and bucket is None:
        return None
    if noun is None and (
        (number == "一" and bucket == "completed") or not _is_plain(own, after_count)
    ):  # 整改一个、销号一个 counts nothing
        return None
    return Count(value, unit, noun, bucket, lower, own.partition("\0")[0])


def _is_plain(own: str, after_count: bool) -> bool:
    """True when nothing but the status stands beside the count (已完成12个, not 完成维修12个)."""
    rest = _BUCKET_WORDS.remove(own.replace("\0", ""))
    if "月" in rest or "年" in rest:
        rest = re.sub(_AS_OF, "", rest)
    if after_count and _UNDER_WAY.fullmatch(own):
        return True
    return bool(re.fullmatch(_PLAIN, rest)) if after_count else len(rest) <= 8 and _ends_plain(own)


def _ends_plain(own: str) -> bool:
    """The status word stands at the count but for words like 整改, 问题 and 的."""
    left = own.partition("\0")[0]
    found = _BUCKET_WORDS.find_all(left)
    if not found or _UNDER_WAY.fullmatch(left):
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
