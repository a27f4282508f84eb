"""Group chats: the three forms, who may be called, and what an answer means; over a real HTTP server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bihuan.web.notices.kinds import SYSTEM
from bihuan.web.notices.models import Job, JobState, Notification, Robot, RobotKind
from bihuan.web.notices.queue.worker import Worker
from bihuan.web.notices.robots import formats, posting
from bihuan.web.notices.robots.formats import LONGEST_BYTES, Call, Message, answer, call, cut
from bihuan.web.notices.robots.guard import Refused, check_address, look_up
from bihuan.web.notices.robots.telling import AGAIN
from bihuan.web.notices.services import notify_unit
from tests.web.world import NOW, World

SECRET = "SEC0123456789"
SAID = Message("督办", "请于三日内报送。", "https://zg.luxi.example/findings/1/")


def test_wecom_text() -> None:
    found = call("wecom", "https://qyapi.example/send?key=k", "", SAID, NOW)
    text = "【督办】请于三日内报送。\nhttps://zg.luxi.example/findings/1/"
    assert found == Call("https://qyapi.example/send?key=k", {"msgtype": "text", "text": {"content": text}})


def test_dingtalk_is_signed_in_the_address() -> None:
    found = call("dingtalk", "https://oapi.example/robot/send?access_token=t", SECRET, SAID, NOW)
    asked = parse_qs(urlsplit(found.url).query)
    stamp = asked["timestamp"][0]
    wanted = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert asked["sign"] == [base64.b64encode(wanted).decode()]
    assert (asked["access_token"], int(stamp)) == (["t"], int(NOW.timestamp() * 1000))
    assert found.body["link"]["messageUrl"] == SAID.link


def test_feishu_is_signed_in_the_body() -> None:
    found = call("feishu", "https://open.example/hook/x", SECRET, SAID, NOW)
    stamp = found.body["timestamp"]
    wanted = hmac.new(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert found.body["sign"] == base64.b64encode(wanted).decode()
    assert int(stamp) == int(NOW.timestamp())
    assert found.body["content"]["post"]["zh_cn"]["title"] == "督办"


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_without_secret_nothing_is_signed(kind: str) -> None:
    found = call(kind, "https://x.example/hook", "", Message("督办", "请报送。", ""), NOW)
    assert (found.url, "sign" in found.body) == ("https://x.example/hook", False)


def test_long_text_is_cut_between_characters() -> None:
    text = cut("督" * 2000)
    assert len(text.encode()) <= LONGEST_BYTES
    assert set(text) == {"督", "…"}


@pytest.mark.parametrize(
    ("status", "told", "accepted", "worth"),
    [
        (200, {"errcode": 0, "errmsg": "ok"}, True, False),
        (200, {"code": 0, "msg": "success"}, True, False),
        (200, {"StatusCode": 0}, True, False),
        (200, {"errcode": 45009, "errmsg": "limit"}, False, True),
        (200, {"errcode": 310000, "errmsg": "sign not match"}, False, False),
        (200, {"code": 19021, "msg": "sign match fail"}, False, False),
        (502, {}, False, True),
        (429, {}, False, True),
        (302, {}, False, False),
        (200, {}, False, False),
    ],
)
def test_answers(status: int, told: dict[str, Any], accepted: bool, worth: bool) -> None:
    assert answer(status, told)[:2] == (accepted, worth)


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.example/send",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://user:word@qyapi.example/x",
        "https://qyapi.example:8443/x",
        "https://qyapi.example:99999/x",
        "ftp://qyapi.example/x",
        "file:///etc/passwd",
        "https:///x",
        "https://企业.example/x",
        "",
    ],
)
def test_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="地址"):
        check_address(url, ())


@pytest.mark.parametrize("ips", [["127.0.0.1"], ["8.8.8.8", "192.168.0.9"], ["fd00::1"], ["0.0.0.0"]])
def test_name_that_leads_inside_is_refused(ips: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", (ip, 443)) for ip in ips]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refused, match="内网"):
        look_up("https://hook.example/x", ())
    assert look_up("https://hook.example/x", ("hook.example:443",)).ip == ips[0]


def test_public_name_is_called_at_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    place = look_up("https://hook.example/x?a=1", ())
    assert (place.ip, place.host, place.port, place.path, place.tls) == (
        "8.8.8.8",
        "hook.example",
        443,
        "/x?a=1",
        True,
    )


def robot(world: World, port: int, path: str = "/hook", kind: str = "wecom", secret: str = "") -> Robot:
    url = f"http://127.0.0.1:{port}{path}"
    return Robot.objects.create(unit=world.bureau, kind=kind, name=path, url=url, secret=secret)


def tell(world: World, key: str = "") -> None:
    notify_unit(world.bureau, now=NOW, kind=SYSTEM, text="请于三日内报送。", link="/ledger/", key=key)


def staff(world: World) -> int:
    """How many of the cast belong to the bureau."""
    return sum(1 for one in world.everybody().values() if one.unit == world.bureau)


def work(**later: float) -> None:
    now = NOW + timedelta(**later)
    Worker(clock=lambda: now, ticking=False).drain()


def heard(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("kind", "path"), [("wecom", "/hook"), ("dingtalk", "/hook"), ("feishu", "/feishu")])
def test_unit_is_told_in_inboxes_and_group_chat(
    kind: str, path: str, world: World, chat: tuple[int, Path]
) -> None:
    port, file = chat
    made = robot(world, port, path, kind, SECRET)
    tell(world)
    assert Notification.objects.count() == staff(world)
    work()
    (request,) = heard(file)
    assert "请于三日内报送。" in json.dumps(request["body"], ensure_ascii=False)
    assert "https://zg.luxi.example/ledger/" in json.dumps(request["body"])
    made.refresh_from_db()
    assert (made.told_at, made.error) == (NOW, "")


def test_same_key_is_said_once(world: World, chat: tuple[int, Path]) -> None:
    robot(world, chat[0])
    for _ in range(2):
        tell(world, key="due:1")
        work()
    assert (len(heard(chat[1])), Notification.objects.count()) == (1, staff(world))


def test_busy_platform_is_asked_again(world: World, chat: tuple[int, Path]) -> None:
    robot(world, chat[0], "/busy")
    tell(world)
    work()
    assert Job.objects.get().state == JobState.WAITING
    work(minutes=1)
    assert Job.objects.get().state == JobState.DONE
    assert AGAIN not in heard(chat[1])[1]["body"]["text"]["content"]


def test_message_that_may_have_been_heard_says_so(world: World, chat: tuple[int, Path]) -> None:
    robot(world, chat[0], "/cut")
    tell(world)
    work()
    work(minutes=1)
    first, second = heard(chat[1])
    assert AGAIN not in first["body"]["text"]["content"]
    assert AGAIN in second["body"]["text"]["content"]
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.parametrize("path", ["/wrong", "/elsewhere"])
def test_wrong_setting_is_told_at_once(
    path: str, world: World, chat: tuple[int, Path], caplog: pytest.LogCaptureFixture
) -> None:
    made = robot(world, chat[0], path)
    tell(world)
    work()
    made.refresh_from_db()
    assert (Job.objects.get().state, "平台答复" in made.error) == (JobState.DEAD, True)
    assert len(heard(chat[1])) == 1
    assert "放弃" in caplog.text


def test_private_address_is_not_called_even_if_it_was_stored(
    world: World, chat: tuple[int, Path], env: Any, caplog: pytest.LogCaptureFixture
) -> None:
    env(BIHUAN_ROBOT_ALLOW=())
    robot(world, chat[0])
    tell(world)
    work()
    assert (heard(chat[1]), Job.objects.get().state) == ([], JobState.DEAD)
    del caplog


def test_answer_that_drips_is_cut_off(chat: tuple[int, Path]) -> None:
    wanted = Call(f"http://127.0.0.1:{chat[0]}/slow", {})
    with pytest.raises(posting.NotKnown):
        posting.post(wanted, (f"127.0.0.1:{chat[0]}",), seconds=1)


def test_robot_that_was_removed_is_not_told(world: World, chat: tuple[int, Path]) -> None:
    made = robot(world, chat[0])
    tell(world)
    made.delete()
    work()
    assert (heard(chat[1]), Job.objects.get().state) == ([], JobState.DONE)


def test_every_platform_has_its_form() -> None:
    assert set(formats._FORMS) == set(RobotKind.values)
