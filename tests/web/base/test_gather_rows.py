"""Rows of several models by one query are those that each list alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Count

from bihuan.web.base.gathered import gather
from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.models import Decision, Extension, Measure, Response, ReviewSeat
from bihuan.web.rectification.services import extension_ask
from tests.web.rectification import loop
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from pytest_django import DjangoAssertNumQueries

    from tests.web.world import World


def lists(response: Response) -> list[QuerySet[Any]]:
    """Days, moments, numbers, JSON, yes and no, joins that find something and joins that do not."""
    return [
        Measure.objects.filter(response=response).select_related("leader", "person").order_by("-position"),
        Extension.objects.select_related("asked_by__person", "decided_by__person").order_by("id"),
        ReviewSeat.objects.order_by("id"),
        Decision.objects.select_related("by__person").order_by("-id")[:2],
        JournalEntry.objects.order_by("-id")[:3],
        Response.objects.filter(pk__in=[]),
        Response.objects.annotate(many=Count("measures")).order_by("id"),
        Measure.objects.order_by("-position").values_list("pk", "text", "due", "leader", "response__aim"),
    ]


def plain(one: Any) -> dict[str, Any] | tuple[Any, ...]:
    """Every column and what was joined; a person leads back to the account."""
    if isinstance(one, tuple):
        return one
    joined = {
        name: plain(row)
        for name, row in one._state.fields_cache.items()
        if row is not None and name != "user"
    }
    return {**{f.attname: getattr(one, f.attname) for f in one._meta.concrete_fields}, **joined}


def test_each_list_is_as_if_it_had_been_asked_for_alone(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    response = loop.bring(world, loop.first(import_text(world)), "planned")
    first = response.measures.order_by("position")[0]
    extension_ask(
        actor=world.handler, now=NOW, measure=first, new_due=loop.DUE.replace(year=2025),
        reason="核查须等统计年报出来以后才能做完，“引号”和\n换行也在。",
    )  # fmt: skip
    with django_assert_num_queries(1):
        found = gather(*lists(response))
    alone = [list(one) for one in lists(response)]
    assert [[plain(one) for one in rows] for rows in found] == [
        [plain(one) for one in rows] for rows in alone
    ]
    assert [one.many for one in found[-2]] == [one.many for one in alone[-2]]
    assert [len(rows) for rows in found[:2]] == [2, 1]


@pytest.mark.django_db
def test_nothing_is_asked_where_nothing_can_match(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert gather(Response.objects.none(), Measure.objects.filter(pk__in=[])) == [[], []]
