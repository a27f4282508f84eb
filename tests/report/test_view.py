"""The JSON that is written piece by piece is the view."""

from __future__ import annotations

import json
from pathlib import Path

from bihuan.report import read_text, to_view
from bihuan.report.view import write_json

CASES = Path(__file__).parents[1] / "cases" / "reading"


def test_json_written_in_pieces_is_the_view() -> None:
    report = read_text((CASES / "varied.md").read_text(encoding="utf-8"))
    written: list[str] = []
    write_json(report, written.append)
    assert json.loads("".join(written)) == to_view(report)
    assert len(report.sections) > 1


def test_text_without_sections_is_json_too() -> None:
    written: list[str] = []
    write_json(read_text("今天下午开会。"), written.append)
    assert json.loads("".join(written))["sections"] == []
