"""A search never tells more than the pages themselves: no hit, no count, no excerpt, no other behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.accounts.models import Membership
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import unit_create, user_create
from bihuan.web.evidence.services import evidence_create, evidence_link
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.targets import find as target
from bihuan.web.search.asking import Asked
from bihuan.web.search.queries import search
from tests.web.search.conftest import find, kinds
from tests.web.world import NOW, PASSWORD, REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Evidence, Upload
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World

READERS = (
    *("liaison", "first_person", "handler", "reader", "officer", "head", "leader", "discipline"),
    "organisation",
)
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("who", READERS)
def test_whoever_may_read_finds(world: World, who: str) -> None:
    assert kinds(world.everybody()[who], "力量") == ["finding"]


@pytest.mark.parametrize("who", ["stranger", *ADMINISTRATORS])
def test_whoever_may_not_read_finds_nothing(
    world: World, prove: Callable[..., Evidence], measures: list[Measure], who: str
) -> None:
    prove(measures[0], title="党组会议纪要")
    user = world.everybody()[who]
    for words in ("力量", "党组", "局", "纪要", "整改"):
        for more in ({}, {"order": "date"}, {"kind": "measure"}, {"unit": "统计"}):
            page = search(user, Asked.read({"q": words, **more}))
            assert (page.hits, page.next, page.counts) == ([], None, {})


@pytest.mark.parametrize("who", ADMINISTRATORS)
def test_administrators_have_no_page(world: World, sign_in: Callable[[User], Client], who: str) -> None:
    answer = sign_in(world.everybody()[who]).get(reverse("search:results"), {"q": "力量"})
    assert answer.status_code == 403
    assert 'class="seek"' not in answer.content.decode()


def other_unit(world: World) -> User:
    """The liaison of the water bureau, with the same report under the same office."""
    case = import_text(
        world, REPORT.replace("统计局", "水务局"), actor=world.stranger, unit=world.stranger_unit
    )
    assert case.unit_id == world.stranger_unit.pk
    return world.stranger


@pytest.mark.usefixtures("case")
def test_units_of_one_office_find_only_their_own(world: World) -> None:
    stranger = other_unit(world)
    own, theirs = find(world.liaison, "力量"), find(stranger, "力量")
    assert len(own) == len(theirs) == 1
    assert own != theirs
    assert sorted(find(world.officer, "力量")) == sorted(own + theirs)
    assert find(world.officer, "力量", unit="水务") == theirs
    assert search(world.liaison, Asked.read({"q": "力量"})).counts == {"finding": 1}
    assert find(world.liaison, "力量", unit="水务") == []


def test_another_office_finds_nothing(world: World, case: Feedback) -> None:
    office = unit_create(actor=None, now=NOW, name="鹿鸣县委巡察办", kind="office", parent=world.committee)
    officer = user_create(
        actor=None, now=NOW, unit=office, name="陆远", username="lu", password=PASSWORD,
        role=Role.INSPECTION_OFFICE,
    )  # fmt: skip
    assert find(officer, "力量") == []
    assert find(officer, "力量", unit="统计") == []
    assert find(officer, "力量", round=str(case.round_id)) == []


@pytest.mark.usefixtures("case")
def test_a_page_token_of_somebody_else_opens_nothing(world: World) -> None:
    token = search(world.officer, Asked.read({"q": "整改"}), size=1).next
    assert token
    after = "-".join(map(str, token))
    assert search(world.stranger, Asked.read({"q": "整改", "after": after})).hits == []


@pytest.mark.usefixtures("case")
def test_who_is_of_two_units_finds_both(world: World) -> None:
    other_unit(world)
    Membership.objects.create(user=world.reader, unit=world.stranger_unit, role=Role.READER)
    world.reader.refresh_from_db()
    assert kinds(world.reader, "力量") == ["finding", "finding"]


def test_evidence_without_an_office_is_its_units_alone(
    world: World, measures: list[Measure], receive: Callable[..., Upload]
) -> None:
    entry = evidence_create(
        actor=world.liaison, now=NOW, unit=world.bureau, facts=Facts("白鹭照片", "photo"),
        uploads=[receive(b"x", "x.txt")],
    )  # fmt: skip
    assert kinds(world.liaison, "白鹭") == ["evidence"]
    assert find(world.officer, "白鹭") == []
    proven = [target(world.liaison, f"measure:{measures[0].pk}")]
    evidence_link(actor=world.liaison, now=NOW, evidence=entry, targets=proven)
    assert kinds(world.officer, "白鹭") == ["evidence"]
