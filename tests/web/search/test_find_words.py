"""What is found is exactly what holds the words: recall and precision against ``in``, on any text."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.web.search.asking import Asked
from bihuan.web.search.folding import fold
from bihuan.web.search.queries import search
from bihuan.web.search.registry import Entry
from bihuan.web.search.writing import bundle_drop, passages_add

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from tests.web.world import World

# Few characters, so that words meet; beside Chinese: both widths and cases, marks, quotes, what queries of
# other engines take for operators, characters beyond the basic plane, combining ones, Hangul, an emoji.
LETTERS = "党组会议执法、，。12３abＡＢ*\"'%_-()^:{}“”🙂𠮷䶮é각İß　 \t\n\\"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=30)
WORDS = st.lists(
    st.text(st.sampled_from(LETTERS.replace(" ", "")), min_size=1, max_size=6), min_size=1, max_size=3
)
_IDS = count(1)


def entry(world: World, title: str, text: str, **more: object) -> Entry:
    told = Entry(
        *("test:1", "measure", next(_IDS), world.bureau.pk, world.office.pk, None, date(2024, 1, 2), ""),
        *("问题1", "rectification:finding", 1, "", title, text),
    )
    return told._replace(**more)


def found(user: User, words: str, **more: str) -> list[int]:
    """Ids of all hits, page after page."""
    asked, ids = Asked.read({"q": words, **more}), []
    while True:
        page = search(user, asked, size=3)
        ids += [one.object for one in page.hits]
        if page.next is None:
            return ids
        asked = Asked.read({"q": words, **more, "after": "-".join(map(str, page.next))})


def holds(entry: Entry, words: tuple[str, ...]) -> bool:
    title, text = fold(entry.title.replace("\0", " ")), fold(entry.text.replace("\0", " "))
    return all(word in title or word in text for word in words)


@pytest.mark.parametrize("order", ["", "date"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=9), words=WORDS)
def test_hits_are_those_that_hold_the_words(
    world: World, order: str, told: list[tuple[str, str]], words: list[str]
) -> None:
    entries = [entry(world, title, text) for title, text in told]
    # Half of the questions are pieces of what is there.
    source = fold(entries[0].title + " " + entries[-1].text)
    asked = [*words, " ".join(source.split())[2:7]][-len(words) :]
    passages_add(entries)
    try:
        query = " ".join(asked)
        wanted = {one.object for one in entries if holds(one, Asked.read({"q": query}).words)}
        hits = found(world.liaison, query, order=order)
        assert len(hits) == len(set(hits))
        assert set(hits) == (wanted if Asked.read({"q": query}).words else set())
    finally:
        bundle_drop("test:1")
