"""Key words: what a title speaks of once everything that only says "a fault" is taken away.

Pairs of characters stand for words: no dictionary has to be loaded, and 执法检查 takes up 执法力度 all the
same. Words that say the same otherwise (空编, 招聘) are groups of the vocabulary. All of it errs towards
"taken up": a coverage rule that cries wolf is switched off.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from bihuan.zh.vocab import words
from bihuan.zh.wordlist import WordList

_SHARE = 1 / 3
"""Characters of the title that also stand in the text, from which it may be spoken of in other words."""


@lru_cache(maxsize=8)
def key_words(title: str) -> tuple[str, ...]:
    """The runs of characters that the title is about, in its order; empty where it says nothing but a
    fault.
    """
    runs, start = [], 0
    for place, word in _empty_words().find_all(title):
        runs.append(title[start:place])
        start = place + len(word)
    runs.append(title[start:])
    return tuple(part for run in runs for part in _han_runs(run) if len(part) > 1)


def takes_up(title: str, text: str, beside: str = "") -> bool | None:
    """True where the text speaks of what the title speaks of; None where that cannot be judged.

    A pair of characters in common, more than a third of its characters, or a word of the same topic is
    enough. What also stands ``beside`` it (in the titles around) tells nothing of this title, as long as it
    has words of its own.
    """
    runs = key_words(title)
    if not runs:
        return None
    pairs = {pair for run in runs for pair in map("".join, pairwise(run))}
    own = {pair for pair in pairs if pair not in beside} or pairs
    if any(pair in text for pair in own):
        return True
    chars = set("".join(runs))
    return len(chars.intersection(text)) > _SHARE * len(chars) or bool(topics(title) & topics(text, beside))


def answers(title: str, text: str) -> bool | None:
    """As ``takes_up``, for a title that is answered alone: one telling character in common is enough.

    So is a word of the title in quotation marks, and a general word that still points at something (作风).
    """
    if any(word in title and word in text for word in words("keywords", "pointed")):
        return True
    if "“" in title and any(word in text for word in re.findall("“([^“”]+)”", title)):
        return True
    return True if telling(title).intersection(text) else takes_up(title, text)


def telling(title: str) -> frozenset[str]:
    """Characters of the key words that do not stand in measures of every kind."""
    return frozenset("".join(key_words(title))) - _common_characters()


def topics(text: str, beside: str = "") -> frozenset[int]:
    """Which topics of the vocabulary the text names, by their place in the list; words that also stand
    ``beside`` it name none.
    """
    return frozenset(
        index
        for index, group in enumerate(_topics())
        if any(word in text and word not in beside for word in group)
    )


def taken_up(title: str, text: str) -> tuple[str, ...]:
    """The key words of the title that the text takes up, whole or by a pair of characters."""
    return tuple(run for run in key_words(title) if any("".join(pair) in text for pair in pairwise(run)))


@cache
def _topics() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("/")) for group in words("keywords", "topics"))


@cache
def _common_characters() -> frozenset[str]:
    return frozenset(words("keywords", "common_characters")[0])


@cache
def _empty_words() -> WordList:
    return WordList((*words("keywords", "fault"), *words("keywords", "plain")))


def _han_runs(text: str) -> list[str]:
    """Its runs of Chinese characters."""
    return "".join(char if "\u4e00" <= char <= "\u9fff" else " " for char in text).split()


def trace(run: str, text: str) -> tuple[int, int] | None:
    """Where the text takes up the longest piece of a key word, two characters at least: begin and end."""
    run = run[:_LONGEST]
    for size in range(len(run), 1, -1):
        for start in range(len(run) - size + 1):
            place = text.find(run[start : start + size])
            if place >= 0:
                return place, place + size
    return None


def topic_traces(title: str, text: str) -> list[tuple[int, int]]:
    """Where the text says the same in other words: the first word of each topic that both name."""
    shared = topics(title) & topics(text) if text else frozenset()
    found = []
    for index in sorted(shared):
        place, word = min((text.find(word), word) for word in _topics()[index] if word in text)
        found.append((place, place + len(word)))
    return found


_LONGEST = 40
