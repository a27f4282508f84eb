"""Floods: so many from one network, so many in all; the address itself is never kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from bihuan.web.enquiries import limits
from bihuan.web.enquiries.limits import FORMS, PROVEN, UNPROVEN, Limit, TooManyError, key_of, take
from bihuan.web.enquiries.models import Allowance, Enquiry, SpentProof
from bihuan.web.enquiries.services import traces_sweep
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.disclosure.models import Edition
    from tests.web.enquiries.conftest import Citizen

pytestmark = pytest.mark.django_db


def test_one_network_sends_only_so_much(citizen: Callable[..., Citizen]) -> None:
    for number in range(PROVEN[0].most):
        somebody = citizen()
        assert somebody.send(f"第{number}条意见：请说明整改进展情况。").status_code == 200
    answer = citizen().send("还有一条意见：请说明整改进展情况。")
    assert answer.status_code == 429
    assert "一小时" in answer.text
    assert "还有一条意见" in answer.text
    assert citizen("203.0.113.99").send("别处来的一条意见，请说明。").status_code == 200
    assert Enquiry.objects.count() == PROVEN[0].most + 1
    assert SpentProof.objects.count() == PROVEN[0].most + 1  # the refused one may be sent again later


def test_without_work_even_less(citizen: Callable[..., Citizen]) -> None:
    statuses = [
        citizen().send(f"第{number}条意见：请说明整改进展情况。", proof="").status_code for number in range(4)
    ]
    assert statuses == [200, 200, 429, 429]
    assert UNPROVEN[0].most == 2 < PROVEN[0].most


def test_all_together_send_only_so_much(
    citizen: Callable[..., Citizen], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bihuan.web.enquiries.services import receiving

    few = (*UNPROVEN[:1], Limit("held", limits.DAY, 3, False, "今天太多了。"))
    monkeypatch.setattr(receiving, "UNPROVEN", few)
    statuses = [
        citizen(f"198.51.100.{number}").send(f"第{number}条意见：请说明情况。", proof="").status_code
        for number in range(5)
    ]
    assert statuses == [200, 200, 200, 429, 429]


def test_windows_end_and_addresses_are_hashed_apart() -> None:
    limit = (Limit("x", timedelta(hours=1), 1, True, "太多。"),)
    take(limit, "203.0.113.7", NOW)
    with pytest.raises(TooManyError):
        take(limit, "203.0.113.7", NOW)
    take(limit, "203.0.113.8", NOW)
    take(limit, "203.0.113.7", NOW + timedelta(hours=1))
    keys = [one.key for one in Allowance.objects.order_by("key")]
    assert len(set(keys)) == 3
    assert not [key for key in keys if "203" in key and "113" in key]
    assert key_of(limit[0], "203.0.113.7", NOW)[0] != key_of(limit[0], "203.0.113.7", NOW + limits.DAY)[0]


def test_what_is_refused_is_not_counted() -> None:
    both = (
        Limit("a", limits.DAY, 5, True, "太多。"),
        Limit("b", limits.DAY, 1, False, "太多。"),
    )
    take(both, "203.0.113.7", NOW)
    with pytest.raises(TooManyError):
        take(both, "203.0.113.7", NOW)
    assert Allowance.objects.get(key=key_of(both[0], "203.0.113.7", NOW)[0]).count == 1


def test_traces_are_swept() -> None:
    take(PROVEN, "203.0.113.7", NOW)
    SpentProof.objects.create(signature="1" * 64, until=NOW + timedelta(hours=2))
    traces_sweep(now=NOW + timedelta(minutes=1))
    assert (Allowance.objects.count(), SpentProof.objects.count()) == (3, 1)
    traces_sweep(now=NOW + timedelta(days=2))
    assert (Allowance.objects.count(), SpentProof.objects.count()) == (0, 0)


def test_forms_are_not_made_without_end(published: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan.web.enquiries.views import outside

    monkeypatch.setattr(outside, "FORMS", (FORMS[0]._replace(most=3),))
    path = f"/public/a/{published.announcement_id}/respond/"
    assert [Client().get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
