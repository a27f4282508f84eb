"""The pages of supervision: what they show, to whom, in how many queries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.web.notices.models import Job
from bihuan.web.supervision.models import (
    Assignment,
    AssignmentProgress,
    Directive,
    Explanation,
    Missive,
    MissiveReply,
    Sheet,
    Supervision,
    SupervisionSetting,
    Visit,
)
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import directive_check, unit_urge
from tests.web.supervision.conftest import at
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


@pytest.fixture
def things(world: World, case: Feedback, make: Callable[..., Supervision]) -> dict[str, Any]:
    """A record of last month, a letter, a decision with a task and its check."""
    today = timezone.localdate()
    last = Month.of(today).before
    record = make(str(last), today)
    directive = Directive.objects.create(
        unit=world.bureau, title="全会精神", issuer="市委", issued_on=date(2024, 2, 21), made_at=NOW,
        made_by=world.liaison,
    )  # fmt: skip
    task = Assignment.objects.create(
        directive=directive, unit=world.bureau, order=1, text="开展自查", made_by=world.liaison, made_at=NOW,
        due=date(2024, 6, 1),
    )  # fmt: skip
    return {
        "round": case.round_id,
        "record": record.pk,
        "sheet": Sheet.objects.get(supervision=record).pk,
        "missive": unit_urge(actor=world.officer, now=NOW, case=case, rank="liaison", text="请抓紧。").pk,
        "visits": case.pk,
        "urge": case.pk,
        "visit_new": case.pk,
        "directive": directive.pk,
        "assignment_new": directive.pk,
        "assignment": task.pk,
        "report": task.pk,
        "settle": task.pk,
        "explain": Sheet.objects.get(supervision=record).pk,
        "reply": Missive.objects.get().pk,
        "check": directive_check(actor=world.liaison, now=at(today), directive=directive, month=last).pk,
    }


def address(view: str, things: dict[str, Any]) -> str:
    return reverse(f"supervision:{view}", args=[things[view]] if view in things else [])


def text(client: Client, view: str, things: dict[str, Any]) -> str:
    answer = client.get(address(view, things))
    assert answer.status_code == 200, view
    return answer.content.decode()


LISTS = ("home", "round", "record", "missives", "directives")
SHOWN = (*LISTS, "sheet", "missive", "visits", "directive", "assignment", "check")
ASKED = ("urge", "visit_new", "directive_new", "assignment_new", "report", "settle", "explain", "reply")


@pytest.mark.parametrize("who", ["officer", "liaison", "first_person", "reader", "discipline"])
def test_pages_are_there(
    who: str, things: dict[str, Any], world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(world.everybody()[who])
    own = {"directive", "assignment", "check"} if who in ("officer", "discipline") else set()
    for view in SHOWN:
        if view not in own:
            assert "闭环" in text(client, view, things)


def test_the_office_sees_lights_and_the_button(
    things: dict[str, Any], world: World, sign_in: Callable[[User], Client]
) -> None:
    page = text(sign_in(world.officer), "round", things)
    for word in ("生成督导记录", "逾期", "催办", "现场督导", "启用计分排名", "督导记录"):
        assert word in page
    page = text(sign_in(world.first_person), "round", things)
    for word in ("生成督导记录", "催办</a>", "启用计分排名"):
        assert word not in page
    assert "逾期" in page


def test_a_unit_sees_its_own_sheet_only(
    world: World, case: Feedback, make: Callable[..., Supervision], sign_in: Callable[[User], Client]
) -> None:
    import_text(world, unit=world.stranger_unit, actor=world.stranger, round=case.round)
    record = make("2024-09", date(2024, 10, 1))
    page = sign_in(world.liaison).get(reverse("supervision:record", args=[record.pk])).content.decode()
    assert "鹿溪市统计局" in page
    assert "鹿溪市水务局" not in page
    assert "合计" not in page
    other = Sheet.objects.get(supervision=record, unit=world.stranger_unit)
    assert sign_in(world.liaison).get(reverse("supervision:sheet", args=[other.pk])).status_code == 404
    assert "合计（2 个单位）" in text(sign_in(world.officer), "record", {"record": record.pk})


@pytest.mark.parametrize(
    ("view", "who", "most"),
    [
        ("home", "officer", 8),
        ("home", "liaison", 8),
        ("round", "officer", 9),
        ("record", "officer", 8),
        ("sheet", "liaison", 12),
        ("missives", "officer", 8),
        ("missive", "liaison", 12),
        ("directives", "liaison", 8),
        ("directive", "liaison", 12),
        ("assignment", "handler", 12),
        ("visits", "officer", 12),
    ],
)
def test_pages_need_few_queries(
    view: str, who: str, most: int, things: dict[str, Any], world: World, case: Feedback,
    make: Callable[..., Supervision], sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for month in ("2024-07", "2024-08"):
        make(month, date(2024, 10, 1))
    for number in range(5):
        unit_urge(actor=world.officer, now=NOW, case=case, rank="liaison", text=f"第{number}次催办。")
        Assignment.objects.create(
            directive_id=things["directive"], unit=world.bureau, order=number + 2, text=f"任务{number}",
            made_by=world.liaison, made_at=NOW,
        )  # fmt: skip
    client = sign_in(world.everybody()[who])
    with django_assert_max_num_queries(most):
        text(client, view, things)


def test_the_button_leaves_the_work_to_the_worker(
    things: dict[str, Any], world: World, sign_in: Callable[[User], Client]
) -> None:
    client, make = sign_in(world.officer), reverse("supervision:make", args=[things["round"]])
    answer = client.post(make, {"month": "2024-05"}, follow=True)
    assert "正在生成2024年5月的督导记录" in answer.content.decode()
    assert Job.objects.get(name="supervision_make").args["month"] == "2024-05"
    for month in ("", "2024-13", "二月"):
        assert "请选择月份" in client.post(make, {"month": month}, follow=True).content.decode()
    assert "还没有到" in client.post(make, {"month": "2199-01"}, follow=True).content.decode()


def test_scores_are_switched(things: dict[str, Any], world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(world.officer)
    client.post(reverse("supervision:scoring", args=[things["round"]]), {"scored": "1"})
    assert SupervisionSetting.objects.get().scored
    assert "停用计分排名" in text(client, "round", things)


FORMS: tuple[tuple[str, str, dict[str, str], Any], ...] = (
    ("explain", "liaison", {"text": "汛期停工。"}, Explanation),
    ("reply", "first_person", {"text": "月底前办结。"}, MissiveReply),
    ("urge", "officer", {"rank": "first_person", "text": "请主要负责人过问。"}, Missive),
    (
        "visit_new", "officer",
        {"on": "2024-06-01", "way": "site", "place": "档案室", "people": "严守正", "seen": "属实。",
         "result": "true", "response": ""},
        Visit,
    ),
    (
        "directive_new", "liaison",
        {"title": "另一次全会", "issuer": "市委", "issued_on": "2024-03-01"}, Directive,
    ),
    ("assignment_new", "first_person", {"text": "再查一遍", "due": "2026-12-01"}, Assignment),
    ("report", "handler", {"on": "2024-06-02", "done": "已动手"}, AssignmentProgress),
)  # fmt: skip


@pytest.mark.parametrize(("view", "who", "form", "rows"), FORMS, ids=[one[0] for one in FORMS])
def test_forms_store_and_say_so(
    view: str, who: str, form: dict[str, str], rows: Any, things: dict[str, Any], world: World,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    client, before = sign_in(world.everybody()[who]), rows.objects.count()
    if view == "assignment_new":
        form = {**form, "unit": str(world.bureau.pk)}
    if view == "directive_new":
        form = {**form, "unit": str(world.bureau.pk)}
    assert client.get(address(view, things)).status_code == 200
    answer = client.post(address(view, things), form)
    assert answer.status_code == 302, answer.content.decode()
    assert rows.objects.count() == before + 1
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("view", ASKED)
def test_an_empty_form_says_what_is_missing(
    view: str, things: dict[str, Any], world: World, sign_in: Callable[[User], Client]
) -> None:
    who = world.officer if view in ("urge", "visit_new") else world.liaison
    answer = sign_in(who).post(address(view, things), {"csrf": "x"})
    assert answer.status_code == 200
    assert "请" in answer.content.decode()


def test_signing_from_the_page(things: dict[str, Any], liaison: Client) -> None:
    assert "签收</button>" in text(liaison, "missive", things)
    answer = liaison.post(reverse("supervision:receive", args=[things["missive"]]), follow=True)
    page = answer.content.decode()
    assert "已签收，时间和姓名已经记下" in page
    assert "签收</button>" not in page


def test_home_shows_letters_and_tasks(things: dict[str, Any], liaison: Client) -> None:
    page = liaison.get("/").content.decode()
    assert "督办文书待签收" in page
    assert "分解任务" in page
    assert things


@pytest.mark.parametrize(
    "query", ["page=x", "page=%00", "level=%27", "page=WyJuIiwxLDJd", "level=urge&page="]
)
def test_strange_addresses_are_answered(
    query: str, things: dict[str, Any], world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(world.officer)
    for view in LISTS:
        assert client.get(f"{address(view, things)}?{query}").status_code in (200, 302, 400)
    for view in ("record", "sheet", "missive"):
        assert client.get(reverse(f"supervision:{view}", args=[2**63])).status_code == 404
