"""Who is told when a version goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.disclosure.kinds import PUBLICATION
from bihuan.web.disclosure.services.common import page_of
from bihuan.web.disclosure.workflow import Step
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.disclosure.models import Announcement, Edition

NEXT = {
    Step.SUBMIT: (Action.VET, "送来审查，请看法律和保密上有无不妥。"),
    Step.CLEAR: (Action.APPROVE, "审查已经通过，请批准。"),
    Step.APPROVE: (Action.PUBLISH, "已经批准，可以发布。"),
    Step.RETURN: (Action.PUBLISH, "被退回修改。"),
    Step.WITHDRAW: (Action.PUBLISH, "已经撤回。"),
}
"""Whose turn it is after the step, and what they are told."""


def tell_step(actor: User, now: datetime, held: Announcement, found: Edition, step: Step) -> None:
    """A line in the inboxes of the unit's people who come next."""
    if step not in NEXT:
        return
    right, said = NEXT[step]
    people = [one for one in people_who(held.unit, right, Relation.OWN) if one != actor.person_id]
    notify_people(
        people,
        now=now,
        kind=PUBLICATION,
        text=f"{found}{said}",
        link=page_of(held),
        about=found,
        key=f"edition:{found.pk}:{found.version}",
    )
