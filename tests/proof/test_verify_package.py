"""A package is what its signed list says, no more and no less; hostile ones cost nothing."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import tracemalloc
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest

from bihuan.cli import main
from bihuan.proof.archive import ArchiveError
from bihuan.proof.manifest import MANIFEST, SIGNATURE, ManifestError
from bihuan.proof.package import verify
from bihuan.proof.signing import Algorithm, fingerprint, holds
from tests.proof.packages_of import FILES, PUBLIC, entries, facts, listed, pack, unpacked

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = FILES
MARK = fingerprint(PUBLIC)


def problems(parts: dict[str, bytes]) -> list[str]:
    return list(verify(pack(parts)).problems)


def test_a_whole_package_holds() -> None:
    found = verify(pack(entries()), [MARK])
    assert found.problems == ()
    assert found.trusted is True


def test_another_key_is_told() -> None:
    found = verify(pack(entries()), ["0" * 64])
    assert found.trusted is False
    assert "不是您给出的那一把" in found.problems[0]


def without(name: str) -> dict[str, bytes]:
    return {key: data for key, data in entries().items() if key != name}


def forged() -> dict[str, bytes]:
    """The list is changed along with the file, but nobody can sign it."""
    parts = entries()
    told = json.loads(parts[MANIFEST])
    told["files"][0] = listed(FIRST, b"another")
    return {**parts, FIRST: b"another", MANIFEST: json.dumps(told).encode()}


TOUCHED = [
    ("内容改了一个字节", {**entries(), FIRST: FILES[FIRST][:-1] + b"!"}, "内容被改动过"),
    ("内容变长", {**entries(), FIRST: FILES[FIRST] + b"!"}, "大小与清单不符"),
    ("少一个文件", without(SECOND), "缺少文件"),
    ("多一个文件", {**entries(), "佐证/多的.txt": b"x"}, "后来加进包的"),
    ("清单和文件一起改", forged(), "签名与清单不符"),
    ("文件换了名字", {**without(FIRST), "佐证/换名.txt": FILES[FIRST]}, "缺少文件"),
]


@pytest.mark.parametrize(("parts", "told"), [one[1:] for one in TOUCHED], ids=[o[0] for o in TOUCHED])
def test_whatever_was_touched_is_told(parts: dict[str, bytes], told: str) -> None:
    assert any(told in one for one in problems(parts))


def test_a_wrong_second_hash_is_told() -> None:
    rows = [{**listed(*one), "sm3": "0" * 64} for one in FILES.items()]
    told = problems(unpacked({**facts(FILES), "files": rows}))
    assert [one.endswith("SM3 与清单不符。") for one in told] == [True, True]


def test_a_name_that_stands_twice_is_told() -> None:
    made = pack(entries())
    with warnings.catch_warnings(), zipfile.ZipFile(made, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(FIRST, b"second")
    assert any("出现了两次" in one for one in verify(made).problems)


def with_list(raw: bytes) -> bytes:
    return pack({**entries(), MANIFEST: raw}).getvalue()


def with_seal(raw: bytes) -> bytes:
    return pack({**entries(), SIGNATURE: raw}).getvalue()


WHOLE = pack(entries()).getvalue()
NEGATIVE = json.dumps({**facts({}), "files": [{**listed("a", b""), "size": -1}]}).encode()
UNREADABLE = {
    "不是ZIP": (b"hello, this is no archive at all", "不是 ZIP 包"),
    "空文件": (b"", "不是 ZIP 包"),
    "只下载了一半": (WHOLE[:200], "没有下载完整"),
    "目录被截断": (WHOLE[:-30] + b"PK\x05\x06" + b"\0" * 8, "损坏"),
    "没有清单": (pack(dict(FILES)).getvalue(), "没有 manifest.json"),
    "清单不是JSON": (with_list(b"{"), "已损坏"),
    "清单里同一项写两遍": (with_list(b'{"format":1,"format":2}'), "已损坏"),
    "清单嵌套太深": (with_list(b"[" * 200_000), "已损坏"),
    "格式不认识": (with_list(b'{"format":"x/9"}'), "只认"),
    "文件目录写错": (with_list(b'{"format":"bihuan-evidence/1","files":3}'), "没有文件目录"),
    "大小是负数": (with_list(NEGATIVE), "不完整"),
    "签名不完整": (with_seal(b"{}"), "签名文件不完整"),
    "签名算法不认识": (with_seal(b'{"algorithm":"rot13","public_key":"","signature":""}'), "不认识"),
}


@pytest.mark.parametrize(("data", "told"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_what_cannot_be_read_says_so(data: bytes, told: str) -> None:
    with pytest.raises((ArchiveError, ManifestError), match=told):
        verify(io.BytesIO(data))


def test_a_bomb_costs_little_memory() -> None:
    """Half a gigabyte of zeros: under a name that promises a few bytes, and under one not listed."""
    made = io.BytesIO()
    parts = without(FIRST)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        for name in (FIRST, "佐证/炸弹.bin"):
            with archive.open(name, "w") as part:
                for _ in range(256):
                    part.write(b"\0" * 1024 * 1024)
    tracemalloc.start()
    told = verify(made).problems
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert any("大小与清单不符" in one for one in told)
    assert peak < 20 * 1024 * 1024


def test_an_entry_that_lies_about_its_size_is_not_followed() -> None:
    """The directory says as many bytes as the list, the packed data holds more."""
    parts = {**entries(), FIRST: b"\0" * 5_000_000}
    data = bytearray(pack(parts, zipfile.ZIP_DEFLATED).getvalue())
    size = len(FILES[FIRST])
    at = data.rfind(FIRST.encode())
    struct.pack_into("<L", data, at - 46 + 24, size)
    told = verify(io.BytesIO(bytes(data))).problems
    assert any(FIRST in one for one in told)


def test_a_million_entries_are_refused_before_they_are_read() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, 50 * 10**6, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 4, 1)
    with pytest.raises(ArchiveError, match="结构不正常"):
        verify(io.BytesIO(b"PK\x03\x04" + large + locator + end))


def test_signature_of_nonsense_is_no_signature() -> None:
    assert not holds(Algorithm.ED25519, b"short", b"m", b"s")
    assert not holds(Algorithm.ED25519, PUBLIC, b"m", b"\0" * 64)
    assert not holds(Algorithm.SM2, b"\x04" + b"\1" * 64, b"m", b"\1" * 64)


# --- the command --------------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A whole package on disk."""
    path = tmp_path / "包.zip"
    path.write_bytes(pack(entries()).getvalue())
    return path


