"""Corrections by a person form the tree anew."""

from __future__ import annotations

import pytest

from bihuan.report import Report, read_text
from bihuan.report.edit import Edit, EditError, apply
from bihuan.report.nodes import LeafKind

TEXT = """一、学习方面
1.学习不深入
3月1日，组织学习。
整改情况：已完成。
2.调研不扎实。
3月2日，开展调研。
整改情况：已完成。
"""


def leaf(report: Report, value: str) -> int:
    return next(i for i, found in enumerate(report.leaves) if value in found.value)


def shape(report: Report) -> list[tuple[list[str], int, bool]]:
    return [
        (
            [finding.title for finding in response.findings],
            len(response.measures),
            response.outcome is not None,
        )
        for section in report.sections
        for response in section.responses
    ]


def test_join_makes_one_response_of_two() -> None:
    report = read_text(TEXT)
    joined = apply(report, [Edit(leaf(report, "调研不扎实"), "join")])
    assert shape(joined) == [(["学习不深入", "调研不扎实"], 2, True)]


def test_split_undoes_a_join() -> None:
    report = read_text(TEXT)
    place = leaf(report, "调研不扎实")
    assert shape(apply(report, [Edit(place, "join"), Edit(place, "split")])) == shape(report)


def test_measure_turns_into_a_finding_without_its_closing_mark() -> None:
    report = read_text(TEXT)
    changed = apply(report, [Edit(leaf(report, "3月2日"), "finding")])
    assert changed.leaves[leaf(report, "3月2日")].value == "3月2日，开展调研"


def test_finding_turns_into_a_measure_with_its_marker() -> None:
    report = read_text(TEXT)
    changed = apply(report, [Edit(leaf(report, "调研不扎实"), "measure")])
    found = changed.leaves[leaf(report, "调研不扎实")]
    assert (found.kind, found.value, found.column) == (LeafKind.MEASURE, "2.调研不扎实。", 1)


@pytest.mark.parametrize("edit", [Edit(99, "measure"), Edit(-1, "join"), Edit(0, "nonsense")])
def test_senseless_correction_is_refused_in_chinese(edit: Edit) -> None:
    with pytest.raises(EditError, match=r"[\u4e00-\u9fff]"):
        apply(read_text(TEXT), [edit])
