"""Boards and home read as little beside a thousand other cases as beside none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bihuan.web.accounts.models import Unit
from bihuan.web.board import queries, round_queries
from bihuan.web.inspections.models import Feedback, Round
from bihuan.web.rectification.models import Tally
from tests.web.effort import effort
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from tests.web.world import World

TODAY, OTHERS = date(2024, 6, 3), 400


def _other_cases(world: World, errors: int) -> None:
    """Units of the same office with tallies of their own."""
    made = Round.objects.create(office=world.office, name="另一轮")
    units = Unit.objects.bulk_create(
        Unit(name=f"第{n}局", kind="unit", path=f"{900_000 + n}/") for n in range(OTHERS)
    )
    cases = Feedback.objects.bulk_create(
        Feedback(
            round=made,
            unit=unit,
            office=world.office,
            kind="report",
            created_at=NOW,
            errors=errors,
            warnings=n,
        )
        for n, unit in enumerate(units)
    )
    Tally.objects.bulk_create(
        Tally(
            feedback=case,
            unit_id=case.unit_id,
            office=world.office,
            status="ongoing",
            due_key=TODAY + timedelta(n),
            findings=1,
        )
        for case in cases
        for n in range(10)
    )


def test_squares_of_a_board_read_only_their_own_cases(world: World) -> None:
    case = import_text(world)
    alone = effort(lambda: round_queries.cells([case.pk], TODAY))
    shown = round_queries.cells([case.pk], TODAY)
    _other_cases(world, 0)
    assert effort(lambda: round_queries.cells([case.pk], TODAY)) <= alone * 1.2 + 10
    assert round_queries.cells([case.pk], TODAY) == shown


def test_the_worst_cases_are_read_in_their_order(world: World) -> None:
    import_text(world)
    _other_cases(world, 9)
    found = queries.worst_cases(world.officer)
    assert [one.warnings for one in found] == [*range(OTHERS - 1, OTHERS - 11, -1)]
    assert effort(lambda: queries.worst_cases(world.officer)) < OTHERS / 4
