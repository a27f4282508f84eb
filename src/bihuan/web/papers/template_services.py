"""Writing templates: taken up after a look into them, switched on and off; an old one is never changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from bihuan.documents.kinds import kinds
from bihuan.web.accounts.models import Unit, UnitKind
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.diagnosis.reader import Lid, ReadingError
from bihuan.web.papers.models import OfficeTemplate, TemplateContent
from bihuan.web.papers.template_reader import read_apart
from bihuan.web.papers.templating.fields import replaceable
from bihuan.web.papers.templating.package import LIMITS, TOO_LARGE

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User

SHOWN = 5
"""Problems that are told at once."""


def _looked_into(data: bytes, kind: str) -> list[str]:
    """The fields that a template uses; ``ServiceError`` with the first problems where it cannot be taken."""
    env = settings.ENV
    lid = Lid(
        env["BIHUAN_IMPORT_SECONDS"], env["BIHUAN_IMPORT_MEMORY_MB"], LIMITS.file_bytes, LIMITS.text_chars
    )
    try:
        told: dict[str, Any] = read_apart(data, kind, lid)
    except ReadingError as error:
        raise ServiceError(str(error), field="file") from error
    if problems := told["problems"]:
        more = f"另有{len(problems) - SHOWN}处。" if len(problems) > SHOWN else ""
        raise ServiceError(f"模板没有收下。{''.join(problems[:SHOWN])}{more}", field="file")
    return list(told["used"])


def office_template_add(
    *, actor: User, now: datetime, office: Unit, kind: str, name: str, data: bytes
) -> OfficeTemplate:
    """Keep a template once it has been looked into; documents are not made with it yet. The look, in a
    process of its own, comes before the transaction and after the right: strangers cost nothing.
    """
    made = OfficeTemplate(
        office=office, kind=kind, name=name[:200], size=len(data), made_by=actor, made_at=now,
        sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    require(actor, Action.KEEP_TEMPLATES, made)
    if office.kind != UnitKind.OFFICE:
        raise ServiceError("只有巡察办可以有自己的文书模板。", field="file")
    if (found := kinds().get(kind)) is None or not replaceable(found):
        raise ServiceError("请选一种可以用模板的文书。", field="kind")
    if len(data) > LIMITS.file_bytes:
        raise ServiceError(TOO_LARGE, field="file")
    made.used = _looked_into(data, kind)
    return _kept(actor, now, made, data)


@transaction.atomic
def _kept(actor: User, now: datetime, made: OfficeTemplate, data: bytes) -> OfficeTemplate:
    Unit.objects.select_for_update().get(pk=made.office_id)
    mine = OfficeTemplate.objects.filter(office=made.office_id, kind=made.kind)
    made.number = (mine.aggregate(n=Max("number"))["n"] or 0) + 1
    made.save()
    TemplateContent.objects.create(template=made, data=data)
    changes = {"paper": ["", made.word], "sha256": ["", made.sha256]}
    journal_append(
        actor=actor, now=now, chain=made.office_id, action="office_template_add", thing=made, changes=changes
    )
    return made


@transaction.atomic
def office_template_switch(
    *, actor: User, now: datetime, template: OfficeTemplate, on: bool
) -> OfficeTemplate:
    """Make documents with it from now on, instead of the one that was in use; or with none."""
    require(actor, Action.KEEP_TEMPLATES, template)
    Unit.objects.select_for_update().get(pk=template.office_id)
    rows = OfficeTemplate.objects.select_related("office")
    found = still_there(rows.filter(pk=template.pk), "这份模板")
    if found.in_use == on:
        return found
    OfficeTemplate.objects.filter(office=found.office_id, kind=found.kind, in_use=True).update(
        in_use=False, switched_by=actor, switched_at=now
    )
    found.in_use, found.switched_by, found.switched_at = on, actor, now
    found.save(update_fields=["in_use", "switched_by", "switched_at"])
    changes = {"in_use": [not on, on]}
    journal_append(
        actor=actor, now=now, chain=found.office_id, action="office_template_switch", thing=found,
        changes=changes,
    )  # fmt: skip
    return found


@transaction.atomic
def office_template_try(*, actor: User, now: datetime, template: OfficeTemplate, label: str) -> None:
    """Note that somebody filled it with real facts to look at it."""
    require(actor, Action.KEEP_TEMPLATES, template)
    journal_append(
        actor=actor, now=now, chain=template.office_id, action="office_template_try", thing=template,
        changes={"paper": ["", label]},
    )  # fmt: skip
