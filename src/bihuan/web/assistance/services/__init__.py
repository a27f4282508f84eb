"""Writes of the app: asking, answering by the link, deciding, closing."""

from bihuan.web.assistance.services.answering import (
    answer_send,
    code_told,
    draft_keep,
    enclosure_drop,
    file_enclose,
    link_open,
)
from bihuan.web.assistance.services.asking import (
    assistance_ask,
    assistance_extend,
    assistance_renew,
    assistance_revoke,
)
from bihuan.web.assistance.services.closing import requests_close
from bihuan.web.assistance.services.deciding import assistance_accept, assistance_return

__all__ = [
    "answer_send",
    "assistance_accept",
    "assistance_ask",
    "assistance_extend",
    "assistance_renew",
    "assistance_return",
    "assistance_revoke",
    "code_told",
    "draft_keep",
    "enclosure_drop",
    "file_enclose",
    "link_open",
    "requests_close",
]
