"""Sentences and the clauses of inline lists."""

from __future__ import annotations

import pytest

from bihuan.zh.sentences import chinese_number, split_clauses, split_sentences

from .support import cases


@pytest.mark.parametrize(("text", "sentences"), cases("sentences"))
def test_sentences_of_a_text(text: str, sentences: list[str]) -> None:
    found = split_sentences(text)
    assert [sentence for _, sentence in found] == sentences
    assert all(text.startswith(sentence, place) for place, sentence in found)


@pytest.mark.parametrize(("text", "clauses"), cases("clauses"))
def test_clauses_of_an_inline_list(text: str, clauses: list[str] | None) -> None:
    found = split_clauses(text)
    assert (None if found is None else [clause for _, clause in found]) == clauses
    assert all(text.startswith(clause, place) for place, clause in found or [])


def test_semicolons_end_a_sentence_only_when_asked() -> None:
    assert [s for _, s in split_sentences("甲；乙（丙；丁）。", semicolons=True)] == [
        "甲；",
        "乙（丙；丁）。",
    ]


def test_chinese_numbers() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 25)] == ["一", "十", "十一", "二十", "二十五"]
