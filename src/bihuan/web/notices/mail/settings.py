"""The mail server as the office set it, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from bihuan.web.notices.queue import GiveUp

if TYPE_CHECKING:
    from typing import Self

WAYS = ("none", "starttls", "tls")


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters go."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str

    @classmethod
    def of_settings(cls) -> Self | None:
        """None where no mail server is set; raises ``GiveUp`` where the settings make no sense."""
        env = settings.ENV
        if not env["BIHUAN_SMTP_HOST"]:
            return None
        if env["BIHUAN_SMTP_TLS"] not in WAYS:
            raise GiveUp("设置 BIHUAN_SMTP_TLS 只能是 none、starttls 或 tls。")
        if "@" not in env["BIHUAN_SMTP_FROM"]:
            raise GiveUp("请在设置 BIHUAN_SMTP_FROM 中填写发件地址，如 bihuan@example.cn。")
        return cls(
            env["BIHUAN_SMTP_HOST"],
            env["BIHUAN_SMTP_PORT"],
            env["BIHUAN_SMTP_TLS"],
            env["BIHUAN_SMTP_USER"],
            env["BIHUAN_SMTP_PASSWORD"],
            env["BIHUAN_SMTP_FROM"],
        )
