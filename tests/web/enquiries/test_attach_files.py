"""Files with an enquiry: off by default; where they are wanted, judged by content, few, small, and nobody's
but those who deal with it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bihuan.documents import blocks as b
from bihuan.documents.writers.word import write_word
from bihuan.web.base.models import JournalEntry
from bihuan.web.enquiries import limits
from bihuan.web.enquiries.limits import Limit
from bihuan.web.enquiries.models import Enquiry, EnquiryFile, Hold
from bihuan.web.enquiries.services import enquiry_assign
from bihuan.web.enquiries.views import bodies
from bihuan.web.evidence.models import Blob, Upload
from bihuan.web.evidence.store import incoming, kept_names, open_kept
from tests.web.enquiries.conftest import CODE, TEXT, URLENCODED, solved, task_in
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.accounts.models import User
    from bihuan.web.disclosure.models import Edition
    from tests.web.enquiries.conftest import Citizen
    from tests.web.world import World


@pytest.fixture
def open_to_files(settings: SettingsWrapper) -> None:
    settings.ENV = {**settings.ENV, "BIHUAN_ENQUIRY_FILES": 2, "BIHUAN_ENQUIRY_MB": 1}


def photograph(size: int = 8) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "green").save(out, "PNG")
    return out.getvalue()


def send(somebody: Citizen, *files: tuple[str, bytes], text: str = TEXT, **more: str) -> Any:
    """A form with files, as a browser sends it."""
    page = somebody.page or somebody.open()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    told: dict[str, Any] = {
        "csrfmiddlewaretoken": token.group(1),
        "text": text,
        "proof": solved(task_in(page)),
        "homepage": "",
        "whole": "1",
        **more,
    }
    told["file"] = [SimpleUploadedFile(name, data) for name, data in files]
    return somebody.client.post(somebody.path, told)


def taken(client: Client, path: str) -> bytes:
    """A file, saved."""
    got = client.get(path)
    assert got.status_code == 200
    return b"".join(got.streaming_content)


def _standing() -> tuple[int, list[str], list[str]]:
    """Rows and bytes: on their way, and kept."""
    folder = incoming(Upload._meta.get_field("token").get_default()).parent
    rows = EnquiryFile.objects.count() + Blob.objects.count() + Upload.objects.count()
    return rows, sorted(one.name for one in folder.iterdir()), list(kept_names())


@pytest.fixture
def nothing_left(published: Edition) -> Callable[[], bool]:
    """Whether a refused form left nothing behind: the announcement brings evidence of its own."""
    del published
    before = _standing()
    return lambda: _standing() == before


def test_none_are_taken_by_default(citizen: Callable[..., Citizen], nothing_left: Callable[[], bool]) -> None:
    assert django_settings.ENV["BIHUAN_ENQUIRY_FILES"] == 0
    somebody = citizen()
    page = somebody.open()
    assert 'type="file"' not in page
    assert "multipart" not in page
    assert send(somebody, ("a.png", photograph())).status_code == 413
    assert not Enquiry.objects.exists()
    assert nothing_left()


@pytest.mark.usefixtures("open_to_files")
def test_where_they_are_wanted_they_come_to_whoever_deals_with_it(
    citizen: Callable[..., Citizen], world: World, sign_in: Callable[[User], Client]
) -> None:
    somebody, data = citizen(), photograph()
    page = somebody.open()
    assert 'enctype="multipart/form-data"' in page
    assert "最多2个，每个不超过1 MB" in page
    answer = send(somebody, ("井盖 照片.png", data), ("说明.txt", "井盖坏了三个月。".encode()))
    assert answer.status_code == 200, answer.text
    assert "附件2个已经收下" in answer.text
    made = Enquiry.objects.get()
    assert (made.hold, made.text) == (Hold.FILES, TEXT)
    first, second = EnquiryFile.objects.filter(enquiry=made).order_by("position")
    assert (first.name, first.blob.kind, second.blob.kind) == ("井盖 照片.png", "png", "txt")
    with open_kept(first.blob.sha256) as kept:
        assert kept.read() == data
    assert not Upload.objects.exists()

    liaison = sign_in(world.liaison)
    shown = liaison.get(f"/enquiries/{made.pk}/").text
    assert f'href="/enquiries/files/{first.pk}/"' in shown
    got = liaison.get(f"/enquiries/files/{first.pk}/")
    assert b"".join(got.streaming_content) == data
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert taken(sign_in(world.officer), f"/enquiries/files/{first.pk}/") == data
    [entry] = JournalEntry.objects.filter(action="enquiry_receive")
    assert first.blob.sha256 in str(entry.changes)
    assert "井盖" not in str(entry.changes)


@pytest.mark.usefixtures("open_to_files")
def test_nobody_else_gets_them(
    citizen: Callable[..., Citizen], world: World, sign_in: Callable[[User], Client]
) -> None:
    answer = send(citizen(), ("照片.png", photograph()))
    code, made = CODE.search(answer.text), Enquiry.objects.get()
    assert code
    path = f"/enquiries/files/{EnquiryFile.objects.get().pk}/"
    assert Client().get(path).status_code == 302  # to the log-in
    assert sign_in(world.stranger).get(path).status_code == 404
    assert sign_in(world.reader).get(path).status_code in (403, 404)
    assert sign_in(world.handler).get(path).status_code in (403, 404)
    receipt = Client().post("/public/receipt/", f"code={code.group()}", content_type=URLENCODED).text
    assert "照片" not in receipt
    assert "/files/" not in receipt
    made.state, made.hold = "open", ""
    made.save()
    enquiry_assign(actor=world.liaison, now=NOW, enquiry=made, person=world.handler.person_id)
    assert taken(sign_in(world.handler), path) == photograph()


@pytest.mark.usefixtures("open_to_files")
def test_reading_pages_and_static_files_are_the_same(published: Edition, settings: SettingsWrapper) -> None:
    """No bytes of the site change with the setting: the poster and the static pages know no files."""
    from bihuan.web.disclosure.public import views

    path = f"/public/a/{published.announcement_id}/"
    with_files = Client().get(path).content
    settings.ENV = {**settings.ENV, "BIHUAN_ENQUIRY_FILES": 0}
    views._KEPT.clear()
    assert Client().get(path).content == with_files


def macro() -> bytes:
    out = io.BytesIO(write_word(b.Document("名", (b.paragraph("正文。"),))))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO(write_word(b.Document("名", (b.paragraph("正文。"),))))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.xml", b"0" * 400_000_000)
    return out.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "程序": ("a.exe", lambda: b"MZ\x90\0" * 99),
    "改名的程序": ("照片.png", lambda: b"MZ\x90\0" * 99),
    "网页": ("说明.txt", lambda: b"<html><script>alert(1)</script>"),
    "矢量图": ("图.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "宏": ("说明.docx", macro),
    "压缩炸弹": ("说明.docx", bomb),
    "压缩包": ("材料.zip", lambda: zip_of("a.txt")),
    "空文件": ("空.txt", lambda: b""),
    "涉密": ("机密★3年 说明.txt", lambda: "内容".encode()),
    "内文涉密": ("说明.txt", lambda: "秘密★一年\n正文".encode()),
    "跳出目录": ("../../x.sh", lambda: b"#!/bin/sh\nrm -rf /\n"),
}


def zip_of(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.usefixtures("open_to_files")
@pytest.mark.parametrize("trick", [*HOSTILE])
def test_hostile_files_are_refused_and_the_words_are_not_lost(
    trick: str, citizen: Callable[..., Citizen], nothing_left: Callable[[], bool]
) -> None:
    name, make = HOSTILE[trick]
    answer = send(citizen(), ("好的.txt", "好的文件。".encode()), (name, make()))
    assert answer.status_code == 422, answer.text
    assert "没有收" in answer.text or "不得上传" in answer.text
    assert TEXT in answer.text
    assert "请重新选择" in answer.text
    assert not Enquiry.objects.exists()
    assert nothing_left()


@pytest.mark.usefixtures("open_to_files")
def test_too_many_and_too_large_are_refused(
    citizen: Callable[..., Citizen], nothing_left: Callable[[], bool]
) -> None:
    three = [(f"{at}.txt", "材料".encode()) for at in range(3)]
    assert "最多附2个文件" in send(citizen(), *three).text
    assert "超过了1 MB" in send(citizen("203.0.113.8"), ("大.txt", b"x" * 1_100_000)).text
    much = send(citizen("203.0.113.9"), ("大.txt", b"x" * 3_000_000))
    assert (much.status_code, "最多附2个文件，每个不超过1 MB" in much.text) == (413, True)
    cut = send(citizen("203.0.113.10"), ("a.txt", "材料".encode()), whole="")
    assert (cut.status_code, "上传中断" in cut.text) == (422, True)
    assert not Enquiry.objects.exists()
    assert nothing_left()


@pytest.mark.usefixtures("open_to_files")
def test_a_forged_form_leaves_no_file(published: Edition, nothing_left: Callable[[], bool]) -> None:
    client = Client(enforce_csrf_checks=True)
    path = f"/public/a/{published.announcement_id}/respond/"
    answer = client.post(path, {"text": TEXT, "file": SimpleUploadedFile("a.png", photograph())})
    assert answer.status_code == 403
    assert nothing_left()


@pytest.mark.usefixtures("open_to_files")
def test_floods_of_files_are_held_off_unread(
    citizen: Callable[..., Citizen], nothing_left: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted whatever becomes of them; words without a file still come in."""
    few = (
        Limit("files", limits.HOUR, 2, True, "网络太多。"),
        Limit("files", limits.DAY, 3, False, "今天太多。"),
    )
    monkeypatch.setattr(bodies, "SENDINGS", few)
    bad = ("a.exe", b"MZ" * 99)
    statuses = [send(citizen(), bad).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    assert [send(citizen(f"198.51.100.{at}"), bad).status_code for at in (1, 2)] == [422, 429]
    assert nothing_left()
    assert citizen("198.51.100.2").send().status_code == 200
    assert Enquiry.objects.get().hold == ""


@pytest.mark.usefixtures("open_to_files")
def test_what_the_house_has_already_is_kept_once(citizen: Callable[..., Citizen]) -> None:
    data, before = photograph(), Blob.objects.count()
    for at in range(2):
        answer = send(citizen(f"203.0.113.{at}"), ("a.png", data), text=f"第{at}条意见：请说明整改进展。")
        assert answer.status_code == 200
    assert (Blob.objects.count(), EnquiryFile.objects.count()) == (before + 1, 2)
