"""A backup that is damaged, somebody else's or of a newer program is refused, and nothing is changed."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.cli import UserError
from bihuan.web.keeping.restoring import Orders, backup_check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.keeping.conftest import House

pytestmark = [pytest.mark.slow, pytest.mark.house]


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy with parts changed or left out (None)."""
    target = file.with_name("改过.tar")
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for told in old.getmembers():
            source = old.extractfile(told)
            assert source is not None
            data = change(told.name, source.read())
            if data is not None:
                told.size = len(data)
                new.addfile(told, io.BytesIO(data))
    return target


def manifest(file: Path, **changes: Any) -> Path:
    def change(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | changes).encode() if name == "bihuan.json" else data

    return rewritten(file, change)


def flipped(prefix: str) -> Callable[[Path], Path]:
    def change(name: str, data: bytes) -> bytes:
        return data[:-20] + bytes([data[-20] ^ 1]) + data[-19:] if name.startswith(prefix) else data

    return lambda file: rewritten(file, change)


def without(prefix: str) -> Callable[[Path], Path]:
    return lambda file: rewritten(file, lambda name, data: None if name.startswith(prefix) else data)


def cut(file: Path) -> Path:
    target = file.with_name("截断.tar")
    target.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return target


def other(name: str, data: bytes) -> Callable[[Path], Path]:
    def run(file: Path) -> Path:
        target = file.with_name(name)
        target.write_bytes(data)
        return target

    return run


def a_zip(file: Path) -> Path:
    target = file.with_name("佐证包.zip")
    with zipfile.ZipFile(target, "w") as out:
        out.writestr("manifest.json", "{}")
    return target


def a_tar(file: Path) -> Path:
    return rewritten(file, lambda name, data: data if name.startswith("tables/") else None)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(flipped("tables/base_journalentry"), "与摘要不符", id="数据表里改了一个字节"),
        pytest.param(flipped("evidence/"), "与摘要不符", id="佐证里改了一个字节"),
        pytest.param(without("evidence/"), "不完整", id="抽走佐证"),
        pytest.param(without("tables/accounts_user"), "不完整", id="抽走一张表"),
        pytest.param(without("end.json"), "不完整", id="没有结尾"),
        pytest.param(cut, "不完整", id="截断"),
        pytest.param(other("空.tar", b""), "不是闭环的备份", id="空文件"),
        pytest.param(other("文.tar", "整改".encode() * 4_000), "不是闭环的备份", id="文本"),
        pytest.param(a_zip, "不是闭环的备份", id="佐证包"),
        pytest.param(a_tar, "不是闭环的备份", id="别的归档"),
        pytest.param(lambda file: manifest(file, format=99), "更新版本的备份格式", id="更新的格式"),
        pytest.param(
            lambda file: manifest(file, migrations=[["accounts", "0099_future"]]),
            "accounts.0099_future 不认识",
            id="更新的表结构",
        ),
        pytest.param(lambda file: manifest(file, tables="x"), "不是闭环的备份", id="清单不成样子"),
        pytest.param(lambda file: manifest(file, version="9"), "不完整", id="清单改过"),
    ],
)
def test_spoilt_backups(spoil: Callable[[Path], Path], told: str, kept: Path) -> None:
    with pytest.raises(UserError, match=told):
        backup_check(source=spoil(kept), orders=Orders())


def test_a_spoilt_backup_changes_nothing(kept: Path, settled: House, new_house: Callable[..., House]) -> None:
    """Neither one that is noticed while it is read nor one whose rows the database refuses at the end."""
    house = new_house(like=settled)
    house.ask("UPDATE evidence_evidence SET title = '别的'")
    before = sorted(house.data.rglob("*"))
    assert "与摘要不符" in house.run("restore", flipped("evidence/")(kept), "--replace", status=2)
    assert "没有恢复，原有数据没有改动" in house.run("restore", orphaned(kept), "--replace", status=2)
    assert house.ask("SELECT DISTINCT title FROM evidence_evidence") == [["别的"]]
    assert sorted(house.data.rglob("*")) == before
    house.run("verify", "--house")


def orphaned(file: Path) -> Path:
    """A link to evidence that does not exist, with hashes that fit: only the database can object."""
    name = "evidence_evidencelink"
    with tarfile.open(file) as tar:
        parts = {one: source.read() for one in tar.getnames() if (source := tar.extractfile(one))}
    columns, *rows = map(json.loads, gzip.decompress(parts[f"tables/{name}.jsonl.gz"]).splitlines())
    rows[0][columns.index("evidence_id")] = 9_999
    lines = "".join(json.dumps(one) + "\n" for one in [columns, *rows]).encode()
    told = json.loads(parts["bihuan.json"])
    next(one for one in told["tables"] if one["name"] == name)["sha256"] = sha256(lines).hexdigest()
    head = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
    end = json.loads(parts["end.json"]) | {"manifest_sha256": sha256(head).hexdigest()}
    new = {
        f"tables/{name}.jsonl.gz": gzip.compress(lines),
        "bihuan.json": head,
        "end.json": json.dumps(end).encode(),
    }
    return rewritten(file, lambda one, data: new.get(one, data))
