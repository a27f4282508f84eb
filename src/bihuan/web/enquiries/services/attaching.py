"""Files of somebody of the public: looked into before anything is kept, taken where the house wants them.

What they are is judged by content, in a process of its own; what carries a secrecy mark, a macro or another
name than its content is refused, as for every file of the house.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from bihuan.web.base.errors import ServiceError
from bihuan.web.disclosure.models import Announcement
from bihuan.web.enquiries.limits import PROVEN, UNPROVEN, refuse_spent
from bihuan.web.enquiries.services.receiving import Public
from bihuan.web.evidence.services import upload_look

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.evidence.models import Upload
    from bihuan.web.evidence.receiving import Staged

MEGABYTE = 1024 * 1024
TYPES = ("pdf", "docx", "txt", "jpg", "png", "webp")
"""What a citizen has: papers and photographs; nothing that runs, nothing that holds other files."""


def most_files() -> int:
    """How many files an enquiry may bring; 0 where none are taken."""
    found: int = settings.ENV["BIHUAN_ENQUIRY_FILES"]
    return found


def most_bytes() -> int:
    """Bytes of one file."""
    found: int = settings.ENV["BIHUAN_ENQUIRY_MB"] * MEGABYTE
    return found


def attached(
    *, now: datetime, announcement: int, staged: Sequence[Staged], address: str, proven: bool
) -> list[Upload]:
    """The files, each looked into; ``ServiceError`` for the first that is not taken, and for an address that
    may send nothing more: a look costs a process.
    """
    if not staged:
        return []
    if len(staged) > most_files():
        raise ServiceError(f"最多附{most_files()}个文件，请去掉几个再提交。", field="file")
    for one in staged:
        if one.size > most_bytes():
            told = f"“{one.name}”没有收：超过了{most_bytes() // MEGABYTE} MB，请压缩以后再附。"
            raise ServiceError(told, field="file")
    refuse_spent(PROVEN if proven else UNPROVEN, address, now)
    unit = Announcement.objects.select_related("unit").get(pk=announcement).unit
    return [upload_look(teller=Public(), now=now, unit=unit, staged=one, types=TYPES) for one in staged]
