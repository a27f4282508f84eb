"""The style sheets and templates keep what the lowest browser and the content policy ask of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import bihuan.web

WEB = Path(bihuan.web.__file__).parent
SHEETS = sorted((WEB / "config" / "static" / "bihuan").glob("*.css"))
SCRIPTS = sorted((WEB / "config" / "static" / "bihuan").glob("*.js"))
TEMPLATES = sorted(WEB.glob("*/jinja2/**/*.html"))
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|\{#.*?#\}", re.S)

# What Chromium 92 does not know.
TOO_NEW = re.compile(
    r":has\(|@layer|@container|color-mix\(|\d(?:dvh|svh|lvh)\b|@scope|oklch\(|text-wrap|:user-valid"
)
NESTED = re.compile(r"\{[^{}@]*&")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_keep_to_the_lowest_browser(sheet: Path) -> None:
    text = COMMENT.sub("", sheet.read_text("utf-8"))
    assert not TOO_NEW.search(text)
    assert not NESTED.search(text)
    assert "url(" not in text
    assert "@import" not in text


def test_sheets_together_stay_small() -> None:
    sizes = sorted(path.stat().st_size for path in SHEETS)
    assert sum(sizes) < 96_000
    assert sizes[-1] < 10_000
    assert sum(sizes[-5:]) < 40_000  # a page loads four or five of them


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_nothing_inline(template: Path) -> None:
    text = COMMENT.sub("", template.read_text("utf-8"))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on|\|\s*safe", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_write_markup_or_run_text(script: Path) -> None:
    text = COMMENT.sub("", script.read_text("utf-8"))
    assert not re.search(
        r"innerHTML|outerHTML\s*=|insertAdjacentHTML|\beval\(|new Function|document\.write", text
    )


def test_policy_for_content_is_strict() -> None:
    policy = Client().get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
