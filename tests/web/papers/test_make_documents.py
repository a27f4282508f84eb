"""文书 of a case: every kind from the ledger, one journal row each, nothing for strangers."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.documents.kinds import Scope, kinds
from bihuan.documents.writers.text import write_text
from bihuan.report import read, read_text
from bihuan.web.base.models import JournalEntry
from bihuan.web.diagnosis.models import Diagnostic, Waiver
from bihuan.web.inspections.models import Feedback
from bihuan.web.notices.models import Notification
from bihuan.web.notices.queue.registry import WORKS, Task
from bihuan.web.papers import facts, wanting
from bihuan.web.papers.wanting import OF_CASE, asked, content, document
from bihuan.web.rectification.models import Measure, SheetFile
from bihuan.web.rectification.queries import case_totals
from bihuan.web.supervision.models import Missive, Sheet
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import supervision_make, unit_urge
from tests.web.pages.conftest import case, liaison
from tests.web.rectification import loop
from tests.web.world import NOW, REPORT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from bihuan.report import Report
    from bihuan.web.accounts.models import User
    from tests.web.world import World

__all__ = ["case", "liaison"]
TODAY = date(2024, 6, 3)


@pytest.fixture(autouse=True)
def _own_store(settings: SettingsWrapper, tmp_path: Path) -> None:
    options = {"location": str(tmp_path)}
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "sheets": local}


def page(case: Feedback) -> str:
    return reverse("papers:case", args=[case.pk])


def what_it_says(report: Report) -> list[object]:
    return [
        (
            [(one.title, [aspect.title for aspect in one.subfindings]) for one in response.findings],
            [one.text for one in response.measures],
            response.outcome.status if response.outcome else None,
        )
        for section in report.sections
        for response in section.responses
    ]


OFFERED = [f"{one.slug}.{form}" for one in kinds().values() if one.scope in OF_CASE for form in one.formats]


@pytest.mark.parametrize("file", OFFERED)
def test_a_document_is_handed_out_and_leaves_one_trace(file: str, case: Feedback, liaison: Client) -> None:
    before = JournalEntry.objects.count()
    answer = liaison.post(page(case), {"file": file})
    assert answer.status_code == 200
    assert len(answer.content) > 10
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert JournalEntry.objects.count() == before + 1
    last = JournalEntry.objects.order_by("id").last()
    assert last is not None
    assert (last.action, last.object_id) == ("paper_make", case.pk)


def test_the_annex_tells_what_an_inspector_asks(
    case: Feedback, world: World, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Diagnostics open and answered, who answers for the answer, and the history in its order."""
    one = Diagnostic.objects.filter(feedback=case).order_by("id")[0]
    asked = {"asked_by": world.liaison, "asked_at": NOW, "decided_by": world.first_person, "decided_at": NOW}
    Waiver.objects.create(
        feedback=case, unit=case.unit, finding=one.finding, code=one.code, quote=one.quote,
        reason="原文如此，已经核对", until=date(2030, 1, 1), state="granted", **asked,
    )  # fmt: skip
    with django_assert_max_num_queries(16):
        told = facts.annex_facts(Feedback.objects.select_related("unit", "round").get(pk=case.pk), TODAY)
    assert [found.reason for found in told.answered] == ["原文如此，已经核对"]
    assert one.message not in [found.message for found in told.opened if found.quote == one.quote]
    assert len(told.opened) + 1 == Diagnostic.objects.filter(feedback=case).count()
    assert [found.at for found in told.events] == sorted(found.at for found in told.events)
    assert told.events
    body = "".join(read(liaison.post(page(case), {"file": "annex.docx"}).content, "a.docx").lines)
    assert "不得公开" in body
    assert "原文如此，已经核对" in body


def test_the_page_lists_every_kind_and_says_what_is_missing(case: Feedback, liaison: Client) -> None:
    body = liaison.get(page(case)).content.decode()
    for kind in kinds().values():
        assert (f'value="{kind.slug}.docx"' in body) is (kind.scope in OF_CASE)
    assert "项措施没有牵头领导" in body
    assert "还没有上传佐证" in body


@pytest.mark.parametrize("slug", ["progress-report", "concentrated-report", "party-notice"])
def test_a_generated_report_reads_back_as_the_ledger(slug: str, case: Feedback) -> None:
    made = document(asked(f"{slug}.docx", OF_CASE, case, TODAY))
    assert what_it_says(read_text(write_text(made))) == what_it_says(read_text(REPORT))
    again = read(content(made, wanting.Format.WORD), "a.docx")
    assert what_it_says(again) == what_it_says(read_text(REPORT))


def test_counts_are_those_of_the_ledger_page(case: Feedback) -> None:
    told = facts.case_facts(case, TODAY)
    totals, _ = case_totals(case, TODAY)
    assert (told.counts.findings, told.counts.measures, told.counts.overdue) == (
        totals.findings,
        totals.measures,
        totals.overdue,
    )
    assert told.counts.of("已完成") == totals.completed
    assert len([one for response in told.responses for one in response.findings]) == totals.findings
    assert len(told.measures) == totals.measures


