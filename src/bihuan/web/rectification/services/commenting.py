"""The talk about a response: @name tells the person, a question is resolved when it is answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from bihuan.web.accounts.models import Person
from bihuan.web.accounts.permissions import GRANTS, Action, Relation, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.notices.services import notify_people
from bihuan.web.rectification.kinds import MENTION
from bihuan.web.rectification.models import Comment
from bihuan.web.rectification.passages import comment_found
from bihuan.web.rectification.services.locking import locked_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback, Finding
    from bihuan.web.rectification.models import Measure, Response

LONGEST = 2_000
MOST = 20
"""People told by one remark; more is a letter to all, not a remark."""
_AT = re.compile(r"(?<![0-9A-Za-z._+-])[@＠]([^\s@＠，。、；：！？,.;:!?]{2,12})")
"""Not the @ of a mail address."""
_NAME = re.compile(r"[\u3400-\u9fff·]+")


def readers(case: Feedback) -> QuerySet[Person]:
    """People with an account whose role opens the case: of the unit itself and of its office."""
    rows = Q(user__memberships__unit=case.unit_id, user__memberships__role__in=_roles(Relation.OWN))
    if case.office_id:
        rows |= Q(user__memberships__unit=case.office_id, user__memberships__role__in=_roles(Relation.OFFICE))
    return Person.objects.filter(rows, user__is_active=True).distinct().order_by("unit_id", "id")


def _roles(relation: Relation) -> list[str]:
    return [role.value for role, grants in GRANTS.items() if Action.READ in grants.get(relation, ())]


def mentioned(text: str, case: Feedback, picked: Sequence[int] = ()) -> list[Person]:
    """Whoever is picked or whose name follows an @; longest name first, so that @林知夏请看 finds 林知夏. A
    name that nobody has who may read the case is refused: it would look as if somebody had been told.
    """
    words = list(dict.fromkeys(_AT.findall(text)))
    if not words and not picked:
        return []
    people = sorted(readers(case), key=lambda one: -len(one.name))
    found = {one.pk: one for one in people if one.pk in picked}
    if len(found) < len(set(picked)):
        raise ServiceError("选中的人里有人看不到这份台账，不能提醒，请重新选择。", field="text")
    for word in words:
        same = [one for one in people if word.startswith(one.name)]
        if not same and (name := _NAME.match(word)):
            raise ServiceError(
                f"没有找到能看到这份台账的“{name[0]}”，意见还没有发表。请核对姓名，或从“提醒谁”里选。",
                field="text",
            )
        longest = max((len(one.name) for one in same), default=0)
        found |= {one.pk: one for one in same if len(one.name) == longest}
    return list(found.values())


@transaction.atomic
def comment_add(
    *,
    actor: User,
    now: datetime,
    text: str,
    response: Response | None = None,
    measure: Measure | None = None,
    finding: Finding | None = None,
    people: Sequence[int] = (),
) -> Comment:
    """Say something on a response, on one of its measures, or on a finding; whoever is mentioned by name or
    in ``people`` learns of it, once.
    """
    about: Response | Finding | Measure | None = response or finding
    if about is None:
        raise TypeError("a remark is on a response or on a finding")
    case = locked_case(about.feedback_id)
    require(actor, Action.COMMENT, case)
    text = text.strip()
    if not text:
        raise ServiceError("请写下意见。", field="text")
    if len(text) > LONGEST:
        raise ServiceError(f"一条意见最多{LONGEST}字，请分几条写。", field="text")
    if measure is not None and (response is None or measure.response_id != response.pk):
        raise ServiceError("这项措施刚刚被别人移走了，请刷新页面后再写。")
    told = mentioned(text, case, people)
    if len(told) > MOST:
        raise ServiceError(f"一条意见最多提醒{MOST}人，请少选几位。", field="text")
    made: Comment = Comment.objects.create(
        feedback=case,
        unit_id=case.unit_id,
        response=response,
        measure=measure,
        finding=finding,
        text=text,
        by=actor,
        at=now,
    )
    made.mentions.set(told)
    comment_found(case, made.pk)
    changes = {"text": ["", text]}
    changes |= {"mentions": ["", "、".join(one.name for one in told)]} if told else {}
    journal_append(
        actor=actor,
        now=now,
        chain=case.unit_id,
        action="comment_add",
        thing=measure or about,
        changes=changes,
    )
    notify_people(
        [one.pk for one in told if one.pk != actor.person_id],
        now=now,
        kind=MENTION,
        text=f"{actor.name}提到您：{text}",
        link=page_of(made),
        about=made,
        key=f"comment:{made.pk}",
    )
    return made


def page_of(comment: Comment) -> str:
    """Where a remark stands."""
    if comment.finding_id:
        return f"{reverse('loop:talk', args=[comment.finding_id])}#comment-{comment.pk}"
    return f"{reverse('loop:response', args=[comment.response_id])}#comment-{comment.pk}"


@transaction.atomic
def comment_resolve(*, actor: User, now: datetime, comment: Comment, resolved: bool) -> Comment:
    """Resolved, or open again."""
    found: Comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("feedback").get(pk=comment.pk)
    )
    require(actor, Action.COMMENT, found.feedback)
    if (found.resolved_at is not None) == resolved:
        return found
    found.resolved_at, found.resolved_by = (now, actor) if resolved else (None, None)
    found.save(update_fields=["resolved_at", "resolved_by"])
    changes = {"resolved": [not resolved, resolved]}
    journal_append(
        actor=actor,
        now=now,
        chain=found.unit_id,
        action="comment_resolve",
        thing=found.measure or found.response or found.finding,
        changes=changes,
    )
    return found
