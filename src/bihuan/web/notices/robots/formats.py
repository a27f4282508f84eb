"""What each platform's robot wants to be sent, and what its answer means. Pure.

Sources (the platforms' manuals): WeCom 群机器人配置说明, DingTalk 自定义机器人安全设置 (加签), Feishu
自定义机器人使用指南 (签名校验).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

LONGEST_BYTES = 1900
"""WeCom cuts texts at 2,048 bytes; the others allow more."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said."""

    title: str
    text: str
    link: str
    """Complete address, or empty."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request to be posted as JSON."""

    url: str
    body: dict[str, Any]


def call(kind: str, url: str, secret: str, message: Message, now: datetime) -> Call:
    """The request that tells the message to a robot of this kind."""
    return _FORMS[kind](url, secret, message, now)


def answer(status: int, told: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """(accepted, worth another try, the platform's words) of an answer's status and JSON."""
    code = next((told[name] for name in ("errcode", "code", "StatusCode") if name in told), None)
    words = str(told.get("errmsg") or told.get("msg") or told.get("StatusMessage") or "")[:200]
    if status == 200 and code == 0:
        return True, False, ""
    return False, status in (408, 429) or status >= 500 or code in _BUSY, f"{status} {code} {words}".strip()


_BUSY = frozenset({-1, 45009, 130101, 11232, 9499})
"""Too many messages in a minute, or the platform is busy."""


def _wecom(url: str, secret: str, message: Message, now: datetime) -> Call:
    del secret, now  # the key in the address is all there is
    text = f"【{message.title}】{message.text}" + (f"\n{message.link}" if message.link else "")
    return Call(url, {"msgtype": "text", "text": {"content": cut(text)}})


def _dingtalk(url: str, secret: str, message: Message, now: datetime) -> Call:
    if secret:
        stamp = str(int(now.timestamp() * 1000))
        sign = _digest(secret.encode(), f"{stamp}\n{secret}".encode())
        url += ("&" if "?" in url else "?") + urlencode({"timestamp": stamp, "sign": sign})
    text = cut(f"【{message.title}】{message.text}")
    if not message.link:
        return Call(url, {"msgtype": "text", "text": {"content": text}})
    told = {"title": message.title, "text": text, "messageUrl": message.link}
    return Call(url, {"msgtype": "link", "link": told})


def _feishu(url: str, secret: str, message: Message, now: datetime) -> Call:
    line: list[dict[str, str]] = [{"tag": "text", "text": cut(message.text)}]
    if message.link:
        line.append({"tag": "a", "text": " 查看", "href": message.link})
    post = {"zh_cn": {"title": message.title, "content": [line]}}
    body: dict[str, Any] = {"msg_type": "post", "content": {"post": post}}
    if secret:
        stamp = str(int(now.timestamp()))
        body = {"timestamp": stamp, "sign": _digest(f"{stamp}\n{secret}".encode(), b""), **body}
    return Call(url, body)


def _digest(key: bytes, told: bytes) -> str:
    return base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()


def cut(text: str) -> str:
    """At most ``LONGEST_BYTES`` of UTF-8, never half a character."""
    data = text.encode()
    if len(data) <= LONGEST_BYTES:
        return text
    return data[: LONGEST_BYTES - 3].decode("utf-8", "ignore") + "…"


_FORMS: dict[str, Callable[[str, str, Message, datetime], Call]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
}
