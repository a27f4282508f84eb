"""A case: one planned response (two measures, last day 2024-09-30), two findings that are long late."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from bihuan.web.rectification.models import Measure
from bihuan.web.supervision.models import Supervision
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import supervision_make
from tests.web.pages.conftest import liaison
from tests.web.rectification import loop
from tests.web.world import import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["liaison"]


def at(day: date, hour: int = 2) -> datetime:
    """A moment of a day of the office's calendar."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def case(world: World) -> Feedback:
    """The report, imported, the plan of its first response approved."""
    found = import_text(world)
    loop.bring(world, loop.first(found), "planned")
    found.refresh_from_db()
    return found


@pytest.fixture
def measures(case: Feedback) -> list[Measure]:
    """The two measures of the plan."""
    return list(Measure.objects.filter(response=loop.first(case)).order_by("position"))


@pytest.fixture
def make(world: World, case: Feedback) -> Callable[..., Supervision]:
    """Make a record of a month (``2024-09``) on a day."""

    def run(month: str, day: date) -> Supervision:
        wanted = Month.read(month)
        assert wanted
        return supervision_make(actor=world.officer, now=at(day), round=case.round, month=wanted)

    return run
