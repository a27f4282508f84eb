"""Finding → key words → measure: the judgement is that of the rules, the places are really there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.schemas.test_outputs import errors

from bihuan.checks.coverage import Part, cover, coverage
from bihuan.checks.engine import check
from bihuan.cli import main
from bihuan.report import read_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

REPORT = """一、业务工作有短板
1.窗口服务不规范
（1）叫号系统经常故障
（2）群众投诉办理拖延
（3）重视不够
3月6日，更换叫号系统，增设两个取号点。
整改情况：完成整改。
2.河道采砂监管缺失
3月6日，组织党员到红色基地参观，重温入党誓词。
整改情况：完成整改。
"""


def test_every_key_word_is_shown_with_the_measure_that_takes_it_up() -> None:
    rows = {row.aspect.title: row.cover for row in coverage(read_text(REPORT))}
    called = rows["叫号系统经常故障"]
    assert called.verdict is True
    assert called.words[0].word.startswith("叫号系统")
    assert (called.words[0].places[0].key, called.words[0].places[0].words) == (6, "叫号系统")
    missing = rows["群众投诉办理拖延"]
    assert missing.verdict is False
    assert not any(word.places for word in missing.words)
    assert rows["重视不够"].verdict is None


def test_the_judgement_is_that_of_the_rules() -> None:
    report = read_text(REPORT)
    lines = {row.aspect.line for row in coverage(report) if row.cover.verdict is False}
    flagged = {one.line for one in check(report).diagnostics if one.code in ("ST05", "SB07")}
    assert flagged
    assert flagged <= lines


def test_the_same_in_other_words_is_shown_where_a_word_is_missing() -> None:
    found = cover("机关空编问题长期没有解决", [Part(7, "3月，公开招聘3人。")])
    assert found.verdict in (True, None)
    if found.verdict:
        assert [place.words for place in found.otherwise] == ["招聘"]


WORDS = st.text(st.characters(exclude_characters="…", exclude_categories=("Cs",)), max_size=60)


@given(WORDS, st.lists(WORDS, max_size=4))
def test_places_are_where_they_say(title: str, texts: list[str]) -> None:
    found = cover(title, [Part(at, text) for at, text in enumerate(texts)])
    for word in found.words:
        for place in word.places:
            shown = place.before.removeprefix("…") + place.words + place.after.removesuffix("…")
            assert shown in texts[place.key]
            assert place.words in word.word


def test_the_command_tells_it_and_keeps_its_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert main(["coverage", str(path)]) == 0
    said = capsys.readouterr().out
    assert "没有措施提到" in said
    assert "【叫号系统】" in said
    assert main(["coverage", str(path), "--format", "json"]) == 0
    assert errors("coverage.json", json.loads(capsys.readouterr().out)) == []
    assert main(["coverage", str(tmp_path / "没有.txt")]) == 2
