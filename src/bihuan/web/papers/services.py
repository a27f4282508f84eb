"""Every document that leaves the house leaves a trace; what is too long for a request the worker makes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db import transaction

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.notices.queue import enqueue
from bihuan.web.papers.wanting import OF_CASE
from bihuan.web.rectification.models import SheetFile
from bihuan.web.rectification.services.sheets_out import MOST_WAITING, scope_of

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.papers.wanting import Wanted

PAPER = "paper"
"""How files of this app are told from sheets."""


@transaction.atomic
def paper_make(*, actor: User, now: datetime, wanted: Wanted) -> None:
    """Note that somebody has a document made; the bytes follow."""
    _journal(actor, now, wanted, "paper_make")


@transaction.atomic
def paper_ask(*, actor: User, now: datetime, wanted: Wanted, name: str) -> SheetFile:
    """Have the worker make it; its owner is told in the inbox. The same wish twice is one file."""
    case: Any = wanted.thing if wanted.kind.scope in OF_CASE else None
    query = urlencode({"kind": wanted.kind.slug, "of": wanted.thing.pk})
    waiting = SheetFile.objects.filter(owner=actor, ready_at=None, failed="")
    same = waiting.filter(kind=PAPER, format=str(wanted.form), query=query, scope=scope_of(actor)).first()
    if same is not None:
        return same
    if len(waiting[:MOST_WAITING]) == MOST_WAITING:
        raise ServiceError(f"已经有{MOST_WAITING}份文件在后台生成，请等它们完成后再要下一份。")
    made = SheetFile.objects.create(
        owner=actor, feedback=case, kind=PAPER, format=str(wanted.form), query=query,
        scope=scope_of(actor), token=uuid.uuid4(), name=name[:200], asked_at=now,
    )  # fmt: skip
    _journal(actor, now, wanted, "paper_ask")
    enqueue("paper_write", {"file": made.pk}, now=now, key=f"paper:{made.pk}", priority=7)
    return made


def _journal(actor: User, now: datetime, wanted: Wanted, action: str) -> None:
    thing: Any = wanted.thing
    chain = getattr(thing, "unit_id", None) or getattr(thing, "office_id", None) or actor.unit.pk
    changes = {"paper": ["", wanted.name]}
    journal_append(actor=actor, now=now, chain=chain, action=action, thing=thing, changes=changes)
