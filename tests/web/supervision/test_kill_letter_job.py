"""A worker is killed (SIGKILL) before every statement and around every commit of the letter job, one place
after the other: each time every letter is there once, with its number, addressees and lines in the inbox.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import journal_verify
from bihuan.web.notices.models import Job, JobState, Notification
from bihuan.web.notices.queue import enqueue
from bihuan.web.rectification.models import Measure
from bihuan.web.supervision.models import (
    Addressee,
    Missive,
    MissiveCounter,
    MissiveItem,
)
from tests.web.notices.test_kill_anywhere import SURVIVED, work
from tests.web.rectification import loop
from tests.web.supervision.conftest import at
from tests.web.world import build, import_text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST = 200
DAY = date(2024, 9, 25)


def test_killed_at_any_place() -> None:
    world = build()
    case = import_text(world)
    loop.bring(world, loop.first(case), "planned")
    assert Measure.objects.filter(feedback=case, due__isnull=False).count() == 2
    args = {"day": DAY.isoformat(), "office": world.office.pk, "units": [world.bureau.pk]}
    for place in range(1, MOST):
        for rows in (Addressee, MissiveItem, Missive, MissiveCounter, Job, Notification):
            rows.objects.all().delete()
        written = JournalEntry.objects.filter(action="missive_issue").count()
        enqueue("missives_issue", args, now=at(DAY), key="missives@today")
        survived = work(at(DAY), place) == SURVIVED
        if not survived:
            work(at(DAY) + timedelta(minutes=2))
        assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}, place
        # An order for the two measures, a summons for the two findings without a plan.
        numbers = Missive.objects.order_by("number").values_list("level", "number")
        assert list(numbers) == [("order", 1), ("summon", 2)], place
        assert MissiveItem.objects.count() == 4, place
        people = Addressee.objects.order_by("id").values_list("person_id", flat=True)
        told = Notification.objects.filter(kind="missive").order_by("id").values_list("person_id", flat=True)
        assert list(told) == list(people) == [world.leader.person_id, world.first_person.person_id], place
        assert JournalEntry.objects.filter(action="missive_issue").count() == written + 2, place
        if survived:
            break
    else:
        pytest.fail("the worker never came to its end")
    assert place > 30, "too few places: the sweep does not see the statements"
    assert journal_verify() == []
