"""A second look at what has ended: drawn by lot, judged in words, reopened where it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, Relation, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.rectification.drawing import digest_of, draw
from bihuan.web.rectification.models import Recheck, RecheckItem, RecheckResult, Response
from bihuan.web.rectification.services.stepping import response_step
from bihuan.web.rectification.workflow import ENDED, Step

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.inspections.models import Round

LARGEST = 500


class _Office:
    """An office as the permission table sees it."""

    def __init__(self, office: int) -> None:
        self.unit_id, self.office_id = -1, office


def office_of(actor: User) -> list[int]:
    """Offices in which the person may draw."""
    return actor.scope().units(Relation.OFFICE, Action.RECHECK)


@transaction.atomic
def recheck_draw(
    *, actor: User, now: datetime, office: Unit, title: str, size: int, seed: str, round: Round | None = None
) -> Recheck:
    """Freeze the list of what has ended, write the seed down, draw. Anybody can repeat it from the page."""
    require(actor, Action.RECHECK, _Office(office.pk))
    title, seed = title.strip(), seed.strip()
    if not title:
        raise ServiceError("请写明这次抽查叫什么。", field="title")
    if not seed or len(seed) > 64:
        raise ServiceError("请写明抽取种子，如当众摇出的号码，最多64个字符。", field="seed")
    rows = Response.objects.filter(feedback__office=office, state__in=ENDED, withdrawn_at=None)
    rows = rows.filter(feedback__round=round) if round else rows
    population = sorted(rows.exclude(reopened_as__isnull=False).values_list("pk", flat=True))
    if not population:
        raise ServiceError("还没有已了结的整改，没有可以抽查的。")
    if not 1 <= size <= min(LARGEST, len(population)):
        raise ServiceError(
            f"抽取数要在1到{min(LARGEST, len(population))}之间，名单里现有{len(population)}项。", field="size"
        )
    made = Recheck.objects.create(
        office=office,
        round=round,
        title=title[:100],
        seed=seed,
        size=size,
        population=population,
        digest=digest_of(population),
        drawn_by=actor,
        drawn_at=now,
    )
    drawn = draw(population, seed, size)
    RecheckItem.objects.bulk_create(
        RecheckItem(recheck=made, response_id=pk, order=order) for order, pk in enumerate(drawn, 1)
    )
    changes = {"seed": ["", seed], "digest": ["", made.digest], "drawn": [[], drawn]}
    journal_append(actor=actor, now=now, chain=office.pk, action="recheck_draw", thing=made, changes=changes)
    return made


@transaction.atomic
def recheck_judge(*, actor: User, now: datetime, item: RecheckItem, holds: bool, remark: str) -> RecheckItem:
    """Say what the second look found; what does not hold is reopened at once as a new response."""
    found = (
        RecheckItem.objects.select_for_update(of=("self",))
        .select_related("recheck", "response__feedback")
        .get(pk=item.pk)
    )
    require(actor, Action.RECHECK, found.response.feedback)
    remark = remark.strip()
    if not remark:
        raise ServiceError("请写明复查看到的情况。", field="remark")
    if found.result != RecheckResult.PENDING:
        raise ServiceError("这一项已经有复查结论了，请看现在的结果。")
    found.result = RecheckResult.HOLDS if holds else RecheckResult.FAILS
    found.remark, found.judged_by, found.judged_at = remark, actor, now
    if not holds:
        found.reopened = response_step(
            actor=actor, now=now, response=found.response, step=Step.REOPEN, opinion=remark
        )
    found.save(update_fields=["result", "remark", "judged_by", "judged_at", "reopened"])
    changes = {"result": [RecheckResult.PENDING, found.result], "remark": ["", remark]}
    journal_append(
        actor=actor,
        now=now,
        chain=found.response.unit_id,
        action="recheck_judge",
        thing=found.response,
        changes=changes,
    )
    return found
