"""Announcements of the sample: of the culture bureau, corrected once; of three more, one withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import user_create
from bihuan.web.base.errors import ServiceError
from bihuan.web.disclosure.services import edition_begin, edition_step
from bihuan.web.disclosure.workflow import Audience, Step
from bihuan.web.inspections.models import Feedback

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.disclosure.models import Edition

    Team = tuple[User, User, User]

DAY = timedelta(days=1)
OTHERS = (
    ("市教育局", "jiaoyu", ("裴闻笛", "岑予安", "陆思齐"), 9),
    ("市住建局", "zhujian", ("孟秋禾", "詹明远", "柯望舒"), 6),
    ("市农业农村局", "nongye", ("卓青原", "阮知白", "凌观澜"), 3),
)
"""Short name, start of user names, people (liaison, leader, first person), published how many days ago."""
CORRECTED = "第二部分一处日期写错，已改正。"
WITHDRAWN = "有一项数据需要重新核实，核实后再发布。"


def publish(now: datetime, case: Feedback, people: dict[str, User], password: str) -> None:
    """Through the services, by three people each; what the conditions refuse stays a draft."""
    team = people["fangcaiwei"], people["hanxu"], people["shenyuexi"]
    if _published(now - 5 * DAY, case, team):
        _published(now - 2 * DAY, case, team, reason=CORRECTED)
    _published(now - 4 * DAY, case, team, audience=Audience.INTERNAL)
    for short, username, names, days in OTHERS:
        other = Feedback.objects.get(unit__short_name=short)
        team = _team(now, other.unit, username, names, password)
        made = _published(now - days * DAY, other, team)
        if made and short == "市住建局":
            edition_step(actor=team[2], now=now - DAY, edition=made, step=Step.WITHDRAW, opinion=WITHDRAWN)


def _team(now: datetime, unit: Unit, username: str, names: tuple[str, str, str], password: str) -> Team:
    roles = (Role.LIAISON, Role.LEAD_LEADER, Role.FIRST_PERSON)
    posts = ("办公室主任", "党组成员、副局长", "党组书记、局长")
    first, second, third = (
        user_create(
            actor=None,
            now=now,
            unit=unit,
            name=name,
            username=f"{username}{at}",
            password=password,
            role=role,
            post=post,
        )
        for at, (name, role, post) in enumerate(zip(names, roles, posts, strict=True), 1)
    )
    return first, second, third


def _published(
    now: datetime,
    case: Feedback,
    team: Team,
    *,
    reason: str = "",
    audience: Audience = Audience.PUBLIC,
) -> Edition | None:
    liaison, examiner, boss = team
    edition = edition_begin(actor=liaison, now=now, case=case, audience=audience, reason=reason)
    way = ((Step.SUBMIT, liaison), (Step.CLEAR, examiner), (Step.APPROVE, boss), (Step.PUBLISH, liaison))
    try:
        for step, actor in way:
            edition = edition_step(
                actor=actor, now=now, edition=edition, step=step, opinion="隐名得当，未见不宜公开的内容。"
            )
    except ServiceError:
        return None
    return edition
