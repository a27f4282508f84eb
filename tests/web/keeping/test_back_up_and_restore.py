"""A backup made while people work holds one moment whole, and another house goes on from it."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
import time
from typing import TYPE_CHECKING

import pytest

from tests.web.keeping.conftest import House

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.house]
PIECES = "SELECT title FROM evidence_evidence ORDER BY id"
CONTENTS = "SELECT sha256, size FROM evidence_blob ORDER BY id"
OTHERWISE = "UPDATE evidence_evidence SET title = '别的'"
EDITS = "SELECT count(*) FROM base_journalentry WHERE action = 'measure_edit'"
JOURNAL = "SELECT chain, number, hash FROM base_journalentry ORDER BY chain, number"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("sqlite", "sqlite"),
        pytest.param("postgres", "postgres", marks=pytest.mark.postgres),
    ],
)
def test_one_moment_of_a_house_at_work(
    source: str, target: str, new_house: Callable[..., House], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    def server(kind: str) -> str:
        return request.getfixturevalue("postgres_url") if kind == "postgres" else ""

    house = new_house(server(source), like=request.getfixturevalue("settled") if source == "sqlite" else None)
    file = tmp_path / "备份.tar"
    with house.work(0) as process:
        assert process.stdout is not None
        before = [int(process.stdout.readline().split()[0]) for _ in range(5)]
        house.run("backup", file)
        after = [process.stdout.readline() for _ in range(3)]
        process.terminate()
    assert all(after), "it was not at work all the time"
    other = new_house(server(target))
    told = other.run("restore", file)
    assert "日志完整" in told
    assert "佐证存储完整" in told
    titles = [title for (title,) in other.ask(PIECES)]
    assert titles == [f"核查记录{at}" for at in range(1, len(titles) + 1)], "a gap is no moment"
    assert before[-1] <= len(titles)
    assert len(other.ask(CONTENTS)) == len(titles)
    # Each edit stands before its evidence: of one moment, they are as many, or one more was under way.
    assert other.ask(EDITS)[0][0] - len(titles) in (0, 1)
    kept = {tuple(row) for row in other.ask(JOURNAL)}
    mine = {tuple(row) for row in house.ask(JOURNAL)}
    assert len(kept - mine) == 1, "only that it was restored"
    other.run("verify", "--house")


@pytest.fixture(scope="module")
def sealed(settled: House, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Path, Path]:
    """A house with keys of its own, its sealed backup, and the file with the passphrase."""
    folder = tmp_path_factory.mktemp("sealed")
    house = House(folder / "house")
    shutil.copytree(settled.data, house.data)
    house.run("manage", "evidence_key", "rotate")
    house.ask("INSERT INTO inspections_round (id, name, kind, policy) VALUES (77, '试', 'inspection', '')")
    house.ask("DELETE FROM inspections_round WHERE id = 77")
    file, word = folder / "b.tar.age", folder / "口令"
    word.write_text("一个足够长的备份口令\n")
    assert "至少要" in house.run("backup", file, "--passphrase-file", word, status=2)
    word.write_text("一个足够长足够长的备份口令\n")
    house.run("backup", file, "--passphrase-file", word)
    return house, file, word


@pytest.fixture(scope="module")
def restored(sealed: tuple[House, Path, Path], tmp_path_factory: pytest.TempPathFactory) -> House:
    """Another house, from that backup."""
    house = House(tmp_path_factory.mktemp("restored"))
    house.run("restore", sealed[1], "--passphrase-file", sealed[2])
    return house


def test_a_sealed_backup_is_opened_by_its_passphrase_alone(
    sealed: tuple[House, Path, Path], new_house: Callable[..., House], tmp_path: Path
) -> None:
    _, file, _ = sealed
    assert b"bihuan.json" not in file.read_bytes()
    house = new_house()
    assert "不能输入口令" in house.run("restore", file, status=2)
    (tmp_path / "错").write_text("另一个足够长的备份口令\n")
    assert "口令不对" in house.run("restore", file, "--passphrase-file", tmp_path / "错", status=2)


def test_keys_go_along_only_where_sealed(
    sealed: tuple[House, Path, Path], restored: House, kept: Path
) -> None:
    house, _, _ = sealed
    assert (house.data / "secret.key").read_bytes() not in kept.read_bytes()
    wanted = [house.data / "secret.key", *(house.data / "keys").glob("*.key")]
    assert len(wanted) == 2
    for one in wanted:
        other = restored.data / one.relative_to(house.data)
        assert other.read_bytes() == one.read_bytes()
        assert other.stat().st_mode & 0o077 == 0


def test_a_restored_house_goes_on(sealed: tuple[House, Path, Path], restored: House, tmp_path: Path) -> None:
    assert restored.ask(PIECES) == sealed[0].ask(PIECES)
    assert restored.ask("SELECT count(*) FROM django_session") == [[0]]
    last = "SELECT action FROM base_journalentry ORDER BY id DESC LIMIT 1"
    assert restored.ask(last) == [["backup_restore"]]
    restored.run("manage", "migrate", "--check")
    restored.run("backup", tmp_path / "又一次.tar")
    assert "备份完整，可以恢复" in restored.run("restore", "--check", tmp_path / "又一次.tar")


def test_ids_of_deleted_rows_do_not_come_again(restored: House) -> None:
    """The journal names objects by their ids."""
    counter = "SELECT seq FROM sqlite_sequence WHERE name = 'inspections_round'"
    assert restored.ask(counter) == [[77]]


def test_a_backup_of_a_directory_is_named_by_its_time_and_thinned_out(settled: House, tmp_path: Path) -> None:
    for _ in range(3):
        settled.run("backup", f"{tmp_path}/每日/", "--keep", "2")
        time.sleep(1)
    (tmp_path / "每日" / "notes.txt").touch()
    found = sorted(one.name for one in (tmp_path / "每日").glob("bihuan-*.tar"))
    assert len(found) == 2
    assert (tmp_path / "每日" / found[0]).stat().st_mode & 0o077 == 0


def test_evidence_apart_is_copied_once(
    settled: House, new_house: Callable[..., House], tmp_path: Path
) -> None:
    first, second, folder = tmp_path / "1.tar", tmp_path / "2.tar", tmp_path / "佐证"
    settled.run("backup", first, "--evidence", folder)
    there = {one: one.stat().st_mtime_ns for one in folder.rglob("*") if one.is_file()}
    settled.run("backup", second, "--evidence", folder)
    assert {one: one.stat().st_mtime_ns for one in folder.rglob("*") if one.is_file()} == there
    assert len(there) == 3
    with tarfile.open(second) as tar:
        assert not [name for name in tar.getnames() if name.startswith("evidence/")]
    house = new_house()
    assert "请用 --evidence 写明" in house.run("restore", second, status=2)
    house.run("restore", second, "--evidence", folder)
    for one in there:
        restored = house.data / "evidence" / one.name[:2] / one.name[2:4] / one.name
        assert restored.read_bytes() == one.read_bytes()
        assert restored.stat().st_ino != one.stat().st_ino


def test_a_house_with_data_is_not_overwritten(
    kept: Path, settled: House, new_house: Callable[..., House]
) -> None:
    house = new_house(like=settled)
    house.ask(OTHERWISE)
    assert "这里已经有数据（" in house.run("restore", kept, status=2)
    assert house.ask(PIECES) == [["别的"]] * 3
    with sqlite3.connect(house.data / "bihuan.sqlite3") as somebody:
        somebody.execute("SELECT count(*) FROM accounts_user").fetchone()
        assert "请先停止" in house.run("restore", kept, "--replace", status=2)
    somebody.close()
    told = house.run("restore", kept, "--replace")
    assert house.ask(PIECES) == settled.ask(PIECES)
    (aside,) = house.data.glob("bihuan.sqlite3.before_restore_*")
    assert aside.name in told
    with sqlite3.connect(aside) as old:
        assert old.execute(PIECES).fetchall() == [("别的",)] * 3
    old.close()
    assert house.leftovers() == []


@pytest.mark.postgres
def test_a_house_on_postgres_with_data_is_set_aside(
    kept: Path, settled: House, new_house: Callable[..., House], postgres_url: str
) -> None:
    house = new_house(postgres_url)
    house.run("restore", kept)
    house.ask(OTHERWISE)
    assert "这里已经有数据（" in house.run("restore", kept, status=2)
    assert "模式 before_restore_" in house.run("restore", kept, "--replace")
    assert house.ask(PIECES) == settled.ask(PIECES)
    (schema,) = house.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_restore_%'")[0]
    assert house.ask(f"SELECT title FROM {schema}.evidence_evidence") == [["别的"]] * 3
    house.run("verify", "--house")


def test_what_was_damaged_before_is_said_and_the_rest_is_kept(
    settled: House, new_house: Callable[..., House], tmp_path: Path
) -> None:
    house, file = new_house(like=settled), tmp_path / "b.tar"
    first, second, _ = (sha256 for sha256, _ in house.ask(CONTENTS))
    place = house.data / "evidence" / first[:2] / first[2:4] / first
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    (house.data / "evidence" / second[:2] / second[2:4] / second).unlink()
    told = house.run("backup", file, status=1)
    assert f"{first} 与登记的摘要不符" in told
    assert f"{second} 不见了" in told
    other = new_house()
    told = other.run("restore", file, status=1)
    assert "2 个佐证文件在备份以前就损坏了" in told
    assert "佐证存储有 2 处对不上" in told
    assert len(other.ask(PIECES)) == 3
