"""Who records on a measure: those who handle the unit's work, and of the leaders the one in charge."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification.models import Commitment, Measure, MeasureState, Response
from bihuan.web.rectification.services import (
    commitment_keep,
    duty_create,
    extension_ask,
    measure_settle,
    measures_change,
    measures_settle_as_told,
    occurrence_record,
    progress_add,
)
from bihuan.web.rectification.services.judging import Wanted
from bihuan.web.rectification.services.locking import Standing
from tests.web.rectification import loop
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.web.world import World

TODAY = NOW.date()
REASON = "核查企业较多，须等年报结束后一并核对。"
RECORDING = {"liaison", "handler", "head"}


@pytest.fixture
def response(world: World) -> Response:
    """In work; the first measure is led by the deputy director, the second by the director himself."""
    found = loop.bring(world, loop.first(import_text(world)), "planned")
    one, two = measures(found)
    Measure.objects.filter(pk=one.pk).update(leader=world.leader.person)
    Measure.objects.filter(pk=two.pk).update(leader=world.first_person.person)
    return found


def measures(response: Response) -> list[Measure]:
    """Two, in their order."""
    return list(Measure.objects.filter(response=response).order_by("position"))


def deeds(row: Measure) -> dict[str, Callable[[Any], object]]:
    """What can be recorded on a measure, as somebody."""
    said = "第{}次核查。"
    done = {"state": MeasureState.DONE, "done_on": TODAY, "result": "核查记录齐全。"}
    return {
        "progress": lambda who: progress_add(
            actor=who, now=NOW, measure=row, on=TODAY, done=said.format(who.pk)
        ),
        "extend": lambda who: extension_ask(
            actor=who, now=NOW, measure=row, new_due=date(2025, 1, 31), reason=REASON
        ),
        "settle": lambda who: measure_settle(actor=who, now=NOW, measure=row, **done),
    }


@pytest.mark.parametrize("deed", ["progress", "extend", "settle"])
@pytest.mark.parametrize("at", [0, 1])
def test_every_role_records_where_the_table_says(
    world: World, response: Response, deed: str, at: int
) -> None:
    row = measures(response)[at]
    wanted = RECORDING | ({"leader"} if at == 0 else set())
    everybody = world.everybody()
    for name in sorted(set(everybody) - wanted):
        with pytest.raises(PermissionDenied):
            deeds(row)[deed](everybody[name])
    row.refresh_from_db()
    assert row.state == MeasureState.OPEN
    for name in sorted(wanted):
        with suppress(ServiceError):  # who asks for a later day second is told so; refused rights are no such
            deeds(row)[deed](everybody[name])


@pytest.mark.parametrize("deed", ["progress", "extend", "settle"])
def test_a_leader_records_on_what_they_are_responsible_for(
    world: World, response: Response, deed: str
) -> None:
    row = measures(response)[1]
    Measure.objects.filter(pk=row.pk).update(person=world.leader.person)
    deeds(measures(response)[1])[deed](world.leader)


def test_whoever_carries_a_measure_out_does_not_agree_to_it(world: World, response: Response) -> None:
    Measure.objects.filter(response=response).update(
        leader=world.first_person.person, person=world.leader.person
    )
    assert not may(world.leader, Action.ENDORSE, Standing(response.feedback, response))
    assert may(world.leader, Action.RECORD, Standing(response.feedback, response, doing=True))


def test_a_leader_settles_many_at_once_but_only_their_own(
    world: World, response: Response, client: Client
) -> None:
    progress_add(actor=world.handler, now=NOW, measure=measures(response)[0], on=TODAY, done="已核查。")
    mine, other = measures(response)
    wanted = Wanted({"state": "done", "done_on": TODAY, "result": "核查记录齐全。"})
    chosen = [(one.pk, one.version) for one in (mine, other)]
    edit = measures_change(actor=world.leader, now=NOW, chosen=chosen, wanted=wanted)
    assert {one["id"]: one["result"] for one in edit.rows} == {mine.pk: "done", other.pk: "refused"}
    client.force_login(world.leader)
    assert reverse("desk:bulk") in client.get(reverse("desk:measures")).content.decode()
    assert client.post(reverse("desk:bulk"), {"measure": [f"{other.pk}:{other.version}"]}).status_code == 200


def test_a_leader_meets_no_form_for_a_colleagues_measure(
    world: World, response: Response, client: Client
) -> None:
    client.force_login(world.leader)
    mine, other = measures(response)
    page = client.get(reverse("loop:response", args=[response.pk])).content.decode()
    for name in ("progress", "settle", "extend"):
        assert client.get(reverse(f"loop:{name}", args=[mine.pk])).status_code == 200
        assert client.get(reverse(f"loop:{name}", args=[other.pk])).status_code == 403
        assert reverse(f"loop:{name}", args=[mine.pk]) in page
        assert reverse(f"loop:{name}", args=[other.pk]) not in page


def test_settling_as_told_leaves_a_colleagues_measures_alone(world: World, response: Response) -> None:
    assert measures_settle_as_told(actor=world.leader, now=NOW, response=response) == 1
    assert [one.state for one in measures(response)] == [MeasureState.DONE, MeasureState.OPEN]


def test_duties_and_promises_stand_where_their_measures_stand(world: World, response: Response) -> None:
    mine, other = measures(response)
    duty = duty_create(
        actor=world.liaison, now=NOW, response=response, title="每月核查", every="month",
        starts_on=date(2024, 1, 1),
    )  # fmt: skip
    told = {"period": date(2024, 5, 1), "done_on": date(2024, 5, 20), "note": "已核查。"}
    promised = {"feedback": response.feedback, "unit": world.bureau, "response": response, "position": 1}
    ours = Commitment.objects.create(**promised, measure=mine, text="继续核查。")
    theirs = Commitment.objects.create(**promised, measure=other, text="继续回访。")
    kept = {"kept_on": TODAY, "note": "已核查。"}
    with pytest.raises(PermissionDenied):
        commitment_keep(actor=world.leader, now=NOW, commitment=theirs, **kept)
    assert commitment_keep(actor=world.leader, now=NOW, commitment=ours, **kept).kept_on == TODAY
    assert occurrence_record(actor=world.leader, now=NOW, duty=duty, **told).pk
    Measure.objects.filter(response=response).update(leader=world.first_person.person)
    with pytest.raises(PermissionDenied):
        occurrence_record(actor=world.leader, now=NOW, duty=duty, **{**told, "period": date(2024, 4, 1)})
