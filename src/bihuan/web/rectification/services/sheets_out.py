"""Files that people take away: each leaves a trace; what is too long for a request the worker writes."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import timedelta
from typing import IO, TYPE_CHECKING

from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.notices.queue import enqueue
from bihuan.web.notices.services import notify_people
from bihuan.web.rectification.kinds import SHEET
from bihuan.web.rectification.models import SheetFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

KEPT = timedelta(days=7)
MOST_WAITING = 3
LONGEST_QUERY = 1000


def scope_of(user: User) -> str:
    """What the account may see, as one word that changes with it."""
    told = sorted((str(role), unit) for role, unit in user.scope().memberships)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@transaction.atomic
def sheet_take(
    *, actor: User, now: datetime, case: Feedback | None, kind: str, format: str, query: str
) -> None:
    """Note that somebody takes a file; the bytes follow."""
    _journal(actor, now, case, "sheet_take", kind, format, query)


@transaction.atomic
def sheet_ask(
    *, actor: User, now: datetime, case: Feedback | None, kind: str, format: str, query: str, name: str
) -> SheetFile:
    """Have the worker write a file; its owner is told in the inbox. The same wish twice is one file."""
    query = query[:LONGEST_QUERY]
    waiting = SheetFile.objects.filter(owner=actor, ready_at=None, failed="")
    same = waiting.filter(feedback=case, kind=kind, format=format, query=query, scope=scope_of(actor)).first()
    if same is not None:
        return same
    if len(waiting[:MOST_WAITING]) == MOST_WAITING:
        raise ServiceError(f"已经有{MOST_WAITING}份文件在后台生成，请等它们完成后再要下一份。")
    made = SheetFile.objects.create(
        owner=actor,
        feedback=case,
        kind=kind,
        format=format,
        query=query,
        scope=scope_of(actor),
        token=uuid.uuid4(),
        name=name,
        asked_at=now,
    )
    _journal(actor, now, case, "sheet_ask", kind, format, query)
    enqueue("sheet_write", {"file": made.pk}, now=now, key=f"sheet:{made.pk}", priority=7)
    return made


def _journal(
    actor: User, now: datetime, case: Feedback | None, action: str, kind: str, format: str, query: str
) -> None:
    changes = {"file": ["", f"{kind}.{format}"], "query": ["", query[:LONGEST_QUERY]]}
    chain = case.unit_id if case else actor.unit.pk
    journal_append(
        actor=actor, now=now, chain=chain, action=action, thing=case, label="" if case else "各单位台账",
        changes=changes,
    )  # fmt: skip


def sheet_write(*, now: datetime, file: SheetFile, write: Callable[[IO[bytes]], object]) -> None:
    """Store what ``write`` puts into a file and tell the owner; once more after a crash does no harm."""
    store = storages["sheets"]
    name = file.token.hex
    if store.exists(name):
        store.delete(name)
    with store.open(name, "wb") as out:
        write(out)
    with transaction.atomic():
        file.size, file.ready_at = store.size(name), now
        file.save(update_fields=["size", "ready_at"])
        _tell(file, now, f"“{file.name}”已经生成，请在7天内下载。")


@transaction.atomic
def sheet_fail(*, now: datetime, file: SheetFile, reason: str) -> None:
    """Tell the owner why there will be no file."""
    file.failed = reason[:300]
    file.save(update_fields=["failed"])
    _tell(file, now, f"“{file.name}”没有生成：{reason}")


def _tell(file: SheetFile, now: datetime, text: str) -> None:
    notify_people(
        [file.owner.person_id],
        now=now,
        kind=SHEET,
        text=text,
        link=reverse("sheets:file", args=[file.pk]),
        key=f"sheet:{file.pk}",
    )


def sheets_sweep(*, now: datetime) -> int:
    """Files that were kept long enough go, with their rows; how many. They can be made again at any time."""
    store = storages["sheets"]
    old = list(SheetFile.objects.filter(asked_at__lt=now - KEPT))
    for one in old:
        if store.exists(one.token.hex):
            store.delete(one.token.hex)
    SheetFile.objects.filter(pk__in=[one.pk for one in old]).delete()
    return len(old)
