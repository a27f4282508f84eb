"""Every byte comes back, whatever the encoding and however damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import Limits
from bihuan.report.source import decode, encode, presentable, split_lines

REPORT = "关于巡察整改情况的通报\r\n一、学习方面\r\n1.研究不够。\r\n（1）3月5日，召开会议\u3000〇㎡·…—\r\n"
CONTROLS = "".join(map(chr, [*range(9), *range(0x0E, 0x1C), 0x7F]))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=CONTROLS))
BROKEN = st.lists(st.integers(0x80, 0xFF), max_size=3)
HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1)
WAYS = [
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("gb18030", b""),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
]


def read_or_refuse(data: bytes) -> None:
    """Either the same bytes come back, or the file is refused."""
    try:
        source = decode(data)
    except UnreadableDocument:
        return
    assert encode(source) == data


@pytest.mark.parametrize(("encoding", "bom"), WAYS)
def test_report_reads_the_same_in_every_encoding(encoding: str, bom: bytes) -> None:
    source = decode(bom + REPORT.encode(encoding))
    assert (source.text, source.encoding, source.bom) == (REPORT, encoding, bom)


@given(TEXTS, st.sampled_from(WAYS))
def test_arbitrary_text_comes_back_byte_for_byte(text: str, way: tuple[str, bytes]) -> None:
    data = way[1] + (REPORT + text).encode(way[0])
    assert encode(decode(data)) == data


@given(HANZI)
def test_gb18030_report_is_taken_for_gb18030(text: str) -> None:
    assert decode((REPORT + text).encode("gb18030")).text == REPORT + text


@given(st.binary())
def test_arbitrary_bytes_come_back_or_are_refused(data: bytes) -> None:
    read_or_refuse(data)


@given(st.sampled_from(WAYS), st.integers(0, 200), st.integers(0, 4), st.binary(max_size=4))
def test_mutated_report_comes_back_or_is_refused(
    way: tuple[str, bytes], at: int, cut: int, put: bytes
) -> None:
    data = way[1] + REPORT.encode(way[0])
    read_or_refuse(data[:at] + put + data[at + cut :])


@given(BROKEN, st.integers(0, 200), st.sampled_from(["utf-8", "gb18030"]))
def test_few_broken_bytes_are_kept(broken: list[int], at: int, encoding: str) -> None:
    good = (REPORT * 20).encode(encoding)
    data = good[:at] + bytes(broken) + good[at:]
    source = decode(data)
    assert encode(source) == data
    assert source.encoding == encoding


def test_broken_bytes_are_shown_as_replacement_characters() -> None:
    source = decode("整改到位。".encode() * 4 + b"\xe6\x95")
    assert presentable(source.text) == "整改到位。" * 4 + "\ufffd\ufffd"
    assert len(presentable(source.text)) == len(source.text)


def test_edited_text_is_written_as_the_source_was() -> None:
    source = decode("\ufeff原文".encode())
    assert encode(source, "新文") == b"\xef\xbb\xbf" + "新文".encode()


BAD = {
    "空字节": "整改\0情况".encode(),
    "程序文件": b"\x7fELF\x02\x01\x01" + bytes(range(1, 32)) * 4,
    "控制字符很多": b"\x01\x02\x03\x04\x05 text",
    "没有标记的UTF-16": REPORT.encode("utf-16-le"),
    "UTF-32": b"\xff\xfe\x00\x00" + REPORT.encode("utf-32-le"),
    "UTF-16少半个字": b"\xff\xfe" + REPORT.encode("utf-16-le")[:-1],
    "UTF-16里有空字符": b"\xff\xfe" + "整\0改".encode("utf-16-le"),
    "乱码": bytes([0xFF, 0x81, 0xFD, 0xFF] * 20),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_text_is_refused(name: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"请.*。$"):
        decode(BAD[name])


def test_stray_control_character_is_no_binary_file() -> None:
    assert decode((REPORT + "\x07").encode()).text == REPORT + "\x07"


def test_too_long_text_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnreadableDocument, match=r"文本太大.*最多 3 字节"):
        decode(b"abcd", limits=Limits(text_bytes=3))


def test_single_line_of_sixty_megabytes_is_refused_at_once() -> None:
    with pytest.raises(UnreadableDocument, match="文本太大（60 MB，最多 32 MB）"):
        decode(b"a" * (60 * 1024 * 1024))


@given(st.text(st.sampled_from("字a\r\n\u2028\u2029\x85\x0b\x0c\x1c\x1e")))
def test_lines_end_at_lf_crlf_and_cr_only(text: str) -> None:
    lines = split_lines(text)
    assert "".join(line + end for line, end in lines) == text
    assert all(end in {"\n", "\r\n", "\r"} for _, end in lines[:-1])
    assert not any("\n" in line or "\r" in line for line, _ in lines)
    assert all(line or end for line, end in lines)


def test_line_ends_may_be_mixed() -> None:
    assert split_lines("一\r\n二\n\r三\u2028") == [("一", "\r\n"), ("二", "\n"), ("", "\r"), ("三\u2028", "")]


def test_shared_texts_come_back(shared: Path) -> None:
    for path in [*shared.glob("seed/*"), *shared.glob("corpus/*")]:
        data = path.read_bytes()
        assert encode(decode(data)) == data, path.name
        recoded = decode(data).text.encode("gb18030")
        assert encode(decode(recoded)) == recoded, path.name
