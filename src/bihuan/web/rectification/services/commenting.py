"""The talk about a response: @name tells the person, a question is resolved when it is answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from bihuan.web.accounts.models import Person
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.notices.services import notify_people
from bihuan.web.rectification.kinds import MENTION
from bihuan.web.rectification.models import Comment
from bihuan.web.rectification.services.locking import locked_case

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Response

LONGEST = 2_000
_AT = re.compile(r"[@＠]([^\s@＠，。、；：！？,.;:!?]{2,12})")


def mentioned(text: str, case: Feedback) -> list[Person]:
    """People of the unit and of its office with an account whose name follows an @; longest name first, so
    that @林知夏请看 finds 林知夏.
    """
    words = set(_AT.findall(text))
    if not words:
        return []
    places = [case.unit_id, *([case.office_id] if case.office_id else [])]
    people = Person.objects.filter(
        Q(unit__in=places) | Q(user__memberships__unit__in=places), user__is_active=True
    ).distinct()
    return [one for one in people if any(word.startswith(one.name) for word in words)]


@transaction.atomic
def comment_add(*, actor: User, now: datetime, response: Response, text: str) -> Comment:
    """Say something; whoever is mentioned learns of it."""
    case = locked_case(response.feedback_id)
    require(actor, Action.COMMENT, case)
    text = text.strip()
    if not text:
        raise ServiceError("请写下意见。", field="text")
    if len(text) > LONGEST:
        raise ServiceError(f"一条意见最多{LONGEST}字，请分几条写。", field="text")
    made: Comment = Comment.objects.create(
        feedback=case, unit_id=case.unit_id, response=response, text=text, by=actor, at=now
    )
    people = mentioned(text, case)
    made.mentions.set(people)
    changes = {"text": ["", text]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="comment_add", thing=response, changes=changes
    )
    notify_people(
        [one.pk for one in people if one.pk != actor.person_id],
        now=now,
        kind=MENTION,
        text=f"{actor.name}提到您：{text}",
        link=f"{reverse('loop:response', args=[response.pk])}#comment-{made.pk}",
        about=made,
        key=f"comment:{made.pk}",
    )
    return made


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
        thing=found.response,
        changes=changes,
    )
    return found
