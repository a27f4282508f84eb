"""Every rule: where it stands, what its page says, and that its two examples are what the page claims."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from bihuan.checks.config import Config
from bihuan.checks.engine import check
from bihuan.checks.likeness import Likeness
from bihuan.checks.manual import HEADINGS, page, read_manual
from bihuan.checks.registry import Entry, choose, entries, load
from bihuan.report import read_text

ROOT = Path(__file__).parent.parent.parent
RULES = pytest.mark.parametrize("entry", entries(), ids=[entry.code for entry in entries()])


def tool(name: str) -> ModuleType:
    """A script of ``tools/`` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_registry_is_current() -> None:
    builder = tool("build_registry")
    assert builder.TARGET.read_text(encoding="utf-8") == builder.build(), "run tools/build_registry.py"


@RULES
def test_metadata_agree_with_the_registry(entry: Entry) -> None:
    loaded = load(entry)
    assert (loaded.rule.code, loaded.rule.slug) == (entry.code, entry.slug)
    assert loaded.rule.title
    assert (loaded.check_report is None) != (loaded.check_response is None), "exactly one public function"


@RULES
def test_manual_page_is_complete(entry: Entry) -> None:
    manual = read_manual(load(entry).manual)
    assert manual.summary.endswith("。")
    assert list(manual.parts) == list(HEADINGS)
    assert all(text.strip() for text in manual.parts.values())
    assert entry.code in page(load(entry))


@RULES
@pytest.mark.parametrize("example", ["反例", "正例"])
def test_examples_of_the_manual_page_hold(entry: Entry, example: str) -> None:
    others, _, text = read_manual(load(entry).manual).parts[example].rpartition("（本报告）\n")
    corpus = Likeness()
    corpus.add_report("别的报告", read_text(others.removeprefix("（别的报告）")))
    found = check(read_text(text + "\n"), config=Config(select=(entry.code,)), corpus=corpus).diagnostics
    assert bool(found) == (example == "反例"), found


@pytest.mark.parametrize(
    ("select", "ignore", "inside", "outside"),
    [
        ((), (), "ST04", "ZZ99"),
        (("CL",), (), "CL02", "ST04"),
        (("cl02",), (), "CL02", "CL04"),
        (("shared-response",), (), "ST04", "ST01"),
        ((), ("ST",), "CL02", "ST04"),
        (("ST04",), ("ST",), "ST04", "ST01"),
        (("ST",), ("ST04",), "ST01", "ST04"),
    ],
)
def test_choice_of_rules(select: tuple[str, ...], ignore: tuple[str, ...], inside: str, outside: str) -> None:
    codes = {entry.code for entry in choose(select, ignore)}
    assert inside in codes
    assert outside not in codes
