"""A report becomes a case, its text comes back, and an untouched import can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification import text
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.services import draft_confirm, import_undo
from tests.web.world import NOW, REPORT, World, import_text, make_draft


def test_import_makes_the_whole_case(world: World) -> None:
    case = import_text(world)
    assert [one.number for one in case.findings.order_by("position")] == ["1", "2", "3", "4"]
    assert Response.objects.filter(feedback=case).count() == 3
    assert Measure.objects.filter(feedback=case).count() == 5
    joint = Response.objects.get(feedback=case, findings__number="2")
    assert joint.findings.count() == 2
    assert (joint.status, case.given_on.isoformat()) == ("ongoing", "2023-06-20")


def test_untouched_import_gives_the_text_back(world: World) -> None:
    assert text.load(import_text(world)).render() == REPORT


@pytest.mark.parametrize("stem", ["g08_hospital_pdf", "g09_school_numerals", "g25_table_lines"])
def test_broken_lines_statuses_in_titles_and_tables_come_back(world: World, stem: str) -> None:
    file = Path(__file__).parents[3] / "bench" / "devset" / f"{stem}.txt"
    case = draft_confirm(actor=world.liaison, now=NOW, draft=make_draft(world, file.read_bytes()))
    assert text.load(case).render() == file.read_bytes().decode()


@pytest.mark.parametrize("name", ["seed", "corpus"])
def test_shared_texts_come_back_byte_for_byte(world: World, shared: Path, name: str) -> None:
    for file in sorted((shared / name).glob("*.txt")):
        draft = make_draft(world, file.read_bytes())
        try:
            case = draft_confirm(actor=world.liaison, now=NOW, draft=draft)
        except ServiceError:
            continue  # news and notices have nothing for a ledger
        assert text.load(case).render().encode(case.filings.get().encoding) == file.read_bytes(), file.name
        import_undo(actor=world.liaison, now=NOW, feedback=case)
