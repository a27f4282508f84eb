"""Before eight in the morning it is still yesterday in Greenwich; the day of the house counts."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bihuan.web
from bihuan.web.base.errors import ServiceError
from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.waiving import waiver_ask
from bihuan.web.rectification.models import Measure, MeasureState
from bihuan.web.rectification.services import measure_settle, progress_add
from tests.web.rectification import loop
from tests.web.world import import_text

if TYPE_CHECKING:
    from tests.web.world import World

EARLY = datetime(2024, 6, 3, 23, 30, tzinfo=UTC)
"""Half past seven on the 4th of June."""
TODAY = date(2024, 6, 4)


def test_what_was_done_this_morning_is_entered_this_morning(world: World) -> None:
    response = loop.bring(world, loop.first(import_text(world)), "planned")
    measure = Measure.objects.filter(response=response)[0]
    progress_add(actor=world.handler, now=EARLY, measure=measure, on=TODAY, done="晨检三家企业。")
    told = measure_settle(
        actor=world.handler,
        now=EARLY,
        measure=measure,
        state=MeasureState.DONE,
        done_on=TODAY,
        result="已落实。",
    )
    assert told.done_on == TODAY


def test_a_term_that_ends_today_is_over_this_morning(world: World) -> None:
    case = import_text(world)
    said = Diagnostic.objects.create(
        feedback=case,
        code="CL01",
        rule="closed",
        severity="error",
        line=1,
        column=1,
        message="已销号的问题还有待办。",
    )
    with pytest.raises(ServiceError, match="有效期要在今天以后"):
        waiver_ask(
            actor=world.liaison, now=EARLY, diagnostic=said, reason="台账另附，可逐条核对。", until=TODAY
        )


def test_no_service_takes_the_day_of_greenwich() -> None:
    """``now`` is a moment in UTC: its day comes from ``timezone.localdate(now)``."""
    found = []
    for path in Path(bihuan.web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"date", "year", "month", "day"}:
                name = node.value.attr if isinstance(node.value, ast.Attribute) else ""
                name = node.value.id if isinstance(node.value, ast.Name) else name
                if name == "now":
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []
