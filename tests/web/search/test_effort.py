"""A page of hits of a frequent word reads a page, not all hits; rights of a moment cost only where they can
change.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from bihuan.web.search.asking import Asked
from bihuan.web.search.queries import search
from bihuan.web.search.registry import Entry
from bihuan.web.search.writing import passages_add
from tests.web.effort import effort

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.web.world import World

FIRST = date(2024, 1, 1)
_IDS = count(1)


def _measures(world: World, how_many: int) -> None:
    passages_add(
        Entry(
            bundle="",
            kind="measure",
            object=number,
            unit=world.bureau.pk,
            office=world.office.pk,
            round=None,
            on=FIRST + timedelta(number % 300),
            state="",
            place="",
            view="rectification:ledger",
            view_id=1,
            anchor="",
            title="",
            text=f"第{number}次核查档案台账",
        )
        for number in (next(_IDS) for _ in range(how_many))
    )


@pytest.mark.parametrize("words", ["台账", "核查 台账"])
@pytest.mark.parametrize("order", ["", "date"])
def test_a_frequent_word_costs_a_page(world: World, words: str, order: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL goes by its statistics: test_newest_first")
    asked = Asked.read({"q": words, "order": order})
    _measures(world, 1500)
    few = effort(lambda: search(world.officer, asked))
    _measures(world, 3000)
    assert effort(lambda: search(world.officer, asked)) <= few * 1.2 + 10


def test_hits_of_the_ledger_ask_for_no_other_rights(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _measures(world, 5)
    search(world.officer, Asked.read({"q": "档案"}))  # who asks, and PostgreSQL's statistics, are read once
    with django_assert_num_queries(1):
        assert len(search(world.officer, Asked.read({"q": "档案"})).hits) == 5
