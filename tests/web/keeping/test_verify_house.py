"""``bihuan verify`` finds one flipped byte of the journal, the evidence or a package, and says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from bihuan.cli import UserError, verify
from bihuan.cli._arguments import Parser
from bihuan.web.base.models import JournalEntry
from bihuan.web.evidence.models import Blob
from bihuan.web.evidence.packages import stream
from bihuan.web.evidence.services import package_make
from bihuan.web.evidence.store import address, storage
from tests.web.evidence.conftest import _look_here, _own_store, measures, prove, receive
from tests.web.pages.conftest import case
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bihuan.web.evidence.models import Evidence
    from bihuan.web.rectification.models import Measure
    from tests.web.world import World

__all__ = ["_look_here", "_own_store", "case", "measures", "prove", "receive"]


@pytest.fixture
def ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Status and words of the command; the product's part as the entry point would name it."""
    from bihuan.web.commands import _house

    monkeypatch.setattr(verify, "_house", lambda: _house)

    def run(*words: str) -> tuple[int, str]:
        parser = Parser(prog="bihuan verify", description="")
        verify.add_arguments(parser)
        return verify.run(parser.parse_args(words)), capsys.readouterr().out

    return run


@pytest.fixture
def proven(prove: Callable[..., Evidence], measures: list[Measure]) -> Evidence:
    """Something to verify."""
    return prove(measures[0])


@pytest.mark.usefixtures("proven")
def test_a_whole_house(ask: Callable[..., tuple[int, str]]) -> None:
    status, told = ask("--house")
    assert status == 0
    assert "日志完整" in told
    assert "佐证存储完整：1 个文件" in told
    assert "佐证" not in ask("--journal")[1]
    assert "日志" not in ask("--evidence")[1]


@pytest.mark.usefixtures("proven")
def test_one_letter_of_the_journal(ask: Callable[..., tuple[int, str]]) -> None:
    last = JournalEntry.objects.order_by("-id")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE base_journalentry SET object_label = object_label || '。' WHERE id = %s", [last.pk]
        )
    status, told = ask("--house")
    assert status == 1
    assert f"链 {last.chain}：第{last.number}条日志的内容被改动过。" in told
    assert "佐证存储完整" in told
    assert ask("--evidence")[0] == 0


@pytest.mark.usefixtures("proven")
def test_one_byte_of_evidence(ask: Callable[..., tuple[int, str]]) -> None:
    name = address(Blob.objects.get().sha256)
    with storage().open(name) as file:
        data = bytearray(file.read())
    data[0] ^= 1
    storage().delete(name)
    with storage().open(name, "wb") as out:
        out.write(bytes(data))
    status, told = ask("--evidence")
    assert status == 1
    assert "内容被改动过" in told
    assert "党组会议纪要" in told
    assert ask("--journal")[0] == 0
    import json

    status, told = ask("--house", "--format", "json")
    assert status == 1
    assert len(json.loads(told)["evidence"]["breaks"]) == 1


@pytest.mark.usefixtures("proven")
def test_one_byte_of_a_package(world: World, ask: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    data = b"".join(stream(package_make(actor=world.liaison, now=NOW, unit=world.bureau)))
    file = tmp_path / "佐证包.zip"
    file.write_bytes(data)
    assert ask(str(file))[0] == 0
    at = data.index(b"minutes of 3 July")
    file.write_bytes(data[:at] + b"M" + data[at + 1 :])
    status, told = ask(str(file))
    assert status == 1
    assert "不能采信" in told


@pytest.mark.parametrize("words", [(), ("佐证包.zip", "--house")])
def test_either_a_package_or_the_house(words: tuple[str, ...], ask: Callable[..., tuple[int, str]]) -> None:
    with pytest.raises(UserError, match="二者择一"):
        ask(*words)
