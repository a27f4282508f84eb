"""Saying beforehand what will prove a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.rectification.expected import ordered
from bihuan.web.rectification.services.locking import (
    case_touched,
    locked_measure,
    refuse_unplannable,
    step_page,
)
from bihuan.web.rectification.workflow import WORKING, ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models import Measure

APPROVED = "方案已经批准，应有佐证只能增加；确需减少的，请先“调整方案”，改好后再报主要负责人批准。"


@transaction.atomic
def proofs_expect(
    *, actor: User, now: datetime, measure: Measure, kinds: Sequence[str], version: int | None = None
) -> Measure:
    """The kinds of evidence that a measure must have before its end; what was approved is not lowered."""
    case, response, found = locked_measure(measure, version)
    require(actor, Action.EDIT, case)
    refuse_unplannable(response)
    old, new = list(found.expects), ordered(kinds)
    if new == old:
        return found
    if ResponseState(response.state) in WORKING and not set(old) <= set(new):
        raise ServiceError(APPROVED, href=step_page(response, Step.REVISE))
    found.expects, found.version = new, found.version + 1
    found.save(update_fields=["expects", "version"])
    case_touched(case)
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="proofs_expect", thing=found,
        changes={"expects": [old, new]},
    )  # fmt: skip
    return found
