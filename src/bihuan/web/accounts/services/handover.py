"""Everything that a person holds goes to another one in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.accounts.registry import HOLDINGS
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.prepared import counts
from bihuan.web.base.services import journal_append

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Person, User


def holdings_of(person: Person) -> list[tuple[str, str, int]]:
    """What the person holds: label, counting word, number; one query."""
    held = counts(*(one.rows(person) for one in HOLDINGS))
    return [(one.label, one.unit, count) for one, count in zip(HOLDINGS, held, strict=True)]


@transaction.atomic
def hand_over(*, actor: User | None, now: datetime, person: Person, to: Person) -> dict[str, int]:
    """Give all of it to a colleague of the same unit; what moved, by label.

    The unit's liaison may, and the system administrator, who sees the numbers only.
    """
    if actor is not None and not may(actor, Action.MANAGE_ACCOUNTS):
        require(actor, Action.HAND_OVER, InUnit(person))
    if to.pk == person.pk:
        raise ServiceError("接手人不能是本人，请另选一人。", field="successor")
    if to.unit_id != person.unit_id or to.left_on:
        raise ServiceError("接手人应是同一单位的在职人员，请另选一人。", field="successor")
    rows = [told for one in HOLDINGS if one.told for told in one.told(person, to)]
    moved = {one.label: one.move(person, to, actor, now) for one in HOLDINGS}
    journal_append(
        actor=actor,
        now=now,
        chain=person.unit_id,
        action="hand_over",
        thing=person,
        changes={"to": ["", to.name], **{label: ["", count] for label, count in moved.items() if count}},
        rows=rows,
    )
    return moved


class InUnit:
    """A person as an object of their unit."""

    def __init__(self, person: Person) -> None:
        self.unit_id: int | None = person.unit_id
        self.office_id: int | None = None