def test_command_tells_that_all_holds(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(package), "--key", MARK[:16]]) == 0
    told = capsys.readouterr().out
    assert "结论：完整" in told
    assert "公钥与您给出的一致" in told


def test_command_asks_to_compare_the_key(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(package)]) == 0
    assert "没有给出可信的公钥" in capsys.readouterr().out


def test_command_takes_a_list_of_keys(package: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": [{"public_key": PUBLIC.hex()}]}))
    assert main(["verify", str(package), "--key", str(keys)]) == 0
    keys.write_text(json.dumps({"keys": [{"public_key": "00" * 32}]}))
    assert main(["verify", str(package), "--key", str(keys)]) == 1


@pytest.mark.parametrize("key", ["不是指纹", "abc", "/nowhere/keys.json"])
def test_command_refuses_senseless_keys(package: Path, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(package), "--key", key]) == 2
    assert "既不是公钥指纹" in capsys.readouterr().err


def test_command_tells_what_was_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "改.zip"
    path.write_bytes(pack({**entries(), FIRST: b"changed"}).getvalue())
    assert main(["verify", str(path)]) == 1
    assert "不能采信" in capsys.readouterr().out
    assert main(["verify", str(path), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["intact"] is False
    assert len(told["problems"]) == 1


@pytest.mark.parametrize("name", ["没有.zip", "."])
def test_command_says_what_cannot_be_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", name]) == 2
    assert capsys.readouterr().err.startswith("bihuan verify：")


def test_command_needs_no_product(package: Path) -> None:
    code = (
        "import sys; sys.modules['django'] = None; from bihuan.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "verify", str(package)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
