"""``bihuan policy`` as a whole: order, exit status, bad input."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.cli import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"id": "一", "start": "2023-02-07", "n": 3, "unit": "month", "holiday_rollover": True}
BAD = {"id": 2, "start": "2023-02-07", "n": 0, "unit": "month", "holiday_rollover": True}


class Console:
    """Runs the command with bytes on standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def run(self, *arguments: str, given: object = b"") -> tuple[int, str, str]:
        """Exit status, output and errors; anything but bytes goes in as JSON."""
        data = given if isinstance(given, bytes) else json.dumps(given).encode()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        status = main(["policy", *arguments])
        return status, *self.capsys.readouterr()

    def ask(self, action: str, question: object) -> tuple[int, Any]:
        """Exit status and the answer read back."""
        status, out, _ = self.run(action, given=question)
        return status, json.loads(out)


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(monkeypatch, capsys)


def test_object_in_object_out(console: Console) -> None:
    status, found = console.ask("due", GOOD)
    assert (status, found["id"], found["due"]) == (0, "一", "2023-05-08")
    assert "provisional" not in found


def test_list_keeps_its_order_and_errors_their_place(console: Console) -> None:
    status, found = console.ask("due", [GOOD, BAD, 5, GOOD | {"id": 3}])
    assert status == 2
    assert [row["id"] for row in found] == ["一", 2, None, 3]
    assert ["error" in row for row in found] == [False, True, True, False]


def test_one_bad_object_is_status_two(console: Console) -> None:
    status, found = console.ask("due", BAD)
    assert (status, set(found)) == (2, {"id", "error"})


def test_empty_list(console: Console) -> None:
    assert console.ask("publish", []) == (0, [])


def test_publish_on_the_command_line(console: Console) -> None:
    question = {"id": 1, "kind": "penalty", "decision_date": "2023-01-13", "publish_date": None}
    assert console.ask("publish", question) == (
        0,
        {"id": 1, "due": "2023-01-29", "status": "pending", "workdays_used": None},
    )


def test_bom_is_taken(console: Console) -> None:
    status, out, _ = console.run("due", given=b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert (status, json.loads(out)["due"]) == (0, "2023-05-08")


def test_number_of_thousands_of_digits_stops_nobody_else(console: Console) -> None:
    text = json.dumps([GOOD | {"n": 12345}, GOOD]).replace("12345", "9" * 6000)
    status, out, _ = console.run("due", given=text.encode())
    assert status == 2
    assert [list(row) for row in json.loads(out)] == [["id", "error"], ["id", "due", "steps"]]


def test_half_a_surrogate_in_an_id_can_be_written(console: Console) -> None:
    status, found = console.ask("due", GOOD | {"id": "\ud800"})
    assert (status, found["id"]) == (0, "\ud800")


def test_many_cases_beyond_the_calendar_cost_little(console: Console) -> None:
    status, found = console.ask("due", [GOOD | {"n": 1_900_000, "unit": "workday"}] * 200)
    assert (status, found[0]["provisional"]) == (0, True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "JSON"),
        (b'[{"id": 1}', "第1行"),
        (b'{"id": NaN}', "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"\xd6\xd0\xce\xc4", "UTF-8"),
        (b"5", "一个 JSON 对象"),
        (b'"due"', "一个 JSON 对象"),
    ],
    ids=["空", "缺括号", "非数", "嵌套过深", "国标编码", "数字", "文字"],
)
def test_what_is_no_json_is_refused_in_chinese(console: Console, data: bytes, words: str) -> None:
    status, out, err = console.run("due", given=data)
    assert (status, out) == (2, "")
    assert words in err
    assert err.startswith("bihuan policy")


def test_entered_notice_settles_a_provisional_date(console: Console, tmp_path: Path) -> None:
    question = {"id": 1, "start": "2089-12-31", "n": 1, "unit": "workday", "holiday_rollover": False}
    assert console.ask("due", question)[1]["provisional"] is True
    notice = tmp_path / "2090.toml"
    notice.write_text('[[notice]]\nyear = 2090\nholidays = [2090-01-02]\nsource = "示例通知"\n', "utf-8")
    status, out, _ = console.run("due", "--notices", str(notice), given=question)
    assert (status, json.loads(out)["due"]) == (0, "2090-01-03")
    assert "provisional" not in json.loads(out)


def test_missing_and_wrong_files_are_told(console: Console, tmp_path: Path) -> None:
    gbk = tmp_path / "gbk.toml"
    gbk.write_bytes("来源".encode("gbk"))
    for name, words in [(str(tmp_path / "none.toml"), "读不到文件"), (str(gbk), "UTF-8")]:
        status, _, err = console.run("due", "--notices", name, given=GOOD)
        assert (status, words in err) == (2, True)


def test_policies_are_listed_with_their_trust(console: Console, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[policy]]\nid = "own"\ntitle = "本单位"\nsource = "通知"\nrectification = {n = 90, unit = "day"}\n',
        "utf-8",
    )
    status, out, _ = console.run("list", "--policies", str(own))
    assert status == 0
    assert [
        word
        for word in ("national-2015", "local-3m", "national-2024", "待核", "own", "90日")
        if word not in out
    ] == []


def test_year_shows_holidays_and_makeup_days(console: Console) -> None:
    status, out, _ = console.run("calendar", "2023")
    assert status == 0
    assert "收录年份：2004—" in out
    assert "2023年9月29日（星期五）至2023年10月6日（星期五），共8天" in out
    assert "调休上班：2023年1月28日（星期六）" in out


def test_year_without_notice_is_told(console: Console) -> None:
    assert "待核" in console.run("calendar", "2090")[1]
    assert console.run("calendar", "0")[0] == 2


def test_without_action_the_user_is_told_what_to_write(console: Console) -> None:
    status, _, err = console.run()
    assert (status, "bihuan policy due" in err) == (2, True)
