"""One request to a robot: to the address that was checked, without redirects, within a time."""

from __future__ import annotations

import json
import socket
import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

from bihuan.web.notices.robots.guard import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.notices.robots.formats import Call
    from bihuan.web.notices.robots.guard import Place

SECONDS = 10.0
LONGEST_ANSWER = 64 * 1024


class NotReached(Exception):  # noqa: N818 - an outcome, told to people as it stands
    """Nothing was said: it never came to a connection."""


class NotKnown(Exception):  # noqa: N818
    """The request left, and no answer came back: it may have been heard."""


class _To(HTTPConnection):
    """A connection to the checked address; the certificate is still asked for the host's name."""

    def __init__(self, place: Place, seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self._place = place

    def connect(self) -> None:
        plain = socket.create_connection((self._place.ip, self._place.port), self.timeout)
        if self._place.tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._place.host)
        else:
            self.sock = plain


def post(call: Call, allowed: Sequence[str], seconds: float = SECONDS) -> tuple[int, dict[str, Any]]:
    """Status and JSON (empty when it is none) of the answer.

    Raises ``Refused`` (by the guard), ``NotReached``, ``NotKnown``.
    """
    try:
        place = look_up(call.url, allowed)
        connection = _To(place, seconds)
        connection.connect()
    except OSError as error:
        raise NotReached(f"连不上：{error.strerror or error}") from error
    # A server that answers a byte a minute keeps each read within its time, but not the whole.
    late = Event()
    timer = Timer(seconds, _cut, [connection.sock, late])
    timer.start()
    try:
        told = _ask(connection, place, call)
        if late.is_set():
            raise NotKnown("没有等到答复：超过了时限")
        return told
    except (OSError, HTTPException) as error:
        raise NotKnown(f"没有等到答复：{type(error).__name__}") from error
    finally:
        timer.cancel()
        connection.close()


def _ask(connection: _To, place: Place, call: Call) -> tuple[int, dict[str, Any]]:
    body = json.dumps(call.body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "bihuan"}
    connection.request("POST", place.path, body, headers)
    answer = connection.getresponse()
    try:
        told = json.loads(answer.read(LONGEST_ANSWER))
    except ValueError:
        told = {}
    return answer.status, told if isinstance(told, dict) else {}


def _cut(sock: socket.socket, late: Event) -> None:
    late.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
