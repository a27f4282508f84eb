"""台账: sections, rows, filters, pages; the state of the list is its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.rectification import queries
from bihuan.web.rectification.addresses import Address
from tests.web.world import import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

MANY = "一、工作有差距\n" + "".join(
    f"{n}.第{n}项工作落实不到位\n7月{n % 28 + 1}日，召开会议研究第{n}项工作。\n整改情况：正在整改。\n"
    for n in range(1, 121)
)


def get(client: Client, case: Feedback, **query: object) -> str:
    address = reverse("rectification:ledger", args=[case.pk])
    return client.get(address, {key: str(value) for key, value in query.items()}).content.decode()


def test_every_finding_has_its_row(case: Feedback, liaison: Client) -> None:
    text = get(liaison, case)
    for title in ("数据质量核查走过场", "统计执法力度不够", "执法人员力量薄弱", "议事规则执行不严"):
        assert title in text
    assert "与问题3合并作答" in text
    assert "具体表现 2 个" in text


def test_counts_stand_at_the_top(case: Feedback, liaison: Client) -> None:
    text = " ".join(get(liaison, case).split())
    assert "问题 <b>4</b> 个，措施 <b>5</b> 项；已完成 <b>2</b>，推进中 <b>2</b>" in text


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"status": "ongoing"}, "统计执法力度不够", "议事规则执行不严"),
        ({"overdue": "1"}, "执法人员力量薄弱", "数据质量核查走过场"),
        ({"q": "末位表态"}, "议事规则执行不严", "执法人员力量薄弱"),
        ({"q": "力量薄弱"}, "执法人员力量薄弱", "议事规则执行不严"),
    ],
    ids=["状态", "逾期", "措施里的字词", "问题里的字词"],
)
def test_filters_narrow(
    query: dict[str, str], shown: str, hidden: str, case: Feedback, liaison: Client
) -> None:
    text = get(liaison, case, **query)
    assert shown in text
    assert hidden not in text


def test_section_narrows_and_stays_in_the_address(case: Feedback, liaison: Client) -> None:
    section = case.sections.get(number="二")
    text = get(liaison, case, section=section.pk)
    assert "议事规则执行不严" in text
    assert "执法人员力量薄弱" not in text
    assert f'name="section" value="{section.pk}"' in text


def test_nothing_found_says_what_to_do(case: Feedback, liaison: Client) -> None:
    assert "没有符合条件的问题" in get(liaison, case, q="不会有的字词")


def test_htmx_gets_the_rows_alone(case: Feedback, liaison: Client) -> None:
    address = reverse("rectification:ledger", args=[case.pk])
    part = liaison.get(address, {"q": "末位表态"}, headers={"HX-Request": "true", "HX-Target": "rows"})
    text = part.content.decode()
    assert text.lstrip().startswith('<div id="rows"')
    assert "<html" not in text
    assert "HX-Request" in part.headers["Vary"]


def test_htmx_gets_the_open_finding_alone(case: Feedback, liaison: Client) -> None:
    finding = case.findings.get(number="4")
    address = reverse("rectification:ledger", args=[case.pk])
    headers = {"HX-Request": "true", "HX-Target": "open"}
    text = liaison.get(address, {"open": finding.pk}, headers=headers).content.decode()
    assert text.lstrip().startswith('<div id="open"')
    assert "修订党组议事规则" in text


def test_a_finding_of_another_case_does_not_open(
    case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    other = import_text(world, unit=world.stranger_unit, actor=world.stranger)
    finding = case.findings.get(number="4")
    assert "修订党组议事规则" not in get(sign_in(world.stranger), other, open=finding.pk)


def test_pages_walk_through_all_and_back(world: World, liaison: Client) -> None:
    case = import_text(world, MANY)
    seen, token = [], None
    for _ in range(3):
        found = queries.ledger(
            queries.case_findings(case), queries.Filters(), today=case.created_at.date(), token=token
        )
        seen += [row.number for row in found.rows]
        token = found.next
    assert seen == [str(n) for n in range(1, 121)]
    assert token is None
    assert found.previous is not None
    assert "下一页" in get(liaison, case)


def test_a_broken_page_token_is_refused_in_a_sentence(case: Feedback, liaison: Client) -> None:
    answer = liaison.get(reverse("rectification:ledger", args=[case.pk]), {"page": "abc"}, follow=True)
    assert "翻页的位置看不懂" in answer.content.decode()


def test_whoever_sees_one_case_goes_straight_to_it(case: Feedback, liaison: Client) -> None:
    answer = liaison.get(reverse("rectification:ledgers"))
    assert answer.headers["Location"] == reverse("rectification:ledger", args=[case.pk])


@pytest.mark.usefixtures("case")
def test_office_sees_the_findings_of_all_units(world: World, sign_in: Callable[[User], Client]) -> None:
    import_text(world, unit=world.stranger_unit, actor=world.stranger)
    text = sign_in(world.officer).get(reverse("rectification:ledgers")).content.decode()
    assert "市统计局" in text
    assert "市水务局" in text
    assert text.count("议事规则执行不严") == 2


def test_hostile_titles_are_shown_as_text(world: World, liaison: Client) -> None:
    case = import_text(world, MANY.replace("第1项工作落实", "<script>alert(1)</script>落实", 1))
    text = get(liaison, case)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_queries_and_size_stay_within_their_bars(
    who: str,
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    case = import_text(world, MANY)
    client = sign_in(getattr(world, who))
    with django_assert_max_num_queries(8):
        text = get(client, case)
    assert len(text.encode()) < 60_000
    finding = case.findings.order_by("position")[0]
    with django_assert_max_num_queries(9):
        client.get(reverse("rectification:ledger", args=[case.pk]), {"open": finding.pk})


@pytest.mark.parametrize(
    "query",
    [{"section": "9" * 30}, {"section": "-1"}, {"status": "nonsense"}, {"open": "٣"}, {"q": "%_\\' OR 1=1"}],
)
def test_senseless_addresses_still_show_the_list(
    query: dict[str, str], case: Feedback, liaison: Client
) -> None:
    assert liaison.get(reverse("rectification:ledger", args=[case.pk]), query).status_code == 200


def test_address_reads_back_what_it_wrote() -> None:
    query = {"section": "3", "status": "ongoing", "overdue": "1", "q": "执法 培训", "open": "12"}
    address = Address.read("/x/", query)
    assert (
        str(address)
        == "/x/?section=3&status=ongoing&overdue=1&q=%E6%89%A7%E6%B3%95+%E5%9F%B9%E8%AE%AD&open=12"
    )


def test_a_finding_leads_back_to_the_list_it_was_reached_from(case: Feedback, liaison: Client) -> None:
    finding = case.findings.get(number="2")
    listed = get(liaison, case, status="ongoing")
    link = f"/findings/{finding.pk}/?back=%2Fcases%2F{case.pk}%2Fledger%2F%3Fstatus%3Dongoing"
    assert link in listed
    text = liaison.get(link).content.decode()
    assert f'href="/cases/{case.pk}/ledger/?status=ongoing&amp;open={finding.pk}"' in text
    measure = finding.responses.get().measures.order_by("position")[0]
    edit = f"/measures/{measure.pk}/edit/?back={link.partition('back=')[2]}"
    assert edit in text
    saved = liaison.post(edit, {"value": "7月10日，改过的措施。", "version": measure.version}, follow=True)
    assert "status=ongoing" in saved.content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/?a", "/account/?x", "/x" * 900])
def test_nobody_is_led_elsewhere(back: str, case: Feedback, liaison: Client) -> None:
    finding = case.findings.get(number="2")
    text = liaison.get(f"/findings/{finding.pk}/", {"back": back}).content.decode()
    assert f'href="/cases/{case.pk}/ledger/?open={finding.pk}"' in text
    assert "evil.example" not in text
