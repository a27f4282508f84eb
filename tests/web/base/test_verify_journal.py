"""The journal tells when somebody changed, took out or put in an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import history, journal_verify
from bihuan.web.base.services import journal_anchor, journal_append
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import measure_edit
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from tests.web.world import World


@pytest.fixture
def chain(world: World) -> int:
    """The bureau's chain with some entries."""
    case = import_text(world)
    for number, one in enumerate(Measure.objects.filter(feedback=case)[:3]):
        measure_edit(actor=world.liaison, now=NOW, measure=one, value=f"改为第{number}稿。")
    journal_anchor(now=NOW)
    return world.bureau.pk


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_untouched_journal_is_whole(chain: int) -> None:
    assert JournalEntry.objects.filter(chain=chain).count() == 5
    assert journal_verify() == []


def test_changed_entry_is_found(chain: int) -> None:
    sql("UPDATE base_journalentry SET actor_name = '别人' WHERE chain = %s AND number = 3", chain)
    assert [one.text for one in journal_verify()] == ["第3条日志的内容被改动过。"]


def test_entry_taken_out_is_found(chain: int) -> None:
    sql("DELETE FROM base_journalentry WHERE chain = %s AND number = 2", chain)
    assert "第2条到第2条日志不见了。" in [one.text for one in journal_verify()]


def test_entry_cut_off_the_end_is_found(chain: int) -> None:
    sql("DELETE FROM base_journalentry WHERE chain = %s AND number = 5", chain)
    assert "末尾的日志不见了：应到第5条。" in [one.text for one in journal_verify()]


def test_head_of_a_chain_taken_away_is_found(chain: int) -> None:
    """Without its head nobody could say that the end is missing too."""
    sql("DELETE FROM base_journalentry WHERE chain = %s AND number = 5", chain)
    sql("DELETE FROM base_journalchain WHERE chain = %s", chain)
    assert any("链头不见了" in one.text for one in journal_verify())


@pytest.mark.parametrize("algorithm", ["md5", "bogus", ""])
def test_an_algorithm_that_was_never_ours_is_a_forgery(algorithm: str, chain: int) -> None:
    sql("UPDATE base_journalentry SET algorithm = %s WHERE chain = %s AND number = 3", algorithm, chain)
    sql("UPDATE base_journalanchor SET algorithm = %s", algorithm)
    told = [one.text for one in journal_verify()]
    assert "第3条日志的内容被改动过。" in told
    assert "第1个锚被改动过。" in told


def test_entries_that_change_places_are_found(chain: int) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE base_journalentry SET number = %s WHERE chain = %s AND number = %s", new, chain, old)
    assert {one.number for one in journal_verify()} >= {2, 3}


def test_an_anchor_taken_out_is_found(chain: int) -> None:
    assert chain
    journal_anchor(now=NOW)
    sql("DELETE FROM base_journalanchor WHERE number = 1")
    assert "第1个到第1个锚不见了。" in [one.text for one in journal_verify()]


def test_chain_rewritten_from_its_start_breaks_the_anchor(world: World, chain: int) -> None:
    sql("DELETE FROM base_journalentry WHERE chain = %s", chain)
    sql("UPDATE base_journalchain SET number = 0, hash = '' WHERE chain = %s", chain)
    for _ in range(5):
        journal_append(actor=world.liaison, now=NOW, chain=chain, action="measure_edit")
    assert [one.text for one in journal_verify()] == ["第5条日志与第1个锚不符。"]


def test_entries_cannot_be_changed_through_the_models(chain: int) -> None:
    with pytest.raises(TypeError):
        JournalEntry.objects.filter(chain=chain).update(actor_name="别人")
    with pytest.raises(TypeError):
        JournalEntry.objects.filter(chain=chain).delete()


@pytest.mark.django_db(transaction=True)
def test_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        journal_append(actor=None, now=NOW, chain=0, action="nothing")


@pytest.mark.usefixtures("chain")
def test_history_of_an_object_is_newest_first(world: World) -> None:
    one = Measure.objects.filter(unit=world.bureau).order_by("position")[0]
    measure_edit(actor=world.liaison, now=NOW, measure=one, value="再改一次。")
    assert [entry.changes["text"][1] for entry in history([one])] == ["再改一次。", "改为第0稿。"]
