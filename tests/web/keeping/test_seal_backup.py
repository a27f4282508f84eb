"""What is sealed by a passphrase comes back whole or not at all."""

from __future__ import annotations

import io

import pytest

from bihuan.cli import UserError
from bihuan.web.keeping import age
from bihuan.web.keeping.age import CHUNK, Opening, Sealing, is_sealed, stretch, stretch_for

WORD = "正确的马 电池 订书钉"
FOREIGN = (
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e207363727970742070774c446961624445503541645a6b74"
    "7970476945672031380a6b4b5332346a764c5a4c562b6f434a44495a37593768315849782f61734a5276656f4d437875"
    "37464268490a2d2d2d203062644b43706f5a6c515a75785475564752307662367472514741465a6d734362726d6a7542"
    "554162574d0a0f8907b848f025cb06d531f8d71e0f252210cbfcfd9ff9c7bbd4744192c3d5e9d36a673fa712"
)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretching the passphrase costs half a second on purpose."""
    monkeypatch.setattr(age, "WORK", 4)


def sealed(data: bytes, step: int = 70_000) -> bytes:
    out = io.BytesIO()
    sink = Sealing(out, stretch(WORD))
    for at in range(0, len(data), step):
        sink.write(data[at : at + step])
    sink.close()
    return out.getvalue()


def opened(data: bytes, word: str = WORD, step: int = 10_000) -> bytes:
    by = stretch_for(io.BytesIO(data), word)
    source, found = Opening(io.BytesIO(data), by), b""
    while block := source.read(step):
        found += block
    return found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_bytes_come_back(size: int) -> None:
    data = bytes(at * 7 % 251 for at in range(size))
    assert is_sealed(sealed(data)[:64])
    assert opened(sealed(data)) == data


def test_a_stream_of_the_program_age_is_opened() -> None:
    """Made by rage 0.11 (``pyrage.passphrase.encrypt``) with the passphrase “bihuan”."""
    assert opened(bytes.fromhex(FOREIGN), "bihuan") == "闭环".encode()


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(UserError, match="口令不对"):
        opened(sealed(b"x" * 100), "别的口令")


@pytest.mark.parametrize("at", [30, 60, 120, 190, 250, 70_000, -1])
def test_one_changed_byte_is_noticed(at: int) -> None:
    data = bytearray(sealed(b"x" * 100_000))
    data[at] ^= 1
    with pytest.raises(UserError):
        opened(bytes(data))


@pytest.mark.parametrize("end", [10, 100, 180, 200, CHUNK + 16 + 190, -1, -17])
def test_a_stream_cut_off_is_noticed(end: int) -> None:
    """Also where it is cut between two chunks: the last one is marked."""
    with pytest.raises(UserError):
        opened(sealed(b"x" * (2 * CHUNK + 5))[:end])


def test_chunks_that_change_places_are_noticed() -> None:
    whole = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c")
    head = len(whole) - 2 * (CHUNK + 16) - 17
    first, second = whole[head : head + CHUNK + 16], whole[head + CHUNK + 16 : head + 2 * (CHUNK + 16)]
    with pytest.raises(UserError):
        opened(whole[:head] + second + first + whole[head + 2 * (CHUNK + 16) :])


def test_a_senseless_cost_is_not_paid() -> None:
    told = sealed(b"x").replace(b" 4\n", b" 60\n", 1)
    with pytest.raises(UserError):
        opened(told)
