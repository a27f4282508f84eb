"""``bihuan parse`` and ``bihuan render`` as a user types them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bihuan.cli import main

TEXT = "一、学习方面\n1.学习不深入\n3月1日，组织学习。\n整改情况：已完成。\n"
WAYS = {
    "UTF-8": TEXT.encode(),
    "带签名的 UTF-8": b"\xef\xbb\xbf" + TEXT.encode(),
    "GB18030": TEXT.encode("gb18030"),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "UTF-16": b"\xff\xfe" + TEXT.encode("utf-16-le"),
}


@pytest.mark.parametrize("way", WAYS)
def test_same_tree_whatever_the_encoding(
    way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(WAYS[way])
    assert main(["parse", str(path), "--as-of", "2024-05-01"]) == 0
    view = json.loads(capsys.readouterr().out)
    [response] = view["sections"][0]["responses"]
    assert response["findings"][0]["title"] == "学习不深入"
    assert response["measures"][0]["dates"][0]["start"] == "2024-03-01"
    assert response["outcome"] == {"text": "已完成。", "line": 4, "status": "completed"}


@pytest.mark.parametrize("way", WAYS)
def test_render_gives_the_very_bytes(
    way: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(WAYS[way])
    assert main(["render", str(path), "--to", "txt"]) == 0
    assert capsysbinary.readouterr().out == WAYS[way]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert main(["parse", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "report"


def test_outline_is_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["parse", str(path), "--format", "outline"]) == 0
    assert "问题1 学习不深入" in capsys.readouterr().out


def test_every_shared_text_renders_to_its_bytes(
    shared: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for path in [*shared.glob("seed/*.txt"), *shared.glob("corpus/*.txt"), *shared.glob("design/*.md")]:
        assert main(["render", str(path), "--to", "txt"]) == 0
        assert capsysbinary.readouterr().out == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("空白.txt", b" \n\n"),
        ("二进制.txt", bytes(range(256)) * 8),
        ("坏.docx", b"PK\x03\x04broken"),
        ("未知编码.txt", b"\x81\x00\xff\xfe\x00\x9d" * 50),
    ],
)
@pytest.mark.parametrize("command", ["parse", "render", "check"])
def test_what_cannot_be_read_gets_a_sentence_and_status_2(
    command: str, name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main([command, str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert any("\u4e00" <= char <= "\u9fff" for char in told.err)


@pytest.mark.parametrize("file", ["没有这个文件.txt", ".", "../../../../etc/没有", "a\0b"])
def test_a_file_that_is_not_there(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", file]) == 2
    assert capsys.readouterr().err.startswith("bihuan parse：")


def test_a_wrong_date_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["parse", str(path), "--as-of", "2024-02-30"]) == 2
    assert "2024-02-30" in capsys.readouterr().err


def test_unknown_command_and_overview(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "bihuan --help" in capsys.readouterr().err
    assert main(["--help"]) == 0
    assert "parse" in capsys.readouterr().out


def test_file_over_the_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BIHUAN_MAX_FILE_BYTES", "10")
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["parse", str(path)]) == 2
    assert "上限" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parse"], "缺少参数：文件"),
        (["parse", "a.txt", "--nonsense"], "不认识的参数：--nonsense"),
        (["parse", "a.txt", "--format", "xml"], "--format 不能是 'xml'"),
        (["parse", "a.txt", "--as-of"], "--as-of 后面缺少一个值"),
    ],
)
def test_wrong_arguments_are_told_in_chinese(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
