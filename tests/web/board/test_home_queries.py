"""Home reads what one may see, in a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bihuan.web.board import queries
from bihuan.web.board.owing import owed
from bihuan.web.inspections.models import Finding
from tests.web.world import REPORT, import_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.web.world import World

DUE = date(2023, 9, 20)
"""Three months after the feedback of the cast's report."""


def test_open_findings_come_with_their_last_day(world: World) -> None:
    import_text(world)
    found = owed(world.liaison, DUE)["findings"]
    assert [(one.word, one.state, one.on) for one in found] == [("2", "ongoing", DUE), ("3", "ongoing", DUE)]
    assert owed(world.stranger, DUE)["findings"] == []


@pytest.mark.parametrize("days", [0, 1])
def test_the_last_day_itself_is_not_overdue(world: World, days: int) -> None:
    import_text(world)
    today = DUE + timedelta(days)
    bars = queries.section_bars(world.liaison, today)
    told = queries.Totals(4, 2, late=2 * days, soon=2 - 2 * days, later=0)
    assert queries.added_up(bars) == told
    assert queries.office_totals(world.officer, today) == told
    assert queries.unit_bars(world.officer, today)[0].overdue == 2 * days


def test_next_dates_are_those_to_come(world: World) -> None:
    import_text(world)
    assert queries.next_dates(world.officer, DUE) == [(DUE, "市统计局", 2)]
    assert queries.next_dates(world.officer, DUE + timedelta(1)) == []


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_queries_do_not_grow_with_rows(
    world: World, who: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = world.everybody()[who]
    user.scope()
    for year in ("2023", "2024", "2025"):
        import_text(world, REPORT.replace("2023", year))
        for work in (
            lambda: owed(user, DUE),
            lambda: queries.section_bars(user, DUE),
            lambda: queries.office_totals(user, DUE),
            lambda: queries.unit_bars(user, DUE),
            lambda: queries.worst_cases(user),
            lambda: queries.next_dates(user, DUE),
        ):
            with django_assert_num_queries(1):
                work()


def test_withdrawn_findings_are_nowhere(world: World) -> None:
    import_text(world)
    Finding.objects.filter(number="3").update(withdrawn_at="2024-01-01T00:00Z")
    assert [one.word for one in owed(world.liaison, DUE)["findings"]] == ["2"]
