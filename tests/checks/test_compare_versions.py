"""Two versions of a report, and a feedback with its report: what differs, what is open, what to ask."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.schemas.test_outputs import errors

from bihuan.checks.engine import check
from bihuan.checks.versions.report import Change, Mode, compare
from bihuan.checks.versions.titles import core_of, match_titles
from bihuan.checks.versions.trend import seen, trend
from bihuan.cli import main
from bihuan.report import read_text
from bihuan.zh.differences import differences

if TYPE_CHECKING:
    from pathlib import Path

    from bihuan.checks.versions.report import Block, Comparison

OLD = """鹿溪市水务局党组关于巡察整改情况的通报
2024年6月12日，市委第二巡察组向市水务局党组反馈了巡察意见。现将整改情况予以公布。
一、落实上级决策部署有差距
1.供水管网巡查不到位
7月3日，成立三支巡查队，当月修复漏点12处。
7月9日，印发管网巡查办法，明确每周巡查两次。
整改情况：正在整改。
2.水费公示不规范
7月10日，在营业厅设置公示栏，公示水价和减免政策。
整改情况：完成整改。
3.节水宣传流于形式
7月15日，到6个小区宣讲节水常识，发放手册600份。
整改情况：正在整改。
鹿溪市水务局党组
2024年8月8日
"""
FEEDBACK = """关于巡察鹿溪市水务局党组的反馈意见
根据市委统一部署，2024年3月5日至4月30日，市委第二巡察组对市水务局党组开展了巡察。现将巡察情况反馈如下。
一、落实上级决策部署有差距
1.供水管网巡查不到位。
2.水费公示不规范。
3.干部轮岗交流不及时。
市委第二巡察组
2024年6月12日
"""


def compared(old: str, new: str) -> Comparison:
    return compare(read_text(old), read_text(new))


def block(found: Comparison, title: str) -> Block:
    """The block in which a finding of that title stands."""
    return next(
        one
        for one in found.blocks
        for pair in one.findings
        if title in ((pair.new or pair.old).title)  # type: ignore[union-attr]  # one of the two is there
    )


def changes(found: Comparison) -> set[Change]:
    pairs = [pair for one in found.blocks for pair in (*one.findings, *one.measures)]
    return {pair.change for pair in pairs} | {one.outcome.change for one in found.blocks if one.outcome}


def test_the_same_text_differs_in_nothing() -> None:
    found = compared(OLD, OLD)
    assert changes(found) == {Change.SAME}
    assert not any(one.changed or one.questions for one in found.blocks)
    assert found.facts == ()


def test_a_reworded_measure_is_one_measure_and_its_words_are_marked() -> None:
    found = compared(OLD, OLD.replace("修复漏点12处", "修复漏点21处，更换阀门3个"))
    changed = [pair for pair in block(found, "供水管网").measures if pair.change is not Change.SAME]
    assert [pair.change for pair in changed] == [Change.REWORDED]
    assert [piece.text for piece in changed[0].pieces if piece.kind == "gone"] == ["12"]
    assert any("12 → 21" in one for one in block(found, "供水管网").questions)


def test_a_status_that_got_better_with_nothing_done_is_asked_about() -> None:
    found = compared(OLD, OLD.replace("整改情况：正在整改。", "整改情况：完成整改。", 1))
    assert "措施一字未改" in block(found, "供水管网").questions[0]


def test_a_status_that_got_better_with_something_done_is_not() -> None:
    new = OLD.replace(
        "每周巡查两次。\n整改情况：正在整改。",
        "每周巡查两次。\n8月1日，全部管线巡查一遍。\n整改情况：完成整改。",
    )
    assert block(compared(OLD, new), "供水管网").questions == ()


def test_a_measure_that_answers_something_else_has_moved() -> None:
    line = "7月15日，到6个小区宣讲节水常识，发放手册600份。\n"
    new = OLD.replace(line, "").replace("整改情况：完成整改。\n", line + "整改情况：完成整改。\n", 1)
    found = compared(OLD, new)
    moved = [pair for pair in block(found, "水费公示").measures if pair.change is Change.MOVED]
    assert len(moved) == 1
    assert not [pair for pair in block(found, "节水宣传").measures if pair.old]
    assert [one.title for one in found.unanswered] == ["节水宣传流于形式"]


def test_a_finding_put_in_front_renumbers_the_others_and_changes_none() -> None:
    new = OLD.replace("1.供水", "1.水质检测记录缺失\n7月1日，补做检测9次。\n整改情况：完成整改。\n2.供水")
    new = new.replace("2.水费", "3.水费").replace("3.节水", "4.节水")
    found = compared(OLD, new)
    pairs = {pair.new.title: pair for one in found.blocks for pair in one.findings if pair.new}
    assert pairs["水质检测记录缺失"].change is Change.ADDED
    assert {pair.change for title, pair in pairs.items() if title != "水质检测记录缺失"} == {Change.MOVED}
    assert changes(found) == {Change.SAME, Change.MOVED, Change.ADDED}


def test_a_finding_that_is_gone_stands_where_it_stood_and_is_asked_about() -> None:
    start, end = OLD.index("2.水费"), OLD.index("3.节水")
    found = compared(OLD, OLD[:start] + OLD[end:])
    titles = [(pair.new or pair.old).title for one in found.blocks for pair in one.findings]  # type: ignore[union-attr]
    assert titles == ["供水管网巡查不到位", "水费公示不规范", "节水宣传流于形式"]
    assert "请说明为什么撤下" in block(found, "水费公示").questions[0]


def test_findings_that_are_now_answered_together_keep_their_measures() -> None:
    new = OLD.replace("整改情况：正在整改。\n2.水费公示不规范\n", "", 1).replace(
        "1.供水管网巡查不到位\n", "1.供水管网巡查不到位\n2.水费公示不规范\n"
    )
    found = compared(OLD, new)
    assert {pair.change for pair in block(found, "水费公示").measures} == {Change.SAME}


def test_of_a_feedback_the_unanswered_and_the_unasked_are_told() -> None:
    report = OLD.replace("1.供水管网巡查不到位", "1.关于“供水管网巡查不到位”问题的整改")
    found = compared(FEEDBACK, report)
    assert found.mode is Mode.ANSWERS
    assert [one.title for one in found.unanswered] == ["干部轮岗交流不及时"]
    assert [one.title for each in found.unasked for one in each.findings] == ["节水宣传流于形式"]


def test_a_finding_nobody_asked_is_told_though_it_shares_its_answer() -> None:
    report = OLD.replace("2.水费公示不规范\n", "2.水费公示不规范\n3.机关作风不实\n").replace(
        "3.节水", "4.节水"
    )
    titles = [one.title for each in compared(FEEDBACK, report).unasked for one in each.findings]
    assert titles == ["机关作风不实", "节水宣传流于形式"]


@pytest.mark.parametrize(
    "title",
    [
        "关于“供水管网巡查不到位”问题的整改",
        "针对供水管网巡查不到位的问题",
        "反馈问题1：供水管网巡查不到位。",
        "供水管网巡查不到位",
    ],
)
def test_the_core_of_a_title_is_what_it_says(title: str) -> None:
    assert core_of(title) == "供水管网巡查不到位"


def test_diagnostics_are_known_again_when_lines_and_numbers_move() -> None:
    old = OLD.replace("当月修复漏点12处", "多次抢修")
    new = old.replace("1.供水", "1.水质检测记录缺失\n7月1日，补做检测9次。\n整改情况：完成整改。\n2.供水")
    new = new.replace("2.水费", "3.水费").replace("3.节水", "4.节水")
    before, after = (seen(report, check(report).diagnostics) for report in (read_text(old), read_text(new)))
    moved = trend(before, after)
    assert moved.gone == ()
    assert [(was.quote, was.line, now.line) for was, now in moved.still if was.code == "SB03"] == [
        ("多次", 5, 8)
    ]
    fingerprints = {one.fingerprint for one in after}
    assert {one.fingerprint for one in before} <= fingerprints


def test_what_was_mended_is_gone_and_what_came_is_new() -> None:
    old, new = OLD.replace("当月修复漏点12处", "多次抢修"), OLD.replace("公示水价", "截止目前公示水价")
    before, after = (seen(report, check(report).diagnostics) for report in (read_text(old), read_text(new)))
    moved = trend(before, after)
    assert "SB03" in {one.code for one in moved.gone}
    assert "WD06" in {one.code for one in moved.new}


def test_answers_without_a_finding_stand_beside_each_other_in_their_order() -> None:
    heading, answered = "一、落实上级决策部署有差距", "2.水费公示不规范"
    first = f"1.供水管网巡查不到位\n{heading}\n整改情况：正在整改。\n{answered}\n整改情况：正在整改。"
    text = f"{first}\n{heading}\n整改情况：完成整改。\n{answered}\n7月10日，公示水价。\n整改情况：完成整改。"
    same = compared(text, text)
    assert not any(one.changed for one in same.blocks)


@given(
    st.lists(st.sampled_from(OLD.split("\n")), max_size=25),
    st.lists(st.sampled_from(OLD.split("\n")), max_size=25),
)
@settings(max_examples=60, deadline=None)
def test_any_two_texts_are_compared_and_nothing_is_lost(first: list[str], second: list[str]) -> None:
    old, new = read_text("\n".join(first)), read_text("\n".join(second))
    found = compare(old, new)
    for side, report in ((0, old), (1, new)):
        responses = [one for section in report.sections for one in section.responses]
        shown = [pair[side] for one in found.blocks for pair in one.measures if pair[side]]
        assert sorted(one.leaf for one in shown) == sorted(m.leaf for one in responses for m in one.measures)
        findings = [pair[side] for one in found.blocks for pair in one.findings if pair[side]]
        assert sorted(f.leaf for f in findings) == sorted(f.leaf for one in responses for f in one.findings)
        aspects = [pair[side] for one in found.blocks for pair in one.subfindings if pair[side]]
        wanted = [s.leaf for one in responses for f in one.findings for s in f.subfindings]
        assert sorted(s.leaf for s in aspects) == sorted(wanted)
    same = compare(old, old)
    assert not any(one.changed for one in same.blocks)


@given(st.text(alphabet="甲乙丙12。，\n", max_size=40), st.text(alphabet="甲乙丙12。，\n", max_size=40))
def test_the_differences_give_both_texts_back(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(one.text for one in pieces if one.kind != "new") == old
    assert "".join(one.text for one in pieces if one.kind != "gone") == new


def test_thousands_of_findings_that_share_nothing_end_in_time() -> None:
    class Title:
        def __init__(self, text: str) -> None:
            self.title, self.number = text, None

    old, new = ([Title(f"{a}{n}甲乙丙丁戊己庚辛壬癸" * 3) for n in range(3_000)] for a in "左右")
    started = time.monotonic()
    match_titles(old, new)
    assert time.monotonic() - started < 20


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    """The feedback, the first version and the second."""
    texts = {"反馈.txt": FEEDBACK, "一稿.txt": OLD, "二稿.txt": OLD.replace("漏点12处", "漏点<b>21</b>处")}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tuple(str(tmp_path / name) for name in texts)  # type: ignore[return-value]  # three of them


def test_the_command_tells_it_in_words_and_keeps_its_schema(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    feedback, first, second = files
    assert main(["compare", first, second]) == 0
    said = capsys.readouterr().out
    assert "〔删：12〕" in said
    assert "仍在" in said
    assert main(["compare", feedback, first]) == 1
    assert "没有作答的问题 1 个" in capsys.readouterr().out
    for pair in ((first, second), (feedback, second)):
        main(["compare", *pair, "--format", "json"])
        written: Any = json.loads(capsys.readouterr().out)
        assert errors("comparison.json", written) == []
        assert (written["trend"] is None) == (pair[0] == feedback)


def test_the_page_of_a_comparison_is_harmless(files: tuple[str, str, str], tmp_path: Path) -> None:
    target = tmp_path / "对照.html"
    assert main(["compare", *files[1:], "--format", "html", "--output", str(target)]) == 0
    written = target.read_text("utf-8")
    assert "<b>21</b>" not in written
    assert "<del>12</del>" in written
    assert "default-src 'none'" in written


def test_wrong_wishes_are_answered_in_a_sentence(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", files[1], "没有.txt"]) == 2
    assert "找不到文件" in capsys.readouterr().err
    assert main(["compare", "-", "-"]) == 2
    assert "标准输入" in capsys.readouterr().err
