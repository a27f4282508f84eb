"""Masking: no original stays, everything comes back, the same person keeps one mask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.masking import PROFILES, Kind, Term, mask, positions, recognise, unmask, with_masks
from bihuan.masking.applying import problem_of
from bihuan.masking.kinds import Source

PUBLIC = PROFILES["public"].kinds
LETTERS = st.text(alphabet="甲乙丙某张三村×a", min_size=0, max_size=60)
ORIGINALS = st.text(alphabet="甲乙丙某张三村a", min_size=2, max_size=4)


def masked(text: str, *people: str, kinds: frozenset[Kind] = PUBLIC) -> str:
    """The text as the rules leave it."""
    return mask(text, with_masks(recognise(text, kinds, people), text)).text


@given(LETTERS, st.lists(st.tuples(ORIGINALS, st.text(alphabet="甲乙某张×", max_size=3)), max_size=6))
def test_no_original_stays_and_the_text_comes_back(text: str, told: list[tuple[str, str]]) -> None:
    terms = with_masks([Term(one, Kind.PERSON, Source.HAND, sign) for one, sign in told], text)
    made = mask(text, terms)
    assert not [one for one, _ in told if one in made.text]
    assert unmask(made) == text
    for one in made.replacements:
        assert text[one.start : one.end] == one.original
        assert made.text[one.at : one.at + len(one.mask)] == one.mask


@given(LETTERS, st.lists(st.tuples(ORIGINALS, st.just("某")), max_size=4), st.data())
def test_pieces_of_the_text_are_pieces_of_the_masked_one(
    text: str, told: list[tuple[str, str]], data: st.DataObject
) -> None:
    made = mask(text, [Term(one, Kind.PERSON, Source.HAND, sign) for one, sign in told])
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    ends = positions(made, [*cuts, len(text)])
    assert ends == sorted(ends)
    assert ends[-1] == len(made.text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("由人事科科长何苗同志补办。", "由人事科科长何某同志补办。"),
        ("局长陈曦，主任陈明带队；陈曦同志再次督促。", "局长陈某甲，主任陈某乙带队；陈某甲同志再次督促。"),
        ("书记欧阳振华带队，欧阳振华表示……", "书记欧阳某带队，欧阳某表示……"),
        ("张某作出检查，科长张悦同志负责。", "张某作出检查，科长张某甲同志负责。"),
        ("对鹿溪宏远建材有限公司立案。", "对某公司立案。"),
        (
            "走访了云顶合作社、南山食品有限公司，与北岭食品有限公司座谈。",
            "走访了某合作社、某甲公司，与某乙公司座谈。",
        ),
        ("到大榆村、青石社区走访，大榆村已整改。", "到某村、某社区走访，某村已整改。"),
        ("向村民（电话13900000000）补发。", "向村民（电话139********）补发。"),
        (
            "身份证号110101199003078515，卡号6222021234567890123。",
            "身份证号" + "*" * 18 + "，卡号" + "*" * 19 + "。",
        ),
    ],
)
def test_the_rules_of_the_public_version(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "召开党组会议，各村、两个社区和乡镇街道参加。",
        "建成文明村、示范社区，推进美丽乡村建设。",
        "选派4名同志参加培训，局党组书记主持。",
        "联系电话：0599-1234567；监督电话13900000000。",
        "与有关企业座谈，帮助公司解决问题。",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert masked(text) == text


def test_a_name_of_the_list_is_known_without_a_post() -> None:
    text = "林知夏整理台账，安和负责，平安和谐。"
    assert masked(text, "林知夏", "安和") == "林某整理台账，安和负责，平安和谐。"
    [found] = recognise(text, PUBLIC, ["林知夏", "安和"])
    assert found.source is Source.DICTIONARY


def test_a_post_is_masked_where_wanted() -> None:
    text = "统计一室主任张悦具体负责。"
    assert masked(text) == "统计一室主任张某具体负责。"
    assert masked(text, kinds=PUBLIC | {Kind.POST}) == "有关科室负责人张某具体负责。"


def test_the_internal_version_keeps_names() -> None:
    text = "局长陈曦带队到大榆村。身份证号110101199003078515。"
    assert masked(text, kinds=PROFILES["internal"].kinds) == f"局长陈曦带队到大榆村。身份证号{'*' * 18}。"


def test_many_of_one_surname_are_told_apart() -> None:
    names = [f"张{one}" for one in "悦强明华军伟芳敏静丽勇"]
    text = "；".join(f"局长{one}同志" for one in names)
    signs = [one.mask for one in with_masks(recognise(text, PUBLIC), text)]
    assert len(set(signs)) == len(names)
    assert (signs[0], signs[-1]) == ("张某甲", "张某11")


@pytest.mark.parametrize("original", ["", "张", " 张悦", "张×悦", "张\n悦"])
def test_what_cannot_be_masked_is_refused(original: str) -> None:
    assert problem_of(original).endswith("。")
    with pytest.raises(ValueError, match="cannot"):
        mask("张悦", [Term(original, Kind.OTHER)])


def test_a_long_text_takes_no_longer_by_the_letter() -> None:
    text = "局长陈曦同志带队到大榆村走访，对鹿溪宏远建材有限公司立案。\n" * 4000
    assert "陈曦" not in masked(text)
