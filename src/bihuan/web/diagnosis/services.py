"""The import wizard: receive a document, correct how it was read. Nothing reaches the ledger from here."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from bihuan.report.edit import EditError
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.diagnosis.models import Filing, FilingContent, ImportDraft
from bihuan.web.diagnosis.queries import draft_report, office_for
from bihuan.web.diagnosis.reader import Lid, Reading, ReadingError, read_apart
from bihuan.web.diagnosis.rulesets import orders_for
from bihuan.web.notices.queue import enqueue

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.inspections.models import Feedback, Round

PASTED = "粘贴的文字.txt"
LONGEST_NAME = 200


def draft_create(
    *,
    actor: User,
    now: datetime,
    unit: Unit,
    content: bytes | str,
    name: str = "",
    round: Round | None = None,
    replaces: Feedback | None = None,
) -> ImportDraft:
    """Receive a document for a unit and read it; ``ServiceError`` with a sentence where it cannot be read.

    ``content`` is a file's bytes or pasted text. ``replaces`` is the case whose feedback it corrects.
    Reading happens before the transaction: a slow file holds no lock.
    """
    office = replaces.office if replaces else round.office if round else office_for(unit)
    place = _Place(unit.pk, office.pk if office else None)
    require(actor, Action.IMPORT, place)
    if replaces and replaces.unit_id != unit.pk:
        raise ServiceError("要替换的反馈不是这个单位的，请从该单位的台账进入。")
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    name = clean_name(name) or PASTED
    chosen = replaces.round if replaces else round
    reading = read_upload(data, name, orders_for(place, chosen.policy if chosen else ""))
    with transaction.atomic():
        filing = _file(actor, now, unit, data, name, reading)
        draft = ImportDraft.objects.create(
            filing=filing,
            owner=actor,
            office=office,
            round=chosen,
            replaces=replaces,
            text=reading.text,
            notes=list(reading.notes),
            examined=reading.examined,
            examined_version=1,
            created_at=now,
        )
        changes = {"sha256": ["", filing.sha256], "size": [0, filing.size]}
        journal_append(
            actor=actor, now=now, chain=unit.pk, action="draft_create", thing=filing, changes=changes
        )
    return draft


class _Place:
    """A unit under an office, before there is a case."""

    def __init__(self, unit_id: int, office_id: int | None) -> None:
        self.unit_id, self.office_id = unit_id, office_id


def clean_name(name: str) -> str:
    """The last part of a path, without control characters, not longer than the column."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable()).strip()[-LONGEST_NAME:]


def lid_for(data: bytes, instead: str) -> Lid:
    """The bounds of the settings for reading a file; ServiceError for one that is larger, with what to do
    ``instead``.
    """
    env = settings.ENV
    if len(data) > settings.UPLOAD_LIMIT:
        raise ServiceError(f"文件太大，最多 {env['BIHUAN_UPLOAD_MB']} MB，{instead}。", field="file")
    return Lid(
        env["BIHUAN_IMPORT_SECONDS"],
        env["BIHUAN_IMPORT_MEMORY_MB"],
        settings.UPLOAD_LIMIT,
        env["BIHUAN_IMPORT_CHARS"],
    )


def read_upload(data: bytes, name: str, rules: dict[str, Any] | None = None) -> Reading:
    """What a file says, and what these rules (if any) find in it, read apart within the bounds of the
    settings; else ServiceError.
    """
    lid = lid_for(data, "请去掉图片或拆成几个文件后再交")
    try:
        return read_apart(data, name, lid, rules)
    except ReadingError as error:
        raise ServiceError(str(error), field="file") from error


def _file(actor: User, now: datetime, unit: Unit, data: bytes, name: str, reading: Reading) -> Filing:
    from bihuan.report import read_text

    report = read_text(reading.text)
    filing = Filing.objects.create(
        unit=unit,
        name=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=reading.encoding,
        format=reading.format,
        kind=report.kind.value,
        tail=report.tail,
        received_at=now,
        received_by=actor,
    )
    FilingContent.objects.create(filing=filing, data=data)
    return filing


@transaction.atomic
def draft_edit(
    *, actor: User, now: datetime, draft: ImportDraft, leaf: int, action: str, version: int | None = None
) -> ImportDraft:
    """One more correction: ``action`` is one of ``bihuan.report.edit.ACTIONS``, ``join`` or ``split``.

    ``version`` is what the user saw; when somebody else corrected in the meantime the edit is refused.
    """
    draft = _open_draft(actor, draft, version)
    draft.edits = [*draft.edits, {"leaf": leaf, "action": action}]
    try:
        draft_report(draft)
    except EditError as error:
        raise ServiceError(str(error)) from error
    return _store(draft, actor, now, "draft_edit", ["", f"{leaf} {action}"])


@transaction.atomic
def draft_undo_edit(
    *, actor: User, now: datetime, draft: ImportDraft, version: int | None = None
) -> ImportDraft:
    """Take the last correction back."""
    draft = _open_draft(actor, draft, version)
    if not draft.edits:
        raise ServiceError("还没有做过更正，没有可以撤销的。")
    last, draft.edits = draft.edits[-1], draft.edits[:-1]
    return _store(draft, actor, now, "draft_undo_edit", [f"{last['leaf']} {last['action']}", ""])


@transaction.atomic
def draft_discard(*, actor: User, now: datetime, draft: ImportDraft) -> None:
    """Throw an unconfirmed draft away, with the document."""
    draft = _open_draft(actor, draft, None)
    filing = draft.filing
    changes = {"sha256": [filing.sha256, ""]}
    journal_append(
        actor=actor, now=now, chain=filing.unit_id, action="draft_discard", thing=filing, changes=changes
    )
    filing.delete()


def _open_draft(actor: User, draft: ImportDraft, version: int | None) -> ImportDraft:
    """The draft as it stands now, locked, if the actor may go on with it."""
    rows = ImportDraft.objects.select_for_update(of=("self",)).select_related("filing")
    found = still_there(rows.filter(pk=draft.pk), "这份草稿")
    require(actor, Action.IMPORT, _Place(found.filing.unit_id, found.office_id))
    if found.confirmed_at:
        raise ServiceError("这份草稿已经确认入账，不能再更正；请到台账里修改，或先撤销导入。")
    if version is not None and version != found.version:
        raise StaleError("这份草稿")
    return found


def _store(draft: ImportDraft, actor: User, now: datetime, action: str, change: list[str]) -> ImportDraft:
    draft.version += 1
    draft.save(update_fields=["edits", "version"])
    enqueue("draft_examine", {"draft": draft.pk, "version": draft.version}, now=now)
    chain, changes = draft.filing.unit_id, {"edit": change}
    journal_append(actor=actor, now=now, chain=chain, action=action, thing=draft.filing, changes=changes)
    return draft
