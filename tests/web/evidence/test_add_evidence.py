"""Entries: created, linked, noticed as the same, superseded, corrected, reviewed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import journal_verify
from bihuan.web.evidence.models import Blob, BlobText, Evidence, EvidenceFile, Upload
from bihuan.web.evidence.queries import bytes_of, chips, entry_page, expiring, proven
from bihuan.web.evidence.services import (
    evidence_create,
    evidence_edit,
    evidence_link,
    evidence_review,
    evidence_supersede,
    evidence_unlink,
)
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.store import incoming, open_kept
from bihuan.web.evidence.targets import find
from bihuan.web.notices.models import Job, Notification
from tests.web.evidence import files
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

    from bihuan.web.rectification.models import Measure
    from tests.web.world import World


def test_bytes_stand_once_under_their_hash(
    prove: Callable[..., Evidence],
    measures: list[Measure],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entry = prove(measures[0])
        again = prove(measures[1], again=True)
    blob = Blob.objects.get()
    with open_kept(blob.sha256) as kept:
        assert kept.read() == b"minutes of 3 July"
    assert bytes_of(entry.unit_id) == blob.size
    assert BlobText.objects.get().text == "minutes of 3 July"
    assert not Upload.objects.exists()
    assert list(incoming(Upload().token).parent.iterdir()) == []
    assert EvidenceFile.objects.filter(blob=blob).count() == 2
    assert [entry.pk, again.pk] == list(Evidence.objects.order_by("pk").values_list("pk", flat=True))
    assert JournalEntry.objects.filter(action="evidence_create").count() == 2
    assert journal_verify() == []


def test_event_date_is_not_the_day_of_upload(prove: Callable[..., Evidence], measures: list[Measure]) -> None:
    entry = prove(measures[0])
    assert entry.event_date == date(2023, 7, 3)
    assert entry.created_at == NOW


def test_the_same_file_is_noticed(prove: Callable[..., Evidence], measures: list[Measure]) -> None:
    prove(measures[0])
    with pytest.raises(ServiceError, match="本单位已经交过") as caught:
        prove(measures[1])
    assert caught.value.field == "again"
    assert Evidence.objects.count() == 1


def test_other_units_files_stay_unknown(
    prove: Callable[..., Evidence], measures: list[Measure], world: World
) -> None:
    from bihuan.web.evidence.queries import same_bytes

    entry = prove(measures[0])
    sha256 = Blob.objects.get().sha256
    assert list(same_bytes(entry.unit_id, [sha256])) == [sha256]
    assert same_bytes(world.stranger_unit.pk, [sha256]) == {}


def test_what_a_file_is_cited_for(prove: Callable[..., Evidence], measures: list[Measure]) -> None:
    prove(measures[0], measures[4])
    prove(measures[2], again=True)
    found = chips([("measure", one.pk) for one in measures])
    assert [chip.also for chip in found["measure", measures[0].pk]] == ["问题2、3、4"]
    assert [chip.also for chip in found["measure", measures[2].pk]] == ["问题1、4"]
    assert ("measure", measures[1].pk) not in found


def test_the_same_meeting_under_other_files_is_shown(
    prove: Callable[..., Evidence], measures: list[Measure]
) -> None:
    """Minutes for one finding, the sign-in sheet of the same meeting for another."""
    first = prove(measures[0], data="会议纪要".encode(), name="纪要.txt")
    second = prove(measures[4], data="会议签到".encode(), name="签到.txt")
    other_day = prove(measures[2], data="另一次会议".encode(), name="另一次.txt")
    Evidence.objects.filter(pk__in=[first.pk, second.pk, other_day.pk]).update(kind="minutes")
    Evidence.objects.filter(pk=other_day.pk).update(event_date=date(2023, 7, 4))
    found = chips([("measure", one.pk) for one in measures])
    assert [one.occasion for one in found["measure", measures[0].pk]] == ["同一天的会议也用于：问题4"]
    assert [one.also for one in found["measure", measures[0].pk]] == [""]
    assert [one.occasion for one in found["measure", measures[2].pk]] == [""]
    first.refresh_from_db()
    assert entry_page(first).occasion == [(second, "问题4")]
    Evidence.objects.filter(pk=second.pk).update(kind="training")
    assert entry_page(first).occasion == []


def test_chips_cost_few_queries(
    prove: Callable[..., Evidence],
    measures: list[Measure],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keys = [("measure", one.pk) for one in measures]
    with django_assert_num_queries(1):
        chips(keys)
    for at, one in enumerate(measures):
        prove(one, data=b"%d" % at, name=f"{at}.txt")
    with django_assert_num_queries(4):
        chips(keys)


def test_gates_can_ask(prove: Callable[..., Evidence], measures: list[Measure], world: World) -> None:
    entry = prove(measures[0])
    keys = [("measure", measures[0].pk), ("measure", measures[1].pk)]
    assert proven(keys) == {keys[0]}
    assert proven(keys, accepted=True) == set()
    evidence_review(actor=world.officer, now=NOW, evidence=entry, number=1, accepted=True)
    assert proven(keys, accepted=True) == {keys[0]}


def facts(**more: object) -> Facts:
    return Facts(**{"title": "纪要", "kind": "minutes", **more})  # type: ignore[arg-type]


SENSELESS = {
    "将来的事": ({"event_date": date(2024, 6, 4)}, "还没有到"),
    "失效早于发生": ({"event_date": date(2023, 7, 3), "expires_on": date(2023, 7, 2)}, "早于"),
    "说明太长": ({"description": "长" * 5001}, "最多 5000 字"),
}


@pytest.mark.parametrize(("more", "told"), SENSELESS.values(), ids=list(SENSELESS))
def test_senseless_facts(
    world: World, receive: Callable[..., Upload], more: dict[str, object], told: str
) -> None:
    upload = receive(b"words")
    with pytest.raises(ServiceError, match=told):
        evidence_create(
            actor=world.liaison, now=NOW, unit=world.bureau, facts=facts(**more), uploads=[upload]
        )
    assert Upload.objects.filter(pk=upload.pk).exists()
    assert not Evidence.objects.exists()


def test_personal_data_must_be_confirmed(world: World, receive: Callable[..., Upload]) -> None:
    upload = receive(f"张某，{files.IDENTITY}".encode())
    made = {"actor": world.liaison, "now": NOW, "unit": world.bureau, "facts": facts(), "uploads": [upload]}
    with pytest.raises(ServiceError, match="个人信息"):
        evidence_create(**made)
    entry = evidence_create(**made, confirmed=True)
    kept = EvidenceFile.objects.get(version__evidence=entry)
    assert "身份证号" in kept.warnings[0]
    assert files.IDENTITY not in str(JournalEntry.objects.get(action="evidence_create").changes)


def test_an_upload_is_used_once(world: World, receive: Callable[..., Upload]) -> None:
    upload = receive(b"words")
    made = {"actor": world.liaison, "now": NOW, "unit": world.bureau, "facts": facts(title="")}
    entry = evidence_create(**made, uploads=[upload])
    assert entry.title == "纪要"
    with pytest.raises(ServiceError, match="用过或已过期"):
        evidence_create(**made, uploads=[upload])
    with pytest.raises(ServiceError, match="至少选一个文件"):
        evidence_create(**made, uploads=[])


def test_another_s_upload_is_not_taken(world: World, receive: Callable[..., Upload]) -> None:
    upload = receive(b"words", actor=world.handler)
    with pytest.raises(ServiceError, match="用过或已过期"):
        evidence_create(actor=world.liaison, now=NOW, unit=world.bureau, facts=facts(), uploads=[upload])


def test_a_stranger_cannot_name_our_measure(world: World, measures: list[Measure]) -> None:
    with pytest.raises(Http404):
        find(world.stranger, f"measure:{measures[0].pk}")


@pytest.mark.parametrize("name", ["measure:0", "measure:x", "unit:1", "measure", "measure:" + "9" * 30])
def test_senseless_targets_are_404(world: World, name: str, measures: list[Measure]) -> None:
    del measures
    with pytest.raises(Http404):
        find(world.liaison, name)


def test_a_new_version_supersedes_and_the_old_stays(
    prove: Callable[..., Evidence], measures: list[Measure], receive: Callable[..., Upload], world: World
) -> None:
    entry = prove(measures[0])
    evidence_review(actor=world.officer, now=NOW, evidence=entry, number=1, accepted=False, reason="缺公章")
    old = EvidenceFile.objects.get()
    uploads = [receive(b"with a seal", "盖章.txt")]
    new = evidence_supersede(
        actor=world.liaison,
        now=NOW + timedelta(1),
        evidence=entry,
        uploads=uploads,
        kept=[old.pk],
        note="补章",
    )
    assert (new.number, new.state, new.file_count) == (2, "pending", 2)
    assert [one.name for one in EvidenceFile.objects.filter(version__number=2).order_by("position")] == [
        "纪要.txt",
        "盖章.txt",
    ]
    assert EvidenceFile.objects.get(version__number=1).pk == old.pk
    assert entry.versions.get(number=1).reason == "缺公章"


def test_a_version_without_change_is_refused(
    prove: Callable[..., Evidence], measures: list[Measure], world: World
) -> None:
    entry = prove(measures[0])
    keep = [EvidenceFile.objects.get().pk]
    with pytest.raises(ServiceError, match="完全一样"):
        evidence_supersede(actor=world.liaison, now=NOW, evidence=entry, uploads=[], kept=keep)
    with pytest.raises(ServiceError, match="至少要有一个文件"):
        evidence_supersede(actor=world.liaison, now=NOW, evidence=entry, uploads=[], kept=[])


def test_links_come_and_go(prove: Callable[..., Evidence], measures: list[Measure], world: World) -> None:
    entry = prove(measures[0])
    target = find(world.liaison, f"measure:{measures[3].pk}")
    for _ in range(2):
        entry = evidence_link(actor=world.liaison, now=NOW, evidence=entry, targets=[target])
    assert entry.link_count == 2
    assert JournalEntry.objects.filter(action="evidence_link").count() == 1
    entry = evidence_unlink(actor=world.liaison, now=NOW, evidence=entry, key=target.key)
    assert entry.link_count == 1


def test_somebody_was_faster(prove: Callable[..., Evidence], measures: list[Measure], world: World) -> None:
    entry = prove(measures[0])
    evidence_edit(actor=world.liaison, now=NOW, evidence=entry, facts=facts(title="新名"), version=1)
    with pytest.raises(StaleError):
        evidence_edit(actor=world.handler, now=NOW, evidence=entry, facts=facts(title="别名"), version=1)
    assert Evidence.objects.get().title == "新名"


def test_review(prove: Callable[..., Evidence], measures: list[Measure], world: World) -> None:
    entry = prove(measures[0])
    ask = {"actor": world.officer, "now": NOW, "evidence": entry, "number": 1}
    with pytest.raises(ServiceError, match="写明理由"):
        evidence_review(**ask, accepted=False, reason="  ")
    evidence_review(**ask, accepted=False, reason="看不清日期")
    evidence_review(**ask, accepted=False, reason="看不清日期")
    entry.refresh_from_db()
    assert entry.state == "rejected"
    assert JournalEntry.objects.filter(action="evidence_review").count() == 1
    told = Notification.objects.get(person=world.liaison.person)
    assert "看不清日期" in told.text
    with pytest.raises(StaleError):
        evidence_review(**{**ask, "number": 2}, accepted=True)


@pytest.mark.parametrize("who", ["liaison", "first_person", "handler", "reader", "stranger"])
def test_only_the_office_reviews(
    prove: Callable[..., Evidence], measures: list[Measure], world: World, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        evidence_review(
            actor=getattr(world, who), now=NOW, evidence=prove(measures[0]), number=1, accepted=True
        )


def test_what_expires_falls_due(
    prove: Callable[..., Evidence], measures: list[Measure], world: World
) -> None:
    from bihuan.web.notices.duties import duties

    entry = prove(measures[0], expires_on=date(2024, 7, 1))
    last = date(2024, 7, 1)
    assert list(expiring(world.liaison, None, last)) == [entry]
    assert list(expiring(world.liaison, None, last - timedelta(1))) == []
    assert list(expiring(world.stranger, None, last)) == []
    told = [one for one in duties(world.officer, first=None, last=last, limit=9).rows if "佐证" in one.title]
    assert [one.due for one in told] == [last]


def test_pictures_are_promised_with_the_entry(
    prove: Callable[..., Evidence], measures: list[Measure]
) -> None:
    prove(measures[0], data=files.picture(), name="现场.png")
    assert Job.objects.filter(name="evidence_draw").count() == 1


def test_measures_know_how_many_entries_prove_them(
    measures: list[Measure], prove: Callable[..., Evidence]
) -> None:
    prove(measures[0])
    measures[0].refresh_from_db()
    assert measures[0].proof_count == 1
