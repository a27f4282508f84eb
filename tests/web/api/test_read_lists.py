"""Lists and details: as on the pages, in the same few queries however many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.api.conftest import program_of
from tests.web.world import REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.evidence.models import Evidence
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure
    from tests.web.api.conftest import Program
    from tests.web.world import World

LISTS = (
    "/cases", "/findings", "/measures", "/evidence", "/duties", "/commitments", "/inbox", "/rounds",
    "/imports", "/filings", "/queue", "/filters", "/me/tokens", "/calendar",
    "/templates", "/workbooks",
)  # fmt: skip
HOUSE = {
    "system_admin": ("/units", "/people", "/jobs", "/robots"),
    "security_admin": ("/people", "/token-holders", "/login-policy", "/api-policy"),
    "audit_admin": ("/journal",),
    "officer": ("/rechecks", "/rounds", "/queue"),
}
LIST_MOST, DETAIL_MOST, RESPONSE_MOST = 8, 12, 12
"""With the four queries by which a token is known; duties come from every app that has some; a response
is all that its page shows, in one answer.
"""


def queries(program: Program, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = program.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return len(found)


def filled(world: World, times: int) -> None:
    """More of everything."""
    for number in range(times):
        import_text(world, REPORT.replace("2023年", f"{2001 + number}年").replace("12家", f"{number}家"))


@pytest.mark.slow
def test_lists_need_few_queries_whatever_they_hold(
    world: World, prove: Callable[..., Evidence], measures: list[Measure]
) -> None:
    prove(measures[0])
    program = program_of(world.liaison)
    before = {path: queries(program, path) for path in LISTS}
    assert {path: count for path, count in before.items() if count > LIST_MOST} == {}
    filled(world, 3)
    prove(measures[1], data=b"more")
    assert {path: queries(program, path) for path in LISTS} == before
    assert queries(program, "/search?q=核查") <= LIST_MOST  # PostgreSQL is asked for statistics now and then


@pytest.mark.parametrize(("who", "path"), [(who, path) for who, paths in HOUSE.items() for path in paths])
@pytest.mark.usefixtures("case")
def test_lists_of_the_house_need_few_queries(world: World, who: str, path: str) -> None:
    assert queries(program_of(world.everybody()[who]), path) <= LIST_MOST


def test_details_need_few_queries(
    world: World, case: Feedback, prove: Callable[..., Evidence], measures: list[Measure]
) -> None:
    entry, first = prove(measures[0]), measures[0]
    program = program_of(world.liaison)
    paths = (
        f"/cases/{case.pk}", f"/findings/{case.findings.order_by('position')[0].pk}", f"/measures/{first.pk}",
        f"/evidence/{entry.pk}", f"/cases/{case.pk}/responses", f"/cases/{case.pk}/lists/tasks",
        f"/cases/{case.pk}/diagnostics", f"/cases/{case.pk}/waivers", f"/cases/{case.pk}/deadlines",
        f"/responses/{first.response_id}/comments", f"/measures/{first.pk}/progress",
        f"/cases/{case.pk}/matrix", f"/cases/{case.pk}/kanban", f"/cases/{case.pk}/ledger",
        f"/measures/{first.pk}/parts", f"/findings/{case.findings.order_by('position')[0].pk}/comments",
        f"/responses/{first.response_id}/plan", "/me", f"/history/measure/{first.pk}",
    )  # fmt: skip
    assert {path: count for path in paths if (count := queries(program, path)) > DETAIL_MOST} == {}
    assert queries(program, f"/responses/{first.response_id}") <= RESPONSE_MOST
    assert queries(program, "/me/duties") <= LIST_MOST


def test_filters_narrow_as_on_the_page(program: Program, case: Feedback) -> None:
    every = program.get("/findings").json()["rows"]
    assert [one["number"] for one in every] == ["1", "2", "3", "4"]
    done = program.get("/findings?status=completed").json()["rows"]
    assert {one["status"] for one in done} == {"completed"}
    section = every[-1]["section"]
    assert [one["number"] for one in program.get(f"/findings?section={section}").json()["rows"]] == ["4"]
    assert [one["number"] for one in program.get("/findings?q=议事").json()["rows"]] == ["4"]
    shown = program.get(f"/cases/{case.pk}").json()
    assert shown["counts"]["findings"] == 4
    assert [one["number"] for one in shown["sections"]] == ["一", "二"]


@pytest.mark.usefixtures("case")
def test_pages_follow_each_other_and_lead_back(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan.web.api.routes import ledger as routes

    real = routes.ledger
    monkeypatch.setattr(routes, "ledger", lambda *args, **kwargs: real(*args, **{**kwargs, "size": 3}))
    first = program.get("/findings").json()
    second = program.get(f"/findings?cursor={first['next']}").json()
    assert [one["number"] for one in first["rows"] + second["rows"]] == ["1", "2", "3", "4"]
    assert second["next"] is None
    assert program.get(f"/findings?cursor={second['previous']}").json()["rows"] == first["rows"]


def test_who_am_i(world: World, program: Program) -> None:
    told = program.get("/me").json()
    assert told["name"] == "林知夏"
    assert told["roles"] == [
        {"role": "liaison", "label": "整改联络员", "unit": {"id": world.bureau.pk, "name": "市统计局"}}
    ]
    assert told["token"]["name"] == "同步"


def test_document_and_page_tell_of_every_operation(liaison: Client) -> None:
    from tests.web.api.bodies import operations

    page = liaison.get("/api/").content.decode()
    told = liaison.get("/api/v1/openapi.json").json()
    assert all(f'id="{one.id}"' in page for one in operations())
    assert sum(len(methods) for methods in told["paths"].values()) == len(operations())
    assert "<script" not in page.split("<main")[1]
    assert "style=" not in page


def test_everything_is_documented_in_chinese() -> None:
    from bihuan.web.api.interface import document

    def bare(text: str) -> bool:
        return not any("\u4e00" <= char <= "\u9fff" for char in text)

    schemas = document()["components"]["schemas"]
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, told in schema.get("properties", {}).items()
        if bare(told.get("description", ""))
    ]
    assert silent == []
