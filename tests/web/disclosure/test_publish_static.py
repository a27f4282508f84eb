"""``bihuan publish --static``: the site as files, replaced one by one; nothing stale, nothing of others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from bihuan.cli import UserError
from bihuan.web.commands import publish
from bihuan.web.disclosure.public import entries, exporting
from bihuan.web.disclosure.public.exporting import LISTED, export
from bihuan.web.disclosure.services import edition_step
from bihuan.web.disclosure.workflow import Step
from tests.web.world import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from bihuan.web.disclosure.models import Edition
    from tests.web.world import World


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    entries._KEPT.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where to; the store of the files stands beside it."""
    return tmp_path / "site"


def run(folder: Path) -> int:
    return publish.run(SimpleNamespace(static=str(folder)))  # type: ignore[arg-type]


def test_it_writes_and_tells(published: Edition, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    first = capsys.readouterr().out
    assert "公开网页共" in first
    assert (folder / f"a/{published.announcement_id}/index.html").is_file()
    assert run(folder) == 0
    assert "本次更新 0 个，删去 0 个" in capsys.readouterr().out


def test_what_is_public_no_more_is_taken_away(published: Edition, folder: Path, world: World) -> None:
    export(folder)
    ours = folder / f"a/{published.announcement_id}"
    (folder / "foreign.html").write_text("别人的")
    (ours / "foreign.txt").write_text("别人的")
    edition_step(actor=world.first_person, now=NOW, edition=published, step=Step.WITHDRAW, opinion="有误")
    done = export(folder)
    assert done.removed == len(published.files) + 1  # and the package
    assert sorted(one.name for one in ours.iterdir()) == ["foreign.txt", "index.html"]
    assert (folder / "foreign.html").read_text() == "别人的"
    assert not list(folder.rglob("*.part"))


def test_an_older_export_is_known_by_its_data(published: Edition, folder: Path, world: World) -> None:
    export(folder)
    (folder / LISTED).unlink()
    edition_step(actor=world.first_person, now=NOW, edition=published, step=Step.WITHDRAW, opinion="有误")
    assert export(folder).removed == len(published.files) + 1


@pytest.mark.usefixtures("published")
def test_a_folder_of_somebody_else_is_not_written(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.doc").write_text("x")
    with pytest.raises(UserError, match="换一个空目录"):
        run(folder)
    assert [one.name for one in folder.iterdir()] == ["thesis.doc"]
    (folder / "file").write_text("x")
    with pytest.raises(UserError, match="写不进"):
        run(folder / "file" / "site")


@pytest.mark.usefixtures("published")
def test_a_list_that_lies_takes_nothing_away_outside(folder: Path) -> None:
    outside = folder.parent / "keep.txt"
    outside.write_text("x")
    export(folder)
    (folder / LISTED).write_text('["../keep.txt", "/etc/hostname", "a/1/none.txt"]')
    export(folder)
    assert outside.read_text() == "x"


@pytest.mark.usefixtures("published")
def test_a_broken_write_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(folder)
    old = (folder / "index.html").read_bytes()
    monkeypatch.setattr(exporting, "render", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "满了")))
    with pytest.raises(UserError, match="满了"):
        run(folder)
    assert (folder / "index.html").read_bytes() == old
