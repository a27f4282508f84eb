"""Titles, masks, widths and pairs of marks."""

from __future__ import annotations

import pytest

from bihuan.zh.brackets import matched_pairs, outer_spans
from bihuan.zh.masks import find_masks
from bihuan.zh.titles import bare_title, find_titles
from bihuan.zh.widths import find_half_width

from .support import cases


@pytest.mark.parametrize(("text", "titles"), cases("titles"))
def test_titles_of_a_text(text: str, titles: list[str]) -> None:
    found = find_titles(text)
    assert [title for _, title in found] == titles
    assert all(text.startswith(title, place) for place, title in found)


def test_titles_inside_titles_when_asked() -> None:
    text = "《关于转发〈办法〉和《细则》的通知》"
    assert [title for _, title in find_titles(text, nested=True)] == [text, "〈办法〉", "《细则》"]


@pytest.mark.parametrize(
    ("title", "bare"), [("《细则（试行）》", "细则"), ("《办 法》", "办法"), ("《（试行）》", "（试行）")]
)
def test_titles_compared_without_marks(title: str, bare: str) -> None:
    assert bare_title(title) == bare


@pytest.mark.parametrize(("text", "masks"), cases("masks"))
def test_masks_of_a_text(text: str, masks: list[str]) -> None:
    assert [mask for _, mask in find_masks(text)] == masks


@pytest.mark.parametrize(("text", "marks"), cases("widths"))
def test_half_width_marks_in_chinese_text(text: str, marks: list[str]) -> None:
    assert [mark for _, mark in find_half_width(text)] == marks


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("“甲”", [(0, 2)]),
        ("（甲)", [(0, 2)]),
        ("“甲", []),
        ("甲”", []),
        ("《甲（乙》", [(0, 4)]),
        ("“甲“乙”丙”", [(2, 4), (0, 6)]),
        ("（甲\n乙）", []),
    ],
)
def test_pairs_of_marks(text: str, pairs: list[tuple[int, int]]) -> None:
    assert list(matched_pairs(text)) == pairs


def test_outer_spans_hold_no_inner_pairs() -> None:
    assert outer_spans("“甲（乙）丙”（丁）") == [(0, 6), (7, 9)]
