"""The compiled vocabulary is that of the TOML files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bihuan.zh.vocab import alternatives, entries, words
from bihuan.zh.wordlist import WordList

ROOT = Path(__file__).parents[2]


def test_compiled_vocabulary_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "tools/build_vocab.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_words_come_in_the_order_of_the_file() -> None:
    assert words("status", "stage") == ("阶段性",)
    assert list(entries("commitments"))[:3] == ["month", "quarter", "year"]
    with pytest.raises(KeyError):
        words("status", "no such entry")


def test_alternatives_put_the_longest_word_first() -> None:
    assert alternatives(("甲", "甲乙"), ("丙",)) == "甲乙|丙|甲"


def test_no_status_word_has_two_meanings() -> None:
    lists = [set(found) for name, found in entries("status").items() if name not in FREE]
    assert sum(map(len, lists)) == len(set().union(*lists))


FREE = {"filler", "planned", "closing_subject", "closing_predicate", "concrete"}


def test_word_list_finds_the_longest_word_at_each_place() -> None:
    found = WordList(["完成", "完成整改", "未完成"])
    assert found.find_all("未完成，完成整改") == [(0, "未完成"), (4, "完成整改")]
    assert found.remove("已完成整改。") == "已。"
    assert found.cover("完成未完成") == ["完成", "未完成"]
    assert found.cover("完成了") is None
