"""Nothing here is quadratic: twice the text never costs much more than twice the time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bihuan.zh.commitments import find_commitments
from bihuan.zh.contact import read_contact
from bihuan.zh.masks import find_masks
from bihuan.zh.sentences import split_clauses, split_sentences
from bihuan.zh.status import closing_outcome, read_status
from bihuan.zh.tense import read_tense
from bihuan.zh.titles import find_titles
from bihuan.zh.totals import find_totals

HOSTILE = [
    "“",
    "《（",
    "一是甲乙丙；",
    "一是甲乙丙；二是丁戊己。",
    "将",
    "待甲",
    "电话：",
    "反馈3个问题，已完成2个。",
    "9" * 40,
    "每月",
    "）",
    "某",
    "8月20日前，清退6万元",
    "剩余2个预计",
    "问题4个方面",
    "待人选后",
]
READERS: list[Callable[[str], object]] = [
    split_sentences,
    split_clauses,
    read_status,
    closing_outcome,
    read_tense,
    find_totals,
    read_contact,
    find_masks,
    find_titles,
    lambda text: find_commitments(text, []),
]


def seconds(read: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("read", READERS)
def test_a_long_line_reads_in_linear_time(read: Callable[[str], object], piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert seconds(read, text) < 2.0
