"""Which proof a measure must have is said beforehand, ticked as it comes, and asked for at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.evidence.models import Evidence, ReviewState
from bihuan.web.rectification import gates
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.rectification.services import proofs_expect
from bihuan.web.rectification.workflow import Gates, ResponseState
from tests.web.evidence.conftest import _look_here, _own_store, measures, prove, receive
from tests.web.pages.conftest import case
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World

__all__ = ["_look_here", "_own_store", "case", "measures", "prove", "receive"]


def expect(world: World, measure: Measure, *kinds: str) -> Measure:
    return proofs_expect(actor=world.liaison, now=NOW, measure=measure, kinds=kinds)


def missing(measure: Measure) -> list[str]:
    """What the end asks for of this measure's evidence, were it carried out."""
    Measure.objects.filter(pk=measure.pk).update(state=MeasureState.DONE, done_on=NOW.date())
    facts = gates.facts_of(Response.objects.get(pk=measure.response_id), NOW.date())
    judged = gates.judge(Gates.END, facts)
    found = next(one for one in judged if one.title == "已落实的措施都有佐证").missing
    return [one.text for one in found if one.href.endswith(f"measure-{measure.pk}")]


def test_what_is_expected_is_ticked_as_it_comes(
    world: World, measures: list[Measure], prove: Callable[..., Evidence]
) -> None:
    expect(world, measures[0], "photo", "minutes", "photo")
    measures[0].refresh_from_db()
    assert measures[0].expects == ["minutes", "photo"]
    assert "没有佐证" in missing(measures[0])[0]
    minutes = prove(measures[0])
    assert missing(measures[0])[0].endswith("还缺应有的佐证：照片、影像。请上传或关联，并选对类别。")
    photo = prove(measures[0], data=b"a picture")
    Evidence.objects.filter(pk=photo.pk).update(kind="photo")
    assert missing(measures[0]) == []
    Evidence.objects.filter(pk=minutes.pk).update(state=ReviewState.REJECTED)
    assert "会议记录、纪要" in missing(measures[0])[0]


def test_the_journal_tells_once(world: World, measures: list[Measure]) -> None:
    before = JournalEntry.objects.count()
    expect(world, measures[0], "minutes")
    expect(world, measures[0], "minutes")
    (entry,) = JournalEntry.objects.order_by("id")[before:]
    assert (entry.action, entry.changes) == ("proofs_expect", {"expects": [[], ["minutes"]]})


def test_what_was_approved_is_not_lowered(world: World, measures: list[Measure]) -> None:
    expect(world, measures[0], "minutes")
    response = Response.objects.filter(pk=measures[0].response_id)
    response.update(state=ResponseState.IN_PROGRESS)
    with pytest.raises(ServiceError, match="只能增加"):
        expect(world, measures[0], "photo")
    assert expect(world, measures[0], "minutes", "photo").expects == ["minutes", "photo"]
    response.update(state=ResponseState.SELF_ASSESSED)
    with pytest.raises(ServiceError, match="不能改动"):
        expect(world, measures[0], "minutes", "photo", "rules")


def test_who_was_slower_is_told(world: World, measures: list[Measure]) -> None:
    seen = measures[0].version
    expect(world, measures[0], "minutes")
    with pytest.raises(StaleError):
        proofs_expect(actor=world.liaison, now=NOW, measure=measures[0], kinds=["photo"], version=seen)


@pytest.mark.parametrize("who", ["handler", "reader", "first_person", "officer"])
def test_only_the_liaison_says_what_is_expected(world: World, measures: list[Measure], who: str) -> None:
    with pytest.raises(PermissionDenied):
        proofs_expect(actor=world.everybody()[who], now=NOW, measure=measures[0], kinds=["minutes"])


def test_the_page(world: World, measures: list[Measure], sign_in: Callable[[User], Client]) -> None:
    client, address = sign_in(world.liaison), f"/measures/{measures[0].pk}/expects/"
    page = client.get(address).content.decode()
    assert "照片、影像" in page
    form = {"kinds": ["photo"], "version": measures[0].version}
    shown = client.post(address, form, follow=True).content.decode()
    assert "应有佐证已保存" in shown
    assert "<dt>应有佐证</dt>" in shown
    assert 'value="photo" checked' in client.get(address).content.decode()
    assert client.post(address, {"kinds": ["nonsense"], "version": 1}).status_code == 200
    assert client.put(address).status_code == 405
    assert sign_in(world.reader).get(address).status_code == 403
    assert sign_in(world.stranger).get(address).status_code == 404


def test_the_page_asks_little(
    world: World,
    measures: list[Measure],
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(world.liaison)
    client.get(f"/measures/{measures[0].pk}/expects/")
    with django_assert_max_num_queries(8):
        client.get(f"/measures/{measures[0].pk}/expects/")
