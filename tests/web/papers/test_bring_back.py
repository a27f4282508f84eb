"""A report that was changed in Word comes back: the differences are shown, the ledger stays as it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.report import read_text
from bihuan.web.base.models import JournalEntry
from bihuan.web.diagnosis import services as diagnosis
from bihuan.web.diagnosis.reader import Reading
from bihuan.web.disclosure.queries import announcement_bytes
from tests.web.pages.conftest import case, liaison
from tests.web.world import REPORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

__all__ = ["case", "liaison"]


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading without a child process, Word included."""

    def read(data: bytes, name: str, lid: object, rules: object) -> Reading:
        from bihuan.report.formats import load

        del lid, rules
        return Reading(load(data, name).text, "docx", "", ())

    monkeypatch.setattr(diagnosis, "read_apart", read)


def bring(client: Client, case: Feedback, data: bytes, name: str = "改过.docx") -> str:
    """What the page says of a file."""
    file = SimpleUploadedFile(name, data)
    answer = client.post(reverse("papers:returned", args=[case.pk]), {"file": file})
    assert answer.status_code == 200
    return answer.content.decode()


def made(client: Client, case: Feedback) -> bytes:
    return client.post(reverse("papers:case", args=[case.pk]), {"file": "progress-report.docx"}).content


def test_an_untouched_document_is_the_ledger(case: Feedback, liaison: Client) -> None:
    assert "与台账完全相同" in bring(liaison, case, made(liaison, case))


def test_a_changed_document_shows_each_change_and_takes_none(case: Feedback, liaison: Client) -> None:
    document = docx.Document(io.BytesIO(made(liaison, case)))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("7月18日"):
            paragraph.runs[0].text = "7月18日，对15家企业重新核查，补齐记录31份。"
        if paragraph.text.startswith("从8月份"):
            paragraph.insert_paragraph_before("9月1日，再派2名同志参加培训。")
    out = io.BytesIO()
    document.save(out)
    before, entries = announcement_bytes(case), JournalEntry.objects.count()
    body = bring(liaison, case, out.getvalue())
    assert "2 处与台账不同" in body
    assert "<del>12</del><ins>15</ins>" in body
    assert "<ins>9月1日，再派2名同志参加培训。</ins>" in body
    assert announcement_bytes(case) == before
    assert JournalEntry.objects.count() == entries


def test_what_is_no_report_is_said(case: Feedback, liaison: Client) -> None:
    assert "没有读出问题和措施" in bring(liaison, case, "今天天气很好。".encode(), "a.txt")


def test_a_file_is_asked_for(case: Feedback, liaison: Client) -> None:
    answer = liaison.post(reverse("papers:returned", args=[case.pk]), {})
    assert "请选一个文件" in answer.content.decode()


def test_hostile_words_are_shown_as_words(case: Feedback, liaison: Client) -> None:
    text = REPORT.replace("研究核查办法", "<script>alert(1)</script>")
    assert read_text(text).sections
    assert "<script>alert" not in bring(liaison, case, text.encode(), "a.txt")


def test_strangers_bring_nothing(world: World, case: Feedback, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(world.stranger).get(reverse("papers:returned", args=[case.pk])).status_code == 404
