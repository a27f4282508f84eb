"""Whatever is handed in, a Chinese sentence says what to do, quickly and in little memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.formats.build import TYPES, document, docx, p, packed, part

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats import Format, load
from bihuan.report.formats.legacy import read_legacy
from bihuan.report.formats.sniff import OLE
from bihuan.report.limits import DEFAULT_LIMITS, Limits, limits_from

ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "{}">]>'
GOOD = docx(p("整改情况"))
TELLING_STYLE = '<w:style w:styleId="H"><w:pPr><w:numPr></w:numPr></w:pPr></w:style>'
MEGABYTE = 1024 * 1024


def with_main(xml: str | bytes) -> bytes:
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": xml})


def ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def lying(data: bytes, told: int) -> bytes:
    """The size of the main part changed in the zip directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        real = package.getinfo("word/document.xml").file_size
    return data.replace(struct.pack("<L", real), struct.pack("<L", told))


def bomb(size: int) -> bytes:
    return with_main(document(f"<!--{'a' * size}-->" + p("文")))


def encrypted_zip() -> bytes:
    data = bytearray(GOOD)
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[at + 8] |= 1
    return bytes(data)


BAD: dict[str, tuple[bytes, str, str]] = {
    "空文件": (b"", "a.txt", "空的"),
    "只有空白": (" \r\n\t\u3000\n".encode(), "a.txt", "没有文字"),
    "只有标记": (b"\xef\xbb\xbf", "a.txt", "没有文字"),
    "没有文字的网页": (b"<html><body><img src=a></body></html>", "a.html", "没有读得出的文字"),
    "没有文字的Word": (docx("<w:p/>"), "a.docx", "没有读得出的文字"),
    "二进制": (b"\x00\x01\x02\x03" * 99, "a.txt", "不是文字文件"),
    "程序": (b"\x7fELF\x02\x01\x01\x00", "a", "读不了"),
    "图片": (b"\x89PNG\r\n\x1a\n" + bytes(64), "扫描.txt", "图片"),
    "压缩包": (b"Rar!\x1a\x07\x00", "a.rar", "压缩包"),
    "网页存档": (b"MIME-Version: 1.0\r\n", "a.doc", "网页存档"),
    "认不出的编码": ("これはテキストです。ファイルを読む。".encode("shift_jis"), "a.txt", "编码"),
    "繁体编码": ("關於巡視整改情況的報告，黨組織開展學習".encode("big5"), "a.txt", "编码"),
    "没有标记的UTF-16": ("整改\n情况".encode("utf-16-le"), "a.txt", "不是文字文件"),
    "六十兆一行": (b"x" * (60 * MEGABYTE), "a.txt", "文本太大（60 MB，最多 32 MB）"),
    "超大文件": (b"PK\x03\x04" + bytes(65 * MEGABYTE), "a.docx", "文件太大（65 MB，最多 64 MB）"),
    "断开的zip": (GOOD[: len(GOOD) // 2], "a.docx", "损坏"),
    "只有zip开头": (b"PK\x03\x04", "a.docx", "损坏"),
    "中间坏的zip": (GOOD.replace(b"\x01\x02\x14", b"\x01\x02\xff", 1)[:-9] + b"123456789", "a.docx", "损坏"),
    "空zip": (packed({}), "a.docx", "压缩包"),
    "别的zip": (packed({"a.txt": "文"}), "a.zip", "压缩包"),
    "缺正文的Word": (packed({"[Content_Types].xml": TYPES}), "a.docx", "损坏"),
    "正文不是XML": (with_main("文"), "a.docx", "损坏"),
    "正文没有body": (with_main(part("document", "")), "a.docx", "损坏"),
    "zip炸弹压缩比": (bomb(12 * MEGABYTE), "a.docx", "异常地大"),
    "zip炸弹单件": (with_main(b"x" * (33 * MEGABYTE)), "a.docx", "异常地大（33 MB）"),
    "zip炸弹很多件": (packed({str(n): "" for n in range(5001)}), "a.docx", "异常地大"),
    "zip里的样式炸弹": (docx(p("文"), styles=" " * (12 * MEGABYTE)), "a.docx", "异常地大"),
    "谎报大小": (lying(bomb(12 * MEGABYTE), 99), "a.docx", "损坏"),
    "XML实体": (with_main(ENTITY.format("b") + part("document", "")[38:]), "a.docx", "实体声明"),
    "UTF-16的XML实体": (
        with_main('\ufeff<!DOCTYPE d [<!ENTITY a "b">]><d/>'.encode("utf-16-le")), "a.docx", "实体声明",
    ),
    "样式里的外部DTD": (
        docx(p("文", '<w:pStyle w:val="H"/>'), styles=f'<!DOCTYPE a SYSTEM "x">{TELLING_STYLE}'),
        "a.docx", "实体声明",
    ),
    "嵌套太深": (docx("<w:ins>" * 220 + p("文") + "</w:ins>" * 220), "a.docx", "嵌套太深"),
    "行内嵌套太深": (docx("<w:p>" + "<w:ins>" * 220 + "</w:ins>" * 220 + "</w:p>"), "a.docx", "嵌套太深"),
    "表格嵌套太深": (docx("<w:tbl><w:tr><w:tc>" * 70 + "</w:tc></w:tr></w:tbl>" * 70), "a.docx", "嵌套太深"),
    "改名的宏文档": (docx(p("文"), **{"word/vbaProject.bin": b"x"}), "a.docx", "宏"),
    "没有宏代码的docm": (
        packed({"[Content_Types].xml": "<a b='application/vnd.ms-word.document.macroEnabled.main+xml'/>",
                "word/document.xml": document(p("文"))}), "a.docx", "宏",
    ),
    "表格改名": (packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<a/>"}), "a.docx", "台账"),
    "演示文稿": (packed({"[Content_Types].xml": TYPES, "ppt/a.xml": "<a/>"}), "a.docx", "演示文稿"),
    "OFD": (packed({"OFD.xml": "<a/>"}), "a.ofd", "OFD"),
    "ODT": (packed({"mimetype": "x", "META-INF/manifest.xml": "<a/>"}), "a.odt", "OpenDocument"),
    "加密的zip": (encrypted_zip(), "a.docx", "密码"),
    "加密的docx": (ole("EncryptedPackage"), "a.docx", "密码"),
    "旧版表格": (ole("Workbook"), "a.doc", "台账"),
    "逗号表格": ("序号,问题\n1,研究不够\n".encode(), "台账.csv", "台账"),
    "文本改名docx": ("关于整改情况的报告\n".encode(), "报告.docx", r"扩展名是 \.docx，内容却不是"),
    "网页改名pdf": (b"<html>Login</html>", "a.pdf", r"扩展名是 \.pdf"),
    "XML文件": (b'<?xml version="1.0"?><w:wordDocument/>', "a.doc", "XML"),
    "网页实体": (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "a.html", "XML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_is_refused_with_a_sentence_that_says_what_to_do(name: str) -> None:
    data, file_name, expected = BAD[name]
    with pytest.raises(UnreadableDocument, match=expected) as refusal:
        load(data, file_name)
    sentence = str(refusal.value)
    assert "请" in sentence
    assert sentence.count("。") == 1
    assert sentence.endswith("。")


@pytest.mark.parametrize("name", ["六十兆一行", "zip炸弹压缩比", "zip炸弹单件", "谎报大小", "zip炸弹很多件"])
def test_bomb_is_refused_quickly_and_in_little_memory(name: str) -> None:
    data, file_name, _ = BAD[name]
    begun = time.process_time()
    tracemalloc.start()
    with pytest.raises(UnreadableDocument):
        load(data, file_name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * MEGABYTE
    assert time.process_time() - begun < 3


def test_nested_zip_is_not_opened() -> None:
    assert load(docx(p("文"), **{"word/media/a.zip": bomb(MEGABYTE)})).text == "文"


def test_pictures_are_not_unpacked() -> None:
    assert load(docx(p("文"), **{"word/media/a.bmp": b"\0" * (40 * MEGABYTE)})).text == "文"


RIGHT: dict[str, tuple[bytes, str, Format]] = {
    "Word改名txt": (GOOD, "a.txt", Format.DOCX),
    "Word没有扩展名": (GOOD, "", Format.DOCX),
    "Word改名doc": (GOOD, "a.doc", Format.DOCX),
    "网页改名txt": (b"\n<!DOCTYPE HTML><p>x</p>", "a.txt", Format.HTML),
    "网页改名doc": (b"<table><tr><td>x</table>", "a.doc", Format.HTML),
    "标准输入的网页": (b"<div>x</div>", "", Format.HTML),
    "UTF-16的网页": ("\ufeff<html><p>整改</p>".encode("utf-16-le"), "a.html", Format.HTML),
    "带声明的XHTML": (b'<?xml version="1.0"?><!-- c --><html><p>x</p></html>', "a.xhtml", Format.HTML),
    "文本里有标签": ("整改<br>情况".encode(), "a.txt", Format.TEXT),
    "标准输入的文本": ("整改<br>情况".encode(), "", Format.TEXT),
    "Markdown": ("# 整改".encode(), "a.MD", Format.MARKDOWN),
    "别的扩展名": ("整改".encode(), "a.log", Format.TEXT),
    "文本改名jpg": ("整改".encode(), "a.jpg", Format.TEXT),
    "名字里有路径": ("整改".encode(), "../../etc/x.docx/../a.txt", Format.TEXT),
    "名字里有反斜杠": ("# 整改".encode(), "C:\\x\\..\\a.md", Format.MARKDOWN),
    "名字里有空字符": ("整改".encode(), "a.docx\0.txt", Format.TEXT),
    "名字只有扩展名": ("整改".encode(), ".docx", Format.TEXT),
}


@pytest.mark.parametrize("name", RIGHT)
def test_content_decides_the_format(name: str) -> None:
    data, file_name, expected = RIGHT[name]
    loaded = load(data, file_name)
    assert loaded.format is expected
    assert "<p>" not in loaded.text


def test_wrong_suffix_is_told() -> None:
    assert load(GOOD, "a.txt").notes == ("文件扩展名是 .txt，内容却是Word 文档：按内容读取。",)


@given(st.integers(0, len(GOOD)), st.integers(0, 3), st.binary(max_size=3))
def test_mutated_docx_reads_or_is_refused(at: int, cut: int, put: bytes) -> None:
    try:
        load(GOOD[:at] + put + GOOD[at + cut :], "a.docx")
    except UnreadableDocument as refusal:
        assert "请" in str(refusal)  # noqa: PT017 - most mutations are refused, some are not


@given(st.integers(0, 900), st.binary(min_size=1, max_size=9))
def test_mutated_xml_reads_or_is_refused(at: int, put: bytes) -> None:
    xml = document(p("整改") + f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>").encode()
    try:
        load(with_main(xml[:at] + put + xml[at + len(put) :]))
    except UnreadableDocument as refusal:
        assert "请" in str(refusal)  # noqa: PT017


def test_same_name_twice_in_a_zip_is_no_error() -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", document(p("后来的")))
    assert load(out.getvalue()).text == "后来的"


def test_without_libreoffice_old_formats_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument, match=r"没有安装 LibreOffice.*请"):
        read_legacy(b"{\\rtf1 x}", DEFAULT_LIMITS)


def test_limits_come_from_the_environment() -> None:
    environ = {"BIHUAN_MAX_FILE_BYTES": "7", "BIHUAN_MAX_PDF_PAGES": " ", "OTHER": "x"}
    assert limits_from(environ) == Limits(file_bytes=7)
    assert limits_from({}) is not None


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "很多", "²"])
def test_limit_that_is_no_number_is_told(written: str) -> None:
    with pytest.raises(ValueError, match=r"BIHUAN_MAX_FILE_BYTES.*请改正"):
        limits_from({"BIHUAN_MAX_FILE_BYTES": written})


def test_limits_are_documented(root: Path) -> None:
    page = (root / "docs" / "explanation" / "formats-and-limits.md").read_text(encoding="utf-8")
    for name in Limits.__slots__:
        line = next(line for line in page.splitlines() if f"`BIHUAN_MAX_{name.upper()}`" in line)
        assert f"{getattr(DEFAULT_LIMITS, name)}" in line
