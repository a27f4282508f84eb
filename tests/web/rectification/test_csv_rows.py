"""What csv writes once for all measures of a response is what it would write row by row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.queries import Filters
from bihuan.web.rectification.sheets import columns, csv_rows, files
from tests.web.world import import_text

if TYPE_CHECKING:
    from tests.web.world import World

CELLS = st.one_of(
    st.none(), st.dates(), st.text('",\r\n\t =-@甲，；。“”\u2028\x0b', max_size=4), st.text(max_size=6)
)
HOSTILE = '=cmd|"甲",乙\r\n丙\n'


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("kind", files.GROUPED)
def test_groups_give_the_rows_of_single_lines(world: World, kind: str, *, several: bool) -> None:
    case = import_text(world)
    first, second, *_ = Measure.objects.order_by("id")
    Measure.objects.filter(pk=first.pk).update(text=HOSTILE, named={"leader": "-李四", "person": "王五"})
    Measure.objects.filter(pk=second.pk).update(due=date(2024, 5, 6), kind="limited")
    Response.objects.filter(pk=first.response_id).update(outcome=HOSTILE, target="@目标")
    Measure.objects.filter(response=Response.objects.order_by("-id").first()).delete()
    wanted = files.Wanted(world.officer, kind, None if several else case, Filters(), date(2024, 6, 3))
    plan = wanted.layout.plans(several=several)[0]
    text = b"".join(files.csv_stream(wanted)).decode("utf-8-sig")
    some = [line for chunk in files.chunks(wanted) for line in chunk]
    assert "丙" in text
    assert text.partition("\r\n")[2] == csv_rows.of_rows(some, plan.columns, columns.identifier)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_columns_are_written_as_the_csv_module_writes_them(told: list[tuple[object, ...]]) -> None:
    takers = [columns.Day("text"), columns.Day("kind"), columns.Day("category")]
    first = columns.AT["text"]
    wanted = csv_rows.rows([["" if one is None else one for one in row] for row in told])  # type: ignore[misc]  # whatever a cell may be
    assert [f"{row}{csv_rows.END}" for row in csv_rows._written(takers, told, first)] == wanted


def test_nothing_gives_nothing(world: World) -> None:
    wanted = files.Wanted(world.officer, "ledger", None, Filters(), date(2024, 6, 3))
    assert b"".join(files.csv_stream(wanted)).count(b"\r\n") == 1


def test_a_finding_between_two_of_the_measure_has_no_place(world: World) -> None:
    del world
    mixed = (*columns.DUTIES, columns.DUTIES[0], columns.DUTIES[2])
    with pytest.raises(ValueError, match="整改措施"):
        csv_rows.Parts.of(mixed)
