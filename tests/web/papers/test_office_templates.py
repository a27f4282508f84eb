"""An office brings its own Word template: taken after a look, tried with real facts, switched on and off."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bihuan.documents import blocks as b
from bihuan.documents.writers.word import write_word
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.notices.queue.registry import WORKS, Task
from bihuan.web.papers import template_services as services
from bihuan.web.papers.models import OfficeTemplate
from bihuan.web.papers.template_queries import replaceable_kinds
from bihuan.web.papers.template_reader import look, read_apart
from bihuan.web.papers.templating.fields import fields_of
from bihuan.web.papers.templating.package import LIMITS
from bihuan.web.papers.templating.starting import STARTING
from bihuan.web.rectification.models import Response, SheetFile
from bihuan.web.supervision.models import Sheet
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import supervision_make, unit_urge
from tests.web.pages.conftest import case, liaison
from tests.web.papers.test_make_documents import _own_store
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["_own_store", "case", "liaison"]
GOOD = (
    "鹿溪市巡察整改情况报告（本办版式）",
    "{{ 单位 }}：反馈的{{ 问题数 }}个问题，已完成{{ 已完成问题数 }}个。",
)


def template(*lines: str) -> bytes:
    return write_word(b.Document("模板", tuple(b.paragraph(line) for line in lines)))


def text_of(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.fixture
def officer(world: World, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(world.officer)


@pytest.fixture(autouse=True)
def _look_here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Looking without a child process, but where the child is what is tried."""
    if "child" not in request.keywords and "in_a_child" not in request.node.name:
        monkeypatch.setattr(services, "read_apart", lambda data, kind, _: _looked(data, kind))


def _looked(data: bytes, kind: str) -> dict[str, Any]:
    told = look(data, {"name": kind})
    if "error" in told:
        raise services.ReadingError(told["error"])
    return told


def upload(client: Client, world: World, data: bytes, kind: str = "progress-report") -> str:
    """What the page says of a file that is handed in."""
    file = SimpleUploadedFile("本办模板.docx", data)
    path = reverse("papers:templates", args=[world.office.pk])
    return client.post(path, {"kind": kind, "file": file}, follow=True).content.decode()


def kept(world: World, data: bytes, kind: str = "progress-report", *, on: bool = True) -> OfficeTemplate:
    made = services.office_template_add(
        actor=world.officer, now=NOW, office=world.office, kind=kind, name="本办模板.docx", data=data,
    )  # fmt: skip
    return services.office_template_switch(actor=world.officer, now=NOW, template=made, on=on)


def made(client: Client, case: Feedback, file: str = "progress-report.docx") -> Any:
    return client.post(reverse("papers:case", args=[case.pk]), {"file": file})


def test_a_template_is_taken_tried_and_used(
    case: Feedback, world: World, officer: Client, liaison: Client
) -> None:
    before = JournalEntry.objects.count()
    assert "模板已收下，用到3个字段" in upload(officer, world, template(*GOOD))
    one = OfficeTemplate.objects.get()
    assert "本办版式" not in text_of(made(liaison, case).content)  # kept is not used

    page = reverse("papers:template", args=[one.pk])
    tried = officer.post(page, {"do": "try", "thing": case.pk})
    assert "反馈的4个问题，已完成2个" in text_of(tried.content)
    officer.post(page, {"do": "on"})
    assert "本办版式" in text_of(made(liaison, case).content)
    officer.post(page, {"do": "off"})
    assert "本办版式" not in text_of(made(liaison, case).content)
    said = [one.action for one in JournalEntry.objects.order_by("id")[before:]]
    assert [one for one in said if one != "paper_make"] == [
        "office_template_add", "office_template_try", "office_template_switch", "office_template_switch",
    ]  # fmt: skip


def test_a_form_never_goes_about_in_two_layouts(case: Feedback, world: World, liaison: Client) -> None:
    """With a Word template of the office's own the PDF in our layout is no longer offered, nor made."""
    path, asked_for = reverse("papers:case", args=[case.pk]), {"file": "progress-report.pdf"}
    assert liaison.post(path, asked_for).content.startswith(b"%PDF")
    one = kept(world, template(*GOOD))
    page = liaison.get(path).content.decode()
    assert "Word 用本巡察办的模板；文本 只取内容，仍是系统的排法；要 PDF 的，请用 Word 打开后另存" in page
    assert 'value="progress-report.pdf"' not in page
    assert 'value="plan.pdf"' in page
    assert "打开后另存为 PDF" in liaison.post(path, asked_for, follow=True).content.decode()
    services.office_template_switch(actor=world.officer, now=NOW, template=one, on=False)
    assert liaison.post(path, asked_for).content.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["letter", "monthly-sheet", "certificate"])
def test_pages_of_letters_months_and_closures_offer_no_other_look(
    kind: str, case: Feedback, world: World, liaison: Client
) -> None:
    letter = unit_urge(actor=world.officer, now=NOW, case=case, rank="liaison", text="请抓紧办理。")
    supervision_make(actor=None, now=NOW, round=case.round, month=Month(date(2024, 6, 1)))
    response = Response.objects.filter(feedback=case).order_by("id")[0]
    sheet = Sheet.objects.get(feedback=case)
    page = {
        "letter": reverse("supervision:missive", args=[letter.pk]),
        "monthly-sheet": reverse("supervision:sheet", args=[sheet.pk]),
        "certificate": reverse("loop:certificate", args=[response.pk]),
    }[kind]
    assert f'value="{kind}.pdf"' in liaison.get(page).content.decode()
    one = kept(world, template("{{ 单位 }}"), kind)
    told = liaison.get(page).content.decode()
    assert f'value="{kind}.pdf"' not in told
    assert f'value="{kind}.docx"' in told
    assert "要 PDF 的，请用 Word 打开后另存" in told
    services.office_template_switch(actor=world.officer, now=NOW, template=one, on=False)
    assert f'value="{kind}.pdf"' in liaison.get(page).content.decode()


