"""Files on their way: parts that resume, whole or not at all, refused by content, size and quota."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.evidence.models import Blob, Evidence, Upload
from bihuan.web.evidence.services import upload_append, upload_begin, upload_finish, uploads_sweep
from bihuan.web.evidence.store import incoming
from tests.web.evidence import files
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.accounts.models import User
    from tests.web.world import World

DATA = "7月3日，党组会议纪要。".encode() * 1000


@pytest.fixture
def begun(world: World) -> Upload:
    """A file that was announced."""
    return upload_begin(actor=world.liaison, now=NOW, unit=world.bureau, name="纪要.txt", size=len(DATA))


def append(upload: Upload, offset: int, data: bytes, actor: User) -> Upload:
    return upload_append(actor=actor, now=NOW, upload=upload, offset=offset, source=io.BytesIO(data))


def test_parts_make_the_whole(begun: Upload, world: World) -> None:
    append(begun, 0, DATA[:10_000], world.liaison)
    append(begun, 10_000, DATA[10_000:], world.liaison)
    done = upload_finish(actor=world.liaison, now=NOW, upload=begun)
    assert incoming(done.token).read_bytes() == DATA
    assert (len(done.sha256), len(done.sm3), done.kind) == (64, 64, "txt")


class Broken:
    """A line that breaks off after some bytes."""

    def __init__(self, data: bytes) -> None:
        self._parts = [data]

    def read(self, size: int) -> bytes:
        del size
        if not self._parts:
            raise OSError("connection reset")
        return self._parts.pop()


def test_after_a_break_it_goes_on_where_it_stopped(begun: Upload, world: World) -> None:
    with pytest.raises(OSError, match="reset"):
        upload_append(actor=world.liaison, now=NOW, upload=begun, offset=0, source=Broken(DATA[:7_000]))
    begun.refresh_from_db()
    assert begun.received == 7_000
    append(begun, 7_000, DATA[7_000:], world.liaison)
    assert upload_finish(actor=world.liaison, now=NOW, upload=begun).sha256


def test_a_part_sent_twice_is_refused_and_changes_nothing(begun: Upload, world: World) -> None:
    append(begun, 0, DATA[:5_000], world.liaison)
    with pytest.raises(ServiceError, match="已收到 5000 字节"):
        append(begun, 0, DATA[:5_000], world.liaison)
    assert incoming(begun.token).read_bytes() == DATA[:5_000]


def test_more_than_announced_is_refused(begun: Upload, world: World) -> None:
    with pytest.raises(ServiceError, match="途中改变"):
        append(begun, 0, DATA + b"!" * 300_000, world.liaison)


def test_half_a_file_is_never_taken(begun: Upload, world: World) -> None:
    append(begun, 0, DATA[:5_000], world.liaison)
    with pytest.raises(ServiceError, match="还没有传完"):
        upload_finish(actor=world.liaison, now=NOW, upload=begun)
    assert not Blob.objects.exists()


def test_two_windows_do_not_write_into_each_other(begun: Upload, world: World) -> None:
    import fcntl

    with incoming(begun.token).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(ServiceError, match="另一个窗口"):
            append(begun, 0, DATA, world.liaison)


def test_a_marked_file_is_refused_and_leaves_only_a_line_in_the_journal(
    receive: Callable[..., Upload],
) -> None:
    with pytest.raises(ServiceError, match="涉密文件不得上传"):
        receive(files.docx("方案", header="秘密★1年"), "方案.docx")
    assert not Upload.objects.exists()
    assert list(incoming(Upload().token).parent.iterdir()) == []
    entry = JournalEntry.objects.get(action="upload_refused")
    assert entry.changes["mark"] == ["", "秘密★1年"]


def test_size_and_quota(world: World, settings: SettingsWrapper) -> None:
    settings.ENV = {**settings.ENV, "BIHUAN_EVIDENCE_MB": 1}
    for size, told in ((0, "空的"), (1024**2 + 1, "超过了 1 MB")):
        with pytest.raises(ServiceError, match=told):
            upload_begin(actor=world.liaison, now=NOW, unit=world.bureau, name="a.txt", size=size)
    settings.ENV = {**settings.ENV, "BIHUAN_EVIDENCE_MB": 10_240, "BIHUAN_EVIDENCE_QUOTA_GB": 1}
    upload_begin(actor=world.liaison, now=NOW, unit=world.bureau, name="a.txt", size=900 * 1024**2)
    with pytest.raises(ServiceError, match="1 GB 的上限"):
        upload_begin(actor=world.liaison, now=NOW, unit=world.bureau, name="b.txt", size=200 * 1024**2)


@pytest.mark.parametrize("who", ["reader", "first_person", "officer", "stranger", "audit_admin"])
def test_who_may_not_upload(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        upload_begin(actor=getattr(world, who), now=NOW, unit=world.bureau, name="a.txt", size=3)


def test_what_was_left_lying_is_swept(begun: Upload) -> None:
    assert uploads_sweep(now=NOW + timedelta(hours=47)) == 0
    assert uploads_sweep(now=NOW + timedelta(hours=49)) == 1
    assert not incoming(begun.token).exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\材料\\纪要.txt", "纪要.txt"),
        ("纪要\u202egpj.txt", "纪要gpj.txt"),
        ("换\r\n行.txt", "换行.txt"),
        ("...", "未命名"),
        ("长" * 300 + ".txt", "长" * 115 + "…" + ".txt"),
    ],
    ids=["往上的路径", "盘符", "反转方向", "换行", "只有点", "太长"],
)
def test_names_lose_what_is_hostile(world: World, name: str, kept: str) -> None:
    made = upload_begin(actor=world.liaison, now=NOW, unit=world.bureau, name=name, size=3)
    assert made.name == kept


# --- over the wire ------------------------------------------------------------------------------------------


def test_script_sends_parts(liaison: Client) -> None:
    told = liaison.post(reverse("evidence:uploads"), {"name": "纪要.txt", "size": len(DATA)}).json()
    octets = "application/octet-stream"
    first = liaison.patch(told["address"], DATA[:9_000], content_type=octets, headers={"Upload-Offset": "0"})
    assert first.json()["received"] == 9_000
    wrong = liaison.patch(told["address"], DATA[:10], content_type=octets, headers={"Upload-Offset": "3"})
    assert (wrong.status_code, wrong.json()["received"]) == (409, 9_000)
    assert liaison.get(told["address"]).json()["received"] == 9_000
    early = liaison.post(told["finish"])
    assert (early.status_code, "还没有传完" in early.json()["error"]) == (422, True)
    liaison.patch(told["address"], DATA[9_000:], content_type=octets, headers={"Upload-Offset": "9000"})
    assert liaison.post(told["finish"]).json()["whole"] is True
    assert liaison.delete(told["address"]).status_code == 204
    assert liaison.get(told["address"]).status_code == 404


def test_uploads_are_their_owner_s_alone(
    begun: Upload, world: World, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("evidence:upload", args=[begun.token])
    for who in ("handler", "stranger", "officer", "reader"):
        assert sign_in(getattr(world, who)).get(address).status_code == 404
        assert sign_in(getattr(world, who)).delete(address).status_code == 404


@pytest.mark.parametrize("size", ["", "-1", "1e9", "９", "9" * 30])
def test_senseless_sizes_are_refused(liaison: Client, size: str) -> None:
    answer = liaison.post(reverse("evidence:uploads"), {"name": "a.txt", "size": size})
    assert answer.status_code == 422


def test_a_form_that_broke_off_saves_nothing(liaison: Client) -> None:
    """The last field did not arrive: the file before it may be half a file."""
    from tests.web.evidence.conftest import form

    sent = form(("纪要.txt", DATA))
    del sent["whole"]
    answer = liaison.post(reverse("evidence:new"), sent)
    assert "上传中断" in answer.content.decode()
    assert not Evidence.objects.exists()
    assert not Upload.objects.exists()
    assert list(incoming(Upload().token).parent.iterdir()) == []


def test_a_form_file_that_is_too_large_is_refused_by_name(liaison: Client, settings: SettingsWrapper) -> None:
    from tests.web.evidence.conftest import form

    settings.ENV = {**settings.ENV, "BIHUAN_EVIDENCE_MB": 1}
    answer = liaison.post(
        reverse("evidence:new"), form(("大.txt", b"a" * (1024**2 + 1)), ("小.txt", b"words"))
    )
    text = answer.content.decode()
    assert "“大.txt”没有收：超过了 1 MB" in text
    assert "小.txt" in text
    assert [one.name for one in Upload.objects.all()] == ["小.txt"]
