"""``bihuan check`` and ``bihuan explain``: exit status, bad input, configuration, the seed, and the cost."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bihuan.cli import main

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_a1fec5a0f4fe819b.txt"
needs_seed = pytest.mark.skipif(
    not SEED.is_file(), reason="../shared is not here: the seed report cannot be checked"
)
GOOD = """中共清河县水务局党组关于巡察整改情况的通报
2023年3月1日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况予以公布。
一、履行主责主业有差距
1.供水管网巡查不到位
4月3日，成立三支抢修队，当月修复漏点12处。
整改情况：完成整改。
2.水费公示不规范
4月6日，在村口公示水价。
整改情况：基本完成。
欢迎监督。公示时间：2023年5月8日至5月19日。联系电话：0000-1234567。
中共清河县水务局党组
2023年5月8日
"""
BAD = GOOD.replace("2.水费", "3.水费")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report that has nothing at error level."""
    path = tmp_path / "整改报告.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Exit status and the JSON that the command writes."""
    status = main(["check", "--format", "json", *arguments])
    return status, json.loads(capsys.readouterr().out)


def test_exit_status_0_without_errors(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, written = checked(capsys, str(report))
    assert status == 0
    assert written["file"] == str(report)


def test_exit_status_1_with_an_error(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_text(BAD, encoding="utf-8")
    status, written = checked(capsys, str(report))
    assert status == 1
    assert "ST01" in {one["code"] for one in written["diagnostics"]}


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    status, written = checked(capsys, "-")
    assert (status, written["file"]) == (1, "-")


def test_several_files_give_a_list_and_one_unreadable_gives_2(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["check", "--format", "json", str(report), str(report.with_name("没有.txt"))])
    shown = capsys.readouterr()
    assert status == 2
    assert json.loads(shown.out)["file"] == str(report)
    assert "找不到文件" in shown.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--corpus", "没有的目录"], "打不开目录"),
        (["--as-of", "2023年"], "日期"),
        (["--select", "ST99"], "没有“ST99”"),
        (["--policy", "nowhere"], "nowhere"),
        (["--config", "没有.toml"], "没有这个文件"),
    ],
)
def test_wrong_wishes_are_answered_in_a_sentence(
    report: Path, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(report), *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_one_annotated_document_is_written_at_a_time(
    report: Path, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert main(["check", "--format", "docx", str(report), str(report)]) == 2
    assert "只给一个文件" in capsysbinary.readouterr().err.decode()
    written = tmp_path / "批注.docx"
    assert main(["check", str(report), "--format", "docx", "--output", str(written)]) in (0, 1)
    assert main(["check", str(report), "--format", "docx"]) in (0, 1)
    assert capsysbinary.readouterr().out == written.read_bytes()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff\xfe" * 40, b"PK\x03\x04broken"])
def test_bad_files_end_in_a_sentence(report: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_bytes(data)
    assert main(["check", str(report)]) == 2
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert shown.err.strip().endswith("。")


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "文件夹" in capsys.readouterr().err


def test_configuration_beside_the_file(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_text(BAD, encoding="utf-8")
    (report.parent / "bihuan.toml").write_text('[check]\nignore = ["ST"]\n', encoding="utf-8")
    status, _ = checked(capsys, str(report))
    assert status == 0
    status, _ = checked(capsys, str(report), "--select", "ST01")
    assert status == 1, "the command line beats the file"


def test_a_broken_configuration_is_named(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (report.parent / "bihuan.toml").write_text("[check", encoding="utf-8")
    assert main(["check", str(report)]) == 2
    assert "bihuan.toml" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["CL01", "cl01", "closed-with-future-work"])
def test_explain_prints_the_manual_page(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", word]) == 0
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("CL01", "查什么", "为什么", "依据", "反例", "正例", "不查什么"))


def test_explain_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert "ST04  shared-response" in capsys.readouterr().out


def test_explain_names_the_nearest_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "shared-respons"]) == 2
    assert "shared-response" in capsys.readouterr().err


@needs_seed
def test_the_places_of_the_seed(capsys: pytest.CaptureFixture[str]) -> None:
    _, written = checked(capsys, str(SEED))
    places = {(one["code"], one["line"]) for one in written["diagnostics"]}
    assert {("CL01", 14), ("CL01", 16), ("ST04", 11), ("ST04", 27), ("ST04", 91), ("CL07", 10)} <= places
    assert {("PB01", 1), ("PB02", 103), ("PB03", 103), ("PB04", 103), ("PB06", 103)} <= places
    severity = {(one["code"], one["line"]): one["severity"] for one in written["diagnostics"]}
    assert severity["CL01", 16] == "error"
    everything = next(one for one in written["diagnostics"] if one["code"] == "CL07")
    assert len(everything["related"]) == 13


@needs_seed
def test_a_quick_check_imports_nothing_slow() -> None:
    code = (
        f"import sys; from bihuan.cli import main; main(['check', {str(SEED)!r}]); print(sorted(sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    slow = {"json", "lxml", "pypdfium2", "importlib.metadata", "asyncio", "django"}
    assert not slow & set(shown.rsplit("[", 1)[1].strip("]\n").replace("'", "").split(", "))


def cpu_of(cache: Path, *command: str) -> float:
    """Seconds of CPU that a whole process takes, least of seven, with its modules compiled as after setup."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(cache)
    costs = []
    for _ in range(8):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(costs)


@needs_seed
@pytest.mark.slow
def test_checking_the_seed_costs_less_than_colouring_it_three_times(tmp_path: Path) -> None:
    """Against a peer that also imports, compiles expressions and reads: docs/decisions/0017."""
    check, peer = (str(Path(sys.executable).with_name(name)) for name in ("bihuan", "pygmentize"))
    ratios = []
    for _ in range(4):  # the machine is shared: a quiet moment is wanted, not luck with both at once
        coloured = cpu_of(tmp_path, peer, "-l", "md", str(SEED))
        ratios.append(cpu_of(tmp_path, check, "check", str(SEED)) / coloured)
        if ratios[-1] < 3:
            return
    pytest.fail(f"bihuan check costs {min(ratios):.2f} of pygmentize")
