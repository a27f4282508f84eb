"""The pure parts: folding, tokens, what is asked, excerpts."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.web.search import grams
from bihuan.web.search.asking import LONGEST, Asked
from bihuan.web.search.excerpts import SHOWN, excerpt, marked
from bihuan.web.search.folding import flow, fold

ANY = st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｓ３ 和 S3", "s3 和 s3"),
        ("２０２３年", "2023年"),
        ("“双随机”，检查。", "“双随机”，检查。"),
        ("党　组\t会\u00a0议\n", "党 组 会 议 "),
        ("ß İ Å", "ß i å"[:2] + "İ å"),
        ("\x00\x1f\x7f", "   "),
        ("繁體與简体", "繁體與简体"),
        ("：；？！", "：；？！"),
        ("䶮𠮷🙂", "䶮𠮷🙂"),
    ],
)
def test_width_case_and_blanks_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY)
def test_folding_keeps_places_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(ANY, st.data())
def test_a_text_has_the_tokens_of_every_part_of_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    word = folded[start : data.draw(st.integers(start, len(folded)))].strip()
    assert set(grams.of_words([word] if word else [])) <= grams.of_text("", folded)
    assert grams.heads(grams.of_words([word] if word else [])) <= grams.of_text(folded, "") | grams.heads([])


@given(st.text(min_size=1, max_size=2), ANY)
def test_one_or_two_characters_have_a_token_only_where_they_stand(word: str, text: str) -> None:
    word, text = fold(word), fold(text)
    tokens = grams.of_word(word)
    if " " not in word and all(ord(one) < 0x10000 for one in word) and not _surrogates(word + text):
        assert (set(tokens) <= grams.pairs(text) | grams.singles(text)) == (word in text)


def _surrogates(text: str) -> bool:
    return any("\ud800" <= one <= "\udfff" or ord(one) > 0xFFFF for one in text)


def test_tokens_of_an_index_of_words_are_words() -> None:
    assert grams.as_text([1, -1]) == "01000000 ffffffff"


@given(st.lists(ANY, max_size=120))
def test_a_question_never_asks_for_too_many(words: list[str]) -> None:
    folded = [fold(one).strip() for one in words if one.strip()]
    assert len(grams.of_words(folded)) <= grams.MOST


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("党组 会议", ("党组", "会议")),
        ('"党组 会议" 纪要', ("党组 会议", "纪要")),
        ("“党组 会议”", ("党组 会议",)),
        ("「党组 会议」", ("党组 会议",)),
        ("开展“双随机”检查", ("开展“双随机”检查",)),
        ('"没有另一半', ('"没有另一半',)),
        ("执法 执法", ("执法",)),
        ("Ｓ３ s3", ("s3",)),
        ('""', ()),
        ('" "', ()),
        ("", ()),
    ],
)
def test_words_and_phrases(text: str, words: tuple[str, ...]) -> None:
    assert Asked.read({"q": text}).words == words


def test_an_address_says_the_same_again() -> None:
    told = {"q": "党组 & 会议", "unit": "统计", "round": "7", "since": "2023-01-02", "order": "date"}
    asked = Asked.read(told)
    assert dict(parse_qsl(asked.with_()[1:])) == told
    assert dict(parse_qsl(asked.with_(after=(2, 7))[1:])) == {**told, "after": "2-7"}
    assert Asked.read({"q": "x" * 300}).cut
    assert len(Asked.read({"q": "x" * 300}).text) == LONGEST


@given(ANY, st.lists(ANY.map(str.strip).filter(bool), max_size=3))
def test_marking_loses_nothing(text: str, words: list[str]) -> None:
    pieces = marked(text, [fold(one) for one in words])
    assert "".join(one.text for one in pieces) == text
    assert any(one.hit for one in pieces) == any(fold(one) in fold(text) for one in words if text)


def test_an_excerpt_stands_around_the_hit() -> None:
    text = "前面的话。" * 40 + "这里有双随机检查。" + "后面的话。" * 40
    pieces = excerpt(text, ["双随机"])
    told = "".join(one.text for one in pieces)
    assert (pieces[0].text, pieces[-1].text) == ("…", "…")
    assert "这里有双随机检查。" in told
    assert len(told) <= SHOWN + 2
    assert excerpt("短文", ["文"], before=True, more=True)[0].text == "…"
    assert excerpt("没有的", []) == [("没有的", False)]


@pytest.mark.parametrize(
    ("text", "flowing"),
    [
        ("党\n组会议", "党组会议"),
        ("党　\r\n　组", "党组"),
        ("会议。\n\n二、执法", "会议。二、执法"),
        ("page 1\nof 2", "page 1 of 2"),
        ("共12\n家", "共12 家"),
        ("a \t b", "a b"),
    ],
)
def test_lines_of_a_file_flow(text: str, flowing: str) -> None:
    assert flow(text) == flowing
