"""Programs deal with enquiries of the public as people do on pages, and learn no more of who wrote them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.web.api.models import KeptAnswer
from bihuan.web.api.shapes.enquiries import Narrowed
from bihuan.web.base.models import JournalEntry
from bihuan.web.enquiries.models import Enquiry, EnquiryFile
from bihuan.web.enquiries.queries import WHICH
from bihuan.web.evidence.models import Blob
from tests.web.api.conftest import program_of
from tests.web.enquiries.conftest import (
    TEXT,
    _little_work,
    _own_store,
    announcement,
    answered,
    begin,
    bring,
    case,
    published,
    received,
)
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from bihuan.web.accounts.models import User
    from tests.web.api.conftest import Program
    from tests.web.world import World

__all__ = [
    "_little_work", "_own_store", "announcement", "answered", "begin", "bring", "case", "published",
    "received",
]  # fmt: skip


def of(user: User, **more: Any) -> Program:
    """A program of the account with a token of its own."""
    return program_of(user, name=uuid.uuid4().hex[:8], **more)


def told(answer: HttpResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()  # type: ignore[attr-defined]  # the test client's


def queries(program: Program, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        told(program.get(path))
    return len(found)


def test_somebody_prepares_and_another_answers(
    received: Callable[..., Enquiry], world: World, program: Program
) -> None:
    path = f"/enquiries/{received().pk}"
    people = told(program.get(f"{path}/people"))
    assert world.handler.person_id in [one["id"] for one in people]
    assert world.stranger.person_id not in [one["id"] for one in people]
    first = told(program.get(path))
    assert first["steps"] == ["close", "assign", "draft", "answer"]
    asked = {"person": world.handler.person_id, "version": first["version"]}
    given = told(program.post(f"{path}/assign", asked))
    assert given["person"]["id"] == world.handler.person_id
    handler = of(world.handler)
    drafted = {"draft": "拟请告知整改情况。", "version": given["version"]}
    assert told(handler.get(path))["steps"] == ["draft"]
    version = told(handler.post(f"{path}/draft", drafted))["version"]
    answer = {"answer": "整改情况如下，请监督。", "version": version}
    assert handler.post(f"{path}/answer", answer).status_code == 403
    assert told(program.post(f"{path}/answer", answer))["state"] == "answered"
    whole = told(program.get(path))
    assert (whole["answer"], whole["draft"], whole["done_by"]) == (answer["answer"], "", "林知夏")
    assert whole["trace"][0]["what"] == "答复群众意见"
    assert JournalEntry.objects.filter(action="enquiry_answer").count() == 1


def test_the_version_seen_is_asked_for(
    received: Callable[..., Enquiry], world: World, program: Program
) -> None:
    one = received()
    path = f"/enquiries/{one.pk}"
    assert program.post(f"{path}/answer", {"answer": "整改情况如下。"}).status_code == 428
    tag = program.get(path).headers["ETag"]
    told(program.post(f"{path}/assign", {"person": world.handler.person_id}, If_Match=tag))
    late = program.post(f"{path}/answer", {"answer": "整改情况如下，请监督。"}, If_Match=tag)
    assert (late.status_code, told(late, 409)["code"]) == (409, "stale")


def test_who_wrote_is_told_to_those_who_deal_with_it(
    received: Callable[..., Enquiry], world: World, program: Program
) -> None:
    one = received(name="赵大海", contact="13800000000")
    path = f"/enquiries/{one.pk}"
    shown = {
        who: told(of(user).get(path))["contact"]
        for who, user in (("liaison", world.liaison), ("officer", world.officer), ("reader", world.reader))
    }
    assert shown == {"liaison": "13800000000", "officer": "13800000000", "reader": None}
    assert of(world.stranger).get(path).status_code == 404
    assert "13800000000" not in program.get("/enquiries").content.decode()
    one.refresh_from_db()
    key = {"Idempotency_Key": "once"}
    told(program.post(f"{path}/close", {"reason": "与公开稿无关。", "version": one.version}, **key))
    kept = KeptAnswer.objects.get()
    assert "13800000000" not in kept.body
    assert "赵大海" not in kept.body


def test_a_held_one_is_moderated(received: Callable[..., Enquiry], world: World, program: Program) -> None:
    held = received(proven=False)
    path = f"/enquiries/{held.pk}"
    assert of(world.reader).get(path).status_code == 404
    assert [one["id"] for one in told(program.get("/enquiries?which=held"))["rows"]] == [held.pk]
    assert told(program.get(path))["hold"] == "unproven"
    assert told(of(world.officer).post(f"{path}/release"))["state"] == "open"
    assert told(program.post(f"{path}/release"), 422)["code"] == "wrong_state"
    held.refresh_from_db()
    closed = told(program.post(f"{path}/close", {"reason": "纯属广告。", "version": held.version}))
    again = {"reason": "说的正是整改。", "version": closed["version"]}
    assert program.post(f"{path}/reopen", again).status_code == 403
    assert told(of(world.officer).post(f"{path}/reopen", again))["state"] == "open"


def test_both_are_shown_once_somebody_else_agrees(answered: Enquiry, world: World, program: Program) -> None:
    path = f"/enquiries/{answered.pk}"
    made = told(program.get(f"{path}/masking"))
    assert "陈曦" not in made["text"]
    assert made["masks"]["陈曦"]
    words = {"text": made["text"], "answer": made["answer"], "version": answered.version}
    bare = {**words, "text": answered.text}
    assert "不能公开" in told(program.post(f"{path}/show", bare), 422)["detail"]
    asked = told(program.post(f"{path}/show", words))
    assert asked["showing"] == "asked"
    decision = {"agreed": True, "version": asked["version"]}
    assert program.post(f"{path}/decide", decision).status_code == 403
    first = of(world.first_person)
    assert told(first.get(path))["steps"] == ["stop", "decide"]
    shown = told(first.post(f"{path}/decide", decision))
    assert shown["showing"] == "shown"
    stopped = told(program.post(f"{path}/stop", {"opinion": "写错了。", "version": shown["version"]}))
    assert stopped["showing"] == "stopped"


def test_files_are_handed_to_those_who_deal_with_it(
    received: Callable[..., Enquiry], world: World, program: Program
) -> None:
    one = received()
    blob = Blob.objects.create(sha256="0" * 64, sm3="0" * 64, size=3, kind="txt", stored_at=NOW)
    file = EnquiryFile.objects.create(enquiry=one, blob=blob, position=0, name="照片说明.txt")
    assert [each["name"] for each in told(program.get(f"/enquiries/{one.pk}"))["files"]] == ["照片说明.txt"]
    assert told(of(world.reader).get(f"/enquiries/{one.pk}"))["files"] == []
    path = f"/enquiries/files/{file.pk}/content"
    assert told(program.get(path), 410)["code"] == "bytes_missing"
    assert of(world.reader).get(path).status_code == 403
    assert of(world.stranger).get(path).status_code == 404


def test_a_token_of_another_area_sees_none(received: Callable[..., Enquiry], world: World) -> None:
    received()
    narrow = of(world.liaison, areas=("disclosure",))
    assert told(narrow.get("/enquiries"), 403)["code"] == "scope_area"
    reads = of(world.liaison, writes=False, areas=("enquiries",))
    [one] = told(reads.get("/enquiries"))["rows"]
    assert told(reads.post(f"/enquiries/{one['id']}/release"), 403)["code"] == "scope_write"


def test_lists_are_narrowed_as_on_the_page() -> None:
    assert set(Narrowed.__args__) == {"", *WHICH}  # type: ignore[attr-defined]  # a Literal


@pytest.mark.parametrize("query", ["?which=late", "?which=asked", "?which=answered", "?which=closed"])
def test_other_lists_are_empty(received: Callable[..., Enquiry], world: World, query: str) -> None:
    one = received()
    Enquiry.objects.filter(pk=one.pk).update(due="2999-01-01")
    assert told(of(world.liaison).get(f"/enquiries{query}"))["rows"] == []


def test_pages_follow_each_other_in_few_queries(received: Callable[..., Enquiry], program: Program) -> None:
    one = received()
    few = queries(program, "/enquiries")
    assert few <= 8
    Enquiry.objects.bulk_create(
        Enquiry(
            announcement=one.announcement, edition=1, unit=one.unit, office=one.office, text=TEXT,
            code_hash=uuid.uuid4().hex, received_at=NOW, due=one.due, state="open",
        )
        for _ in range(80)
    )  # fmt: skip
    assert queries(program, "/enquiries") == few
    assert queries(program, f"/enquiries/{one.pk}") <= 12
    first = told(program.get("/enquiries"))
    second = told(program.get(f"/enquiries?cursor={first['next']}"))
    seen = [each["id"] for each in first["rows"] + second["rows"]]
    assert (len(seen), second["next"]) == (81, None)
    assert seen == sorted(seen, reverse=True)
    assert told(program.get(f"/enquiries?cursor={second['previous']}"))["rows"] == first["rows"]
