"""The page of hits: what it shows, where it leads, what it says when there is nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.html import escape

from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import measure_edit
from tests.web.search.conftest import find, kinds
from tests.web.world import NOW, REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Evidence
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

PAGE = "/search/"


def read(client: Client, **query: str) -> str:
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_hit_shows_its_words_and_leads_to_its_place(liaison: Client, case: Feedback) -> None:
    measure = Measure.objects.get(feedback=case, text__contains="双随机")
    page = read(liaison, q="双随机")
    assert '开展<mark class="hit__mark">双随机</mark>检查' in page
    first = case.findings.get(number="2")
    back = quote(f"?q={quote('双随机')}", safe="")
    link = f"{reverse('rectification:finding', args=[first.pk])}?found={back}#measure-{measure.pk}"
    assert f'href="{link}"' in page
    landed = liaison.get(link).content.decode()
    assert f'id="measure-{measure.pk}"' in landed
    assert '<a href="/search/?q=%E5%8F%8C%E9%9A%8F%E6%9C%BA">' in landed


@pytest.mark.parametrize("kind", ["finding", "subfinding", "outcome", "measure", "commitment"])
def test_every_kind_leads_to_a_place_that_is_there(liaison: Client, case: Feedback, kind: str) -> None:
    words = {"outcome": "整改", "measure": "核查", "subfinding": "核查台账", "commitment": "每月"}
    page = read(liaison, q=words.get(kind, "执法"), kind=kind)
    links = re.findall(r'data-step href="([^"]+)"', page)
    assert links, case
    for link in links:
        answer = liaison.get(link)
        assert answer.status_code == 200
        anchor = link.partition("#")[2]
        assert not anchor or f'id="{anchor}"' in answer.content.decode()


def test_a_way_back_is_always_our_own(liaison: Client, case: Feedback) -> None:
    address = reverse("rectification:finding", args=[case.findings.first().pk])  # type: ignore[union-attr]  # it has some
    for hostile in ("//evil.example", "https://evil.example", "javascript:alert(1)", "?" + "x" * 9000):
        assert "回到搜索结果" not in liaison.get(address, {"found": hostile}).content.decode()
    page = liaison.get(address, {"found": '?q="><script>'}).content.decode()
    assert "<script>" not in page


def test_titles_come_before_texts_and_the_exact_title_first(world: World) -> None:
    text = REPORT.replace("4.议事规则执行不严", "4.执法").replace("25日，修订党组议事规则", "25日，规范执法")
    import_text(world, text)
    found = kinds(world.liaison, "执法")
    assert found == ["finding", "finding", "finding", "measure", "measure"]
    page = find(world.liaison, "执法")
    assert page[0] == ("finding", max(pk for kind, pk in page if kind == "finding"))


def test_by_date_the_newest_comes_first(world: World, case: Feedback) -> None:
    days = {one.pk: one.ended_on or case.given_on for one in Measure.objects.filter(feedback=case)}
    found = [days[pk] for kind, pk in find(world.liaison, "月", order="date", kind="measure")]
    assert len(found) == len(days)
    assert found == sorted(found, reverse=True)  # type: ignore[type-var]  # the case has a day


def test_what_narrows_narrows(world: World, case: Feedback) -> None:
    assert set(kinds(world.liaison, "整改")) == {"outcome"}
    assert find(world.liaison, "整改", round=str(case.round_id + 1)) == []
    assert kinds(world.liaison, "整改", kind="outcome", state="ongoing") == ["outcome"]
    july = [pk for _, pk in find(world.liaison, "月", kind="measure", since="2023-07-10", until="2023-07-18")]
    told = Measure.objects.filter(pk__in=july).values_list("ended_on", flat=True)
    assert sorted(map(str, told)) == ["2023-07-10", "2023-07-18"]
    assert find(world.liaison, "月", since="2023-07-19", until="2023-07-18") == []


def test_words_stand_together_phrases_as_they_are(world: World, case: Feedback) -> None:
    del case
    assert kinds(world.liaison, "执法 力量") == ["finding"]
    assert find(world.liaison, '"执法 力量"') == []
    assert kinds(world.liaison, "“执法人员力量”") == ["finding"]
    assert kinds(world.liaison, "12家") == ["measure"]
    assert kinds(world.liaison, "１２家") == ["measure"]
    assert find(world.liaison, "2家企业重新核实") == []


def test_a_single_character_is_found(world: World, case: Feedback) -> None:
    del case
    assert kinds(world.liaison, "痕") == []
    assert kinds(world.liaison, "薄") == ["finding"]


@pytest.mark.parametrize(
    "words",
    [
        '"', "''", "*", "执法*", "执法 OR 力量", "NEAR(执法 力量)", "-执法", "title:执法", "^执法", "a AND",
        "执法'; DROP TABLE x; --", "%", "_", "\\", "🙂", "𠮷", "<script>alert(1)</script>", "&amp;", "“”",
        '" "', "(" * 200, "执" * 200, "执" * 5000, "  ", "{}", "{{ 7*7 }}", "\u202e执法", "\ufffd",
    ],
)  # fmt: skip
def test_hostile_words_are_words(liaison: Client, case: Feedback, words: str) -> None:
    del case
    page = read(liaison, q=words)
    assert "<script>alert" not in page
    assert 'class="hit"' not in page
    for more in ("order", "kind", "unit", "round", "state", "since", "until", "after", "found"):
        assert liaison.get(PAGE, {"q": "执法", more: words}).status_code == 200


def test_a_zero_byte_is_refused_everywhere(liaison: Client) -> None:
    assert liaison.get(PAGE, {"q": "\0执法"}).status_code == 400


@pytest.mark.parametrize(
    "after", ["1-", "9-1", "1-99999999999999999999", "0--1", "２-１", "2-9223372036854775807", "x"]
)
def test_hostile_places_are_no_places(liaison: Client, case: Feedback, after: str) -> None:
    del case
    read(liaison, q="执法", after=after)


def test_what_people_wrote_is_text(world: World, liaison: Client, case: Feedback) -> None:
    measure = Measure.objects.filter(feedback=case)[0]
    told = '<img src=x onerror=alert(1)> & "龘鹮" <b>粗</b>'
    measure_edit(actor=world.liaison, now=NOW, measure=measure, value=told)
    page = read(liaison, q="龘鹮")
    assert "<img" not in page
    assert escape("<img src=x onerror=alert(1)>") in page
    page = read(liaison, q="<b>粗")
    assert '<mark class="hit__mark">&lt;b&gt;粗</mark>' in page


def test_pages_follow_each_other_without_gap(world: World, liaison: Client) -> None:
    for year in range(2015, 2024):
        import_text(world, REPORT.replace("2023", str(year)))
    found, page = [], read(liaison, q="月", kind="measure")
    while True:
        found += re.findall(r"#measure-(\d+)", page)
        link = re.search(r'rel="next" href="([^"]+)"', page)
        if not link:
            break
        page = liaison.get(PAGE + link[1].replace("&amp;", "&")).content.decode()
        assert "回到第一页" in page
    assert len(found) == len(set(found)) == Measure.objects.count() == 45


def test_counts_are_by_kind_and_links_keep_the_question(liaison: Client, case: Feedback) -> None:
    del case
    page = read(liaison, q="执法", since="2020-01-01", order="date")
    assert "共 <b>3</b> 条" in page
    assert '<a href="?q=%E6%89%A7%E6%B3%95&amp;kind=finding&amp;since=2020-01-01&amp;order=date">问题' in page
    page = read(liaison, q="执法", kind="finding")
    assert "共 <b>2</b> 条" in page
    assert '措施 <span class="count">1</span>' in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "写下要找的词"),
        ({"q": "   "}, "写下要找的词"),
        ({"q": '""'}, "引号里没有字"),
        ({"q": "没有这话"}, "按字查找"),
        ({"q": "执法", "kind": "comment"}, "不限范围再找"),
        ({"q": "执" * 300}, "只用了前200字"),
        ({"q": "执法", "after": "2-9223372036854775806"}, "后面没有了"),
    ],
)
def test_nothing_says_what_to_do(
    liaison: Client, case: Feedback, query: dict[str, str], sentence: str
) -> None:
    del case
    assert sentence in read(liaison, **query)


def test_an_index_that_is_being_built_says_so(liaison: Client, case: Feedback) -> None:
    from bihuan.web.search.models import Building

    del case
    assert "索引正在建立" not in read(liaison, q="执法")
    Building.objects.update(done_at=None)
    assert "索引正在建立" in read(liaison, q="执法")


def test_long_files_show_the_part_around_the_hit(
    liaison: Client, prove: Callable[..., Evidence], measures: list[Measure], work: Callable[[], None]
) -> None:
    prove(measures[0], data=("前言。" * 5000 + "末尾提到白鹭。" + "附录。" * 5000).encode())
    work()
    page = read(liaison, q="白鹭")
    assert '末尾提到<mark class="hit__mark">白鹭</mark>' in page
    assert len(page) < 30_000


@pytest.mark.parametrize("who", ["liaison", "officer"])
@pytest.mark.parametrize("more", [{}, {"kind": "measure"}, {"order": "date"}])
def test_queries_are_few_and_do_not_grow(
    world: World,
    sign_in: Callable[[User], Client],
    who: str,
    more: dict[str, str],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(world.everybody()[who])
    for year in ("2021", "2022", "2023"):
        import_text(world, REPORT.replace("2023", year))
        read(client, q="月", **more)
        with django_assert_max_num_queries(8):
            read(client, q="月", **more)


def test_the_box_stands_on_every_page(liaison: Client, case: Feedback) -> None:
    del case
    assert '<form class="seek" method="get" action="/search/"' in liaison.get("/evidence/").content.decode()


def test_days_are_days(world: World, case: Feedback) -> None:
    assert case.given_on == date(2023, 6, 20)
    assert kinds(world.liaison, "力量", since="2023-06-20", until="2023-06-20") == ["finding"]
    assert find(world.liaison, "力量", since="2023-06-21") == []
    assert find(world.liaison, "力量", since="0001-01-01", until="9999-12-31") != []
