"""Pages by key: every row exactly once, both ways, whatever stands in the sort column."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.keyset import page
from bihuan.web.inspections.models import Finding
from tests.web.world import import_text

if TYPE_CHECKING:
    from bihuan.web.base.keyset import Page
    from tests.web.world import World

COLUMNS = ("due_key", "id")


@pytest.fixture
def findings(world: World) -> list[int]:
    """Twenty findings, a third without a deadline, in the order in which pages must show them."""
    told = "".join(f"{number}.第{number}个问题\n7月3日，处理。\n" for number in range(1, 21))
    case = import_text(world, f"一、部署有差距\n{told}")
    for at, one in enumerate(Finding.objects.filter(feedback=case)):
        Finding.objects.filter(pk=one.pk).update(due=None if at % 3 == 0 else date(2024, 1, 1 + at % 4))
    return list(Finding.objects.order_by("due_key", "id").values_list("pk", flat=True))


def get(token: str | None) -> Page[Finding]:
    return page(Finding.objects.all(), COLUMNS, lambda one: (one.due_key, one.pk), token=token, size=7)


def test_every_row_once_forwards(findings: list[int]) -> None:
    seen, token = [], None
    while True:
        found = get(token)
        seen += [one.pk for one in found.rows]
        if found.next is None:
            break
        token = found.next
    assert seen == findings


def test_back_is_the_same_pages(findings: list[int]) -> None:
    first = get(None)
    second = get(first.next)
    third = get(second.next)
    assert [one.pk for one in get(third.previous).rows] == [one.pk for one in second.rows] == findings[7:14]
    assert [one.pk for one in get(second.previous).rows] == [one.pk for one in first.rows]
    assert get(second.previous).previous is None
    assert (first.previous, third.next) == (None, None)


@pytest.mark.usefixtures("findings")
@pytest.mark.parametrize(
    "token",
    [
        "x",
        "WyJuIl0",
        "WyJuIiwgMSwgMl0x",
        "bnVsbA",
        "WyJuIiwgdHJ1ZSwgMV0",
        "W1tbW1tb",
        "é",
        "WyJuIiwgMWU0MDAsIDFd",
    ],
)
def test_senseless_token_is_refused_in_a_sentence(token: str) -> None:
    with pytest.raises(ServiceError, match="从第一页"):
        get(token)
