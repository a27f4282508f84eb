"""Packages: signed, verified offline, by keys that rotate; the store verified; SM2 held against OpenSSL."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from bihuan.cli import main
from bihuan.proof.manifest import MANIFEST
from bihuan.proof.package import verify
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.commands._house import verify as verify_house
from bihuan.web.evidence.keys import full_width, public_keys, published
from bihuan.web.evidence.models import Blob, Evidence
from bihuan.web.evidence.packages import StoreBroken, stream
from bihuan.web.evidence.services import evidence_supersede, package_make
from bihuan.web.evidence.services.keys import key_rotate
from bihuan.web.evidence.store import address, storage
from bihuan.web.evidence.targets import find
from tests.web.evidence import files
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Upload
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World


@pytest.fixture
def proven(prove: Callable[..., Evidence], measures: list[Measure]) -> list[Evidence]:
    """Two entries: one for findings 1 and 2, one for 4."""
    first = prove(measures[0], measures[2])
    return [first, prove(measures[4], data=files.picture(), name="现场.png", title="现场：核查/照片")]


def packed(world: World, **more: Any) -> bytes:
    made = package_make(actor=more.pop("actor", world.liaison), now=NOW, unit=world.bureau, **more)
    return b"".join(stream(made))


def test_a_unit_s_package_verifies(proven: list[Evidence], world: World) -> None:
    found = verify(io.BytesIO(packed(world)), [public_keys()[-1].fingerprint])
    assert found.problems == ()
    assert found.trusted
    told = found.manifest.facts
    assert [one["title"] for one in told["evidence"]] == ["党组会议纪要", "现场：核查/照片"]
    assert [one["place"] for one in told["evidence"][0]["proves"]] == ["问题1", "问题2、3"]
    assert told["evidence"][0]["versions"][0]["uploaded_by"] == "林知夏"
    assert told["files"][1]["path"] == "佐证/002 现场：核查_照片/现场.png"
    assert all(len(one["sm3"]) == 64 for one in told["files"])
    assert proven


def test_a_response_s_package_holds_what_belongs_to_it(
    proven: list[Evidence], measures: list[Measure], world: World
) -> None:
    target = find(world.liaison, f"response:{measures[4].response_id}")
    told = json.loads(zipfile.ZipFile(io.BytesIO(packed(world, target=target))).read(MANIFEST))
    assert [one["id"] for one in told["evidence"]] == [proven[1].pk]


def test_old_versions_come_along(
    proven: list[Evidence], world: World, receive: Callable[..., Upload]
) -> None:
    evidence_supersede(
        actor=world.liaison, now=NOW, evidence=proven[0], uploads=[receive(b"newer", "纪要.txt")], kept=[]
    )
    found = verify(io.BytesIO(packed(world)))
    assert found.problems == ()
    paths = [one.path for one in found.manifest.files]
    assert "佐证/001 党组会议纪要/旧版1/纪要.txt" in paths
    assert "佐证/001 党组会议纪要/纪要.txt" in paths


def test_journal_keeps_the_list_s_hash(proven: list[Evidence], world: World) -> None:
    import hashlib

    raw = zipfile.ZipFile(io.BytesIO(packed(world))).read(MANIFEST)
    entry = JournalEntry.objects.get(action="package_make")
    assert entry.changes["manifest"] == ["", hashlib.sha256(raw).hexdigest()]
    assert proven


def test_a_spoilt_store_breaks_the_package_off(proven: list[Evidence], world: World) -> None:
    path = storage().path(address(proven[0].versions.get().files.get().blob.sha256))
    made = package_make(actor=world.liaison, now=NOW, unit=world.bureau)
    with open(path, "r+b") as file:
        file.write(b"MINUTES")
    with pytest.raises(StoreBroken):
        b"".join(stream(made))
    os.unlink(path)
    with pytest.raises(ServiceError, match="bihuan verify --evidence"):
        package_make(actor=world.liaison, now=NOW, unit=world.bureau)


def test_nothing_to_pack(world: World) -> None:
    with pytest.raises(ServiceError, match="还没有佐证"):
        package_make(actor=world.liaison, now=NOW, unit=world.bureau)


def test_download_and_command(
    proven: list[Evidence], liaison: Client, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = liaison.post(reverse("evidence:package"), {"unit": world.bureau.pk})
    path = tmp_path / "佐证包.zip"
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]
    keys = tmp_path / "keys.json"
    keys.write_bytes(liaison.get(reverse("evidence:keys"), {"format": "json"}).content)
    assert main(["verify", str(path), "--key", str(keys)]) == 0
    assert "结论：完整" in capsys.readouterr().out
    assert proven


@pytest.mark.parametrize(
    ("who", "status"), [("reader", 200), ("officer", 200), ("stranger", 404), ("audit_admin", 404)]
)
def test_who_gets_packages(
    proven: list[Evidence], world: World, sign_in: Callable[[User], Client], who: str, status: int
) -> None:
    client = sign_in(getattr(world, who))
    assert client.post(reverse("evidence:package"), {"unit": world.bureau.pk}).status_code == status
    assert client.get(reverse("evidence:package")).status_code == 405
    assert proven


@pytest.mark.parametrize("unit", ["", "x", "0", "9" * 40])
def test_senseless_units_are_404(liaison: Client, unit: str) -> None:
    assert liaison.post(reverse("evidence:package"), {"unit": unit}).status_code == 404


# --- keys ---------------------------------------------------------------------------------------------------


def test_keys_rotate_and_old_packages_still_verify(
    proven: list[Evidence], world: World, tmp_path: Path
) -> None:
    old = packed(world)
    made = key_rotate(now=NOW + timedelta(1))
    new = packed(world)
    first, second = public_keys()
    assert (first.retired_at != "", second.id, second.retired_at) == (True, made.id, "")
    marks = [one.fingerprint for one in public_keys()]
    for package, mark in ((old, marks[0]), (new, marks[1])):
        assert verify(io.BytesIO(package), [mark]).problems == ()
    assert verify(io.BytesIO(old), [marks[1]]).problems
    held = sorted(one.name for one in (tmp_path / "keys").iterdir() if one.suffix == ".key")
    assert held == [f"{made.id}.key"]
    assert stat.S_IMODE((tmp_path / "keys" / held[0]).stat().st_mode) == 0o600
    assert json.loads(published())["keys"][1]["fingerprint"] == marks[1]
    assert JournalEntry.objects.get(action="evidence_key_rotate").changes == {"fingerprint": marks}
    assert proven


def test_key_command(capsys: pytest.CaptureFixture[str], db: None) -> None:
    del db
    call_command("evidence_key")
    assert "还没有密钥" in capsys.readouterr().out
    call_command("evidence_key", "rotate")
    assert "现用" in capsys.readouterr().out
    call_command("evidence_key", "json")
    assert len(json.loads(capsys.readouterr().out)["keys"]) == 1


def test_a_changed_algorithm_asks_for_a_new_key(
    proven: list[Evidence], world: World, settings: SettingsWrapper
) -> None:
    packed(world)
    settings.SIGNING = "sm2"
    with pytest.raises(ServiceError, match="rotate"):
        packed(world)
    key_rotate(now=NOW)
    found = verify(io.BytesIO(packed(world)))
    assert (found.seal.algorithm, found.problems) == ("sm2", ())
    assert proven


def test_small_numbers_of_sm2_keep_their_width() -> None:
    assert full_width(b"\x01" * 31) == b"\0" + b"\x01" * 31
    assert full_width(b"\xff" * 32) == b"\xff" * 32


def test_sm2_signatures_are_those_of_openssl(
    proven: list[Evidence], world: World, settings: SettingsWrapper, tmp_path: Path
) -> None:
    """Another implementation takes our signature: the same curve, hash, identity and encoding."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("没有 openssl：请执行 sudo apt-get install openssl")
    settings.SIGNING = "sm2"
    package = packed(world)
    found = verify(io.BytesIO(package))
    head = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
    (tmp_path / "key.der").write_bytes(head + found.seal.public)
    (tmp_path / "message").write_bytes(zipfile.ZipFile(io.BytesIO(package)).read(MANIFEST))
    (tmp_path / "signature").write_bytes(der(found.seal.signature))
    asked = "pkeyutl -verify -rawin -digest sm3 -pkeyopt distid:1234567812345678 -pubin -keyform DER"
    command = [openssl, *asked.split(), "-inkey", "key.der", "-in", "message", "-sigfile", "signature"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verified Successfully" in done.stdout, done.stderr
    assert proven


def der(signature: bytes) -> bytes:
    """r and s as OpenSSL takes them."""
    parts = b""
    for half in (signature[:32], signature[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = b"\0" + number if number[0] & 0x80 else number
        parts += bytes([2, len(number)]) + number
    return bytes([0x30, len(parts)]) + parts


# --- the store ----------------------------------------------------------------------------------------------


def test_store_is_verified(proven: list[Evidence], capsys: pytest.CaptureFixture[str]) -> None:
    assert not verify_house(("journal", "evidence"))
    told = capsys.readouterr().out
    assert "日志完整" in told
    assert "佐证存储完整：2 个文件" in told
    first, second = Blob.objects.order_by("pk")
    with open(storage().path(address(first.sha256)), "r+b") as file:
        file.write(b"!")
    storage().delete(address(second.sha256))
    (stray := storage().path("ab/cd/stray")) and os.makedirs(os.path.dirname(stray), exist_ok=True)
    open(stray, "w").close()
    assert verify_house(("evidence",))
    told = capsys.readouterr().out
    for sentence in ("2 处对不上", "内容被改动过", "文件不见了", "党组会议纪要", "1 个没有登记的文件"):
        assert sentence in told
    assert proven
