"""The house in order: reference pages are current, locks name no host, words have one meaning."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

import generate_docs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_reference_is_current(root: Path) -> None:
    assert generate_docs.stale(generate_docs.pages(), root / "docs" / "reference") == []
    assert generate_docs.stale_beside(generate_docs.beside()) == []


def test_stale_pages_are_named_and_mended(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("旧")
    (tmp_path / "a.md").write_text("旧")
    made = {"a.md": "新", "b.md": "新"}
    assert generate_docs.stale(made, tmp_path) == ["a.md", "b.md", "old.md"]
    generate_docs.write(made, tmp_path)
    assert generate_docs.stale(made, tmp_path) == []


def test_every_announced_command_is_there() -> None:
    from importlib.util import find_spec

    from reference.cli import modules

    assert [name for name, module in modules().items() if find_spec(module) is None] == []


def test_locks_have_hashes_and_no_host(root: Path) -> None:
    for lock in sorted((root / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        pins = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pins, lock.name
        assert all("--hash=sha256:" in pin for pin in pins), lock.name


def test_asset_lock_names_no_host(root: Path) -> None:
    assert '"resolved"' not in (root / "package-lock.json").read_text(encoding="utf-8")


def glossary(root: Path) -> list[dict[str, Any]]:
    text = (root / "docs" / "glossary.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["term"])


@pytest.mark.parametrize("key", ["zh", "id"])
def test_glossary_has_one_word_for_one_thing(root: Path, key: str) -> None:
    words = [term[key] for term in glossary(root)]
    assert sorted(set(words)) == sorted(words)


def test_glossary_entries_are_complete(root: Path) -> None:
    for term in glossary(root):
        assert set(term) <= {"zh", "id", "means", "not"}, term
        assert re.fullmatch(r"[a-z][a-z0-9_]*", term["id"]), term
        assert term["means"].strip(), term


def test_decisions_are_numbered_without_gaps(root: Path) -> None:
    numbers = sorted(int(path.name[:4]) for path in (root / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


MACHINE = re.compile(r"(?<![\w.])/(?:root|opt|work)/")


def test_no_file_names_a_machine(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("不是 git 工作目录")
    files = [root / name for name in listed.stdout.split("\0") if name]
    found = [
        path.relative_to(root)
        for path in files
        if path.suffix in {".py", ".toml", ".md", ".txt", ".json", ".yaml", ".yml", ".sh", ".html", ""}
        and path.is_file()
        and MACHINE.search(path.read_bytes().decode("utf-8", "ignore"))
    ]
    assert found == []
