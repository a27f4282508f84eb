"""A new rule begins with its file, its cases and its line in the changelog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import new_check

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    group = tmp_path / "src" / "bihuan" / "checks" / "rules" / "structure"
    group.mkdir(parents=True)
    (group / "__init__.py").touch()
    (group / "st01_numbering_broken.py").touch()
    (tmp_path / "tests" / "cases" / "checks").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('version = "3.4.5"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- Old\n")
    return tmp_path


def test_three_places_are_written(project: Path) -> None:
    assert new_check.main(["ST09", "too-long", "structure", "标题太长"], project) == 0
    rule = project / "src" / "bihuan" / "checks" / "rules" / "structure" / "st09_too_long.py"
    assert 'RULE = Rule("ST09", "too-long", "标题太长", Severity.WARNING, since="3.4")' in rule.read_text(
        "utf-8"
    )
    assert (project / "tests" / "cases" / "checks" / "st09.yaml").is_file()
    assert "Unreleased\n\n- New check ST09 too-long: 标题太长\n- Old" in (project / "CHANGELOG.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ST9", "too-long", "structure", "题"], "编号应为"),
        (["ST09", "Too_Long", "structure", "题"], "英文名应为"),
        (["ST09", "too-long", "other", "题"], "现有：structure"),
        (["ST01", "too-long", "structure", "题"], "已经用于"),
        (["ST09"], "用法"),
    ],
)
def test_wrong_names_are_told(
    project: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_check.main(words, project) == 2
    assert sentence in capsys.readouterr().err
