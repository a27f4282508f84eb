"""The coverage of a case: as the ledger stands, page by page, few queries, hostile words stay words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.rectification.models import Measure
from tests.web.world import import_text

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

pytestmark = pytest.mark.django_db
ONE = "一、问题\n1.{}\n3月1日，{}\n整改情况：完成整改。\n"


def shown(client: Client, case: Feedback, query: str = "") -> str:
    answer = client.get(reverse("examining:coverage", args=[case.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_key_word_leads_to_its_measure(case: Feedback, liaison: Client) -> None:
    page = shown(liaison, case)
    measure = Measure.objects.get(feedback=case, text__startswith="7月18日")
    assert f"#measure-{measure.pk}" in page
    assert "没有措施提到" in page
    assert "与问题3合用" in page


def test_a_finding_without_measures_is_told_so(world: World, liaison: Client) -> None:
    case = import_text(
        world, "一、问题\n1.窗口服务不规范\n2.台账缺失\n3月1日，补齐台账31份。\n整改情况：完成整改。\n"
    )
    Measure.objects.filter(feedback=case).delete()
    assert "还没有措施" in shown(liaison, case)


def test_pages_follow_each_other(world: World, liaison: Client) -> None:
    text = "一、问题\n" + "".join(
        f"{n}.第{n}处闸门失修\n3月{n % 28 + 1}日，检修闸门。\n整改情况：完成整改。\n" for n in range(1, 46)
    )
    case = import_text(world, text)
    first = shown(liaison, case)
    assert "第20处闸门失修" in first
    assert "第21处闸门失修" not in first
    assert 'rel="next"' in first
    address = reverse("examining:coverage", args=[case.pk])
    assert liaison.get(address + "?page=%27%3C%22").status_code in (200, 302, 404)


def test_hostile_titles_stay_text(world: World, liaison: Client) -> None:
    case = import_text(
        world,
        "一、问题\n1.<script>alert(1)</script>闸门失修\n3月1日，检修<b>闸门</b>。\n整改情况：完成整改。\n",
    )
    page = shown(liaison, case)
    assert "<script>alert" not in page
    assert "<b>闸门" not in page


def test_queries_do_not_grow(
    case: Feedback, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    shown(liaison, case)
    with django_assert_max_num_queries(12):
        shown(liaison, case)
