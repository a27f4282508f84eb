"""Misspelled terms: from the list, against known terms, and against the text itself."""

from __future__ import annotations

import pytest

from bihuan.zh.spelling import are_confusable, find_misspelled


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("薄", "簿", True), ("科", "课", True), ("帐", "账", True), ("促", "帮", False), ("策", "册", False)],
)
def test_confusable_characters(one: str, other: str, alike: bool) -> None:
    assert are_confusable(one, other) is alike


def test_listed_word() -> None:
    (found,) = find_misspelled("做好“三册两薄”")
    assert (found.offset, found.wrong, found.right, found.sure) == (3, "三册两薄", "三册两簿", True)


def test_the_rarer_spelling_is_the_doubtful_one() -> None:
    (found,) = find_misspelled("“田间译站”，“田间驿站”，“田间驿站”")
    assert (found.wrong, found.right, found.sure) == ("田间译站", "田间驿站", False)


def test_of_two_equally_frequent_spellings_the_later() -> None:
    (found,) = find_misspelled("“田间驿站”，“田间译站”")
    assert found.wrong == "田间译站"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "台帐一本",
        "登记薄弱",
        "“三联三促”和“三联三帮”",
        "日常巡查",
        "一是二是三是四是",
        "“三会一课”、三会一课",
    ],
)
def test_nothing(text: str) -> None:
    assert find_misspelled(text) == []
