"""A stored letter as the bytes that go to the mail server: the same bytes at every try."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_DOT = re.compile(rb"^\.", re.MULTILINE)


def compose(
    *, sender: str, to: str, subject: str, text: str, html: str, message_id: str, at: datetime
) -> bytes:
    """Plain text and HTML, ready for DATA: CRLF, dots doubled, the closing dot at the end."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"闭环 <{sender}>", to, subject
    message["Date"], message["Message-ID"] = format_datetime(at), f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    message.set_boundary(f"=={message_id.partition('@')[0]}==")
    data = _DOT.sub(b"..", message.as_bytes())
    return data + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n"
