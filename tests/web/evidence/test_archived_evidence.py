"""What proves something of an archived round is read and no longer changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.evidence.models import Evidence, EvidenceKind
from bihuan.web.evidence.queries import expiring
from bihuan.web.evidence.services import (
    evidence_edit,
    evidence_link,
    evidence_review,
    evidence_supersede,
    evidence_unlink,
)
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.targets import find
from bihuan.web.inspections.archiving import round_archive, round_unarchive
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Upload
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World

REFUSED = "已经归档"


def archive(world: World, measures: list[Measure]) -> None:
    case = measures[0].feedback
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="余下问题转入下一轮")


@pytest.fixture
def kept(world: World, prove: Callable[..., Evidence], measures: list[Measure]) -> Evidence:
    """An entry for the first measure, in a round that is archived afterwards."""
    entry = prove(measures[0], expires_on=NOW.date() + timedelta(5))
    archive(world, measures)
    return entry


def writes(
    world: World, entry: Evidence, measures: list[Measure], upload: Upload
) -> dict[str, Callable[[], object]]:
    facts = Facts("改名", EvidenceKind.RULES)
    key = ("measure", measures[0].pk)
    return {
        "edit": lambda: evidence_edit(actor=world.liaison, now=NOW, evidence=entry, facts=facts),
        "link": lambda: evidence_link(
            actor=world.liaison,
            now=NOW,
            evidence=entry,
            targets=[find(world.liaison, f"measure:{measures[1].pk}")],
        ),
        "unlink": lambda: evidence_unlink(actor=world.liaison, now=NOW, evidence=entry, key=key),
        "version": lambda: evidence_supersede(actor=world.liaison, now=NOW, evidence=entry, uploads=[upload]),
        "review": lambda: evidence_review(
            actor=world.officer, now=NOW, evidence=entry, number=1, accepted=True
        ),
    }


@pytest.mark.parametrize("verb", ["edit", "link", "unlink", "version", "review"])
def test_nothing_of_it_is_changed(
    kept: Evidence, world: World, measures: list[Measure], receive: Callable[..., Upload], verb: str
) -> None:
    upload = receive(b"another", "另一份.txt")
    before = (vars(Evidence.objects.get(pk=kept.pk)), JournalEntry.objects.count())
    with pytest.raises(ServiceError, match=REFUSED):
        writes(world, kept, measures, upload)[verb]()
    after = (vars(Evidence.objects.get(pk=kept.pk)), JournalEntry.objects.count())
    before[0].pop("_state"), after[0].pop("_state")
    assert before == after
    round_unarchive(actor=world.officer, now=NOW, round=measures[0].feedback.round, reason="更正笔误")
    writes(world, kept, measures, upload)[verb]()
    assert JournalEntry.objects.count() == before[1] + 2


def test_nothing_new_comes_to_it(
    world: World, prove: Callable[..., Evidence], measures: list[Measure]
) -> None:
    free = prove()
    archive(world, measures)
    with pytest.raises(ServiceError, match=REFUSED):
        prove(measures[0], data=b"something else")
    with pytest.raises(ServiceError, match=REFUSED):
        evidence_link(
            actor=world.liaison, now=NOW, evidence=free,
            targets=[find(world.liaison, f"measure:{measures[0].pk}")],
        )  # fmt: skip
    assert not free.links.exists()
    edited = evidence_edit(
        actor=world.liaison, now=NOW, evidence=free, facts=Facts("别的材料", EvidenceKind.RULES)
    )
    assert edited.title == "别的材料"


def test_it_is_no_longer_to_be_renewed(
    world: World, prove: Callable[..., Evidence], measures: list[Measure]
) -> None:
    last = date(2030, 1, 1)
    loose = prove(data=b"loose", expires_on=last)
    bound = prove(measures[0], expires_on=last)
    assert set(expiring(world.liaison, None, last)) == {loose, bound}
    archive(world, measures)
    assert set(expiring(world.liaison, None, last)) == {loose}


def test_pages_say_so_and_offer_nothing(
    kept: Evidence, measures: list[Measure], world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(world.liaison)
    page = client.get(f"/evidence/{kept.pk}/?find=").content.decode()
    assert "所属轮次已经归档，只能查阅" in page
    assert "上传新版本" not in page
    assert "取消关联" not in page
    office = sign_in(world.officer)
    assert "verdict" not in office.get(f"/evidence/{kept.pk}/").content.decode()
    posts = {"edit/": {}, "version/": {"whole": "1"}, "link/": {"for": f"measure:{measures[1].pk}"},
             "unlink/": {"for": f"measure:{measures[0].pk}"}}  # fmt: skip
    for end, data in posts.items():
        answer = client.post(f"/evidence/{kept.pk}/{end}", data, follow=True)
        assert REFUSED in answer.content.decode(), end
    for end in ("edit/", "version/"):
        assert REFUSED in client.get(f"/evidence/{kept.pk}/{end}", follow=True).content.decode()
    told = office.post(f"/evidence/{kept.pk}/review/", {"number": 1, "verdict": "accept"}, follow=True)
    assert REFUSED in told.content.decode()
    new = client.get(f"/evidence/new/?for=measure:{measures[0].pk}", follow=True)
    assert REFUSED in new.content.decode()
    assert Evidence.objects.get(pk=kept.pk).links.count() == 1