def test_the_announcement_is_the_text_of_the_ledger(case: Feedback) -> None:
    told = write_text(document(asked("announcement.txt", OF_CASE, case, TODAY)))
    assert told.split() == REPORT.split()


def test_a_certificate_has_the_opinions_as_they_were_given(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    response = loop.bring(world, loop.first(case), "closed")
    address = reverse("papers:response", args=[response.pk])
    answer = sign_in(world.liaison).post(address, {"file": "certificate.docx"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        words = archive.read("word/document.xml").decode()
    assert loop.EVALUATION in words
    assert response.certificate in words
    assert world.leader.name in words
    assert world.first_person.name in words


def test_letters_and_monthly_sheets_come_as_files(world: World, case: Feedback, liaison: Client) -> None:
    letter = unit_urge(actor=world.officer, now=NOW, case=case, rank="liaison", text="请抓紧办理。")
    supervision_make(actor=None, now=NOW, round=case.round, month=Month(date(2024, 6, 1)))
    for view, thing, slug in (
        ("letter", Missive.objects.get(pk=letter.pk), "letter"),
        ("sheet", Sheet.objects.get(feedback=case), "monthly-sheet"),
    ):
        address = reverse(f"papers:{view}", args=[thing.pk])
        for form in ("docx", "pdf"):
            assert liaison.post(address, {"file": f"{slug}.{form}"}).status_code == 200
        assert liaison.get(address).status_code == 405


def test_the_office_has_the_summary_of_the_round(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("papers:round", args=[case.round_id])
    officer = sign_in(world.officer)
    assert "全轮汇总" in officer.get(address).content.decode()
    assert officer.post(address, {"file": "round-summary.xlsx"}).status_code == 200
    told = facts.round_facts(case.round, TODAY)
    assert told.counts == facts.case_facts(case, TODAY).counts
    assert sign_in(world.liaison).get(address).status_code == 403


@pytest.mark.parametrize(
    "file", ["", "plan", "plan.exe", "plan.xlsx", "letter.docx", "nothing.docx", "plan.docx\x00"]
)
def test_what_there_is_not_is_refused_in_words(file: str, case: Feedback, liaison: Client) -> None:
    answer = liaison.post(page(case), {"file": file}, follow=True)
    assert "请从列出的文书和格式中选择一种" in answer.content.decode()
    assert not JournalEntry.objects.filter(action="paper_make").exists()


def test_strangers_learn_of_nothing(world: World, case: Feedback, sign_in: Callable[[User], Client]) -> None:
    stranger = sign_in(world.stranger)
    assert stranger.get(page(case)).status_code == 404
    assert stranger.post(page(case), {"file": "plan.docx"}).status_code == 404


def test_readers_may_take_documents(world: World, case: Feedback, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(world.reader).post(page(case), {"file": "plan.docx"}).status_code == 200


def test_characters_that_no_font_shows_are_named(case: Feedback, liaison: Client) -> None:
    """In the page before, and after the file was handed out; a Word file is drawn by whoever opens it."""
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    Measure.objects.filter(pk=measure.pk).update(text="一是请\U000f0001老师讲解\ufe0f。")
    told = "本机的字体里没有“\U000f0001”（U+F0001），在 PDF 里显示为空框"
    assert told in liaison.get(page(case)).content.decode()
    liaison.post(page(case), {"file": "plan.docx"})
    assert liaison.get("/").content.decode().count(told) == 0
    liaison.post(page(case), {"file": "plan.pdf"})
    assert told in liaison.get("/").content.decode()


def test_long_documents_are_made_behind_the_scenes(
    world: World, case: Feedback, liaison: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(wanting.HEAVY, wanting.Format.PDF, 0)
    answer = liaison.post(page(case), {"file": "plan.pdf"}, follow=True)
    assert "已转到后台生成" in answer.content.decode()
    file = SheetFile.objects.get()
    liaison.post(page(case), {"file": "plan.pdf"})
    assert SheetFile.objects.count() == 1
    now = timezone.now()
    WORKS["paper_write"].run(Task(1, {"file": file.pk}, now, 1, False))
    file.refresh_from_db()
    assert (file.ready_at, file.failed) == (now, "")
    assert Notification.objects.filter(person=world.liaison.person, text__contains="已经生成").exists()
    got = liaison.get(reverse("sheets:file", args=[file.pk]))
    assert b"".join(got.streaming_content).startswith(b"%PDF")


def test_the_page_costs_the_same_whatever_the_case_holds(
    world: World, case: Feedback, liaison: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    liaison.get(page(case))
    with django_assert_num_queries(11):
        liaison.get(page(case))
    loop.bring(world, loop.first(case), "closed")
    with django_assert_num_queries(11):
        liaison.get(page(case))


def test_facts_cost_the_same_whatever_the_case_holds(
    world: World, case: Feedback, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    one = Feedback.objects.select_related("unit", "round", "office").get(pk=case.pk)
    with django_assert_max_num_queries(16):
        facts.case_facts(one, TODAY)
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    loop.prove(world, measure)
    with django_assert_max_num_queries(8):
        told = facts.catalogue_facts(one, TODAY)
    assert [proof.title for proof in told.proofs] == ["核查记录"]


def test_every_scope_has_its_facts() -> None:
    assert set(wanting._FACTS) == set(Scope)
