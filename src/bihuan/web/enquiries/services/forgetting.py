"""What is kept no longer than needed: who wrote, and the traces that hold floods off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bihuan.policy.parameters import parameter
from bihuan.web.base.services import Told, journal_append
from bihuan.web.enquiries.models import Allowance, Enquiry, SpentProof

if TYPE_CHECKING:
    from datetime import date, datetime


def keep_until(now: datetime) -> date:
    """The last day on which name and contact are kept, once the enquiry is done with."""
    return timezone.localdate(now) + timedelta(days=parameter("answer.contact_days").whole())


@transaction.atomic
def contacts_forget(*, now: datetime) -> int:
    """Take away names and contacts whose days are over, one entry a unit; how many."""
    rows = Enquiry.objects.select_for_update().filter(
        ~Q(contact="", name=""), keep_until__lt=timezone.localdate(now)
    )
    by_unit: dict[int, list[Enquiry]] = {}
    for one in rows.order_by("unit_id", "id"):
        by_unit.setdefault(one.unit_id, []).append(one)
    for unit, found in by_unit.items():
        Enquiry.objects.filter(pk__in=[one.pk for one in found]).update(name="", contact="")
        journal_append(
            actor=None, now=now, chain=unit, action="contacts_forget", label=f"{len(found)}条群众意见",
            rows=[Told.of(one, {"contact": ["有", "已删除"]}) for one in found],
        )  # fmt: skip
    return sum(len(found) for found in by_unit.values())


def traces_sweep(*, now: datetime) -> None:
    """Counts and proofs that no longer matter."""
    Allowance.objects.filter(until__lt=now).delete()
    SpentProof.objects.filter(until__lt=now).delete()
