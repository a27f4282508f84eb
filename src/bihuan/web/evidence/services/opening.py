"""Who may write an entry, and the entry as it stands while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.accounts.permissions import ARCHIVED, Action, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.evidence.models import Evidence
from bihuan.web.evidence.queries import frozen

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User


def locked(actor: User, evidence: Evidence, version: int | None) -> Evidence:
    """The entry as it stands now, if the actor may write it; StaleError where somebody was faster."""
    entry = Evidence.objects.select_for_update(of=("self",)).select_related("unit").get(pk=evidence.pk)
    require_open(actor, Action.ADD_EVIDENCE, entry)
    if version is not None and version != entry.version:
        raise StaleError("这份佐证")
    return entry


def require_open(actor: User, action: Action, entry: Evidence) -> None:
    """Return when allowed; ``ServiceError`` where only the archive of a round that it proves stands in the
    way.
    """
    require(actor, action, entry)
    if frozen(entry):
        raise ServiceError(ARCHIVED)
