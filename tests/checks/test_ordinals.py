"""Markers as numbers."""

from __future__ import annotations

import pytest

from bihuan.checks.ordinals import first_ordinal, ordinal, stem


@pytest.mark.parametrize(
    ("marker", "first", "last", "before"),
    [
        ("3", 3, 3, ""),
        ("１２", 12, 12, ""),
        ("（三）", 3, 3, "（"),
        ("(十一)", 11, 11, "("),
        ("二十", 20, 20, ""),
        ("③", 3, 3, ""),
        ("㉑", 21, 21, ""),
        ("一是", 1, 1, ""),
        ("反馈问题四", 4, 4, "反馈问题"),
        ("1.2", 2, 2, "1."),
        ("2-4", 2, 4, ""),
        ("2、3、4", 2, 4, ""),
        ("序号", None, None, "序号"),
        (None, None, None, ""),
    ],
)
def test_a_marker_has_numbers(marker: str | None, first: int | None, last: int | None, before: str) -> None:
    assert (first_ordinal(marker), ordinal(marker), stem(marker)) == (first, last, before)
