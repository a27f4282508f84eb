"""Status words: what a report claims for a response.

How words that stand together are read: 已完成，并长期坚持 is ``completed`` (the work is done, keeping it up
is a duty beside it); 阶段性完成，长期坚持 is ``stage``; 正在整改，长期坚持 is ``long_term``;
已完成三项、一项正在推进 is ``ongoing``. 未完成 is ``not_started``, 未全部完成 is ``ongoing``, and so is
将在年内完成: it has a day, so it is under way.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from bihuan.zh.vocab import words
from bihuan.zh.wordlist import WordList


class Status(StrEnum):
    """The closed set of outcomes."""

    COMPLETED = "completed"
    MOSTLY_COMPLETED = "mostly_completed"
    STAGE = "stage"
    ONGOING = "ongoing"
    LONG_TERM = "long_term"
    NOT_STARTED = "not_started"
    UNKNOWN = "unknown"


_KEEP_ON = "keep_on"
_OF_WORD: dict[str, str] = {
    word: name
    for name in (
        "neutral",
        "not_started",
        "long_term",
        "keep_on",
        "ongoing",
        "stage",
        "mostly_completed",
        "completed",
    )
    for word in words("status", name)
}
_WORDS = WordList(_OF_WORD)
_MARKS = "0123456789０１２３４５６７８９.．%％一二三四五六七八九十"
_MARKS += " \u3000\t\r\n。，、；：！？,;:!?（）()[]【】“”—-·"
_ALL_WORDS = WordList((*_OF_WORD, *words("status", "filler"), *_MARKS))
_PLANNED = words("status", "planned")
_DUE = tuple(
    f"{day}{how}" for day in ("年内", "前", "底", "之内", "以内") for how in ("", "全面", "全部", "基本")
)
_ALONE = {
    "推进": Status.ONGOING,
    "结案": Status.COMPLETED,
    "销账": Status.COMPLETED,
    "办妥": Status.COMPLETED,
}
"""Words that are a status only where nothing stands beside them."""
_AROUND = " \u3000。.（）()"
_CUT_OFF = words("dates", "cut_off_before")
"""截至11月底全部完成: a day that the work was counted on, none that it is due."""
_SUBJECTS = words("status", "closing_subject")
_PREDICATE = words("status", "closing_predicate")
_CONCRETE = words("status", "concrete")
_LEAD = re.compile(
    "\\A(?:(?:截至|到)?目前|至此|现|(?:经过?|通过)[^，。；0-9０-９《“]{0,8}(?:整改|努力|治理|整治))[，,]"
)
"""What may open a closing sentence: 经过整改，该问题已整改到位."""
_REMARK = re.compile("（[^（）]*）\\Z|\\([^()]*\\)\\Z|，(?:其中|但|仅|除)[^。；]*\\Z")
"""What may follow the status word behind a label."""
_NAMED = re.compile(
    r"(?:至此|目前|现)?[，,]?(?!对|针对|就|关于|发现|存在)[^，。；0-9《]{1,12}问题(?=[^，。；]{2})"
)
"""至此往来款问题整改完毕: the finding by its name, before its status."""
_COUNTED = re.compile("其?[余中]?[0-9０-９一二两三四五六七八九十]+[个户处项家名笔件]")
_GOES_ON = words("status", "goes_on")
"""What may go on behind a status and belongs to it."""
_STOPS = "。！？；;\n"
_LONGEST_STATUS = 60
_LONGEST_UNKNOWN = 24
_LONGEST_VAGUE = 14


def read_status(text: str) -> Status:
    """Status that the text after a label (or a closing sentence) claims; UNKNOWN for no known wording."""
    kinds = [kind for place, word in _WORDS.find_all(text) if (kind := _kind(text, place, word)) != "neutral"]
    share = _share(text)
    if share is not None and set(kinds) <= {"completed"}:
        return share
    if not kinds:
        return _ALONE.get(text.strip(_AROUND), Status.UNKNOWN)
    if kinds[:2] == ["completed", "stage"] and not re.search("[，。；、]", text[: text.index("阶段性")]):
        return Status.STAGE  # 完成阶段性目标
    if kinds[0] == "long_term" and "completed" in kinds and _tells_how(text):
        return Status.LONG_TERM  # 长期坚持，每季度检查一次，9月29日查出2处并已改正
    if kinds[0] == "ongoing" and "阶段性进展" in text:
        return Status.ONGOING  # 正在整改，已取得阶段性进展
    return _decide(kinds[0], set(kinds[1:]))


def _share(text: str) -> Status | None:
    """Status by the share that is done (完成率80%): all, nothing, or under way."""
    match = (
        re.search("([0-9０-９]+)(?:[.．][0-9０-９]+)?[%％]", text) if "%" in text or "％" in text else None
    )
    if match is None or len(text) > _LONGEST_STATUS:
        return None
    percent = int(match.group(1))
    return Status.COMPLETED if percent == 100 else Status.ONGOING if percent else Status.NOT_STARTED


def _kind(text: str, place: int, word: str) -> str:
    """Kind of one status word, with 将…完成 and 年底前完成 told from 完成."""
    kind = _OF_WORD[word]
    if kind not in {"completed", "mostly_completed"} or "已" in word:
        return kind
    clause = re.split("[，。；、,;]", text[max(0, place - 20) : place])[-1]
    if "已" in clause or clause.endswith("均"):
        return kind
    due = clause.endswith(_DUE) and not any(word in clause for word in _CUT_OFF)
    planned = due or any(ahead in clause for ahead in _PLANNED)
    return "ongoing" if planned else kind


def _decide(first: str, later: set[str]) -> Status:
    """One status for the word that leads and those that follow it."""
    if first == "completed":
        if "mostly_completed" in later:
            return Status.MOSTLY_COMPLETED
        return Status.ONGOING if later & {"ongoing", "not_started"} else Status.COMPLETED
    if first in {"ongoing", _KEEP_ON}:
        for other in (Status.STAGE, Status.LONG_TERM):
            if other.value in later:
                return other
        return Status.ONGOING
    if first == "long_term" and "completed" in later:
        return Status.COMPLETED
    if first == "not_started":
        return Status.ONGOING if later & {"completed", "ongoing", "mostly_completed"} else Status.NOT_STARTED
    return Status(first)


def _tells_how(text: str) -> bool:
    """True where an act explains the status that leads."""
    clause = _first_clause(text)
    return len(clause) < len(text) and is_status_only(clause) and not is_status_only(text)


def begins_with_status(text: str) -> bool:
    """True where the first clause only states a status, whatever follows it."""
    return is_status_only(_first_clause(text))


def _first_clause(text: str) -> str:
    return re.split("[，。；,;]", text, maxsplit=1)[0]


def is_status_only(text: str) -> bool:
    """True for a short text that states a known status and nothing else (完成整改。 / （已完成） /
    正在推进。).
    """
    if len(text) > _LONGEST_STATUS:
        return False
    if text.strip(_AROUND) in _ALONE:
        return True
    found = _ALL_WORDS.cover(_LEAD.sub("", text.lstrip()))
    if found is None:
        return False
    return _share(text) is not None or any(word in _OF_WORD for word in found)


def is_outcome_wording(text: str) -> bool:
    """True for what may stand as an outcome after a label, in known words or not.

    Known status words and nothing else; or one short sentence without figures, titles and pauses
    (持续跟进。), whose status then is UNKNOWN.
    """
    stripped = text.strip().rstrip("。.！；;")
    if is_status_only(text):
        return True
    first, _, rest = stripped.partition("，")
    if _explains(rest) and len(stripped) <= _LONGEST_STATUS and is_status_only(first):
        return True  # 已完成，下一步还要再排查一轮
    remark = _REMARK.search(stripped) if len(stripped) <= _LONGEST_STATUS else None
    if remark and is_status_only(stripped[: remark.start()]):
        return True  # 完成整改（其中1户尚未退还）
    if "见" in stripped and _reference().fullmatch(stripped):
        return True  # 见附件3
    if not 0 < len(stripped) <= _LONGEST_UNKNOWN // 2:
        return False
    bare = stripped.replace("社会", "")  # 社会各界给予充分肯定 tells of no meeting
    return not re.search("[0-9《》“”，。；、：]", stripped) and not any(word in bare for word in _CONCRETE)


@cache
def _reference() -> re.Pattern[str]:
    """详见附表三: refers the reader to another paper and states nothing."""
    return re.compile(
        "(?:详|另|具体|请)?(?:见|参见|参照)后?(?:附件|附表|附后|另表|另附|清单|台账|下表|上表)[0-9０-９一二三四五六七八九十]{0,2}"
    )


def closing_outcome(text: str) -> int | None:
    """Offset of a last sentence, or of a last bracket, that only states the outcome; None where there is
    none.

    The whole text counts as its last sentence. The wording may be unknown when 该问题 or the like is its
    subject and nothing but the progress is told (该问题已有很大改观。); ``read_status`` then says UNKNOWN.
    """
    end = len(text.rstrip())
    while end and text[end - 1] in _STOPS:
        end -= 1
    floor = max(0, end - _LONGEST_STATUS)
    if end and text[end - 1] in "）)":
        start = max(text.rfind("（", floor, end), text.rfind("(", floor, end))
        if start >= 0 and is_status_only(text[start:end]):
            return start
    start = max(text.rfind(stop, floor, end) for stop in _STOPS) + 1
    if start == 0 and floor > 0:
        return None
    start += len(text[start:end]) - len(text[start:end].lstrip())
    last = text[start:end]
    told = _LEAD.sub("", last)
    if is_status_only(last) or _tells_progress(told):
        return start
    named = _NAMED.match(last) if "问题" in last else None
    if named and is_status_only(last[named.end() :]):
        return start
    first, _, rest = last.partition("，")
    return start if first.startswith(_SUBJECTS) and _explains(rest) and is_status_only(first) else None


def _explains(rest: str) -> bool:
    """What may follow a status behind a comma and belongs to it: a plan, a remainder, how it is kept up."""
    return rest.startswith(_GOES_ON) or _COUNTED.match(rest) is not None


def _tells_progress(sentence: str) -> bool:
    """True for a short sentence about 该问题 that tells nothing but how its rectification went."""
    if len(sentence) > _LONGEST_UNKNOWN or re.search("[0-9《“]", sentence):
        return False
    if len(sentence) <= _LONGEST_VAGUE and sentence.endswith(words("status", "vague_end")):
        return True
    subject = sentence.removeprefix("截至").removeprefix("目前").lstrip("，,")
    return subject.startswith(_SUBJECTS) and any(word in sentence for word in _PREDICATE)