@pytest.mark.parametrize("who", ["liaison", "first_person", "stranger", "system_admin"])
def test_the_service_itself_asks_for_the_right_and_looks(who: str, world: World) -> None:
    told = {"now": NOW, "office": world.office, "kind": "progress-report", "name": "模板.docx"}
    with pytest.raises(PermissionDenied):
        services.office_template_add(actor=getattr(world, who), data=b"x", **told)
    with pytest.raises(ServiceError):
        services.office_template_add(actor=world.officer, data=template("没有字段"), **told)
    with pytest.raises(ServiceError, match="MB"):
        services.office_template_add(actor=world.officer, data=b"x" * (LIMITS.file_bytes + 1), **told)
    assert not OfficeTemplate.objects.exists()


def test_the_next_one_takes_the_place_of_the_one_in_use(world: World) -> None:
    first, second = kept(world, template(*GOOD)), kept(world, template(*GOOD, "第二份"))
    first.refresh_from_db()
    assert (first.in_use, first.number, second.in_use, second.number) == (False, 1, True, 2)
    assert not kept(world, template(*GOOD), on=False).in_use


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ 单位名 }}", "“单位名”不是这种文书的字段，是不是“单位”"),
        ("没有字段", "没有一个字段"),
        ("{{ cycler.__init__.__globals__ }}", "不支持"),
    ],
)
def test_what_cannot_be_used_is_not_kept_and_the_place_is_said(
    line: str, said: str, world: World, officer: Client
) -> None:
    assert said in upload(officer, world, template("标题", line))
    assert not OfficeTemplate.objects.exists()


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_word_file_is_refused(data: bytes, world: World, officer: Client) -> None:
    assert "请" in upload(officer, world, data)
    assert not OfficeTemplate.objects.exists()


def test_a_kind_without_templates_is_refused(world: World, officer: Client) -> None:
    assert "请选一种文书。" in upload(officer, world, template(*GOOD), "announcement")


def test_a_template_with_numbers_of_its_own_makes_nothing(
    case: Feedback, world: World, officer: Client, liaison: Client
) -> None:
    one = kept(world, template("反馈的28个问题已全部整改完成。{{ 单位 }}"))
    answer = liaison.post(
        reverse("papers:case", args=[case.pk]), {"file": "progress-report.docx"}, follow=True
    )
    assert "台账是4个问题" in answer.content.decode()
    page = reverse("papers:template", args=[one.pk])
    tried = officer.post(page, {"do": "try", "thing": case.pk}, follow=True)
    assert "写死的数字与台账不一致" in tried.content.decode()


def test_what_the_worker_makes_uses_it_too(
    case: Feedback, world: World, liaison: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bihuan.web.papers import views, wanting

    kept(world, template(*GOOD))
    monkeypatch.setattr(views, "HEAVY", dict.fromkeys(wanting.HEAVY, 0))
    made(liaison, case)
    file = SheetFile.objects.get(owner=world.liaison)
    WORKS["paper_write"].run(Task(1, {"file": file.pk}, timezone.now(), 1, False))
    file.refresh_from_db()
    assert file.ready_at is not None
    assert "本办版式" in text_of(
        b"".join(liaison.get(reverse("sheets:file", args=[file.pk])).streaming_content)
    )


@pytest.mark.parametrize("slug", STARTING)
def test_a_starting_template_is_handed_out_and_comes_back(slug: str, world: World, officer: Client) -> None:
    data = officer.get(reverse("papers:template_start", args=[world.office.pk, slug])).content
    assert "模板已收下" in upload(officer, world, data, slug)


def test_the_child_answers_as_the_look_does_in_a_child() -> None:
    from bihuan.web.diagnosis.reader import Lid, ReadingError

    lid = Lid(60, 1024, 5 * 1024 * 1024, 1_000_000)
    assert read_apart(template(*GOOD), "progress-report", lid)["problems"] == []
    with pytest.raises(ReadingError, match="请"):
        read_apart(b"x", "progress-report", lid)


def test_the_file_that_was_uploaded_is_handed_out(world: World, officer: Client) -> None:
    one = kept(world, template(*GOOD))
    assert officer.get(reverse("papers:template_file", args=[one.pk])).content == template(*GOOD)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("thing", ["", "x", "99999999", "１", "-1", "9" * 40])
def test_odd_choices_make_nothing(thing: str, world: World, officer: Client) -> None:
    one = kept(world, template(*GOOD))
    answer = officer.post(
        reverse("papers:template", args=[one.pk]), {"do": "try", "thing": thing}, follow=True
    )
    assert "请选一份用来试填的内容" in answer.content.decode()


def test_every_kind_has_its_page_of_fields(officer: Client) -> None:
    for kind in replaceable_kinds():
        body = officer.get(reverse("papers:fields", args=[kind.slug])).content.decode()
        assert all(f"<code>{one.name}</code>" in body for one in fields_of(kind))
    assert officer.get(reverse("papers:fields", args=["announcement"])).status_code == 404


@pytest.mark.usefixtures("case")
def test_pages_ask_little(
    world: World, officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        one = kept(world, template(*GOOD))
    officer.get("/")
    with django_assert_max_num_queries(8):
        officer.get(reverse("papers:templates", args=[world.office.pk]))
    with django_assert_max_num_queries(12):
        officer.get(reverse("papers:template", args=[one.pk]))
