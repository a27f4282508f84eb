"""What a file is, whether it is marked secret, whose numbers it holds: told by its content."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from bihuan.web.evidence.looking import office
from bihuan.web.evidence.looking.apart import RefusedFile, draw_apart, look_apart
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.looking.office import Refused
from bihuan.web.evidence.looking.personal import card_numbers, identity_numbers, masked, warnings
from bihuan.web.evidence.looking.secrecy import find_mark
from bihuan.web.evidence.looking.words import look
from tests.web.evidence import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from bihuan.web.evidence.looking.office import Words

    Look = Callable[..., tuple[str, Words]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ALLOWED = [*types()]

KINDS = {
    "文字的PDF": ("方案.pdf", files.pdf("7月3日会议"), "pdf", "7月3日会议"),
    "Word": ("方案.docx", files.docx("一、总体要求", "二、措施"), "docx", "一、总体要求\n二、措施"),
    "Excel": (
        "台账.xlsx",
        files.xlsx([["企业", "日期"], ["甲公司", "7月3日"]]),
        "xlsx",
        "企业\t日期\n甲公司\t7月3日",
    ),
    "国标编码的文本": ("说明.txt", "核查情况说明".encode("gb18030"), "txt", "核查情况说明"),
    "带BOM的UTF-16": ("说明.txt", "核查情况".encode("utf-16"), "txt", "核查情况"),
    "逗号分隔": ("名单.csv", "甲,乙\n".encode(), "csv", "甲,乙"),
    "PNG": ("现场.png", files.picture(), "png", ""),
    "JPG": ("现场.jpeg", files.picture(form="JPEG"), "jpg", ""),
    "TIFF": ("扫描.tif", files.picture(form="TIFF"), "tif", ""),
    "BMP": ("扫描.bmp", files.picture(form="BMP"), "bmp", ""),
    "旧Word": ("旧.doc", OLE + "WordDocument".encode("utf-16-le"), "doc", ""),
    "WPS文字": ("旧.wps", OLE + "WordDocument".encode("utf-16-le"), "doc", ""),
    "MP4": ("录像.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 60, "mp4", ""),
    "没有扩展名": ("纪要", b"plain words", "txt", "plain words"),
}


@pytest.fixture
def look_at(tmp_path: Path) -> Look:
    """Type and words of bytes under a name."""

    def run(name: str, data: bytes, allowed: list[str] = ALLOWED) -> tuple[str, Words]:
        (tmp_path / "file").write_bytes(data)
        return look(str(tmp_path / "file"), name, allowed, 100_000)

    return run


@pytest.mark.parametrize(("name", "data", "code", "text"), KINDS.values(), ids=list(KINDS))
def test_type_and_words(look_at: Look, name: str, data: bytes, code: str, text: str) -> None:
    found, words = look_at(name, data)
    assert found == code
    assert "\n".join(words.pages).strip() == text


def archive() -> bytes:
    """A ZIP that is no document."""
    return files.docx("x").replace(b"word/document.xml", b"word/documenx.xml")


REFUSED = {
    "程序": ("工具.exe", b"MZ\x90\0" + b"\0" * 100, "不收"),
    "程序改成PDF": ("报告.pdf", b"MZ\x90\0" + b"\0" * 100, "不收"),
    "网页": ("通知.html", b"<html><script>alert(1)</script></html>", "不收"),
    "矢量图": ("图.svg", b'<?xml version="1.0"?><svg onload="x"/>', "不收"),
    "压缩包": ("材料.zip", archive(), "压缩包"),
    "空文件": ("空.txt", b"", "文件是空的"),
    "文本改成PDF": ("报告.pdf", "其实是文本".encode(), "内容却是文本"),
    "图片改成docx": ("报告.docx", files.picture(), "内容却是PNG 图片"),
    "加密的Office": ("表.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "传了一半的docx": ("半.docx", files.docx("x")[:120], "损坏"),
    "传了一半的PDF": ("半.pdf", b"%PDF-1.5\nhalf", "损坏"),
}


@pytest.mark.parametrize(("name", "data", "told"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_not_taken(look_at: Look, name: str, data: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        look_at(name, data)


def test_macros_are_not_taken(look_at: Look) -> None:
    with pytest.raises(Refused, match="宏"):
        look_at("表.docx", files.docx("x", **{"word__vbaProject.bin": b"x"}))


def test_an_office_may_take_less(look_at: Look) -> None:
    with pytest.raises(Refused, match="只收 PDF。"):
        look_at("图.png", files.picture(), ["pdf"])


def test_entities_are_not_followed(look_at: Look) -> None:
    """A document that asks for a file of the server, and one that grows a billionfold."""
    evil = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w><p><t>&x;</t></p></w>'
    data = _with_document(evil)
    try:
        _, words = look_at("x.docx", data)
    except Refused:
        return
    assert "\n".join(words.pages).strip() == ""


def _with_document(xml: bytes) -> bytes:
    import io

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", xml)
    return made.getvalue()


@pytest.mark.parametrize("size", [office.MOST_PART + 1, 30_000_000])
def test_bombs_are_refused(look_at: Look, size: int) -> None:
    with pytest.raises(Refused, match="异常地大"):
        look_at("x.docx", _with_document(b" " * size))


MARKED = {
    "首行带星": (["秘密★1年\n关于开展核查的通知"], [], "通知.pdf"),
    "首行只有密级": (["机  密\n\n关于开展核查的通知"], [], "通知.pdf"),
    "编号后的密级": (["000123 绝密★启用前 特急\n请示"], [], "请示.docx"),
    "写明密级": (["密级：机密\n汇报"], [], "汇报.docx"),
    "页眉": (["汇报"], ["机密★长期"], "汇报.docx"),
    "表格的页眉": (["甲\t乙"], ["\n秘密"], "表.xlsx"),
    "第二页单独一行": (["封面", "第一章\n" * 30 + "秘密★6个月\n" + "第二章\n" * 30], [], "稿.pdf"),
    "文件名方括号": ([""], [], "【秘密】核查方案.pdf"),
    "文件名括号": ([""], [], "核查方案（机密）.pdf"),
    "文件名带星": ([""], [], "绝密★方案.jpg"),
    "文件名打头": ([""], [], "机密-方案.docx"),
    "文件名机密级": ([""], [], "方案_机密级.docx"),
}
CLEAN = {
    "保密工作总结": (
        ["关于保守国家秘密工作的总结\n一、开展保密教育\n学习保守国家秘密法"],
        [],
        "保密工作总结.docx",
    ),
    "商业秘密": (["对企业商业秘密予以保护\n本办法所称商业秘密"], [], "商业秘密保护办法.pdf"),
    "讲怎样标密": (
        ["培训讲义\n" + "内容\n" * 40 + "例如在左上角标注“秘密★1年”字样，其余不标"],
        [],
        "讲义.docx",
    ),
    "正文里一个词": (["\n".join(["通知", *["段落"] * 30, "机密", *["段落"] * 30])], [], "通知.docx"),
    "机密性": (["信息系统机密性、完整性检查"], [], "机密性检查表.xlsx"),
    "泄露秘密": (["通报"], [], "关于泄露秘密问题的通报.docx"),
    "星号评级": (["服务★★★★★"], [], "评级★.xlsx"),
}


@pytest.mark.parametrize(("pages", "margins", "name"), MARKED.values(), ids=list(MARKED))
def test_secrecy_marks_are_found(pages: list[str], margins: list[str], name: str) -> None:
    assert find_mark(pages, margins, name)


@pytest.mark.parametrize(("pages", "margins", "name"), CLEAN.values(), ids=list(CLEAN))
def test_talking_about_secrecy_is_no_mark(pages: list[str], margins: list[str], name: str) -> None:
    assert find_mark(pages, margins, name) is None


def test_old_word_is_searched_for_marks(look_at: Look) -> None:
    data = OLE + "WordDocument".encode("utf-16-le") + b"\0" * 5000 + "秘密★1年".encode("utf-16-le")
    _, words = look_at("旧.doc", data)
    assert find_mark(words.pages, words.margins, "旧.doc")


def test_numbers_of_persons_are_told_by_their_check_digits() -> None:
    wrong = files.IDENTITY[:-1] + ("0" if files.IDENTITY[-1] != "0" else "1")
    text = f"张某，{files.IDENTITY}；写错的{wrong}；统一代码91110105MA01ABCD2X；"
    text += "卡号6222 0212 3456 7894，流水6222021234567890"
    assert identity_numbers(text) == [files.IDENTITY]
    assert card_numbers(text) == [files.CARD]
    assert masked(files.IDENTITY).count("*") == 11
    told = warnings(text, "名单.xlsx")
    assert ["身份证号" in told[0], "银行卡号" in told[1], files.IDENTITY in told[0]] == [True, True, False]


def test_full_width_digits_are_read() -> None:
    wide = files.IDENTITY.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    assert identity_numbers(wide) == [files.IDENTITY]


# --- apart: the child process -------------------------------------------------------------------------------


@pytest.mark.apart
def test_child_reads_and_warns(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(files.xlsx([["号", files.IDENTITY]]))
    found = look_apart(path, "名单.xlsx")
    assert found.kind == "xlsx"
    assert "身份证号" in found.warnings[0]


@pytest.mark.apart
def test_child_refuses_marks(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(files.docx("方案", header="秘密★1年"))
    with pytest.raises(RefusedFile, match="涉密文件不得上传") as caught:
        look_apart(path, "方案.docx")
    assert caught.value.mark == "秘密★1年"


@pytest.mark.apart
def test_child_is_stopped_in_time(tmp_path: Path, settings: SettingsWrapper) -> None:
    settings.ENV = {**settings.ENV, "BIHUAN_IMPORT_SECONDS": 0.01}
    (tmp_path / "f").write_bytes(b"words")
    with pytest.raises(RefusedFile, match="还没有查完"):
        look_apart(tmp_path / "f", "纪要.txt")


@pytest.mark.apart
def test_child_draws_pages(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(files.pdf("第一页", "第二页", "第三页"))
    assert draw_apart(path, "pdf", tmp_path) == (3, 3)
    assert {"thumb.webp", "1.webp", "2.webp", "3.webp"} <= {one.name for one in tmp_path.iterdir()}


@pytest.mark.apart
def test_a_picture_that_is_none_cannot_be_drawn(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(files.picture()[:40])
    with pytest.raises(RefusedFile):
        draw_apart(tmp_path / "f", "png", tmp_path)
