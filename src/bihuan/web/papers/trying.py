"""A template tried: filled with something real, to be looked at before documents are made with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from bihuan.documents.kinds import Format, kinds
from bihuan.web.base.errors import ServiceError
from bihuan.web.papers.producing import filled
from bihuan.web.papers.template_queries import thing_for
from bihuan.web.papers.template_services import office_template_try
from bihuan.web.papers.wanting import Wanted, told

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.papers.models import OfficeTemplate


class Trial(NamedTuple):
    """The filled document."""

    name: str
    """Without its ending."""
    data: bytes


def tried(*, actor: User, now: datetime, template: OfficeTemplate, of: str) -> Trial:
    """The template with the facts of one thing that the user sees; ``ServiceError`` where there is none, or
    where it cannot be filled.
    """
    thing = thing_for(actor, template, of)
    if thing is None:
        raise ServiceError("请选一份用来试填的内容。", field="of")
    kind = kinds()[template.kind]
    data = filled(template, kind, told(Wanted(kind, Format.WORD, thing, timezone.localdate(now))))
    office_template_try(actor=actor, now=now, template=template, label=str(thing)[:80])
    return Trial(f"试填 {kind.word} {thing}", data)
