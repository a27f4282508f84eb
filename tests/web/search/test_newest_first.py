"""Frequent words are read piece by piece from the newest day on; whatever the database believes of its data,
nothing is lost, doubled or out of order.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.web.search import days
from bihuan.web.search.registry import Entry
from bihuan.web.search.rows import key_of
from bihuan.web.search.stores import postgres, statistics
from bihuan.web.search.stores.answers import Sought, Sql
from bihuan.web.search.stores.statistics import Statistics
from bihuan.web.search.writing import bundle_drop, passages_add
from tests.web.search.conftest import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.world import World

FIRST = date(2019, 12, 25)
WORDS = ("党费", "执法", "党费执法", "台账")
_IDS = count(1)
DAYS = st.one_of(st.none(), st.integers(0, 40), st.integers(0, 3000)).map(
    lambda n: n if n is None else FIRST + timedelta(n)
)


@pytest.fixture
def _beliefs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small limits, so that a dozen passages already are many."""
    monkeypatch.setattr(postgres, "FEW", 0)
    monkeypatch.setattr(postgres, "MORE", 3)
    monkeypatch.setattr(postgres, "MANY", 4)
    yield
    statistics.forget()


@pytest.mark.usefixtures("_beliefs")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS), DAYS), min_size=1, max_size=20),
    part=st.sampled_from([0.001, 0.05, 0.3, 1.0]),
    passages=st.sampled_from([0, 5, 20, 500]),
    bounds=st.lists(st.integers(0, 19), max_size=8),
    order=st.sampled_from(["", "date"]),
    words=st.sampled_from(["党费", "党费 执法", "台账 执法"]),
    few=st.sampled_from([0, 0, 3]),
)
def test_pieces_are_the_whole(
    world: World,
    told: list[tuple[str, str, date | None]],
    part: float,
    passages: int,
    bounds: list[int],
    order: str,
    words: str,
    few: int,
) -> None:
    postgres.FEW = few  # the fixture puts it back
    entries = [_entry(world, *one) for one in told]
    keys = [key_of(one.kind, one.object, one.on) for one in entries]
    ends = sorted({keys[n % len(keys)] for n in bounds})
    known = Statistics(float(passages), {}, part, ends)
    statistics._KNOWN[str(connection.settings_dict["NAME"])] = time.monotonic() + 60, known
    passages_add(entries)
    try:
        wanted = {
            one.object for one in entries if all(word in one.title + one.text for word in words.split())
        }
        for who in (world.liaison, world.officer):
            found = [pk for _, pk in find(who, words, order=order)]
            assert len(found) == len(set(found))
            assert set(found) == wanted
            if order:
                assert found == [
                    one for _, one in sorted(zip(keys, _objects(entries), strict=True)) if one in wanted
                ]
    finally:
        bundle_drop("test:2")


def _entry(world: World, title: str, text: str, on: date | None) -> Entry:
    return Entry(
        *("test:2", "measure", next(_IDS), world.bureau.pk, world.office.pk, None, on, "", "问题1"),
        *("rectification:finding", 1, "", title, text),
    )


def _objects(entries: list[Entry]) -> list[int]:
    return [one.object for one in entries]


@given(first=st.integers(0, 5000), more=st.integers(0, 5000), day=st.integers(0, 12_000))
def test_cells_hold_these_days_and_no_other(first: int, more: int, day: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(days, "_token", lambda level, cell: (level, cell))  # two tokens may be one number
        cells = set(days.cover(first, first + more))
        assert bool(cells & set(days.cells_of(day))) == (first <= day <= first + more)
    assert len(cells) < 60


@pytest.mark.django_db
def test_words_that_never_stand_together_are_one_look_into_the_index() -> None:
    """Two frequent words: beyond the passages that are read one by one, the index is asked for both at once
    before it is asked day by day, and those days are not looked at where it found few.
    """
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads hits in order anyway")
    bounds = [key_of("measure", number, FIRST - timedelta(number)) for number in range(1000)]
    known = Statistics(1_000_000.0, {}, 0.1, sorted(bounds))
    statistics._KNOWN[str(connection.settings_dict["NAME"])] = time.monotonic() + 60, known
    seen = Sql("1 = 1", [])
    alone = postgres.pieces(Sought(seen, [1, 2], [], "", False, -1, 2**63 - 1), 21)
    together = postgres.pieces(Sought(seen, [1, 2], [], "", False, -1, 2**63 - 1, apart=True), 21)
    statistics.forget()
    assert together[0] == alone[0]
    assert len(together) == 2
    assert together[1].text.count("MATERIALIZED") == 1
    assert together[1].text.count(f"> {postgres.FEW}") == len(alone) - 1


def test_a_frequent_word_beside_a_rare_one_is_asked_of_the_index_too() -> None:
    known = Statistics(1_000_000.0, {1: 0.1, 2: 0.9, 3: 0.01}, 0.001, [])
    assert known.telling([1, 2, 3]) == [3]
    assert known.telling([1, 2, 3], apart=True) == [3, 1]
    assert known.telling([1, 2], apart=True) == [1]
    assert known.telling([2]) == [2]
