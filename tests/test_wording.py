"""Texts for users carry full-width marks: “，：；？！（）” in Chinese, never their half-width look-alikes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "bihuan"
HALF = re.compile(r"[\u4e00-\u9fff”》）][,:;?!](?!\S*[=\\])|[\u4e00-\u9fff]\((?=[\u4e00-\u9fff])")
PATTERN_LIKE = re.compile(r"\(\?|\\[dsAZu]|\|\w|\[\^|\{\d|[\u4e00-\u9fff）)]\?")


def strings(path: Path) -> list[tuple[int, str]]:
    """Line and value of every string that is no docstring and no pattern."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and not PATTERN_LIKE.search(node.value)
        and len(node.value) > 4  # what is shorter, or a label, is looked for and not said
        and not (len(node.value) < 8 and node.value[-1] in ":：")
    ]


@pytest.mark.parametrize(
    "path", [p for p in sorted(SOURCE.rglob("*.py")) if "vocab" not in p.parts], ids=lambda p: p.stem
)
def test_python_texts_have_full_width_marks(path: Path) -> None:
    assert [(line, text) for line, text in strings(path) if HALF.search(text)] == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.html")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_pages_have_full_width_marks(path: Path) -> None:
    text = re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.S)
    assert HALF.findall(text) == []
