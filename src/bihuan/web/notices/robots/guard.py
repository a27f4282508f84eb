"""Who may be called from inside the office's network: an address typed by a user must not reach what the
user cannot reach (server-side request forgery).

Only HTTPS on public addresses, unless the setting ``BIHUAN_ROBOT_ALLOW`` names host and port. The address
that was looked at is the one that is connected to, so a name that changes its mind in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence


class Refused(Exception):  # noqa: N818 - the guard's answer, told to people as it stands
    """This address is not called; one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect, and what to ask for there."""

    ip: str
    port: int
    host: str
    path: str
    tls: bool


def check_address(url: str, allowed: Sequence[str]) -> SplitResult:
    """The parts of an address that may be stored; raises ``Refused``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("地址写得不对，请从机器人的设置页面整段复制。") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not url.isascii() or " " in url:
        raise Refused("地址写得不对，请从机器人的设置页面整段复制，应以 https:// 开头。")
    if parts.username is not None or parts.password is not None:
        raise Refused("地址里不能带登录名和口令，请从机器人的设置页面整段复制。")
    if _name(parts) not in allowed:
        if parts.scheme != "https":
            raise Refused("地址须以 https:// 开头；内网地址请系统管理员在设置 BIHUAN_ROBOT_ALLOW 中列出。")
        if port not in (None, 443):
            raise Refused("地址只能用 443 端口；其他端口请系统管理员在设置 BIHUAN_ROBOT_ALLOW 中列出。")
        _refuse_private_literal(parts.hostname)
    return parts


def look_up(url: str, allowed: Sequence[str]) -> Place:
    """Resolve the host now; every one of its addresses must be public, lest chance decide."""
    parts = check_address(url, allowed)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if _name(parts) not in allowed and not all(_public(ip) for ip in found):
        raise Refused("地址指向内网，不能使用；确有需要时，请系统管理员在设置 BIHUAN_ROBOT_ALLOW 中列出。")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(found[0], port, host, path, parts.scheme == "https")


def _name(parts: SplitResult) -> str:
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _refuse_private_literal(host: str) -> None:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    if not _public(host):
        raise Refused("地址指向内网，不能使用；确有需要时，请系统管理员在设置 BIHUAN_ROBOT_ALLOW 中列出。")


def _public(text: str) -> bool:
    ip = ipaddress.ip_address(text.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _nat64(ip)
        if inner is not None:
            return _public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
