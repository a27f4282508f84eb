"""Programs keep an office's Word templates, and compare a report that comes back with the ledger."""

from __future__ import annotations

import io
import uuid
from typing import TYPE_CHECKING, Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.web.base.models import JournalEntry
from bihuan.web.papers.models import OfficeTemplate
from tests.web.api.conftest import program_of
from tests.web.papers.test_office_templates import GOOD, _look_here, template
from tests.web.world import NOW

if TYPE_CHECKING:
    from django.http import HttpResponse

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.api.conftest import Program
    from tests.web.world import World

__all__ = ["_look_here"]


def of(user: User) -> Program:
    """A program of the account with a token of its own."""
    return program_of(user, name=uuid.uuid4().hex[:8])


def told(answer: HttpResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()  # type: ignore[attr-defined]  # the test client's


def text_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.content.decode()
    return "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)


def send(program: Program, world: World, data: bytes, kind: str = "progress-report") -> HttpResponse:
    """Hand in a template of the inspection office."""
    file = SimpleUploadedFile("本办模板.docx", data)
    return program.send_form(f"/document-templates/offices/{world.office.pk}", kind=kind, file=file)


def test_a_template_is_taken_tried_used_and_retired(case: Feedback, world: World, program: Program) -> None:
    officer = of(world.officer)
    assert [one["id"] for one in told(officer.get("/document-templates/offices"))] == [world.office.pk]
    made = told(send(officer, world, template(*GOOD)), 201)
    assert made["used"] == ["单位", "问题数", "已完成问题数"]
    assert (made["in_use"], made["keeps"], made["number"]) == (False, True, 1)
    path = f"/document-templates/{made['id']}"
    assert officer.get(f"{path}/content").content == template(*GOOD)
    tried = officer.post(f"{path}/trial", {"of": case.pk})
    assert "反馈的4个问题，已完成2个" in text_of(tried)
    document = {"file": "progress-report.docx", "of": case.pk}
    assert "本办版式" not in text_of(program.post("/documents", document))
    assert told(officer.post(f"{path}/switch", {"on": True}))["in_use"]
    assert "本办版式" in text_of(program.post("/documents", document))
    assert not told(officer.post(f"{path}/switch", {"on": False}))["in_use"]
    assert "本办版式" not in text_of(program.post("/documents", document))
    said = list(
        JournalEntry.objects.filter(action__startswith="office_template")
        .order_by("id")
        .values_list("action", flat=True)
    )
    assert said == [f"office_template_{what}" for what in ("add", "try", "switch", "switch")]


def test_units_get_documents_and_no_templates(world: World, program: Program) -> None:
    one = told(send(of(world.officer), world, template(*GOOD)), 201)
    assert told(program.get("/document-templates/offices")) == []
    assert program.get(f"/document-templates/{one['id']}").status_code == 404
    assert send(program, world, template(*GOOD)).status_code == 404


def test_what_cannot_be_taken_is_told_with_its_place(world: World) -> None:
    officer = of(world.officer)
    wrong = told(send(officer, world, template("{{ 单立 }}", *GOOD)), 422)
    assert "“单立”不是这种文书的字段，是不是“单位”" in wrong["detail"]
    assert wrong["errors"][0]["field"] == "file"
    assert told(send(officer, world, template(*GOOD), "announcement"), 422)["errors"][0]["field"] == "kind"
    path = f"/document-templates/offices/{world.office.pk}"
    assert told(officer.send_form(path, kind="letter"), 422)["errors"][0]["field"] == "file"
    assert not OfficeTemplate.objects.exists()


def test_fields_are_told_with_those_of_their_rows(world: World) -> None:
    officer = of(world.officer)
    kinds = {one["slug"]: one for one in told(officer.get("/document-templates/kinds"))}
    assert kinds["letter"]["starts"]
    assert "announcement" not in kinds
    fields = {one["name"]: one for one in told(officer.get("/document-templates/fields/letter"))}
    assert fields["各事项"]["listed"]
    assert not fields["各事项.时限"]["listed"]
    assert officer.get("/document-templates/fields/nothing").status_code == 404
    start = officer.get(f"/document-templates/offices/{world.office.pk}/start/letter")
    assert "{{ 文种 }}" in text_of(start)
    with_none = f"/document-templates/offices/{world.office.pk}/start/plan"
    assert officer.get(with_none).status_code == 404


def test_a_trial_needs_something_of_its_kind(case: Feedback, world: World) -> None:
    officer = of(world.officer)
    made = told(send(officer, world, template(*GOOD)), 201)
    trial = officer.post(f"/document-templates/{made['id']}/trial", {"of": case.pk + 999})
    assert told(trial, 422)["errors"][0]["field"] == "of"


def test_pages_follow_each_other_in_few_queries(world: World) -> None:
    officer, path = of(world.officer), f"/document-templates/offices/{world.office.pk}"
    send(officer, world, template(*GOOD))
    with CaptureQueriesContext(connection) as few:
        told(officer.get(path))
    assert len(few) <= 8
    OfficeTemplate.objects.bulk_create(
        OfficeTemplate(
            office=world.office, kind="letter", number=number, name="旧.docx", size=1, sha256="0" * 64,
            made_by=world.officer, made_at=NOW,
        )
        for number in range(1, 81)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        first = told(officer.get(path))
    assert len(many) == len(few)
    second = told(officer.get(f"{path}?cursor={first['next']}"))
    seen = [one["id"] for one in first["rows"] + second["rows"]]
    assert (len(seen), second["next"]) == (81, None)
    assert seen == sorted(seen, reverse=True)


def test_a_report_that_comes_back_is_compared(case: Feedback, program: Program) -> None:
    path = f"/cases/{case.pk}/returned"
    ours = text_of(program.post("/documents", {"file": "progress-report.docx", "of": case.pk})).encode()
    before = JournalEntry.objects.count()

    def back(data: bytes) -> Any:
        return told(program.send_form(path, file=SimpleUploadedFile("改过.txt", data)))

    same, changed = back(ours), back(ours.replace("核查".encode(), "检查".encode()))
    assert same["schema"] == changed["schema"] == "bihuan.comparison/1"
    assert same != changed
    assert JournalEntry.objects.count() == before
    assert told(program.send_form(path), 422)["errors"][0]["field"] == "file"
