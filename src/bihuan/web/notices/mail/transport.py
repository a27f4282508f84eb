"""Talking to the mail server, with a gate just before it can accept a letter."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from bihuan.web.notices.mail.settings import Server

SECONDS = 30.0


class Fate(Enum):
    """What became of a letter."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """For good, this recipient."""
    LATER = "later"
    """Not now; the server has not taken it."""
    UNKNOWN = "unknown"
    """It was handed over, and the line was cut before the answer."""
    CLOSED = "closed"
    """The gate said no: somebody else has sent it."""


class ServerError(Exception):
    """The server cannot be used at all; one Chinese sentence."""


class Line:
    """A connection that is opened when it is first needed and again after it was cut."""

    def __init__(self, server: Server, seconds: float = SECONDS) -> None:
        self._server, self._seconds = server, seconds
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None and kind is None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._drop()

    def send(self, to: str, data: bytes, gate: Callable[[], bool]) -> tuple[Fate, str]:
        """The letter's fate and the server's words. ``gate`` is asked once the server has agreed to sender
        and recipient, and stores the intent; only after it said yes is anything handed over.
        """
        smtp = self._open()
        try:
            for code, words in (smtp.mail(self._server.sender), smtp.rcpt(to), smtp.docmd("DATA")):
                if code >= 400:
                    smtp.rset()
                    return (Fate.REFUSED if code >= 500 else Fate.LATER), _said(code, words)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Fate.LATER, f"连接中断：{type(error).__name__}"
        if not gate():
            self._drop()
            return Fate.CLOSED, ""
        try:
            smtp.send(data)
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Fate.UNKNOWN, f"交出后没有等到答复：{type(error).__name__}"
        if code < 400:
            return Fate.ACCEPTED, _said(code, words)
        return (Fate.REFUSED if code >= 500 else Fate.LATER), _said(code, words)

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                raise ServerError(f"邮件服务器不能用：{_words_of(error)}") from error
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        to = self._server
        if to.tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                to.host, to.port, timeout=self._seconds, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(to.host, to.port, timeout=self._seconds)
        if to.tls == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if to.user:
            smtp.login(to.user, to.password)
        return smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"[:300]


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return f"{error.smtp_code} {told.decode('utf-8', 'replace') if isinstance(told, bytes) else told}"
    return str(error) or type(error).__name__
