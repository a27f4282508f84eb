"""Whoever stands in for a colleague is told so, and told when it is over early; so is the absent one where
somebody else arranged it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.base.words import day_words
from bihuan.web.notices.kinds import DEPUTY
from bihuan.web.notices.services.telling import notify_people

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Deputy, User


def deputy_told(deputy: Deputy, actor: User, now: datetime) -> None:
    """A line in the inbox of both, except whoever did it themselves; follows ``DEPUTY_CHANGED``."""
    days = f"{day_words(deputy.from_on)}至{day_words(deputy.to_on)}"
    absent, stand_in = deputy.absent, deputy.deputy
    if deputy.ended_at is None:
        asked = f"{absent.name}请您在{days}代理工作（{deputy.reason}），到时在账户页点“开始代理”。"
        arranged = f"已安排{stand_in.name}在{days}代您办理工作（{deputy.reason}）。"
    else:
        asked = f"您代{absent.name}办理工作（{days}）已提前结束。"
        arranged = f"{stand_in.name}代您办理工作（{days}）已提前结束。"
    for user, text in ((stand_in, asked), (absent, arranged)):
        if user.pk != actor.pk:
            notify_people(
                [user.person_id],
                now=now,
                kind=DEPUTY,
                text=text,
                link=reverse("accounts:account"),
                about=deputy,
            )
