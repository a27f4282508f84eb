"""Files that a page hands out, handed out to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.api.problems import Refused
from bihuan.web.evidence.file_views import MISSING

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


def as_bytes(answer: HttpResponseBase) -> HttpResponseBase:
    """The page's answer; where the store has lost the bytes, the same as a problem document (410)."""
    if answer.status_code == 410:
        raise Refused(410, "bytes_missing", MISSING)
    return answer
