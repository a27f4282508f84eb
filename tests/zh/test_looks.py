"""Cheap looks at a text: they may say yes too often, never no where an expression would find something."""

from __future__ import annotations

import pytest

from bihuan.zh.looks import han_after, han_before, has_counted, is_han, places_of


def test_places_do_not_overlap() -> None:
    assert places_of("项项项 项项", "项项") == [0, 4]
    assert places_of("", "项") == []


@pytest.mark.parametrize(
    ("text", "units", "wanted"),
    [
        ("修订3项制度", "项个", True),
        ("修订３项制度", "项", True),
        ("修订十二项制度", "项", True),
        ("事项清单", "项", False),
        ("项", "项", False),
        ("修订制度", "项", False),
    ],
)
def test_numerals_before_units(text: str, units: str, wanted: bool) -> None:
    assert has_counted(text, units) is wanted


@pytest.mark.parametrize(("text", "wanted"), [("巡察", True), ("", False), ("巡x", False), ("〇一", False)])
def test_chinese_characters(text: str, wanted: bool) -> None:
    assert is_han(text) is wanted


def test_chinese_characters_beside_a_place() -> None:
    text = "配备，专职网格员121名到岗"
    at = text.index("121")
    assert han_before(text, at, 12) == "专职网格员"
    assert han_before(text, at, 2) == "格员"
    assert han_before(text, 0, 2) == ""
    assert han_after(text, at + 3, 12) == "名到岗"
    assert han_after(text, len(text), 3) == ""
