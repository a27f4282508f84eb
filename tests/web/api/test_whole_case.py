"""What the desk, the library of measures, talk, workbooks and search do for people, programs do too."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.models import Workbook
from tests.web.api.conftest import program_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure
    from tests.web.api.conftest import Program
    from tests.web.world import World


def told(answer: HttpResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else None  # type: ignore[attr-defined]  # the test client's


def test_a_case_is_read_as_a_whole(program: Program, case: Feedback) -> None:
    lines = told(program.get(f"/cases/{case.pk}/ledger"))
    assert [[one["name"] for one in line["numbers"]] for line in lines] == [["1"], ["2", "3"], ["4"]]
    assert sum(len(line["measures"]) for line in lines) == case.measures.count()
    lanes = told(program.get(f"/cases/{case.pk}/kanban"))
    assert [card["action"] for card in lanes[0]["cards"]] == ["报批方案"] * 3


def test_the_matrix_knows_who_supports(program: Program, world: World, measure: Measure) -> None:
    wanted = [{"part": "support", "person": world.handler.person_id}]
    made = told(program.send("PUT", f"/measures/{measure.pk}/parts", {"parts": wanted}))
    assert made == told(program.get(f"/measures/{measure.pk}/parts"))
    assert [(one["part"], one["person"]["id"]) for one in made] == [("support", world.handler.person_id)]
    found = told(program.get(f"/cases/{measure.feedback_id}/matrix?by=measure"))
    assert [one["id"] for one in found["columns"]] == [world.handler.person_id]
    assert found["lines"][0]["cells"] == [{"column": 0, "parts": ["support"]}]
    neither = program.send("PUT", f"/measures/{measure.pk}/parts", {"parts": [{"part": "informed"}]})
    assert neither.status_code == 422


def test_a_plan_is_made_from_templates(program: Program, measure: Measure) -> None:
    made = told(program.post("/templates", {"title": "修订制度", "text": "修订采购制度。"}), 201)
    path = f"/templates/{made['id']}"
    newer = {"title": "修订制度", "text": "修订采购管理制度。", "version": made["version"]}
    edited = told(program.send("PUT", path, newer))
    assert program.send("PUT", path, {**newer, "text": "旧的。"}).status_code == 409
    assert [one["text"] for one in told(program.get("/templates"))] == ["修订采购管理制度。"]
    insert = f"/responses/{measure.response_id}/templates"
    assert "已加入1项" in told(program.post(insert, {"templates": [edited["id"]]}))["said"]
    assert told(program.post(insert, {"templates": [999]}), 422)["code"] == "no_such_template"
    told(program.send("DELETE", path), 204)
    assert told(program.get("/templates")) == []


def test_expected_proof_is_told_with_the_measure(program: Program, measure: Measure) -> None:
    path = f"/measures/{measure.pk}/expects"
    assert program.send("PUT", path, {"kinds": ["photo"]}).status_code == 428
    made = told(program.send("PUT", path, {"kinds": ["photo", "minutes"], "version": measure.version}))
    assert made["expects"] == ["minutes", "photo"]
    assert told(program.get(f"/measures/{measure.pk}"))["expects"] == ["minutes", "photo"]


def test_people_talk_about_findings_and_measures(program: Program, world: World, measure: Measure) -> None:
    finding = measure.response.findings.get()
    path = f"/findings/{finding.pk}/comments"
    told(program.post(path, {"text": "请核对", "people": [world.handler.person_id]}), 201)
    assert [one["text"] for one in told(program.get(path))] == ["请核对"]
    comments = f"/responses/{measure.response_id}/comments"
    assert (
        told(program.post(comments, {"text": "已核对", "measure": measure.pk}), 201)["measure"] == measure.pk
    )
    assert told(program.post(comments, {"text": "已核对", "measure": 999}), 422)["code"] == "not_of_response"


@pytest.fixture
def workbook(program: Program, case: Feedback) -> Any:
    """The ledger taken away, with other words for its first measure, and handed in again."""
    answer = program.post("/sheets", {"file": "ledger.csv", "case": case.pk})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    rows[0]["整改措施"] = "7月3日，召开党组会议，研究核查办法。"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("台账.csv", out.getvalue().encode("utf-8-sig"))
    return told(program.send_form("/workbooks", case=case.pk, file=file), 201)


def test_a_workbook_is_compared_and_taken_in(program: Program, measure: Measure, workbook: Any) -> None:
    path = f"/workbooks/{workbook['id']}"
    assert {one["result"]: one["count"] for one in workbook["counts"]}["change"] == 1
    assert [one["id"] for one in told(program.get("/workbooks"))] == [workbook["id"]]
    changed = told(program.get(f"{path}?what=change"))["rows"]
    assert [(one["field"], one["new"]) for one in changed[0]["fields"]] == [
        ("措施", "7月3日，召开党组会议，研究核查办法。")
    ]
    again = told(program.post(f"{path}/compare"))
    before = JournalEntry.objects.count()
    stale = program.post(f"{path}/confirm", {"choice": "update", "version": workbook["version"]})
    assert stale.status_code == 409
    done = told(program.post(f"{path}/confirm", {"choice": "update", "version": again["version"]}))
    assert done["confirmed_at"]
    assert JournalEntry.objects.count() == before + 1
    measure.refresh_from_db()
    assert measure.text == "7月3日，召开党组会议，研究核查办法。"


def test_a_workbook_is_thrown_away(program: Program, world: World, workbook: Any) -> None:
    path = f"/workbooks/{workbook['id']}"
    assert program_of(world.stranger).get(path).status_code == 404
    told(program.send("DELETE", path), 204)
    assert not Workbook.objects.exists()
    assert told(program.send_form("/workbooks"), 422)["errors"][0]["field"] == "file"


@pytest.mark.usefixtures("case")
def test_search_finds_what_the_account_may_read(program: Program, world: World) -> None:
    found = told(program.get("/search?q=核查"))
    assert {"finding", "measure"} <= {one["kind"] for one in found["rows"]}
    only = told(program.get("/search?q=核查&kind=measure"))
    assert {one["kind"] for one in only["rows"]} == {"measure"}
    assert all("核查" in one["excerpt"] for one in only["rows"])
    assert told(program_of(world.stranger).get("/search?q=核查"))["rows"] == []
