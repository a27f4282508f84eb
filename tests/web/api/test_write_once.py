"""Writes: done once, never over somebody else's change, refused with the pages' own sentence and a code."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bihuan.web.api.models import KeptAnswer
from bihuan.web.api.once import answers_sweep
from bihuan.web.base.models import JournalEntry
from bihuan.web.diagnosis.models import ImportDraft
from bihuan.web.rectification.models import Comment, Measure
from tests.web.api.conftest import program_of
from tests.web.rectification import loop
from tests.web.world import REPORT

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback
    from tests.web.api.conftest import Program
    from tests.web.world import World

KEY = {"Idempotency_Key": "a1"}


def test_words_of_an_approved_plan_are_refused_with_the_way_to_change_them(
    world: World, program: Program, case: Feedback
) -> None:
    response = loop.bring(world, loop.first(case), "planned")
    one = response.measures.order_by("position")[0]
    answer = program.send("PATCH", f"/measures/{one.pk}", {"text": "改", "version": one.version})
    assert answer.status_code == 422
    told = answer.json()
    assert "改动措施文字请先“调整方案”" in told["detail"]
    assert told["href"].endswith(f"/responses/{response.pk}/steps/revise/")


def test_same_key_does_nothing_twice_and_gives_the_same_answer(program: Program, measure: Measure) -> None:
    path = f"/responses/{measure.response_id}/comments"
    first = program.post(path, {"text": "请补照片"}, **KEY)
    again = program.post(path, {"text": "请补照片"}, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Comment.objects.count() == 1
    assert JournalEntry.objects.filter(action="comment_add").count() == 1


def test_key_of_another_request_is_refused(program: Program, measure: Measure) -> None:
    path = f"/responses/{measure.response_id}/comments"
    program.post(path, {"text": "一"}, **KEY)
    other = program.post(path, {"text": "二"}, **KEY)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_keys_of_two_tokens_are_strangers(world: World, program: Program, measure: Measure) -> None:
    path = f"/responses/{measure.response_id}/comments"
    program.post(path, {"text": "一"}, **KEY)
    assert program_of(world.handler).post(path, {"text": "二"}, **KEY).status_code == 201


def test_refused_request_gives_its_key_free(program: Program, measure: Measure) -> None:
    path = f"/measures/{measure.pk}/progress"
    refused = program.post(path, {"on": "2024-06-03", "done": "开会"}, **KEY)
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_state")
    assert not KeptAnswer.objects.exists()


def test_broken_off_request_is_not_repeated(program: Program, measure: Measure) -> None:
    path = f"/responses/{measure.response_id}/comments"
    program.post(path, {"text": "一"}, **KEY)
    KeptAnswer.objects.update(status=0)
    running = program.post(path, {"text": "一"}, **KEY)
    assert (running.status_code, running.json()["code"]) == (409, "key_running")
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=1))
    unknown = program.post(path, {"text": "一"}, **KEY)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "key_unknown")
    assert Comment.objects.count() == 1


def test_form_with_a_file_is_known_again_in_spite_of_its_boundary(world: World, program: Program) -> None:
    def send() -> Any:
        file = SimpleUploadedFile("通报.txt", REPORT.encode())
        return program.send_form("/imports", {"Idempotency-Key": "f1"}, file=file, unit=world.bureau.pk)

    first, again = send(), send()
    assert first.status_code == 201, first.content.decode()
    assert first.json() == again.json()
    assert ImportDraft.objects.count() == 1


def test_old_answers_are_swept(program: Program, measure: Measure) -> None:
    program.post(f"/responses/{measure.response_id}/comments", {"text": "一"}, **KEY)
    assert answers_sweep() == 0
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=49))
    assert answers_sweep() == 1


def test_version_is_told_in_the_body_or_the_header(program: Program, measure: Measure) -> None:
    path, text = f"/measures/{measure.pk}", {"text": "7月3日，召开党组会议，研究办法。"}
    assert program.send("PATCH", path, text).json()["code"] == "version_missing"
    tag = program.get(path).headers["ETag"]
    assert program.send("PATCH", path, text, If_Match=tag).status_code == 200
    late = program.send("PATCH", path, {"text": "7月4日，又改。"}, If_Match=tag)
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert "刚刚被别人改过" in late.json()["detail"]
    measure.refresh_from_db()
    assert measure.text == text["text"]


def test_stamp_of_a_response_guards_its_steps(program: Program, measure: Measure) -> None:
    path = f"/responses/{measure.response_id}"
    answer = program.get(path)
    assert answer.headers["ETag"].strip('"') == answer.json()["stamp"]
    step = f"{path}/steps/submit_plan"
    assert program.post(step).status_code == 428
    assert program.post(step, {"stamp": "0.0.0"}).json()["code"] == "stale"
    missing = program.post(step, {"stamp": answer.json()["stamp"]})
    assert (missing.status_code, missing.json()["code"]) == (422, "conditions_missing")
    assert missing.json()["href"]
    told = [one for one in program.get(path).json()["conditions"] if one["missing"]]
    assert told[0]["missing"][0]["text"] in missing.json()["detail"]


def test_step_in_the_wrong_state_says_the_page_s_sentence(world: World, measure: Measure) -> None:
    program = program_of(world.first_person)
    stamp = program.get(f"/responses/{measure.response_id}").json()["stamp"]
    answer = program.post(f"/responses/{measure.response_id}/steps/approve_plan", {"stamp": stamp})
    assert answer.json()["code"] == "wrong_state"
    assert "现在是“草拟”，不能批准方案" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        (b'{"text": "a\\u0000b"}', 400, "bad_character"),
        (b'{"text": "\\ud800"}', 400, "bad_character"),
        (b'{"text": ""}', 422, "invalid"),
        (b'{"text": 1}', 422, "invalid"),
        (b'{"text": "a", "txet": 1}', 422, "invalid"),
        (b"", 422, "invalid"),
        (b"null", 422, "invalid"),
    ],
)
def test_bad_bodies_are_told(program: Program, measure: Measure, body: bytes, status: int, code: str) -> None:
    path = f"/api/v1/responses/{measure.response_id}/comments"
    headers = {"Authorization": f"Bearer {program.secret}"}
    answer = program.client.generic("POST", path, body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not any(
        "a" <= char <= "z"
        for char in answer.json()["detail"].replace("text", "").replace("txet", "").replace("JSON", "")
    )  # the library's own words are English


def test_other_types_and_far_too_much_are_refused(program: Program, measure: Measure) -> None:
    path = f"/api/v1/responses/{measure.response_id}/comments"
    headers = {"Authorization": f"Bearer {program.secret}"}
    answer = program.client.generic("POST", path, b"text=a", content_type="text/plain", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_type")
    huge = program.client.generic(
        "POST", path, b"{}", content_type="application/json", headers=headers, CONTENT_LENGTH=str(10**9)
    )
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/measures/99999999999999999999", 404),
        ("GET", "/measures/x", 404),
        ("DELETE", "/cases", 405),
        ("GET", "/cases?q=%00", 400),
        ("GET", "/cases?cursor=nonsense", 422),
        ("GET", "/findings?status=broken", 422),
        ("HEAD", "/cases", 200),
    ],
)
@pytest.mark.usefixtures("case")
def test_every_refusal_is_a_document(program: Program, verb: str, path: str, status: int) -> None:
    answer = program.send(verb, path)
    assert answer.status_code == status
    if status != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"].endswith(("。", "。）")) or status == 422


def test_archived_round_refuses_with_its_code(world: World, program: Program, case: Feedback) -> None:
    program_of(world.officer).post(f"/rounds/{case.round_id}/archive", {"reason": "年终"})
    first = case.measures.order_by("position")[0]
    answer = program.send("PATCH", f"/measures/{first.pk}", {"text": "改", "version": first.version})
    assert (answer.status_code, answer.json()["code"]) == (422, "archived")
