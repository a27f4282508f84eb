"""A prepared query finds what the query itself finds, whoever asks, and asks the compiler once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Role, Scope
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.prepared import Prepared, together
from bihuan.web.inspections.models import Finding
from tests.web.world import import_text

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from pytest_django import DjangoAssertNumQueries

    from tests.web.world import World


def _open(scope: Scope, until: date, *, limit: int) -> QuerySet[Finding, tuple[Any, ...]]:
    rows = Finding.objects.visible_to(scope).filter(is_open=True, due_key__lte=until)
    return rows.order_by("due_key", "id").values_list("pk", "due", "title")[:limit]


OPEN = ScopedQuery(_open)


def test_everybody_gets_the_rows_of_the_query_itself(world: World) -> None:
    import_text(world)
    for user in world.everybody().values():
        for until in (date(2023, 9, 19), date(2023, 9, 20)):
            wanted = list(_open(user.scope(), until, limit=5))
            assert list(OPEN.rows(user, until, limit=5)) == wanted
    assert len(OPEN.rows(world.officer, date(2023, 9, 20), limit=1)) == 1


def test_the_sql_is_made_once_for_all_who_look_alike(world: World) -> None:
    query = ScopedQuery(_open)
    query.rows(world.liaison, date(2023, 9, 20), limit=5)
    with patch.object(SQLCompiler, "as_sql", side_effect=AssertionError("又编译了一次")):
        assert query.rows(world.stranger, date(2030, 1, 1), limit=5) == []


def test_where_nothing_can_match_nothing_is_asked(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert OPEN.rows(world.audit_admin, date(2023, 9, 20), limit=5) == []


def test_several_go_in_one_query_and_keep_apart(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    import_text(world)
    day = date(2023, 9, 20)
    parts = [OPEN.part(one, day, limit=5) for one in (world.audit_admin, world.officer, world.stranger)]
    with django_assert_num_queries(1):
        nothing, found, none = together(*parts)
    assert (nothing, none) == ([], [])
    assert found == list(_open(world.officer.scope(), day, limit=5))


def test_words_and_missing_values_are_told_apart(world: World) -> None:
    def named(shape: object, name: str, parent: int | None) -> QuerySet[Unit, tuple[Any, ...]]:
        del shape
        return Unit.objects.filter(name=name, parent=parent).values_list("pk", Cast(Value(None), DateField()))

    query = Prepared(named)
    assert query.rows(None, "鹿溪市统计局", world.committee.pk) == [(world.bureau.pk, None)]
    assert query.rows(None, "鹿溪市统计局", None) == []
    assert query.rows(None, "中共鹿溪市委员会", None) == [(world.committee.pk, None)]


def test_a_moment_is_refused_because_databases_keep_it_differently(world: World) -> None:
    del world
    with pytest.raises(TypeError):
        Prepared(lambda _, at: Unit.objects.filter(closed_on=at).values_list("pk")).rows(None, datetime.now())


def test_scopes_that_look_alike_have_the_same_shape() -> None:
    one = Scope.of([("liaison", 7), ("reader", 9), ("handler", 7)], person=3)
    two = Scope.of([("liaison", 2), ("reader", 1), ("handler", 2)], person=8)
    assert one.apart()[0] == two.apart()[0]
    assert Scope.joined(*one.apart()) == one
    assert Scope.of([(Role.LIAISON, 7), (Role.READER, 7)]).apart()[0] != one.apart()[0]
