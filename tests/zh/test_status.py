"""Outcomes after a label and at the end of a paragraph."""

from __future__ import annotations

import pytest

from bihuan.zh.status import closing_outcome, is_outcome_wording, is_status_only, read_status

from .support import cases


@pytest.mark.parametrize(("text", "status", "alone"), cases("status"))
def test_status_of_a_text(text: str, status: str, alone: bool) -> None:
    assert read_status(text) == status
    assert is_status_only(text) is alone


@pytest.mark.parametrize(("text", "closing"), cases("closings"))
def test_closing_sentence_that_only_states_the_outcome(text: str, closing: str | None) -> None:
    place = closing_outcome(text)
    assert (None if place is None else text[place:].strip()) == closing


@pytest.mark.parametrize(
    "text", ["已阅。", "效果显著。", "走程序", "完成整改。", "已完成，长期坚持。", "见附件3。", "详见附表三"]
)
def test_a_short_text_may_be_an_outcome_in_unknown_words(text: str) -> None:
    assert is_outcome_wording(text)


@pytest.mark.parametrize(
    "text",
    [
        "召开会议部署工作",
        "修订《办法》。",
        "3月2日已办。",
        "一，二，三。",
        "",
        "制定了一整套制度",
        "见附件3所列退款12笔",
    ],
)
def test_what_tells_a_deed_is_no_outcome(text: str) -> None:
    assert not is_outcome_wording(text)
