"""``make fonts``: what is missing is known, what is there is left alone, what cannot be had is said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import fonts


def test_what_stands_in_the_folder_is_not_fetched(tmp_path: Path) -> None:
    for bundle in fonts.BUNDLES:
        for name in bundle.files:
            (tmp_path / name).touch()
    assert fonts.missing(tmp_path) == []
    (tmp_path / "HanaMinB.ttf").unlink()
    assert [one.package for one in fonts.missing(tmp_path)] in ([], ["fonts-hanazono"])


def test_the_folder_is_that_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIHUAN_DATA", "elsewhere")
    assert fonts.folder() == fonts.ROOT / "elsewhere" / "fonts"
    monkeypatch.setenv("BIHUAN_FONTS", "/srv/fonts")
    assert fonts.folder() == Path("/srv/fonts")


def test_a_package_that_cannot_be_had_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = subprocess.CompletedProcess([], 100)
    monkeypatch.setenv("BIHUAN_FONTS", str(tmp_path))
    monkeypatch.setattr(fonts.subprocess, "run", lambda *_, **__: done)
    monkeypatch.setattr(fonts.shutil, "which", lambda _: "/usr/bin/true")
    monkeypatch.setattr(fonts, "missing", lambda _: list(fonts.BUNDLES))
    assert fonts.main() == 1
    said = capsys.readouterr().err
    assert said.count("sudo apt-get update") == len(fonts.BUNDLES)


def test_every_font_that_is_fetched_is_one_that_documents_ask_for() -> None:
    from bihuan.documents.fonts import LAST, NUMBERS, WISHES

    asked = " ".join([*LAST, *NUMBERS, *(name for one in WISHES.values() for name in one.free)])
    for word in ("FandolFang", "FandolKai", "FandolHei", "FandolSong", "HanaMinB", "LXGW", "Emoji"):
        assert word in asked
